"""The cross-scored value of one unit: who counted, who is missing, what was averaged (contract §4).

Standard library only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from enum import Enum
from fractions import Fraction

from blocs.terms import Aggregation, MissingPeer
from scoring.averages import Average, average, kept_range, part_of
from scoring.scoring_rules import ScoringRules
from scoring.sheet_sums import EXACT, ZERO, SheetInput, SheetPlan, SheetSums


@dataclass(frozen=True, slots=True)
class Parts:
    """Content, bonus and penalty (positive), exact."""

    content: Fraction
    bonus: Fraction
    penalty: Fraction

    @property
    def total(self) -> Fraction:
        return self.content + self.bonus - self.penalty


class Origin(Enum):
    """Whose points stand in a scorer's place."""

    OWN = "own"
    SELF_SHEET = "self_sheet"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """A sheet that is there, or what stands in its place: the scorer, the sums, the points.

    `scorer` is the scored unit itself for a level with one sheet.
    """

    scorer: str
    sums: SheetSums
    points: Mapping[str, Decimal]
    origin: Origin = Origin.OWN


@dataclass(frozen=True, slots=True)
class PeerAverages:
    """The working of `Tổng điểm`: each part, and each content section, averaged by itself."""

    content: Average
    bonus: Average
    penalty: Average
    sections: Mapping[str, Average]


@dataclass(frozen=True, slots=True)
class PeerWorking:
    """How a unit's peer value came about; scorers are in bloc order.

    `expected`: assigned and not recused; each of them is in `counted` or in `missing`. `unassigned`: sheets of
    units that were not to score this one, which never count. `entries`: what was averaged, the substitutes of
    missing sheets included. `averages` is None under `Từng tiêu chí` (see `leaf_averages`) and without entries.
    """

    expected: tuple[str, ...]
    counted: tuple[str, ...]
    missing: tuple[str, ...]
    recused: tuple[str, ...]
    unassigned: tuple[str, ...]
    entries: tuple[CountedSheet, ...]
    averages: PeerAverages | None

    @property
    def replaced(self) -> dict[str, Origin]:
        """Missing scorer -> what stands in the place of its sheet."""
        return {entry.scorer: entry.origin for entry in self.entries if entry.origin is not Origin.OWN}


@dataclass(frozen=True, slots=True)
class PeerValue:
    """The unrounded peer value."""

    parts: Parts
    sections: Mapping[str, Fraction]


def peer_value(
    plan: SheetPlan,
    scorers: Sequence[str],
    sheets: Mapping[str, SheetInput],
    assigned: Collection[str],
    own: CountedSheet | None,
) -> tuple[PeerValue | None, PeerWorking]:
    """One unit's peer value and its working; None when there is nothing to average.

    `scorers`: all other units in bloc order; `sheets`: scorer -> its sheet on this unit; `assigned`: who is to
    score it; `own`: its self-sheet when that is there. A sheet counts when handed in with at least one score.
    """
    unassigned = tuple(scorer for scorer in scorers if scorer not in assigned and scorer in sheets)
    asked = [scorer for scorer in scorers if scorer in assigned]
    recused = tuple(scorer for scorer in asked if scorer in sheets and sheets[scorer].recused)
    expected = tuple(scorer for scorer in asked if scorer not in recused)
    entries: list[CountedSheet] = []
    counted: list[str] = []
    missing: list[str] = []
    for scorer in expected:
        entry = _counting(plan, scorer, sheets.get(scorer))
        (missing if entry is None else counted).append(scorer)
        if entry := entry or _substitute(plan, scorer, own):
            entries.append(entry)
    value, averages = _value(plan, entries)
    return value, PeerWorking(
        expected, tuple(counted), tuple(missing), recused, unassigned, tuple(entries), averages
    )


def without_each(
    plan: SheetPlan, working: PeerWorking, value: PeerValue | None
) -> dict[str, tuple[PeerValue | None, PeerWorking]]:
    """Each expected scorer -> `value` and `working` as if it had never been asked, `averages` left out.

    Neither its sheet nor what stands in its place counts then. What is averaged is sorted once for all of them.
    """
    entries = working.entries
    places = {entry.scorer: place for place, entry in enumerate(entries)}
    values = _values_without(plan, entries) if len(entries) > 1 else [None for _only in entries]

    def other(scorers: tuple[str, ...], left_out: str) -> tuple[str, ...]:
        return tuple(scorer for scorer in scorers if scorer != left_out)

    return {
        scorer: (
            values[places[scorer]] if scorer in places else value,
            replace(
                working,
                expected=other(working.expected, scorer),
                counted=other(working.counted, scorer),
                missing=other(working.missing, scorer),
                entries=tuple(entry for entry in entries if entry.scorer != scorer),
                averages=None,
            ),
        )
        for scorer in working.expected
    }


