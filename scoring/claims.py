"""What units claimed in their self-sheets, beside the cells in which others score them."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from blocs.models import BlocYear, Membership
from blocs.terms import Level
from reports.paper.words import trimmed
from scoring.models import Score
from scoring.queries import COUNTING
from scoring.sheet_queries import FIRST_ENTRY, CellPoints, ScorePaper
from scoring.visibility import Sight


def claims_of(year: BlocYear, units: Iterable[Membership]) -> dict[int, CellPoints]:
    """Membership id -> criterion id -> points of its self-sheet, where that is handed in; one query."""
    rows = Score.objects.filter(
        sheet__year=year,
        sheet__level=Level.SELF,
        sheet__state__in=[state.value for state in COUNTING],
        sheet__scored__in=list(units),
        entry=FIRST_ENTRY,
    ).values_list("sheet__scored_id", "criterion_id", "points")
    found: dict[int, dict[int, Decimal]] = {}
    for unit, criterion, points in rows:
        found.setdefault(unit, {})[criterion] = points
    return dict(found)


def with_claims(paper: ScorePaper, seen: Sight) -> ScorePaper:
    """The paper with the claims that this person may read; a self-sheet has none beside it."""
    if paper.level is Level.SELF:
        return paper
    units = [column.member for column in paper.columns if seen.reads_self_sheet_of(column.member)]
    return replace(paper, claims=claims_of(paper.year, units)) if units else paper


def claim_mark(points: Decimal | None, claim: Decimal | None) -> str:
    """ "tự chấm 40 (−1,5)" as small print of a cell: the claim, and by how much the cell departs from it."""
    if claim is None:
        return ""
    gap = "" if points is None or points == claim else f" ({signed(points - claim)})"
    return f'<small class="claim" data-claim="{claim.normalize():f}"><i>tự chấm</i> {trimmed(claim)}<b>{gap}</b></small>'


def signed(value: Decimal) -> str:
    """ "+0,5", "−1,5": with a sign that is read."""
    return f"{'+' if value > 0 else '−'}{trimmed(abs(value))}"
