"""A unit registers, its head sends, the secretariat accepts or returns: states, rights, windows, two at once."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from awards.actions.registration_decisions import accept_registrations
from awards.actions.registrations import registered_pairs, set_registrations
from awards.models import Registration, RegistrationLimit
from awards.queries import facts
from awards.steps import registered_count
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, JournalEntry, Membership, Phase, PhaseExtension, PhaseKind, SeatKind, User
from blocs.refusals import Faults, Invalid, NotAllowed, Refused
from blocs.sentences import sentence
from blocs.terms import RegistrationState
from tests.awards.registration_scenes import (
    accept,
    base_of,
    change,
    draft,
    give_back,
    head_of,
    registered,
    remove,
    row_base,
    send,
    states,
    take_back,
)
from tests.awards.scenes import award, fresh, last_entry, publish, window
from tests.builders import bloc_year, secretary

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
DRAFT, SENT = RegistrationState.DRAFT, RegistrationState.SENT
ACCEPTED, RETURNED = RegistrationState.ACCEPTED, RegistrationState.RETURNED


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


@pytest.fixture
def unit(year: BlocYear) -> Membership:
    return year.members[1]


@pytest.fixture
def head(unit: Membership) -> User:
    return head_of(unit)


@pytest.fixture
def clerk(year: BlocYear) -> User:
    return secretary(year)


# --- what counts


@pytest.mark.parametrize(("state", "counts"), [(DRAFT, 0), (SENT, 1), (ACCEPTED, 1), (RETURNED, 0)])
def test_a_registration_counts_from_sent_until_returned(
    state: RegistrationState, counts: int, year: BlocYear, unit: Membership
) -> None:
    registered(unit, state=state)
    assert registered_count(fresh(year)) == counts
    assert facts(fresh(year)).registered.get(unit.pk, frozenset()) == ({"MERIT_PROV"} if counts else set())
    assert len(registered_pairs(year)) == counts


def test_people_and_parts_register_but_not_for_the_unit(year: BlocYear, unit: Membership) -> None:
    registered(unit, person="Nguyễn Văn A")
    registered(unit, "COLL_ADVANCED", collective="Văn phòng")
    assert facts(fresh(year)).registered == {}
    assert registered_pairs(year) == []
    assert registered_count(fresh(year)) == 1


# --- the way through


def test_officer_drafts_head_sends_secretariat_accepts(
    year: BlocYear, unit: Membership, head: User, clerk: User
) -> None:
    officer = head_of(unit, SeatKind.OFFICER)
    conditions = list(award("FLAG_PROV").conditions.values_list("pk", flat=True))
    row = draft(officer, unit, "FLAG_PROV", basis="Năm 2021: Bằng khen", conditions_met=conditions[:2])
    assert (row.state, row.entered_by, row.entered_for) == (DRAFT, officer, False)
    with pytest.raises(NotAllowed):
        send(officer, unit)
    assert send(head, unit) == 1
    assert states(unit) == [SENT]
    with pytest.raises(Refused, match="rút lại trước khi sửa"):
        change(officer, row, basis="Khác")
    assert accept(clerk, unit) == 1
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.conditions_met) == (ACCEPTED, clerk, conditions[:2])
    told = [sentence(json.loads(entry.text)) for entry in JournalEntry.objects.order_by("pk")]
    assert told == [
        "đã soạn đăng ký Cờ thi đua của UBND tỉnh của Hội B",
        "đã gửi đăng ký của Hội B: Cờ thi đua của UBND tỉnh",
        "đã nhận đăng ký của Hội B: Cờ thi đua của UBND tỉnh",
    ]


def test_returned_with_a_reason_corrected_and_sent_again(unit: Membership, head: User, clerk: User) -> None:
    row = registered(unit, state=SENT)
    with pytest.raises(Invalid, match="lý do"):
        give_back(clerk, unit, reason="")
    assert give_back(clerk, unit) == 1
    row.refresh_from_db()
    assert (row.state, row.reason) == (RETURNED, "Thiếu căn cứ")
    assert send(head, unit) == 0  # corrected first
    assert change(head, row)  # saved as it is: the unit stands by it
    row.refresh_from_db()
    assert row.state == DRAFT
    assert send(head, unit) == 1
    row.refresh_from_db()
    assert (row.state, row.reason) == (SENT, "")


def test_taken_back_until_accepted(unit: Membership, head: User, clerk: User) -> None:
    row = registered(unit, state=SENT)
    take_back(head, row)
    take_back(head, row)  # sent twice
    assert states(unit) == [DRAFT]
    change(head, row, basis="Sáng kiến mới")
    send(head, unit)
    accept(clerk, unit)
    with pytest.raises(Refused, match="không rút lại được"):
        take_back(head, row)
    for act in (lambda: change(head, row, basis="x"), lambda: remove(head, row)):
        with pytest.raises(Refused, match="đề nghị tổ thư ký"):
            act()
    assert states(unit) == [ACCEPTED]


def test_the_secretariat_changes_what_was_accepted_and_it_stays_so(unit: Membership, clerk: User) -> None:
    row = registered(unit)
    assert change(clerk, row, basis="Theo công văn 12")
    row.refresh_from_db()
    assert (row.state, row.basis, row.entered_for) == (ACCEPTED, "Theo công văn 12", True)
    remove(clerk, row)
    assert not Registration.objects.exists()
    assert "(nhập thay)" in sentence(last_entry())


def test_the_secretariat_enters_for_a_unit_and_it_is_marked(
    unit: Membership, clerk: User, head: User
) -> None:
    own = draft(head, unit, "FLAG_PROV")
    entered = draft(clerk, unit, person="Nguyễn Văn A", person_title="Chủ tịch")
    assert (own.entered_for, entered.entered_for) == (False, True)
    assert send(clerk, unit) == 2
    own.refresh_from_db()
    assert own.entered_for  # sent in the unit's place
    assert "Hội B (nhập thay)" in sentence(last_entry())


def test_accepting_and_returning_one_of_several(unit: Membership, clerk: User) -> None:
    first, second = registered(unit, state=SENT), registered(unit, "FLAG_PROV", state=SENT)
    assert accept(clerk, unit, pk=first.pk) == 1
    assert accept(clerk, unit, pk=first.pk) == 0  # sent twice
    assert give_back(clerk, unit, pk=second.pk) == 1
    assert give_back(clerk, unit, pk=second.pk) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (ACCEPTED, RETURNED)
    with pytest.raises(Refused, match="không còn chờ nhận"):
        accept(clerk, unit, pk=second.pk)
    assert give_back(clerk, unit, pk=first.pk) == 1  # an accepted one too
    with pytest.raises(Refused):
        accept(clerk, unit, pk=0)


# --- bad input


def test_the_same_twice_an_unknown_one_and_the_wrong_object(unit: Membership, head: User) -> None:
    row = draft(head, unit, "FLAG_PROV")
    for wanted, message in (
        ({"code": "FLAG_PROV"}, "Đã có đăng ký"),
        ({"code": "KHONG_CO"}, "chọn một danh hiệu"),
        ({"code": "FLAG_PROV", "person": "Nguyễn Văn A"}, "không tặng cá nhân"),
        ({"code": "FIGHTER_PROV"}, "chỉ tặng cá nhân"),
    ):
        with pytest.raises(Faults, match=message) as error:
            draft(head, unit, **wanted)
        assert error.value.faults[0][0] == "award"
    other = draft(head, unit, "MERIT_PROV")
    with pytest.raises(Faults, match="Đã có"):
        change(head, other, award="FLAG_PROV")
    assert not change(head, row)  # nothing differs
    assert JournalEntry.objects.count() == 2


def test_a_registration_that_is_gone_or_of_another_unit(year: BlocYear, unit: Membership, head: User) -> None:
    row = registered(unit, state=DRAFT)
    foreign = registered(year.members[2], state=DRAFT)
    base = row_base(row)
    remove(head, row)
    remove(head, row, base)  # sent twice
    with pytest.raises(Refused, match="không còn"):
        change(head, row, base, basis="x")
    foreign.membership = unit  # its number with the own unit
    with pytest.raises(Refused, match="không còn"):
        change(head, foreign, basis="x")
    assert Registration.objects.get().membership_id == year.members[2].pk


def test_a_unit_of_another_year_is_out_of_reach(unit: Membership, clerk: User) -> None:
    other = bloc_year("khoi-khac").members[1]
    registered(other, state=SENT)
    with pytest.raises(NotAllowed):
        accept(clerk, other)
    with pytest.raises(NotAllowed):
        draft(clerk, other)
    with pytest.raises(Refused):
        accept_registrations(actor=clerk, year=unit.year, member=other, base="")


# --- two people, stale pages


def test_what_was_changed_meanwhile_is_not_accepted_unseen(unit: Membership, head: User, clerk: User) -> None:
    row = registered(unit, state=SENT)
    shown = base_of(unit)
    take_back(head, row)
    change(head, row, award="FLAG_PROV")
    send(head, unit)
    with pytest.raises(Stale):
        accept(clerk, unit, shown)
    assert states(unit) == [SENT]


def test_two_officers_and_a_head_who_sends_do_not_overwrite_each_other(unit: Membership, head: User) -> None:
    row = draft(head, unit)
    base, page = row_base(row), base_of(unit)
    change(head, row, basis="Người thứ nhất")
    with pytest.raises(Stale):
        change(head, row, base, basis="Người thứ hai")
    with pytest.raises(Stale):
        remove(head, row, base)
    with pytest.raises(Stale):
        send(head, unit, page)
    assert Registration.objects.get().basis == "Người thứ nhất"


# --- windows


def closed_acts(head: User, clerk: User, unit: Membership) -> list[Callable[[], object]]:
    mine, sent = registered(unit, state=DRAFT), registered(unit, "FLAG_PROV", state=SENT)
    return [
        lambda: draft(head, unit, "FLAG_GOV"),
        lambda: draft(clerk, unit, "FLAG_GOV"),
        lambda: change(head, mine, basis="x"),
        lambda: remove(head, mine),
        lambda: send(head, unit),
        lambda: take_back(head, sent),
    ]


@pytest.mark.parametrize("bounds", ["closed", "not yet open"])
def test_a_minute_after_closing_or_before_opening_nothing_is_written(
    bounds: str, year: BlocYear, unit: Membership, head: User, clerk: User
) -> None:
    now = timezone.now()
    acts = closed_acts(head, clerk, unit)
    closed = bounds == "closed"
    window(
        year,
        PhaseKind.REGISTRATION,
        **({"closes_at": now - MINUTE} if closed else {"opens_at": now + MINUTE}),
    )
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert not JournalEntry.objects.exists()
    assert accept(clerk, unit) == 1  # the bloc answers after the window too


def test_a_minute_before_closing_is_in_time(year: BlocYear, unit: Membership, head: User) -> None:
    window(year, PhaseKind.REGISTRATION, closes_at=timezone.now() + MINUTE)
    draft(head, unit)
    assert send(head, unit) == 1


def test_an_extension_is_for_its_unit_alone(year: BlocYear, unit: Membership, head: User) -> None:
    now = timezone.now()
    window(year, PhaseKind.REGISTRATION, closes_at=now - MINUTE)
    PhaseExtension.objects.create(
        phase=Phase.objects.get(year=year, kind=PhaseKind.REGISTRATION),
        membership=unit,
        closes_at=now + MINUTE,
        reason="Bão lụt",
    )
    draft(head, unit)
    assert send(head, unit) == 1
    other = year.members[2]
    with pytest.raises(NotAllowed):
        draft(head_of(other), other)
    PhaseExtension.objects.update(closes_at=now - timedelta(seconds=1))
    with pytest.raises(NotAllowed):
        draft(head, unit, "FLAG_PROV")


def test_published_results_close_everything(
    year: BlocYear, unit: Membership, head: User, clerk: User
) -> None:
    acts = [*closed_acts(head, clerk, unit), lambda: accept(clerk, unit), lambda: give_back(clerk, unit)]
    publish(year, clerk)
    for act in acts:
        with pytest.raises(Refused, match="đã niêm yết"):
            act()
    assert not JournalEntry.objects.exists()


def test_a_seat_that_ended_is_gone(unit: Membership, head: User) -> None:
    assert head.seats
    head.seat_rows.update(ends_on=timezone.localdate())
    with pytest.raises(NotAllowed):
        draft(head, unit)


# --- limits


def test_limits_are_asked_when_it_is_sent(year: BlocYear, unit: Membership, head: User) -> None:
    year.current_rules.one_collective_title = True
    year.current_rules.save()
    RegistrationLimit.objects.create(rules=year.current_rules, award=award("FLAG_PROV"), in_bloc=1)
    registered(year.members[2], "FLAG_PROV")
    draft(head, unit, "FLAG_PROV")
    draft(head, unit, "MERIT_PROV")
    with pytest.raises(Faults) as error:
        send(head, unit)
    assert [text for _, text in error.value.faults] == [
        "Mỗi đơn vị chỉ đăng ký một danh hiệu, hình thức cho tập thể đơn vị; Hội B sẽ có 2. Hãy giữ lại một.",
        "Cả khối được đăng ký nhiều nhất 1 Cờ thi đua của UBND tỉnh, nhận thêm sẽ là 2."
        " Hãy chọn danh hiệu khác hoặc hỏi tổ thư ký khối.",
    ]
    assert states(unit) == [DRAFT, DRAFT]


def test_a_limit_lowered_meanwhile_stops_the_accepting(year: BlocYear, unit: Membership, clerk: User) -> None:
    registered(unit, "FLAG_PROV", state=SENT)
    RegistrationLimit.objects.create(rules=year.current_rules, award=award("FLAG_PROV"), per_unit=0)
    with pytest.raises(Faults, match="không đăng ký"):
        accept(clerk, unit)


# --- the secretariat's table


def tick(clerk: User, year: BlocYear, *pairs: tuple[str, str]) -> int:
    base = fingerprint(registered_pairs(year))
    return set_registrations(actor=clerk, year=fresh(year), wanted=pairs, base=base)


def test_the_table_accepts_a_units_draft_and_keeps_what_it_wrote(
    year: BlocYear, unit: Membership, head: User, clerk: User
) -> None:
    row = draft(head, unit, basis="Năm 2021")
    assert tick(clerk, year, ("B", "MERIT_PROV")) == 1
    row.refresh_from_db()
    assert (row.state, row.basis, row.decided_by, row.entered_for) == (ACCEPTED, "Năm 2021", clerk, False)
    assert tick(clerk, year) == 1
    assert not Registration.objects.exists()


def test_the_table_does_not_drop_what_a_unit_sent(year: BlocYear, unit: Membership, clerk: User) -> None:
    registered(unit, state=SENT)
    registered(unit, person="Nguyễn Văn A")
    with pytest.raises(Refused, match="Hội B tự gửi"):
        tick(clerk, year)
    assert tick(clerk, year, ("B", "MERIT_PROV"), ("C", "FLAG_PROV")) == 1
    assert Registration.objects.count() == 3


def test_the_table_keeps_to_the_limits(year: BlocYear, clerk: User) -> None:
    RegistrationLimit.objects.create(rules=year.current_rules, award=award("FLAG_PROV"), in_bloc=1)
    assert tick(clerk, year, ("A", "FLAG_PROV")) == 1
    with pytest.raises(Faults, match="nhiều nhất 1"):
        tick(clerk, year, ("A", "FLAG_PROV"), ("B", "FLAG_PROV"))
    assert tick(clerk, year, ("B", "FLAG_PROV")) == 2  # one goes, one comes