def _values_without(plan: SheetPlan, entries: Sequence[CountedSheet]) -> list[PeerValue]:
    """The value of all but each one in turn."""
    rules = plan.rules
    low, high = kept_range(rules.peer_average, rules.trim, len(entries) - 1)
    if rules.aggregation == Aggregation.LEAF:
        columns = [[entry.points.get(code, ZERO) for entry in entries] for code in plan.codes]
        kept = [_sums_without(column, low, high) for column in columns]
        return [_of_leaves(plan, one, high - low) for one in zip(*kept, strict=True)]
    sums = [entry.sums for entry in entries]
    columns = [
        [sheet.content for sheet in sums],
        [sheet.bonus for sheet in sums],
        [sheet.penalty for sheet in sums],
        *([sheet.sections[section] for sheet in sums] for section in plan.sections),
    ]
    found = []
    for one in zip(*(_sums_without(column, low, high) for column in columns), strict=True):
        content, bonus, penalty, *sections = (part_of(total, high - low) for total in one)
        found.append(
            PeerValue(Parts(content, bonus, penalty), dict(zip(plan.sections, sections, strict=True)))
        )
    return found


def _sums_without(column: Sequence[Decimal], low: int, high: int) -> list[Decimal]:
    """For each value the sum of the part [low, high) of the others in ascending order.

    That part is [low, high] of all values in ascending order, less the value itself or, where it lies outside, less
    the end next to it.
    """
    order = sorted(range(len(column)), key=column.__getitem__)
    ascending = [column[place] for place in order]
    whole = sum(ascending[low : high + 1], ZERO)
    sums = [ZERO] * len(column)
    for rank, place in enumerate(order):
        sums[place] = whole - ascending[min(max(rank, low), high)]
    return sums


def _value(plan: SheetPlan, entries: Sequence[CountedSheet]) -> tuple[PeerValue | None, PeerAverages | None]:
    if not entries:
        return None, None
    if plan.rules.aggregation == Aggregation.LEAF:
        return _leaf_value(plan, entries), None
    averages = _averages(plan, entries)
    return _total_value(averages), averages


def _counting(plan: SheetPlan, scorer: str, sheet: SheetInput | None) -> CountedSheet | None:
    if sheet is None or not sheet.counts:
        return None
    sums = plan.sums(sheet.points)
    return CountedSheet(scorer, sums, sheet.points) if sums.filled else None


def _substitute(plan: SheetPlan, scorer: str, own: CountedSheet | None) -> CountedSheet | None:
    """What stands in the place of a missing sheet, as `Thiếu phiếu chéo` says."""
    if plan.rules.missing_peer == MissingPeer.ZERO:
        return CountedSheet(scorer, plan.sums({}), {}, Origin.EMPTY)
    if plan.rules.missing_peer == MissingPeer.USE_SELF and own is not None:
        return CountedSheet(scorer, own.sums, own.points, Origin.SELF_SHEET)
    return None


def _averages(plan: SheetPlan, entries: Sequence[CountedSheet]) -> PeerAverages:
    rules = plan.rules
    scorers = [entry.scorer for entry in entries]
    sums = [entry.sums for entry in entries]

    def over(values: list[Decimal]) -> Average:
        return average(rules.peer_average, rules.trim, zip(scorers, values, strict=True))

    return PeerAverages(
        over([sheet.content for sheet in sums]),
        over([sheet.bonus for sheet in sums]),
        over([sheet.penalty for sheet in sums]),
        {section: over([sheet.sections[section] for sheet in sums]) for section in plan.sections},
    )


def _total_value(averages: PeerAverages) -> PeerValue:
    parts = Parts(averages.content.exact, averages.bonus.exact, averages.penalty.exact)
    return PeerValue(parts, {section: part.exact for section, part in averages.sections.items()})


def _leaf_value(plan: SheetPlan, entries: Sequence[CountedSheet]) -> PeerValue:
    """Leaf by leaf. Every leaf's average has the same divisor, so the kept values are summed before dividing."""
    rules = plan.rules
    count = len(entries)
    low, high = kept_range(rules.peer_average, rules.trim, count)
    kept = []
    for code in plan.codes:
        column = [entry.points.get(code, ZERO) for entry in entries]
        if high - low < count:
            column.sort()
            column = column[low:high]
        kept.append(sum(column, ZERO))
    return _of_leaves(plan, kept, high - low)


def _of_leaves(plan: SheetPlan, kept: Sequence[Decimal], count: int) -> PeerValue:
    """The value from what was kept of each leaf, summed over `count` sheets."""
    *sections, bonus, penalty = (part_of(total, count) for total in plan.by_slot(kept))
    if plan.rules.bonus_cap is not None:
        bonus = min(bonus, Fraction(plan.rules.bonus_cap))
    parts = Parts(sum(sections, Fraction(0)), bonus, penalty)
    return PeerValue(parts, dict(zip(plan.sections, sections, strict=True)))


def leaf_averages(rules: ScoringRules, working: PeerWorking) -> dict[str, Average]:
    """Leaf -> its average over the same entries, for the drill-down; empty when nothing was averaged.

    A leaf a sheet leaves empty counts 0 here; `CountedSheet.points` tells empty from 0. Under `Từng tiêu chí` these
    are the very values that were summed; under `Tổng điểm` they only illustrate.
    """
    if not working.entries:
        return {}
    with localcontext(EXACT):
        return {
            leaf.code: average(
                rules.peer_average,
                rules.trim,
                [(entry.scorer, entry.points.get(leaf.code, ZERO)) for entry in working.entries],
            )
            for leaf in rules.leaves
        }
