"""A version confirmed while others type, hand in, or confirm it too: one comes first, and the other sees it."""

from decimal import Decimal

import pytest

from blocs.models import BlocYear, User
from blocs.refusals import Refused
from blocs.terms import Level, SheetState
from scoring.actions.cell_entries import CellEntry, Outcome
from scoring.actions.cells import save_cells
from scoring.actions.sheets import hand_in
from scoring.models import CriterionVersion, Score
from tests.awards.version_scenes import Stage, fill, stage
from tests.scoring.test_concurrent_saves import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here() -> Stage:
    """I.1 goes down to 30 and II up to 50, so that 39 for I.1 stands before and not after."""
    made = stage()
    made.start()
    made.change("I.1", maximum=Decimal(30))
    made.change("II", maximum=Decimal(50))
    return made


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("turn", range(3))
def test_a_cell_saved_while_the_version_is_confirmed(here: Stage, turn: int) -> None:
    sheet = here.sheet(Level.SELF, "C")
    criterion = CriterionVersion.objects.get(rules=here.year.rules, code="I.1").criterion_id
    entry = CellEntry(sheet.pk, criterion, Decimal(39), None)
    where = {"bloc": here.year.bloc.code, "year": here.year.slug}
    saved, confirmed = at_once(
        lambda: save_cells(actor=again(here.writer), entries=[entry], **where),
        lambda: here.confirm(again(here.second)),
    )
    assert not isinstance(confirmed, Refused), confirmed
    assert here.year.current_rules.number == 2
    # Typed by the old rules and there before them, or judged by the new ones: never taken by rules that are gone.
    if saved[0].outcome is Outcome.SAVED:
        assert Score.objects.get(sheet=sheet).points == 39
        fill(here.year, sheet, {"I.2": "20", "II": "40"}, SheetState.FILLING)
        done = hand_in(actor=here.writer, ids=[sheet.pk], **where)
        assert done.incomplete == [(sheet, ["I.1 (điểm không còn hợp lệ)"])]
    else:
        assert saved[0].outcome is Outcome.WRONG
        assert "30" in saved[0].sentence
        assert not Score.objects.filter(sheet=sheet).exists()


@pytest.mark.parametrize("turn", range(3))
def test_two_second_names_at_once(here: Stage, turn: int) -> None:
    answers = at_once(
        lambda: here.confirm(again(here.second)),
        lambda: here.confirm(again(here.board)),
    )
    refused = [answer for answer in answers if isinstance(answer, Refused | AssertionError)]
    assert len(refused) == 1
    assert here.year.rule_versions.count() == 2
    assert BlocYear.objects.get(pk=here.pk).draft_rules_id is None


@pytest.mark.parametrize("turn", range(3))
def test_an_edit_and_the_confirmation(here: Stage, turn: int) -> None:
    """What is in force is what the second person saw, whoever came first."""
    edited, confirmed = at_once(
        lambda: here.change("II", actor=again(here.writer), text="Sửa vào phút chót"),
        lambda: here.confirm(again(here.second)),
    )
    texts = set(here.year.current_rules.criteria.values_list("text", flat=True))
    assert ("Sửa vào phút chót" in texts) <= (not isinstance(confirmed, Refused))
    if isinstance(confirmed, Refused):
        assert here.year.current_rules.number == 1
    else:
        assert isinstance(edited, Refused) or "Sửa vào phút chót" in texts
