"""Objections: made in their window, answered on record, followed by a corrected version."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.actions.objections import answer_objection, make_objection, withdraw_objection
from awards.actions.publishing import withdraw_results
from awards.actions.result_versions import approve_version, propose_version
from awards.models import Objection, ResultVersion
from awards.objections import are_final, objection_counts
from blocs.models import BlocYear, Phase, PhaseExtension, PhaseKind, SeatKind, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import Level, ObjectionState
from blocs.todo import TodoState, todo_items
from scoring.models import CriterionVersion
from tests.awards.result_scenes import approved_year, second_secretary
from tests.awards.scenes import fresh, last_entry, score, signed_in, text_of, url, window
from tests.builders import person, seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unpressed")]
TEXT = "Mục II chấm thiếu Kế hoạch số 12 ban hành tháng 3"
ANSWER = "Khối đã rà soát, bổ sung văn bản và chấm lại mục II"


def head_of(year: BlocYear, code: str) -> User:
    user = person(f"lanh-dao-{code.lower()}")
    seat(user, SeatKind.HEAD, unit=year.memberships.get(code=code).unit)
    return user


def objecting(year: BlocYear, code: str = "B", actor: User | None = None, **more: Any) -> Objection:
    member = next(member for member in year.members if member.code == code)
    return make_objection(
        actor=actor or head_of(year, code), year=year, member=member, **({"text": TEXT} | more)
    )


def leaf(year: BlocYear, code: str = "II") -> int:
    return CriterionVersion.objects.get(rules=year.rules, code=code).criterion_id


def test_a_head_objects_to_a_cell_and_it_is_on_record() -> None:
    year, _ = approved_year()
    made = objecting(year, criterion=leaf(year), level=Level.APPRAISAL)
    assert (made.state, made.version.number, made.entered_for) == ("open", 1, False)
    entry = last_entry()
    assert entry["action"] == "objections.made"
    assert entry["new"]["Về"] == "Điểm thẩm định, tiêu chí II"


def test_sent_twice_it_stays_one() -> None:
    year, _ = approved_year()
    actor = head_of(year, "B")
    assert objecting(year, actor=actor) == objecting(year, actor=actor)
    assert Objection.objects.count() == 1


def test_the_secretariat_objects_for_a_unit_and_says_so() -> None:
    year, secretary = approved_year()
    assert objecting(year, actor=secretary).entered_for
    assert last_entry()["new"]["Nhập thay"] is True


@pytest.mark.parametrize(("kind", "refusal"), [(SeatKind.OFFICER, NotAllowed), (SeatKind.HEAD, NotAllowed)])
def test_officers_and_heads_of_others_do_not_object_for_a_unit(kind: SeatKind, refusal: type) -> None:
    year, _ = approved_year()
    user = person("nguoi-khac")
    code = "B" if kind is SeatKind.OFFICER else "A"
    seat(user, kind, unit=year.memberships.get(code=code).unit)
    with pytest.raises(refusal):
        objecting(year, actor=user)


@pytest.mark.parametrize(("minutes", "is_open"), [(1, True), (-1, False)])
def test_a_minute_before_and_after_the_window_closes(minutes: int, is_open: bool) -> None:
    year, _ = approved_year()
    window(year, PhaseKind.OBJECTION, closes_at=timezone.now() + timedelta(minutes=minutes))
    if is_open:
        assert objecting(fresh(year)).pk
        return
    with pytest.raises(Refused, match="phản hồi"):
        objecting(fresh(year))


def test_an_extension_opens_it_for_one_unit_only() -> None:
    year, secretary = approved_year()
    window(year, PhaseKind.OBJECTION, closes_at=timezone.now() - timedelta(minutes=1))
    PhaseExtension.objects.create(
        phase=Phase.objects.get(year=year, kind=PhaseKind.OBJECTION),
        membership=year.memberships.get(code="B"),
        closes_at=timezone.now() + timedelta(days=1),
        reason="Lãnh đạo đi công tác",
        granted_by=secretary,
    )
    assert objecting(fresh(year), "B").pk
    with pytest.raises(Refused):
        objecting(fresh(year), "A")


def test_nothing_to_object_to_before_publishing_or_while_corrected() -> None:
    year, secretary = approved_year()
    withdraw_results(actor=secretary, year=year, reason="Đính chính điểm")
    with pytest.raises(Refused, match="niêm yết"):
        objecting(fresh(year))


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "Sai rồi"},
        {"criterion": 10**9, "level": Level.BLOC},
        {"criterion": None, "level": Level.BLOC},
    ],
)
def test_a_bad_objection_is_refused_with_a_sentence(wrong: dict[str, Any]) -> None:
    year, _ = approved_year()
    with pytest.raises(Invalid):
        objecting(year, **wrong)
    assert not Objection.objects.exists()


def test_answered_once_with_words() -> None:
    year, secretary = approved_year()
    made = objecting(year)
    with pytest.raises(Invalid):
        answer_objection(actor=secretary, year=year, objection=made.pk, accepted=False, answer="Không")
    answer_objection(actor=secretary, year=year, objection=made.pk, accepted=False, answer=ANSWER)
    answer_objection(actor=secretary, year=year, objection=made.pk, accepted=False, answer=ANSWER)
    with pytest.raises(Refused, match="không chấp nhận"):
        answer_objection(actor=secretary, year=year, objection=made.pk, accepted=True, answer=ANSWER)
    made.refresh_from_db()
    assert (made.state, made.answer, made.answered_by) == ("rejected", ANSWER, secretary)


def test_a_unit_withdraws_only_what_is_unanswered() -> None:
    year, secretary = approved_year()
    head = head_of(year, "B")
    first, second = objecting(year, actor=head), objecting(year, actor=head, text=f"{TEXT} và tháng 4")
    withdraw_objection(actor=head, year=year, objection=first.pk)
    withdraw_objection(actor=head, year=year, objection=first.pk)
    answer_objection(actor=secretary, year=year, objection=second.pk, accepted=False, answer=ANSWER)
    with pytest.raises(Refused):
        withdraw_objection(actor=head, year=year, objection=second.pk)
    other = head_of(year, "A")
    with pytest.raises(NotAllowed):
        withdraw_objection(actor=other, year=year, objection=second.pk)


def test_an_accepted_objection_leads_to_version_two() -> None:
    year, secretary = approved_year()
    made = objecting(year, criterion=leaf(year), level=Level.APPRAISAL)
    answer_objection(actor=secretary, year=year, objection=made.pk, accepted=True, answer=ANSWER)
    assert objection_counts(fresh(year)).waiting_for_version == 1
    to_do = {item.title: item for item in todo_items(secretary, fresh(year))}
    card = to_do["Mở đính chính theo phản hồi đã chấp nhận"]
    assert (card.state, card.url) == (TodoState.OPEN, url(year, "results-withdraw"))
    withdraw_results(actor=secretary, year=fresh(year), reason="Chấp nhận phản hồi của đơn vị B")
    score(year, Level.APPRAISAL, "B", {"I.1": "40", "II": "40"})
    proposal = propose_version(actor=secretary, year=fresh(year), reason="Theo phản hồi của đơn vị B")
    approving = second_secretary(year)
    approve_version(
        actor=approving, year=fresh(year), proposal=proposal.pk, shown=mark(proposal), site="http://khoi.vn/"
    )
    made.refresh_from_db()
    assert made.led_to == ResultVersion.objects.get(year=year, number=2)
    assert objection_counts(fresh(year)).waiting_for_version == 0
    told = text_of(signed_in(secretary), url(year, "objections"))
    assert "đã đính chính ở phiên bản 2" in told
    done = {item.title: item.state for item in todo_items(secretary, fresh(year))}
    assert done["Duyệt và niêm yết kết quả"] is TodoState.DONE
    assert "Mở đính chính theo phản hồi đã chấp nhận" not in done


def mark(proposal: ResultVersion) -> str:
    from awards.actions.result_versions import mark_of

    return mark_of(proposal)


def test_results_are_final_when_the_window_is_over_and_all_is_answered() -> None:
    year, secretary = approved_year()
    made = objecting(year)
    window(year, PhaseKind.OBJECTION, closes_at=timezone.now() - timedelta(minutes=1))
    assert not are_final(fresh(year))
    answer_objection(actor=secretary, year=fresh(year), objection=made.pk, accepted=False, answer=ANSWER)
    assert are_final(fresh(year))
    assert "Trả lời sau hạn" in text_of(signed_in(secretary), url(year, "objections"))


def test_who_reads_what() -> None:
    year, secretary = approved_year()
    made = objecting(year)
    own, other = head_of(year, "C"), User.objects.get(username="lanh-dao-b")
    assert TEXT not in text_of(signed_in(own), url(year, "objections"))
    assert TEXT in text_of(signed_in(other), url(year, "objections"))
    assert signed_in(own).get(url(year, "objection-withdraw", pk=made.pk)).status_code == 404
    answer_objection(actor=secretary, year=year, objection=made.pk, accepted=False, answer=ANSWER)
    assert ANSWER in text_of(signed_in(own), url(year, "objections"))


def test_an_administrator_reads_no_objection_in_the_journal() -> None:
    """Unanswered ones are the unit's and the secretariat's; the journal only says that there was one."""
    year, clerk = approved_year()
    objecting(year, text="Điểm tiêu chí II chỉ 39 là thấp")
    admin = person("quan-tri-khac")
    seat(admin, SeatKind.ADMIN)
    address = url(year, "journal")
    told = text_of(signed_in(admin), address)
    assert "Hội B" in told
    assert "chỉ 39 là thấp" not in told
    assert "chỉ 39 là thấp" in text_of(signed_in(clerk), address)


def test_the_secretariat_and_the_units_are_asked() -> None:
    year, secretary = approved_year()
    head = head_of(year, "B")
    assert "Xem kết quả, gửi phản hồi nếu có" in [item.title for item in todo_items(head, fresh(year))]
    assert "Trả lời phản hồi kết quả" not in [item.title for item in todo_items(secretary, fresh(year))]
    made = objecting(year, actor=head)
    asked = {item.title: item for item in todo_items(secretary, fresh(year))}["Trả lời phản hồi kết quả"]
    assert (asked.state, asked.detail) == (TodoState.OPEN, "Còn 1/1 phản hồi chưa trả lời.")
    answer_objection(actor=secretary, year=year, objection=made.pk, accepted=False, answer=ANSWER)
    asked = {item.title: item for item in todo_items(secretary, fresh(year))}["Trả lời phản hồi kết quả"]
    assert asked.state is TodoState.DONE


def test_a_unit_has_its_main_button_and_the_secretariat_the_answer() -> None:
    year, secretary = approved_year()
    head = head_of(year, "B")
    objecting(year, actor=head)
    own = signed_in(head).get(url(year, "objections")).content.decode()
    assert own.count("btn-primary") == 1
    assert "Gửi phản hồi</a>" in own
    answering = signed_in(secretary).get(url(year, "objections")).content.decode()
    assert answering.count("btn-primary") == 1
    assert "Nhập thay phản hồi</a>" in answering
    assert 'class="btn btn-primary" href="' in answering
    assert ">Trả lời</a>" in answering


def test_the_form_keeps_what_was_typed_and_names_the_field() -> None:
    year, _ = approved_year()
    head = head_of(year, "B")
    member = year.memberships.get(code="B").pk
    answer = signed_in(head).post(
        url(year, "objection-new"), {"unit": member, "criterion": leaf(year), "level": "", "text": TEXT}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hãy chọn cấp chấm đã cho điểm này." in page
    assert TEXT in page
    empty = signed_in(head).post(url(year, "objection-new"), {"unit": member, "text": " "})
    assert (empty.status_code, "Hãy ghi nội dung phản hồi." in empty.content.decode()) == (422, True)


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_with_many(count: int) -> None:
    year, secretary = approved_year()
    head = head_of(year, "B")
    for index in range(count):
        objecting(year, actor=head, text=f"{TEXT} lần {index}")
    client = signed_in(secretary)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url(year, "objections")).status_code == 200
    assert len(queries) == 11
    assert objection_counts(fresh(year)).total == count


def test_states_are_never_shown_by_their_inner_names() -> None:
    year, secretary = approved_year()
    made = objecting(year)
    told = text_of(signed_in(secretary), url(year, "objections"))
    assert ObjectionState(made.state).label in told
    assert "open" not in told
