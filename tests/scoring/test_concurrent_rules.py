"""The first score and a change of the rules at once: one of them comes first, and the other sees it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from blocs.models import BlocYear
from blocs.refusals import Refused
from scoring.actions.cell_entries import Outcome
from scoring.actions.criteria import replace_criteria
from scoring.models import Score
from scoring.stored_rules import criterion_rows
from tests.scoring.sheets import hall
from tests.scoring.test_concurrent_saves import at_once, fresh

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("turn", range(3))
def test_a_score_and_another_tree_never_both(turn: int) -> None:
    here = hall()
    year = BlocYear.objects.get(pk=here.year.pk)
    rows = [
        replace(row, maximum=Decimal(30)) if row.code in ("I.1", "I.2") else row
        for row in criterion_rows(year.current_rules)
    ]
    entry = here.entry(here.sheet("A", "B"), "I.1", "39")
    saved, changed = at_once(
        lambda: here.save(entry, actor=fresh(here)),
        lambda: replace_criteria(actor=fresh(here), year=year, rows=rows),
    )
    if isinstance(changed, Refused):
        assert [answer.outcome for answer in saved] == [Outcome.SAVED]
        assert Score.objects.count() == 1
    else:
        assert isinstance(saved, Refused) or saved[0].outcome is not Outcome.SAVED
        assert not Score.objects.exists()


def test_no_score_is_taken_while_the_rules_contradict_themselves() -> None:
    here = hall()
    year = BlocYear.objects.get(pk=here.year.pk)
    rows = [row for row in criterion_rows(year.current_rules) if row.code != "II"]
    entry = here.entry(here.sheet("A", "B"), "I.1", "39")
    replace_criteria(actor=here.secretary, year=year, rows=rows)
    with pytest.raises(Refused, match="cộng lại là 60, không bằng 100"):
        here.save(entry)
    assert not Score.objects.exists()
