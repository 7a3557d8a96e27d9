"""Which units have sheets that are not in yet (`UNFINISHED`): from the sheets the page's frame has read anyway."""

from collections import defaultdict
from collections.abc import Iterable

from blocs.memo import keep, once_per_year
from blocs.models import BlocYear, Membership, PhaseKind
from blocs.terms import Level, SheetState
from scoring.models import Sheet
from scoring.queries import COUNTING, sheet_rows

_SETTLED = (*COUNTING, SheetState.RECUSED)
_KINDS = ((PhaseKind.SELF_SCORING, Level.SELF), (PhaseKind.CROSS_SCORING, Level.PEER))


def unfinished_sheets(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """A self sheet is its unit's own work; a peer sheet is that of the unit that scores."""
    waiting = waiting_sheets(year)
    return {
        kind: [member for member in year.standing_members if (level, member.pk) in waiting]
        for kind, level in _KINDS
    }


@once_per_year
def waiting_sheets(year: BlocYear) -> frozenset[tuple[Level, int | None]]:
    """(level, membership id of whose work it is) of the sheets that are not in.

    A sheet about a unit that has left in the middle of the year is awaited of nobody.
    """
    left = {member.pk for member in year.members if member.left_on is not None}
    return frozenset(
        (row.level, row.scored if row.level is Level.SELF else row.scorer)
        for row in sheet_rows(year)
        if row.state not in _SETTLED and row.scored not in left
    )


def preload(years: Iterable[BlocYear]) -> None:
    """The same of all the years in one query, of the sheets that are not in alone."""
    found: dict[int, set[tuple[Level, int | None]]] = defaultdict(set)
    listed = list(years)
    levels = [level.value for _kind, level in _KINDS]
    rows = Sheet.objects.filter(year__in=listed, level__in=levels, scored__left_on=None).exclude(
        state__in=[state.value for state in _SETTLED]
    )
    for year, level, scored, scorer in rows.order_by().values_list(
        "year_id", "level", "scored_id", "scorer_id"
    ):
        found[year].add((Level(level), scored if level == Level.SELF else scorer))
    for each in listed:
        keep(waiting_sheets, each, frozenset(found[each.pk]))
