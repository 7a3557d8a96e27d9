"""What the nominations need, recorded: registrations, findings, votes, signatures; and publishing.

For each: right, stale, sent twice, outside its window, after publication, of another unit, by a stranger.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.actions.findings import add_finding, withdraw_finding
from awards.actions.registrations import registered_pairs, set_registrations
from awards.actions.votes import clear_vote
from awards.models import Finding, Registration, Vote
from blocs.actions.pledges import Signature, record_signatures, signature_state, signatures
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, JournalEntry, PhaseKind, PledgeSignature, SeatKind, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import Effect, SigningWay
from tests.awards.scenes import (
    award,
    ballots,
    count_votes,
    fresh,
    last_entry,
    publish,
    window,
)
from tests.builders import bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


@pytest.fixture
def actor(year: BlocYear) -> User:
    return secretary(year)


# Each way to record something in one line: (actor, year) -> it is done.


def register(actor: User, year: BlocYear) -> object:
    base = fingerprint(registered_pairs(year))
    return set_registrations(actor=actor, year=year, wanted=[("B", "MERIT_PROV")], base=base)


def find(actor: User, year: BlocYear) -> object:
    member = year.members[0]
    return add_finding(
        actor=actor, year=year, membership=member, effect=Effect.NO_FLAG, reason="Chậm báo cáo"
    )


def unfind(actor: User, year: BlocYear) -> object:
    finding = Finding.objects.create(membership=year.members[0], effect=Effect.NO_FLAG, reason="x")
    return withdraw_finding(actor=actor, year=year, finding_id=finding.pk, reason="Ghi nhầm")


def uncount(actor: User, year: BlocYear) -> object:
    Vote.objects.create(year=year, award=award(), **ballots().as_dict())
    return clear_vote(actor=actor, year=year, award=award(), reason="Nhập nhầm")


def sign(actor: User, year: BlocYear) -> object:
    lines = [
        Signature("A", "Nguyễn Văn A", "Chủ tịch", date(2020, 3, 6), SigningWay.PAPER),
        *signatures(year)[1:],
    ]
    return record_signatures(actor=actor, year=year, wanted=lines, base=fingerprint(signature_state(year)))


Act = Callable[[User, BlocYear], object]
ACTS = [register, find, unfind, count_votes, uncount, sign]
WINDOWS = [
    (register, PhaseKind.REGISTRATION),
    (count_votes, PhaseKind.CONFERENCE),
    (uncount, PhaseKind.CONFERENCE),
    (sign, PhaseKind.PLEDGE),
]


# --- what holds for every one of them


@pytest.mark.parametrize("act", ACTS)
def test_the_secretariat_records_and_the_journal_knows(act: Act, year: BlocYear, actor: User) -> None:
    act(actor, year)
    assert last_entry()["actor"] == actor.pk


@pytest.mark.parametrize("kind", [SeatKind.BOARD, SeatKind.HEAD, SeatKind.ADMIN, SeatKind.OBSERVER])
@pytest.mark.parametrize("act", ACTS)
def test_nobody_else_records(act: Act, kind: SeatKind, year: BlocYear) -> None:
    user = person("khac")
    where = {SeatKind.HEAD: {"unit": year.members[0].unit}, SeatKind.OBSERVER: {"bloc": year.bloc}}
    seat(user, kind, **where.get(kind, {}))
    with pytest.raises(NotAllowed):
        act(user, year)
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("act", ACTS)
def test_a_right_that_ended_while_the_page_was_open_is_gone(act: Act, year: BlocYear, actor: User) -> None:
    assert actor.seats  # remembered from when the page was drawn
    actor.seat_rows.update(ends_on=timezone.localdate())
    with pytest.raises(NotAllowed):
        act(actor, year)


@pytest.mark.parametrize("act", ACTS)
def test_published_results_close_the_numbers(act: Act, year: BlocYear, actor: User) -> None:
    publish(year, actor)
    with pytest.raises(Refused, match="đã niêm yết"):
        act(actor, year)
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(("act", "kind"), WINDOWS)
def test_a_minute_before_closing_is_in_time(act: Act, kind: PhaseKind, year: BlocYear, actor: User) -> None:
    window(year, kind, closes_at=timezone.now() + MINUTE)
    act(actor, fresh(year))
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize(("act", "kind"), WINDOWS)
@pytest.mark.parametrize("bounds", ["closed", "not yet open"])
def test_a_minute_after_closing_or_before_opening_is_not(
    act: Act, kind: PhaseKind, bounds: str, year: BlocYear, actor: User
) -> None:
    now = timezone.now()
    window(year, kind, **({"closes_at": now - MINUTE} if bounds == "closed" else {"opens_at": now + MINUTE}))
    with pytest.raises(NotAllowed):
        act(actor, fresh(year))
    assert not JournalEntry.objects.exists()


# --- registrations


def test_registrations_become_exactly_what_was_ticked(year: BlocYear, actor: User) -> None:
    members = year.members
    Registration.objects.create(membership=members[0], award=award("FLAG_GOV"))
    Registration.objects.create(membership=members[1], award=award())
    base = fingerprint(registered_pairs(year))
    wanted = [("B", "FLAG_PROV"), ("C", "MERIT_PROV")]
    assert set_registrations(actor=actor, year=year, wanted=wanted, base=base) == 2
    assert registered_pairs(year) == wanted
    entry = last_entry()
    assert entry["action"] == "registrations.set"
    assert entry["old"] == [["A", "Cờ thi đua của Chính phủ"]]
    assert entry["new"] == [["C", "Bằng khen của UBND tỉnh"]]


def test_registrations_sent_twice_change_nothing_more(year: BlocYear, actor: User) -> None:
    base = fingerprint(registered_pairs(year))
    for changed in (1, 0):
        assert set_registrations(actor=actor, year=year, wanted=[("A", "FLAG_PROV")], base=base) == changed
    assert JournalEntry.objects.count() == 1


def test_registrations_somebody_else_changed_are_not_overwritten(year: BlocYear, actor: User) -> None:
    base = fingerprint(registered_pairs(year))
    Registration.objects.create(membership=year.members[2], award=award())
    with pytest.raises(Stale):
        set_registrations(actor=actor, year=year, wanted=[("A", "FLAG_PROV")], base=base)
    assert registered_pairs(year) == [("C", "FLAG_PROV")]


@pytest.mark.parametrize("pair", [("Z", "FLAG_PROV"), ("A", "KHONG_CO"), ("", "FLAG_PROV")])
def test_registrations_of_an_unknown_unit_or_award(
    pair: tuple[str, str], year: BlocYear, actor: User
) -> None:
    with pytest.raises(Invalid):
        set_registrations(actor=actor, year=year, wanted=[pair], base=fingerprint([]))


def test_one_registration_of_a_title_in_the_database(year: BlocYear) -> None:
    Registration.objects.create(membership=year.members[0], award=award())
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(membership=year.members[0], award=award())


# --- findings


def test_a_finding_sent_twice_stays_one(year: BlocYear, actor: User) -> None:
    assert find(actor, year) == find(actor, fresh(year))
    assert (Finding.objects.count(), JournalEntry.objects.count()) == (1, 1)
    entry = last_entry()
    assert (entry["subject"], entry["new"], entry["reason"]) == ("Hội A", "Không xét cờ", "Chậm báo cáo")


def test_a_finding_needs_a_reason_and_a_unit_of_this_year(year: BlocYear, actor: User) -> None:
    other = bloc_year("khoi-khac")
    with pytest.raises(Invalid, match="không thuộc năm"):
        add_finding(actor=actor, year=year, membership=other.members[0], effect=Effect.NO_FLAG, reason="x")
    with pytest.raises(Invalid, match="lý do"):
        add_finding(actor=actor, year=year, membership=year.members[0], effect=Effect.NO_FLAG, reason="")
    assert not Finding.objects.exists()


def test_withdrawing_needs_a_reason_and_happens_once(year: BlocYear, actor: User) -> None:
    finding = Finding.objects.create(membership=year.members[0], effect=Effect.NOT_RANKED, reason="x")
    with pytest.raises(Invalid):
        withdraw_finding(actor=actor, year=year, finding_id=finding.pk, reason="")
    for _time in range(2):
        withdraw_finding(actor=actor, year=year, finding_id=finding.pk, reason="Kết luận lại")
    assert (Finding.objects.count(), JournalEntry.objects.count()) == (0, 1)
    assert (last_entry()["old"], last_entry()["reason"]) == ("Không xếp hạng", "Kết luận lại")


def test_a_finding_of_another_year_is_out_of_reach(year: BlocYear, actor: User) -> None:
    other = bloc_year("khoi-khac")
    finding = Finding.objects.create(membership=other.members[0], effect=Effect.NO_AWARD, reason="x")
    withdraw_finding(actor=actor, year=year, finding_id=finding.pk, reason="y")
    assert Finding.objects.filter(pk=finding.pk).exists()


# --- signatures


def test_signatures_are_stored_line_by_line(year: BlocYear, actor: User) -> None:
    PledgeSignature.objects.create(membership=year.members[1], signer="Trần Thị B")
    assert sign(actor, fresh(year)) == 1
    lines = signatures(fresh(year))
    assert lines[0] == Signature("A", "Nguyễn Văn A", "Chủ tịch", date(2020, 3, 6), SigningWay.PAPER)
    assert lines[1] == Signature("B", "Trần Thị B")
    entry = last_entry()
    assert [line["unit"] for line in entry["new"]] == ["A"]
    assert entry["new"][0]["signed_on"] == "2020-03-06"


def test_signatures_sent_twice_and_stale(year: BlocYear, actor: User) -> None:
    base = fingerprint(signature_state(year))
    signed = Signature("A", "Nguyễn Văn A", "", date(2020, 3, 6), SigningWay.PAPER)
    for changed in (1, 0):
        lines = [signed, Signature("B"), Signature("C")]
        assert record_signatures(actor=actor, year=fresh(year), wanted=lines, base=base) == changed
    lines = [Signature("A"), Signature("B", "Trần Thị B"), Signature("C")]
    with pytest.raises(Stale):
        record_signatures(actor=actor, year=fresh(year), wanted=lines, base=base)
    assert JournalEntry.objects.count() == 1


def test_a_date_without_a_way_and_a_missing_line(year: BlocYear, actor: User) -> None:
    base = fingerprint(signature_state(year))
    lines = [Signature("A", signed_on=date(2020, 3, 6)), Signature("B"), Signature("C")]
    with pytest.raises(Invalid, match="hình thức ký"):
        record_signatures(actor=actor, year=year, wanted=lines, base=base)
    with pytest.raises(Invalid, match="Danh sách đơn vị"):
        record_signatures(actor=actor, year=year, wanted=lines[1:], base=base)
    assert not PledgeSignature.objects.exists()


def test_every_record_is_a_sentence(year: BlocYear, actor: User) -> None:
    from blocs.sentences import sentence

    told: list[Any] = []
    for act in ACTS:
        act(actor, fresh(year))
        told.append(sentence(last_entry()))
        Vote.objects.all().delete()
    assert told == [
        "đã sửa đăng ký danh hiệu: thêm B (Bằng khen của UBND tỉnh)",
        "đã ghi Không xét cờ đối với Hội A",
        "đã rút Không xét cờ đối với Hội A",
        "đã ghi kết quả bỏ phiếu Cờ thi đua của UBND tỉnh",
        "đã xóa kết quả bỏ phiếu Cờ thi đua của UBND tỉnh",
        "đã ghi việc ký giao ước của A",
    ]
