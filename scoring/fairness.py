"""How alike the scorers of a year scored. Pure: standard library and the listed words only.

Nothing here decides a rank; it shows where somebody should look again. The middle is always the median, because one
far score moves a mean and leaves a median standing: its breakdown point is one half (F. R. Hampel, "The influence
curve and its role in robust estimation", JASA 69, 1974). What one scorer gave is measured against the median of the
*others*, so that nobody is part of the measure he is held to.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import combinations
from typing import TypeVar

from scoring.sheet_sums import EXACT

Key = TypeVar("Key", bound=Hashable)
# Scored unit -> scorer -> the total that sheet gave.
Totals = Mapping[str, Mapping[str, Decimal]]

# Below three scores there is no middle to be far from: each of two lies equally far from their median.
FEWEST_TO_MARK = 3
# The median of one or two others is those others; of three on, one far score no longer carries it.
FEWEST_OTHERS = 3
_ROOTS = Context(prec=30)


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
    # All doubled, so that the mean of the middle two needs no division; in hundredths, for the percentage.
    ascending = sorted(points.values())
    middle = ascending[(len(ascending) - 1) // 2] + ascending[len(ascending) // 2]
    limit = EXACT.multiply(percent, maximum)
    low, high = (middle - 2 * ascending[0]) * 50, (2 * ascending[-1] - middle) * 50
    if low <= limit and high <= limit:  # nearly always, and a grid asks 900 times
        return {}
    return {
        key: Fraction(2 * value - middle) / 2
        for key, value in points.items()
        if abs(2 * value - middle) * 50 > limit
    }


def disagreement(points: Iterable[Decimal], maximum: Decimal | None) -> Fraction | None:
    """How far the scores of one unit on one criterion lie apart: the mean distance from their median, of the maximum.

    0 when all are alike, 1/2 (the most there is) when half gave nothing and half everything. The mean distance, not
    its median: of ten sheets that agree but for one, the median distance is 0 and would hide that one. None without a
    maximum, and with fewer than two scores.
    """
    ascending = sorted(points)
    count = len(ascending)
    if not maximum or count < 2:
        return None
    # The distances of the upper half above the middle and of the lower half below it: the middle itself drops out.
    apart = sum(ascending[(count + 1) // 2 :], Decimal(0)) - sum(ascending[: count // 2], Decimal(0))
    above, below = apart.as_integer_ratio()
    whole, part = maximum.as_integer_ratio()
    return Fraction(above * part, below * whole * count)  # one fraction is made instead of three


@dataclass(frozen=True, slots=True)
class Compared:
    """One sheet's total beside the others' about the same unit; None where fewer than `FEWEST_OTHERS` others are."""

    total: Decimal
    others: int
    median: Fraction | None
    difference: Fraction | None


def compared(totals: Totals) -> dict[str, dict[str, Compared]]:
    """Scored unit -> scorer -> that sheet against the median of the other sheets about the unit."""
    return {unit: _compared_row(row) for unit, row in totals.items()}


def _compared_row(row: Mapping[str, Decimal]) -> dict[str, Compared]:
    others = len(row) - 1
    if others < FEWEST_OTHERS:
        return {scorer: Compared(total, others, None, None) for scorer, total in row.items()}
    order = sorted(row, key=row.__getitem__)
    places = {scorer: place for place, scorer in enumerate(order)}
    ascending = [row[scorer] for scorer in order]
    found: dict[str, Compared] = {}
    for scorer, total in row.items():
        place = places[scorer]
        # The n-th of the others is the n-th of all before this sheet's place and the one after it from there on.
        low, high = (ascending[at + (at >= place)] for at in ((others - 1) // 2, others // 2))
        middle = Fraction(low + high) / 2
        found[scorer] = Compared(total, others, middle, Fraction(total) - middle)
    return found


@dataclass(frozen=True, slots=True)
class ScorerFigures:
    """What one scorer gave.

    `severity`: the mean of what it gave above (+) or below (−) the others' median, over the `measured` sheets that
    have one; None without. `lowest` to `highest`: the totals it gave; `deviation`: their standard deviation (of these
    sheets, not of a sample); `mad`: the median of their distances from their own median, the robust spread
    (P. J. Rousseeuw, C. Croux, "Alternatives to the median absolute deviation", JASA 88, 1993).
    """

    scorer: str
    sheets: int
    measured: int
    severity: Fraction | None
    lowest: Decimal
    highest: Decimal
    deviation: Decimal
    mad: Fraction

    @property
    def range(self) -> Decimal:
        return self.highest - self.lowest


def scorer_figures(table: Mapping[str, Mapping[str, Compared]]) -> dict[str, ScorerFigures]:
    """Scorer -> what it gave over all its sheets, for the scorers with a sheet. `table` as `compared` gives it.

    The mean difference from what others gave the same units is rater severity (J. M. Linacre, "Many-Facet Rasch
    Measurement", 1989) in its plain form, without a model: readable by everybody, and no worse where nearly everybody
    scores nearly everybody.
    """
    by_scorer: dict[str, list[Compared]] = {}
    for row in table.values():
        for scorer, one in row.items():
            by_scorer.setdefault(scorer, []).append(one)
    return {scorer: _figures(scorer, given) for scorer, given in by_scorer.items()}


def _figures(scorer: str, given: Sequence[Compared]) -> ScorerFigures:
    ascending = sorted(one.total for one in given)
    count = len(ascending)
    differences = [one.difference for one in given if one.difference is not None]
    middle = _middle(ascending)
    distances = sorted(abs(Fraction(total) - middle) for total in ascending)
    mean = Fraction(sum(ascending, Decimal(0))) / count
    variance = sum(((Fraction(total) - mean) ** 2 for total in ascending), Fraction(0)) / count
    return ScorerFigures(
        scorer=scorer,
        sheets=count,
        measured=len(differences),
        severity=sum(differences, Fraction(0)) / len(differences) if differences else None,
        lowest=ascending[0],
        highest=ascending[-1],
        deviation=_ROOTS.sqrt(_ROOTS.divide(Decimal(variance.numerator), Decimal(variance.denominator))),
        mad=(distances[(count - 1) // 2] + distances[count // 2]) / 2,
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units that both gave each other more than the others' median, or both less.

    `first_gives`: what the first gave the second, against the others' median there; `second_gives` the other way.
    """

    first: str
    second: str
    first_gives: Fraction
    second_gives: Fraction

    @property
    def both_more(self) -> bool:
        return self.first_gives > 0

    @property
    def size(self) -> Fraction:
        """The smaller of the two: what both certainly did."""
        return min(abs(self.first_gives), abs(self.second_gives))


def reciprocal_pairs(table: Mapping[str, Mapping[str, Compared]], step: Decimal) -> tuple[Pair, ...]:
    """The pairs whose two differences have the same sign and are both beyond `step`, the largest first.

    Such pairs come about by chance too: were every difference as likely above as below, each independent of the
    other, about one pair in four would be above both ways and one in four below. The page must say so.
    """
    pairs = []
    for first, second in combinations(table, 2):
        gives, takes = table[second].get(first), table[first].get(second)
        if gives is None or takes is None or gives.difference is None or takes.difference is None:
            continue
        same = (gives.difference > 0) == (takes.difference > 0)
        if same and min(abs(gives.difference), abs(takes.difference)) > step:
            pairs.append(Pair(first, second, gives.difference, takes.difference))
    return tuple(sorted(pairs, key=lambda pair: -pair.size))


@dataclass(frozen=True, slots=True)
class CriterionCell:
    """What the peer sheets say of one unit on one criterion: `points` by scorer, how far they lie apart, who is far.

    `apart` as `disagreement` gives it, `far` as `outlying`.
    """

    unit: str
    criterion: str
    points: Mapping[str, Decimal]
    apart: Fraction
    far: Mapping[str, Fraction]

    @property
    def median(self) -> Fraction:
        return median(self.points.values())


def criterion_cells(
    sheets: Mapping[str, Mapping[str, Mapping[str, Decimal]]],
    maxima: Mapping[str, Decimal | None],
    percent: Decimal | None,
) -> list[CriterionCell]:
    """The cells in which the scorers differ at all, the most apart first, then as `sheets` and `maxima` are ordered.

    `sheets`: scored unit -> scorer -> criterion -> points; `maxima`: criterion -> its maximum.
    """
    found = []
    for unit, row in sheets.items():
        for criterion, maximum in maxima.items():
            points = {scorer: given[criterion] for scorer, given in row.items() if criterion in given}
            apart = disagreement(points.values(), maximum)
            if apart:
                found.append(
                    CriterionCell(unit, criterion, points, apart, outlying(points, maximum, percent))
                )
    return sorted(found, key=lambda cell: -float(cell.apart))  # an order to look through, not a result
