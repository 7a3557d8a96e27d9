"""Which cells ask their scorer for a reason: far from what the unit claims, from what the rule suggests, from the peers.

Pure: standard library, the listed words and the outliers' formula only. Percentages are of the criterion's maximum
and the limit itself is still near enough; 0 percent means that any departure asks. A criterion without a maximum
(a bonus or penalty without end) has nothing to take a percentage of: there any departure asks, because such points
stand for single facts that either happened or did not. Its outliers are not marked, as in `scoring.fairness`.
"""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from blocs.terms import Term
from scoring.fairness import outlying

Key = TypeVar("Key", bound=Hashable)
Sheet = TypeVar("Sheet", bound=Hashable)


class Why(Term):
    """What the points are far from."""

    SELF = "self", "điểm tự chấm của đơn vị"
    SUGGESTION = "suggestion", "điểm gợi ý theo quy tắc của tiêu chí"
    OUTLIER = "outlier", "điểm giữa của các đơn vị khác"


def departs(points: Decimal, other: Decimal, maximum: Decimal | None, percent: Decimal) -> bool:
    """Whether |points − other| is beyond `percent` of the maximum."""
    if points == other:  # most cells; no departure is beyond any limit
        return False
    limit = Fraction(0) if maximum is None else Fraction(maximum) * Fraction(percent) / 100
    return abs(Fraction(points) - Fraction(other)) > limit


def departures(
    points: Mapping[Key, Decimal],
    maxima: Mapping[Key, Decimal | None],
    percent: Decimal | None,
    *,
    own: Mapping[Key, Decimal] | None = None,
    suggested: Mapping[Key, Decimal] | None = None,
) -> dict[Key, tuple[Why, ...]]:
    """The scored cells of one sheet that depart beyond the limit, with what from; empty without a limit.

    `own`: the unit's handed-in self-sheet, None where there is none or the scorer may not see it. `suggested`: what
    the criteria's rules suggest, where they do. A cell either of them leaves out is not compared; an empty cell of
    the sheet itself asks nothing, because a reason belongs to points.
    """
    if percent is None:
        return {}
    found = {}
    for key, value in points.items():
        if key not in maxima:
            continue
        whys = tuple(
            why
            for why, others in ((Why.SELF, own or {}), (Why.SUGGESTION, suggested or {}))
            if (other := others.get(key)) is not None and departs(value, other, maxima[key], percent)
        )
        if whys:
            found[key] = whys
    return found


def outliers(
    sheets: Mapping[Sheet, Mapping[Key, Decimal]],
    maxima: Mapping[Key, Decimal | None],
    percent: Decimal | None,
) -> dict[Sheet, frozenset[Key]]:
    """The cells of the peer sheets about one unit that lie far from their median, by sheet; see `fairness.outlying`.

    Sheets without such a cell are left out.
    """
    found: dict[Sheet, set[Key]] = {}
    if percent is None:
        return {}
    for key, maximum in maxima.items():
        column = {sheet: cells[key] for sheet, cells in sheets.items() if key in cells}
        for sheet in outlying(column, maximum, percent):
            found.setdefault(sheet, set()).add(key)
    return {sheet: frozenset(cells) for sheet, cells in found.items()}
