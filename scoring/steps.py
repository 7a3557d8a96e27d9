"""How far each level of scoring is, for the year's steps (`STEP_COUNTS`)."""

from collections import Counter

from blocs.addresses import page
from blocs.context import StepCount
from blocs.models import BlocYear, Membership, PhaseKind, User
from blocs.rules import can_open_sheets
from blocs.terms import Level, SheetState
from blocs.year_phases import LEVEL_OF_PHASE
from scoring.queries import COUNTING, sheet_rows
from scoring.rules import UNIT_LEVELS
from scoring.sheet_queries import LEVEL_SLUGS


def sheet_counts(year: BlocYear) -> dict[Level, tuple[int, int]]:
    """Level -> (sheets handed in, sheets expected, without the recused); no query beyond `sheet_rows`."""
    done: Counter[Level] = Counter()
    expected: Counter[Level] = Counter()
    left = {member.pk for member in year.members if member.left_on is not None}
    for row in sheet_rows(year):
        # A unit that has left hands nothing in any more; what it had handed in still counts.
        is_over = bool(left) and bool({row.scored, row.scorer} & left) and row.state not in COUNTING
        if row.state is not SheetState.RECUSED and not is_over:
            expected[row.level] += 1
            done[row.level] += row.state in COUNTING
    return {level: (done[level], expected[level]) for level in expected}


def step_counts(year: BlocYear) -> dict[PhaseKind, StepCount]:
    """Handed-in of expected sheets for the phases of the year's levels."""
    counts = sheet_counts(year)
    return {
        kind: StepCount(*counts[level], words=_words(level, *counts[level]), url=paper_page(year, level))
        for kind, level in LEVEL_OF_PHASE.items()
        if level in counts
    }


def paper_page(year: BlocYear, level: Level) -> str:
    """Where the level is entered: its one paper, or the list of the scorers' papers."""
    if level is Level.PEER:
        return f"{page('sheets', year)}#cheo"
    return page("grid", year, level=LEVEL_SLUGS[level])


def own_paper_pages(year: BlocYear, level: Level, unit: Membership, *, head: bool) -> tuple[str, str]:
    """Where a unit's paper of a level is scored, and its other form: a head, mostly on a telephone and often elderly,
    comes to one criterion after another; an officer, at a desk, to the whole table."""
    more = {"level": LEVEL_SLUGS[level]} | ({"scorer": unit.code} if level is Level.PEER else {})
    one = page("grid-one", year, **more)
    table = page("grid-peer" if level is Level.PEER else "grid", year, **more)
    return (one, table) if head else (table, one)


def own_steps(user: User, year: BlocYear) -> dict[PhaseKind, str]:
    """Where a unit's people find their own sheets; without a count, which would tell of others. No query."""
    if not can_open_sheets(user, year):
        return {}
    return {
        kind: page("sheets", year)
        for kind, level in LEVEL_OF_PHASE.items()
        if level in UNIT_LEVELS and level in year.current_rules.levels
    }


def _words(level: Level, done: int, expected: int) -> str:
    return f"{done}/{expected} phiếu" if level is Level.PEER else f"{done}/{expected}"
