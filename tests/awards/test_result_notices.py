"""What units' heads are told of results: published, corrected, an objection answered; once, and not in a practice copy."""

import pytest

from awards.actions.objections import answer_objection, make_objection
from awards.actions.publishing import publish_results
from awards.actions.result_versions import approve_version, mark_of
from blocs.models import BlocYear, Notice, SeatKind, User
from tests.awards.result_scenes import REASON, approved_year, proposed, ranked_year, second_secretary
from tests.awards.scenes import fresh, signed_in, text_of
from tests.builders import person, seat, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unpressed")]


def head_of(year: BlocYear, place: int) -> User:
    user = person(f"lanh-dao-{place}")
    seat(user, SeatKind.HEAD, unit=year.members[place].unit)
    return user


def test_heads_are_told_once_that_results_are_published() -> None:
    year = ranked_year()
    heads = {head_of(year, place) for place in (0, 2)}
    seat(person("can-bo"), SeatKind.OFFICER, unit=year.members[0].unit)
    actor = secretary(year)
    for _ in range(2):
        publish_results(actor=actor, year=fresh(year), site="http://khoi.vn/")
    told = list(Notice.objects.select_related("recipient"))
    assert {row.recipient for row in told} == heads
    assert len(told) == 2
    assert {(row.title, row.url) for row in told} == {
        ("Đã niêm yết kết quả năm 2020", "/khoi/khoi-thu/2020/ket-qua/")
    }


def test_a_correction_is_told_with_its_reason() -> None:
    year, _actor, version = proposed()
    head = head_of(year, 1)
    approve_version(
        actor=second_secretary(year),
        year=year,
        proposal=version.pk,
        shown=mark_of(version),
        site="http://khoi.vn/",
    )
    told = Notice.objects.get(recipient=head)
    assert told.title == "Kết quả năm 2020 đã đính chính: phiên bản 2"
    assert REASON in told.text
    assert told.title in text_of(signed_in(head), "/thong-bao/")


@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        (True, "Phản hồi kết quả năm 2020: được chấp nhận"),
        (False, "Phản hồi kết quả năm 2020: đã được trả lời"),
    ],
)
def test_the_unit_that_objected_is_told_of_the_answer_and_no_other(*, accepted: bool, title: str) -> None:
    year, actor = approved_year()
    head, other = head_of(year, 1), head_of(year, 2)
    made = make_objection(actor=head, year=year, member=year.members[1], text="Đề nghị xem lại thứ hạng.")
    for _ in range(2):
        answer_objection(
            actor=actor, year=fresh(year), objection=made.pk, accepted=accepted, answer="Khối đã rà soát lại."
        )
    told = Notice.objects.get()
    assert (told.recipient, told.title) == (head, title)
    assert "Khối đã rà soát lại." in told.text
    assert not Notice.objects.filter(recipient=other).exists()


def test_a_practice_copy_tells_nobody() -> None:
    year = ranked_year()
    head_of(year, 1)
    actor = secretary(year)
    BlocYear.objects.filter(pk=year.pk).update(is_practice=True)
    publish_results(actor=actor, year=fresh(year))
    assert fresh(year).is_published
    assert not Notice.objects.exists()
