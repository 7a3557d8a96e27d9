"""Which sheets are entered twice, and who is typing a second entry: that person is not shown the first meanwhile."""

from dataclasses import dataclass

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from blocs.memo import once_per_year
from blocs.models import UNIT_SEATS, BlocYear, Seat, SeatKind
from blocs.terms import Level, SheetState
from scoring.models import Score, ScoreSource, Sheet
from scoring.queries import SheetRow, sheet_rows

# What `scoring.sheet_queries` calls them; it asks here what may be read.
_FIRST, _SECOND = 1, 2


def second_levels(year: BlocYear) -> frozenset[Level]:
    """The levels whose paper sheets the year's rule has entered twice."""
    rules = year.current_rules
    return frozenset(Level(level) for level in rules.second_entry_levels if level in rules.levels)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A sheet that waits for its second entry or its comparison, or was opened again meanwhile; one of its typists."""

    sheet: int
    state: SheetState
    is_finished: bool
    typist: int | None


@once_per_year
def _waiting(year: BlocYear) -> tuple[_Waiting, ...]:
    """One query, and none where the rule asks for nothing twice or nothing of it is on its way."""
    levels = second_levels(year)
    if not any(row.level in levels and _may_wait(row) for row in sheet_rows(year)):
        return ()
    seats = Seat.objects.filter(user=OuterRef("entered_by"))
    own = Exists(seats.filter(kind__in=UNIT_SEATS, unit=OuterRef("entered_for__unit"))) | (
        Q(sheet__level=Level.APPRAISAL) & Exists(seats.filter(kind=SeatKind.BOARD))
    )
    typed = Score.objects.filter(sheet=OuterRef("pk"), entry=_FIRST)
    from_paper = typed.filter(Q(source=ScoreSource.PAPER) | (Q(source=ScoreSource.FORM) & ~Q(own)))
    is_asked = Exists(from_paper) | (Q(level=Level.BLOC) & Exists(typed.exclude(source=ScoreSource.WORKBOOK)))
    begun = Exists(Score.objects.filter(sheet=OuterRef("pk"), entry=_SECOND))
    found = (
        Sheet.objects.filter(
            (Q(state=SheetState.HANDED_IN) & is_asked)
            | (Q(state=SheetState.FILLING, second_at=None) & begun),
            year=year,
            level__in=[level.value for level in levels],
            settled_at=None,
        )
        .annotate(second=FilteredRelation("scores", condition=Q(scores__entry=_SECOND)))
        .values_list("pk", "state", "second_at", "second__entered_by")
        .order_by()
        .distinct()
    )
    return tuple(_Waiting(pk, SheetState(state), at is not None, by) for pk, state, at, by in found)


def _may_wait(row: SheetRow) -> bool:
    return not row.compared and row.state in (SheetState.HANDED_IN, SheetState.FILLING)


def to_enter_twice(year: BlocYear) -> frozenset[int]:
    """Ids of the handed-in sheets that are to be entered twice and are not compared yet.

    Asked of the rule's levels, where what stands was typed from paper by those who keep the sheets: what a unit's
    people or the board typed or sent themselves is theirs. The bloc's own sheets are always typed from its minutes.
    """
    return frozenset(one.sheet for one in _waiting(year) if one.state is SheetState.HANDED_IN)


def being_typed_by(person: int, year: BlocYear) -> frozenset[int]:
    """Ids of the sheets whose second entry this person has begun and nobody has finished; none once published.

    Until it is finished they must not read what the first entry says, or the second is a copy of it: also while the
    sheet is open again, but not once it need not be entered twice any more.
    """
    if year.is_published:
        return frozenset()
    return frozenset(one.sheet for one in _waiting(year) if one.typist == person and not one.is_finished)
