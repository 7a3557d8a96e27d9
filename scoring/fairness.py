"""How alike the scorers of a year scored. Pure: standard library and the listed words only.

Nothing here decides a rank; it shows where somebody should look again. The middle is always the median, because one
far score moves a mean and leaves a median standing: its breakdown point is one half (F. R. Hampel, "The influence
curve and its role in robust estimation", JASA 69, 1974).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

# Below three scores there is no middle to be far from: each of two lies equally far from their median.
FEWEST_TO_MARK = 3


def median(values: Iterable[Decimal]) -> Fraction:
    """The middle value, of an even number the mean of the middle two; exact. Raises ValueError without values."""
    ascending = sorted(values)
    if not ascending:
        raise ValueError("no values, no median")
    return _middle(ascending)


def _middle(ascending: Sequence[Decimal]) -> Fraction:
    count = len(ascending)
    return Fraction(ascending[(count - 1) // 2] + ascending[count // 2]) / 2


def outlying(
    points: Mapping[Key, Decimal], maximum: Decimal | None, percent: Decimal | None
) -> dict[Key, Fraction]:
    """The scores of one unit on one criterion that lie far from their median, with how far: x − median, signed.

    `points`: scorer -> points (a score that is not there stays out; 0 is a score); `maximum` of the criterion;
    `percent` of it is the limit, and a score is far when it is beyond the limit, not on it. Empty without a limit,
    without a maximum to take the percentage of, and with fewer than `FEWEST_TO_MARK` scores. The identification by
    distance from the median, with a limit people agree on, is the simplest of Hampel's rules.
    """
    if percent is None or maximum is None or len(points) < FEWEST_TO_MARK:
        return {}
    ascending = sorted(points.values())
    middle = _middle(ascending)
    limit = Fraction(percent) * Fraction(maximum) / 100
    if (
        middle - limit <= ascending[0] and ascending[-1] <= middle + limit
    ):  # nearly always, and a grid asks 900 times
        return {}
    return {key: far for key, value in points.items() if abs(far := Fraction(value) - middle) > limit}
