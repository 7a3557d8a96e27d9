"""How many units an award may be proposed for (contract §4, Nominations). Standard library and listed words only."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from blocs.terms import QuotaBase, QuotaKind, Rounding


@dataclass(frozen=True, slots=True)
class QuotaRule:
    """`number`: a count of units, or a percentage of `base`; without `base` of the members, without `rounding` down.

    Raises ValueError for a negative number and for a fractional count.
    """

    kind: QuotaKind
    number: Decimal
    base: QuotaBase | None = None
    rounding: Rounding | None = None

    def __post_init__(self) -> None:
        if self.number < 0 or (self.kind == QuotaKind.COUNT and self.number != int(self.number)):
            raise ValueError(f"not a quota: {self.number}")


@dataclass(frozen=True, slots=True)
class Quota:
    """`places` with its working: `exact` before rounding, `base_count` units (None for a plain count)."""

    places: int
    exact: Fraction
    base_count: int | None


def quota_places(rule: QuotaRule, *, members: int, nominated: int, ranked: int) -> Quota:
    """The quota of one award.

    `members`: all units of the bloc; `nominated`: those nominated so far for awards before this one; `ranked`:
    units with a rank.
    """
    if rule.kind == QuotaKind.COUNT:
        return Quota(int(rule.number), Fraction(rule.number), None)
    counts = {QuotaBase.REMAINING: members - nominated, QuotaBase.RANKED: ranked}
    base_count = counts.get(rule.base, members) if rule.base else members
    exact = Fraction(rule.number) * base_count / 100
    whole, rest = divmod(exact, 1)
    up = {Rounding.UP: rest > 0, Rounding.NEAREST: rest >= Fraction(1, 2)}.get(
        rule.rounding or Rounding.DOWN, False
    )
    return Quota(whole + up, exact, base_count)
