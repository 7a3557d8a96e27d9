"""How far each level's scoring is, for the steps on every page of the year."""

from blocs.context import StepCount
from blocs.models import BlocYear, PhaseKind
from blocs.terms import Level, SheetState
from scoring.queries import COUNTING, sheet_rows
from scoring.rules import PHASE_OF_LEVEL


def count_of(year: BlocYear, level: Level) -> tuple[int, int]:
    """(sheets in, sheets expected) of a level; a recused sheet is not expected."""
    states = [row.state for row in sheet_rows(year) if row.level is level]
    expected = len(states) - states.count(SheetState.RECUSED)
    return sum(state in COUNTING for state in states), expected


def step_counts(year: BlocYear) -> dict[PhaseKind, StepCount]:
    """By phase; from the sheets that a page reads once a request."""
    counts = {}
    for level in map(Level, year.current_rules.levels):
        done, expected = count_of(year, level)
        counts[PHASE_OF_LEVEL[level]] = StepCount(done, expected, f"{done}/{expected} phiếu", "sheets")
    return counts
