"""Locking, taking late and entering twice while somebody else types: one after the other, nothing lost in between."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from blocs.models import JournalEntry, Phase, PhaseKind, SeatKind, User
from blocs.refusals import Refused
from blocs.terms import SheetState
from scoring.actions.cell_entries import CellEntry, Outcome
from scoring.actions.late import decide_late
from scoring.actions.locking import lock
from scoring.actions.second_entry import finish_second, save_second
from scoring.actions.settling import Choice, settle
from scoring.actions.sheets import hand_in, reopen
from scoring.models import LateCell, Score, SettledCell, Sheet
from tests.builders import person, seat
from tests.scoring.sheets import Hall, hall
from tests.scoring.test_concurrent_saves import PERSONS, at_once, fresh

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here() -> Hall:
    return hall()


def handed_in(here: Hall) -> Sheet:
    sheet = here.sheet("A", "B")
    here.fill(sheet)
    hand_in(actor=here.secretary, **here.address, ids=[sheet.pk])
    return sheet


def locking(here: Hall, sheet: Sheet) -> Callable[[], Any]:
    return lambda: lock(actor=fresh(here), **here.address, ids=[sheet.pk])


def test_a_lock_while_another_types(here: Hall) -> None:
    """A reopened sheet, handed in and locked while cells come in: each is in the locked sheet or told that it is not."""
    sheet = here.sheet("A", "B")
    here.fill(sheet)
    entries = [here.entry(sheet, "I.1", str(value), base="40") for value in (31, 32, 33)]

    def close() -> Any:
        hand_in(actor=fresh(here), **here.address, ids=[sheet.pk])
        return lock(actor=fresh(here), **here.address, ids=[sheet.pk])

    locked, *answers = at_once(close, *(lambda e=entry: here.save(e, actor=fresh(here)) for entry in entries))
    assert len(locked.now) == 1
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.LOCKED
    outcomes = [said.outcome for (said,) in answers]
    saved = [said.stored for (said,) in answers if said.outcome is Outcome.SAVED]
    assert len(saved) <= 1
    assert here.stored(sheet)["I.1"] == (saved[0] if saved else Decimal(40))
    for (said,) in answers:
        if said.outcome is Outcome.CLOSED:
            assert "nên không sửa được" in said.sentence
    assert set(outcomes) <= {Outcome.SAVED, Outcome.STALE, Outcome.CLOSED}


def test_locking_many_times_at_once_is_one_entry(here: Hall) -> None:
    sheet = handed_in(here)
    answers = at_once(*(locking(here, sheet) for _ in range(PERSONS)))
    assert sorted(len(said.now) for said in answers) == [0] * (PERSONS - 1) + [1]
    assert JournalEntry.objects.count() == 2


def test_a_lock_against_a_reopening(here: Hall) -> None:
    """One of them wins; the other is told, or passes the sheet over."""
    sheet = handed_in(here)
    locked, reopened = at_once(
        locking(here, sheet),
        lambda: reopen(actor=fresh(here), **here.address, ids=[sheet.pk], reason="Ghi nhầm cột"),
    )
    state = Sheet.objects.get(pk=sheet.pk).state
    if isinstance(reopened, Refused):
        assert (state, len(locked.now)) == (SheetState.LOCKED, 1)
    else:
        assert (state, [why for _sheet, why in locked.passed_over]) == (SheetState.FILLING, ["chưa nộp"])


def test_a_late_value_is_decided_once(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    Phase.objects.filter(year=here.year, kind=PhaseKind.CROSS_SCORING).update(closes_at=timezone.now())
    here.save(here.entry(sheet, "I.1", "30"))
    late = LateCell.objects.get()

    def decide(take: bool) -> Callable[[], Any]:
        return lambda: decide_late(
            actor=fresh(here), **here.address, ids=[late.pk], take=take, reason="Bưu điện chậm"
        )

    answers = at_once(*(decide(bool(number % 2)) for number in range(PERSONS)))
    assert sorted(answers) == [0] * (PERSONS - 1) + [1]
    late.refresh_from_db()
    assert (here.stored(sheet) == {"I.1": 30}) is (late.state == "taken")
    assert JournalEntry.objects.count() == 1


def test_two_persons_settle_the_same_cell(here: Hall) -> None:
    here.year.current_rules.second_entry_levels = ["peer"]
    here.year.current_rules.save()
    sheet = handed_in(here)
    other = person("nguoi-hai")
    seat(other, SeatKind.SECRETARIAT, bloc=here.year.bloc)
    values = {"I.1": "30", "I.2": "20", "II": "40"}
    save_second(
        actor=other,
        **here.address,
        entries=[CellEntry(sheet.pk, here.criterion(code), Decimal(v), None) for code, v in values.items()],
    )
    finish_second(actor=other, **here.address, ids=[sheet.pk])

    def decide(points: int) -> Callable[[], Any]:
        choice = Choice(sheet.pk, here.criterion("I.1"), Decimal(40), Decimal(30), Decimal(points))
        return lambda: settle(actor=User.objects.get(pk=other.pk), **here.address, choices=[choice])

    answers = at_once(*(decide(points) for points in (30, 31, 32, 33)))
    assert answers.count(1) == 1
    assert sum(isinstance(said, Refused) for said in answers) == 3
    (decided,) = SettledCell.objects.all()
    assert here.stored(sheet)["I.1"] == decided.points
    assert Score.objects.filter(sheet=sheet, entry=1).count() == 3
