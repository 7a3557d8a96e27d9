"""The cross-scored value of one unit: who counted, who is missing, what was averaged (contract §4).

Standard library only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
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
    averages = value = None
    if entries and plan.rules.aggregation == Aggregation.LEAF:
        value = _leaf_value(plan, entries)
    elif entries:
        averages = _averages(plan, entries)
        value = _total_value(averages)
    return value, PeerWorking(
        expected, tuple(counted), tuple(missing), recused, unassigned, tuple(entries), averages
    )


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
    *sections, bonus, penalty = (part_of(total, high - low) for total in plan.by_slot(kept))
    if rules.bonus_cap is not None:
        bonus = min(bonus, Fraction(rules.bonus_cap))
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
