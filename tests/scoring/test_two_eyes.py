"""Two pairs of eyes cannot be one person's: not by settling early, not by a late value, not by asking what is stored."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from blocs.models import Phase, PhaseKind, User
from blocs.refusals import Refused
from scoring.actions.cell_entries import CellEntry, Outcome
from scoring.actions.second_entry import save_second
from scoring.actions.settling import settle
from scoring.actions.sheets import reopen
from scoring.models import LateCell, SettledCell
from scoring.sheet_checks import FIRST_BY_YOU
from tests.scoring.sheets import Hall, hall
from tests.scoring.test_second_entry import another, choice, handed_in, second

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Hall:
    return hall(second_entry_levels=["peer"])


@pytest.fixture
def other(here: Hall) -> User:
    return another(here, "nguoi-hai", "Lê Thị Hai")


def test_nothing_is_settled_before_the_second_entry_is_finished(here: Hall, other: User) -> None:
    """Else whoever keeps the sheets changes a handed-in sheet alone, or stops being its first typist by a word."""
    sheet = handed_in(here)
    for points in ("5", "40"):
        one = choice(here, sheet, "I.1", "40", None, points)
        with pytest.raises(Refused, match="chưa nhập xong lần hai"):
            settle(actor=here.secretary, **here.address, choices=[one])
    second(here, sheet, other, I_1="30")
    with pytest.raises(Refused, match="chưa nhập xong lần hai"):
        settle(actor=other, **here.address, choices=[choice(here, sheet, "I.1", "40", "30", "30")])
    assert here.stored(sheet)["I.1"] == 40
    assert not SettledCell.objects.exists()
    assert set(second(here, sheet, here.secretary)) == {Outcome.CLOSED}


def test_who_typed_first_is_not_told_what_the_second_typed(here: Hall, other: User) -> None:
    sheet = handed_in(here)
    second(here, sheet, other, I_1="30")
    for value in ("30", "31"):
        entry = CellEntry(sheet.pk, here.criterion("I.1"), Decimal(value), None)
        (answer,) = save_second(actor=here.secretary, **here.address, entries=[entry])
        assert (answer.outcome, answer.stored) == (Outcome.CLOSED, None)
        assert answer.sentence == FIRST_BY_YOU


def test_who_typed_second_types_no_first_entry_after_the_window_either(here: Hall, other: User) -> None:
    """A late value would become the first entry as soon as the same person took it in."""
    sheet = handed_in(here)
    second(here, sheet, other, I_1="30")
    reopen(actor=here.secretary, **here.address, ids=[sheet.pk], reason="Ghi nhầm cột")
    closed = timezone.now() - timedelta(hours=1)
    Phase.objects.filter(year=here.year, kind=PhaseKind.CROSS_SCORING).update(closes_at=closed)
    (answer,) = here.save(here.entry(sheet, "I.1", "30", base="40"), actor=other)
    assert (answer.outcome, "lần hai" in answer.sentence) == (Outcome.CLOSED, True)
    assert not LateCell.objects.exists()
    (answer,) = here.save(here.entry(sheet, "I.1", "39", base="40"))
    assert answer.outcome is Outcome.LATE
