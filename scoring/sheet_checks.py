"""What handed-in sheets wait for before they can be locked: a second entry, its comparison, reasons, late values.

Where the year's rule does not ask for something it costs no query.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from blocs.models import BlocYear, User
from blocs.terms import Level, SheetState, Term
from scoring.entered_twice import to_enter_twice
from scoring.explaining import unexplained
from scoring.models import Score, SettledCell
from scoring.queries import SheetRow, late_waiting, sheet_rows
from scoring.sheet_queries import FIRST_ENTRY
from scoring.two_entries import Settling
from scoring.visibility import level_is_over


class Waits(Term):
    """What a handed-in sheet waits for, in the words of those who keep it."""

    LATE = "late", "có điểm đến muộn chờ quyết định"
    SECOND = "second", "chờ nhập lần hai"
    COMPARING = "comparing", "chờ đối chiếu"
    REASONS = "reasons", "chờ giải thích"
    PEERS = "peers", "chờ đủ phiếu chấm chéo của khối"


FIRST_BY_YOU = "Phiếu này do ông, bà nhập lần một; lần hai phải do người khác nhập."
NOT_ASKED = "Phiếu này không chờ nhập lần hai. Hãy tải lại trang."
FINISHED = "Phiếu này đã nhập xong lần hai. Hãy mở trang đối chiếu."


@dataclass(frozen=True, slots=True)
class Entered:
    """One entry of a cell: points, who typed them, when."""

    points: Decimal
    by: int | None
    who: str
    when: datetime


@dataclass(slots=True)
class TwoEntries:
    """Both entries of a sheet by criterion id, and the last settling of each cell."""

    first: dict[int, Entered] = field(default_factory=dict)
    second: dict[int, Entered] = field(default_factory=dict)
    settled: dict[int, Settling] = field(default_factory=dict)

    def points(self, entry: int) -> dict[int, Decimal]:
        cells = self.first if entry == FIRST_ENTRY else self.second
        return {criterion: cell.points for criterion, cell in cells.items()}

    @property
    def first_authors(self) -> frozenset[int]:
        """Who typed the first entry; a value somebody decided on while comparing is not of it any more."""
        return frozenset(
            cell.by
            for criterion, cell in self.first.items()
            if cell.by is not None
            and not (criterion in self.settled and self.settled[criterion].points == cell.points)
        )


def two_entries(sheets: Iterable[int]) -> dict[int, TwoEntries]:
    """Sheet id -> both its entries: 2 queries."""
    found = {sheet: TwoEntries() for sheet in sheets}
    cells = Score.objects.filter(sheet__in=list(found)).values_list(
        "sheet_id", "criterion_id", "entry", "points", "entered_by_id", "entered_by__full_name", "entered_at"
    )
    for sheet, criterion, entry, points, by, who, when in cells:
        one = found[sheet]
        (one.first if entry == FIRST_ENTRY else one.second)[criterion] = Entered(points, by, who or "", when)
    decided = SettledCell.objects.filter(sheet__in=list(found)).order_by("pk")
    for sheet, criterion, *three in decided.values_list(
        "sheet_id", "criterion_id", "first_points", "second_points", "points"
    ):
        found[sheet].settled[criterion] = Settling(*three)
    return found


def why_not_second(user: User, year: BlocYear, sheets: Iterable[int]) -> dict[int, str]:
    """Sheet id -> why this person may not type its second entry now; those that are to be typed left out."""
    asked = set(sheets)
    rows = [row for row in sheet_rows(year) if row.pk in asked]
    waiting, entries = to_enter_twice(year), two_entries(asked)
    found = {}
    for row in rows:
        if row.pk not in waiting:
            found[row.pk] = NOT_ASKED
        elif row.entered_twice:
            found[row.pk] = FINISHED
        elif user.pk in entries[row.pk].first_authors:
            found[row.pk] = FIRST_BY_YOU
    return found


def waits(year: BlocYear, rows: Iterable[SheetRow]) -> dict[int, list[Waits]]:
    """Sheet id -> what these handed-in sheets wait for before they can be locked; those that wait for nothing left out."""
    asked = [row for row in rows if row.state is SheetState.HANDED_IN]
    twice, late, reasons = to_enter_twice(year), late_waiting(year), unexplained(year, asked)
    peers_to_come = year.current_rules.outlier_percent is not None and not level_is_over(year, Level.PEER)
    found: dict[int, list[Waits]] = {}
    for row in asked:
        here = []
        if row.pk in late:
            here.append(Waits.LATE)
        if row.pk in twice:
            here.append(Waits.COMPARING if row.entered_twice else Waits.SECOND)
        if row.pk in reasons:
            here.append(Waits.REASONS)
        if row.level is Level.PEER and peers_to_come:
            here.append(Waits.PEERS)
        if here:
            found[row.pk] = here
    return found
