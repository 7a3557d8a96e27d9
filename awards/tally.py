"""The count of a vote against its threshold, on exact fractions (contract §4). Standard library and listed words only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from blocs.terms import ThresholdBase


@dataclass(frozen=True, slots=True)
class VoteCount:
    """The minutes of one award's vote: ballots by number, approvals by unit (a unit not listed has none)."""

    called: int
    present: int
    issued: int
    collected: int
    valid: int
    invalid: int
    approvals: Mapping[str, int] = field(default_factory=dict)

    def base(self, base: ThresholdBase | None) -> int:
        """What the threshold is a share of; those called when nothing is said."""
        counts = {ThresholdBase.PRESENT: self.present, ThresholdBase.VALID: self.valid}
        return counts.get(base, self.called) if base else self.called


def share(approvals: int, base: int | None) -> Fraction | None:
    """approvals / base, None without a base."""
    return Fraction(approvals, base) if base else None


def reaches(approvals: int, base: int | None, threshold: Decimal) -> bool:
    """approvals / base ≥ `threshold` percent; no count (None) or a base of 0 reaches nothing, not even 0 %."""
    part = share(approvals, base)
    return part is not None and part * 100 >= Fraction(threshold)


def approvals_needed(base: int | None, threshold: Decimal) -> int | None:
    """The smallest number of approvals that reaches `threshold` percent, None where none does."""
    return -int(-Fraction(threshold) * base // 100) if base else None
