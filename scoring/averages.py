"""How several peer sheets become one value: mean, trimmed mean, median (contract §4). Standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from operator import itemgetter

from blocs.terms import PeerAverage
from scoring.sheet_sums import EXACT, ZERO

_by_value = itemgetter(1)


def kept_range(method: PeerAverage, trim: int, count: int) -> tuple[int, int]:
    """The part [low, high) of `count` ascending values whose mean is the average.

    All three methods are the mean of such a part: everything, all but k at each end (everything when 2k values
    or fewer), or the middle one or two.
    """
    if method == PeerAverage.MEDIAN:
        return (count - 1) // 2, count // 2 + 1
    if method == PeerAverage.TRIMMED and count > 2 * trim:
        return trim, count - trim
    return 0, count


def part_of(total: Decimal, count: int) -> Fraction:
    """total / count, exact; one fraction is made instead of two."""
    numerator, denominator = total.as_integer_ratio()
    return Fraction(numerator, denominator * count)


@dataclass(frozen=True, slots=True)
class Average:
    """An average with its working: (scorer, value) ascending, of which [low, high) were kept; `exact` is unrounded."""

    values: tuple[tuple[str, Decimal], ...]
    low: int
    high: int
    exact: Fraction

    @property
    def dropped_low(self) -> tuple[tuple[str, Decimal], ...]:
        return self.values[: self.low]

    @property
    def kept(self) -> tuple[tuple[str, Decimal], ...]:
        return self.values[self.low : self.high]

    @property
    def dropped_high(self) -> tuple[tuple[str, Decimal], ...]:
        return self.values[self.high :]


def average(method: PeerAverage, trim: int, values: Iterable[tuple[str, Decimal]]) -> Average:
    """The average of (scorer, value) pairs; among equal values the given order decides which is named as dropped.

    Raises ValueError without values: nobody's average is no 0.
    """
    ascending = sorted(values, key=_by_value)
    if not ascending:
        raise ValueError("no values to average")
    low, high = kept_range(method, trim, len(ascending))
    with localcontext(EXACT):
        total = sum((value for _scorer, value in ascending[low:high]), ZERO)
    return Average(tuple(ascending), low, high, part_of(total, high - low))
