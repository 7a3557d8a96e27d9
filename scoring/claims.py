"""What units claimed in their self-sheets, as small print of the cells in which others score them."""

from decimal import Decimal

from reports.paper.words import trimmed


def claim_mark(points: Decimal | None, claim: Decimal | None) -> str:
    """ "tự chấm 40 (−1,5)" as small print of a cell: the claim, and by how much the cell departs from it."""
    if claim is None:
        return ""
    gap = "" if points is None or points == claim else f" ({signed(points - claim)})"
    return f'<small class="claim" data-claim="{claim.normalize():f}"><i>tự chấm</i> {trimmed(claim)}<b>{gap}</b></small>'


def signed(value: Decimal) -> str:
    """ "+0,5", "−1,5": with a sign that is read."""
    return f"{'+' if value > 0 else '−'}{trimmed(abs(value))}"
