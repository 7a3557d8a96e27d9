"""From sheets to final scores (contract §4): the one engine behind every screen, paper, workbook and the JSON.

Pure: standard library and the listed words only. Everything a page needs to explain a number is in the result.
`rules.leaves`, sheets and units are matched by opaque codes; units are given in bloc order.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from blocs.terms import Level, MissingPeer, Term
from reports.paper.words import rounded
from scoring.averages import Average
from scoring.peer_value import (
    CountedSheet,
    Origin,
    Parts,
    PeerValue,
    PeerWorking,
    leaf_averages,
    peer_value,
    without_each,
)
from scoring.scoring_rules import Band, Leaf, ScoringRules
from scoring.sheet_sums import EXACT, SheetInput, SheetPlan, SheetSums, sheet_sums

__all__ = [
    "Average",
    "Band",
    "Clamp",
    "Combined",
    "Consolidation",
    "CountedSheet",
    "Leaf",
    "LevelValue",
    "NoFinal",
    "Origin",
    "Parts",
    "PeerWorking",
    "ScoringRules",
    "SheetInput",
    "SheetSums",
    "UnitScore",
    "WeightedTerm",
    "Working",
    "consolidate",
    "each_left_out",
    "leaf_averages",
    "rounded",
    "sheet_sums",
]


class NoFinal(Term):
    """Why a unit has no final score."""

    LEVEL_LACKING = "level_lacking", "Chưa có điểm của cấp chấm cần cho điểm cuối cùng"
    PEER_BLOCKED = "peer_blocked", "Còn thiếu phiếu chấm chéo"


class Clamp(Term):
    """Which bound the rounded sum met."""

    ZERO = "zero", "Không thấp hơn 0"
    TOTAL_CAP = "total_cap", "Không quá tổng điểm tối đa"


@dataclass(frozen=True, slots=True)
class LevelValue:
    """What a level gives a unit: the value that enters the combining, and where it comes from.

    `parts` and `sections` are the value: rounded for the peer level, unrounded for the others; `unrounded` and
    `unrounded_sections` are the same before rounding. `total` is rounded and not clamped. `sheet` is the one sheet
    of a level that has only one.
    """

    level: Level
    parts: Parts
    sections: Mapping[str, Fraction]
    unrounded: Parts
    unrounded_sections: Mapping[str, Fraction]
    total: Decimal
    sheet: CountedSheet | None


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """weight percent × a level's value = product."""

    level: Level
    weight: Decimal
    value: Fraction
    product: Fraction


@dataclass(frozen=True, slots=True)
class Working:
    """A combined part: its terms, their exact sum, and the sum rounded as it is shown."""

    terms: tuple[WeightedTerm, ...]
    exact: Fraction
    rounded: Decimal


@dataclass(frozen=True, slots=True)
class Combined:
    """The way to the final score: exact sum, rounded, then within the bounds; `sections` are the `Mục X` points."""

    content: Working
    bonus: Working
    penalty: Working
    sections: Mapping[str, Working]
    exact: Fraction
    rounded: Decimal
    clamp: Clamp | None
    final: Decimal


@dataclass(frozen=True, slots=True)
class UnitScore:
    """All of one unit. `peer` is None when there is no cross-scoring; it is there also without a peer value.

    Without a final score `combined` is None and `no_final` says why; `lacking` names the needed levels it lacks.
    """

    unit: str
    levels: Mapping[Level, LevelValue]
    peer: PeerWorking | None
    combined: Combined | None
    no_final: tuple[NoFinal, ...]
    lacking: tuple[Level, ...]

    @property
    def final(self) -> Decimal | None:
        return self.combined.final if self.combined else None

    @property
    def content(self) -> Decimal | None:
        return self.combined.content.rounded if self.combined else None

    @property
    def bonus(self) -> Decimal | None:
        return self.combined.bonus.rounded if self.combined else None

    @property
    def penalty(self) -> Decimal | None:
        return self.combined.penalty.rounded if self.combined else None

    def total(self, level: Level) -> Decimal | None:
        """The level's total, None where the level is not used or not there."""
        return self.levels[level].total if level in self.levels else None

    def section_points(self) -> dict[str, Decimal]:
        """Content section -> `Mục X`, rounded; empty without a final score."""
        if self.combined is None:
            return {}
        return {section: working.rounded for section, working in self.combined.sections.items()}


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The scores of a bloc-year, in bloc order."""

    rules: ScoringRules
    scores: Mapping[str, UnitScore]

    def peer_matrix(self) -> dict[str, dict[str, SheetSums]]:
        """Scored unit -> scorer -> the sums of that sheet, for the sheets that counted."""
        return {
            unit: {entry.scorer: entry.sums for entry in score.peer.entries if entry.origin is Origin.OWN}
            for unit, score in self.scores.items()
            if score.peer is not None
        }


def consolidate(
    rules: ScoringRules,
    units: Sequence[str],
    sheets: Iterable[SheetInput],
    assigned: Mapping[str, frozenset[str]] | None = None,
) -> Consolidation:
    """Every unit's level values, combined parts and final score.

    `units` in bloc order; `assigned`: scored unit -> its scorers; None or empty: everyone scores everyone else.
    Sheets of levels not in use and of units not in `units` are passed over; a unit never scores itself.
    Raises ValueError when two sheets are of the same level, scored unit and scorer.
    """
    by_unit: dict[str, dict[tuple[Level, str | None], SheetInput]] = {unit: {} for unit in units}
    for sheet in sheets:
        if sheet.level not in rules.levels or sheet.scored not in by_unit:
            continue
        key = sheet.level, sheet.scorer if sheet.level == Level.PEER else None
        if key in by_unit[sheet.scored]:
            raise ValueError(f"two sheets of level {sheet.level} for {sheet.scored}")
        by_unit[sheet.scored][key] = sheet
    everyone = frozenset(units)
    plan = SheetPlan.of(rules)
    with localcontext(EXACT):
        scores = {
            unit: _unit_score(
                plan,
                unit,
                [scorer for scorer in units if scorer != unit],
                by_unit[unit],
                assigned.get(unit, frozenset()) if assigned else everyone,
            )
            for unit in units
        }
    return Consolidation(rules, scores)


def _unit_score(
    plan: SheetPlan,
    unit: str,
    scorers: Sequence[str],
    sheets: Mapping[tuple[Level, str | None], SheetInput],
    assigned: frozenset[str],
) -> UnitScore:
    rules = plan.rules
    entries = {
        level: _entry(plan, sheets.get((level, None))) for level in rules.levels if level != Level.PEER
    }
    levels: dict[Level, LevelValue] = {
        level: _own_level(rules, level, entry) for level, entry in entries.items() if entry
    }
    peer = None
    if Level.PEER in rules.levels:
        on_unit = {scorer: sheets[Level.PEER, scorer] for scorer in scorers if (Level.PEER, scorer) in sheets}
        value, peer = peer_value(plan, scorers, on_unit, assigned, entries.get(Level.SELF))
        if value is not None:
            levels[Level.PEER] = _peer_level(rules, value.parts, value.sections)
    return _scored(plan, unit, levels, peer)


def _scored(
    plan: SheetPlan, unit: str, levels: Mapping[Level, LevelValue], peer: PeerWorking | None
) -> UnitScore:
    rules = plan.rules
    lacking = tuple(
        level for level in rules.content_weights() | rules.extras_weights() if level not in levels
    )
    no_final = [NoFinal.LEVEL_LACKING] if lacking else []
    if peer is not None and peer.missing and rules.missing_peer == MissingPeer.BLOCK:
        no_final.append(NoFinal.PEER_BLOCKED)
    combined = None if no_final else _combined(plan, levels)
    in_order = {level: levels[level] for level in rules.levels if level in levels}
    return UnitScore(unit, in_order, peer, combined, tuple(no_final), lacking)


def each_left_out(scores: Consolidation) -> dict[str, Consolidation]:
    """Scorer -> the scores as if it had never been asked to score anybody, for each scorer whose sheets count.

    The same values as consolidating everything again with that scorer taken out of `assigned`, without the working of
    the peer averages; only the peer value of the units it was to score is worked out again, from sums that are there.
    """
    plan = SheetPlan.of(scores.rules)
    again: dict[str, dict[str, UnitScore]] = {}
    with localcontext(EXACT):
        for score in scores.scores.values():
            for scorer, one in _without_each(plan, score):
                again.setdefault(scorer, {})[score.unit] = one
    with_sheets = {
        scorer for score in scores.scores.values() if score.peer is not None for scorer in score.peer.counted
    }
    return {
        scorer: Consolidation(scores.rules, {**scores.scores, **about})
        for scorer, about in again.items()
        if scorer in with_sheets
    }


def _without_each(plan: SheetPlan, score: UnitScore) -> Iterator[tuple[str, UnitScore]]:
    if score.peer is None:
        return
    others: dict[Level, LevelValue] = {
        level: entry for level, entry in score.levels.items() if level != Level.PEER
    }
    now = score.levels.get(Level.PEER)
    value = None if now is None else PeerValue(now.unrounded, now.unrounded_sections)
    for scorer, (without, peer) in without_each(plan, score.peer, value).items():
        levels = others
        if without is not None:
            levels = others | {Level.PEER: _peer_level(plan.rules, without.parts, without.sections)}
        yield scorer, _scored(plan, score.unit, levels, peer)


def _entry(plan: SheetPlan, sheet: SheetInput | None) -> CountedSheet | None:
    """A sheet with its sums, when it is there: handed in, with at least one score."""
    if sheet is None or sheet.recused or not sheet.counts:
        return None
    sums = plan.sums(sheet.points)
    return CountedSheet(sheet.scored, sums, sheet.points) if sums.filled else None


def _own_level(rules: ScoringRules, level: Level, entry: CountedSheet) -> LevelValue:
    sums = entry.sums
    parts = Parts(Fraction(sums.content), Fraction(sums.bonus), Fraction(sums.penalty))
    sections = {section: Fraction(points) for section, points in sums.sections.items()}
    return LevelValue(level, parts, sections, parts, sections, rounded(parts.total, rules.decimals), entry)


def _peer_level(rules: ScoringRules, exact: Parts, exact_sections: Mapping[str, Fraction]) -> LevelValue:
    def shown(value: Fraction) -> Fraction:
        return Fraction(rounded(value, rules.decimals))

    parts = Parts(shown(exact.content), shown(exact.bonus), shown(exact.penalty))
    sections = {section: shown(value) for section, value in exact_sections.items()}
    total = rounded(parts.total, rules.decimals)
    return LevelValue(Level.PEER, parts, sections, exact, exact_sections, total, None)


def _combined(plan: SheetPlan, levels: Mapping[Level, LevelValue]) -> Combined:
    rules = plan.rules
    ways, extras = rules.content_weights(), rules.extras_weights()
    shares = {weight: Fraction(weight) / 100 for weight in (*ways.values(), *extras.values())}

    def work(weights: Mapping[Level, Decimal], values: Mapping[Level, Fraction]) -> Working:
        if len(weights) == 1:  # most years: the whole of one level
            ((level, weight),) = weights.items()
            exact = values[level] if weight == 100 else values[level] * shares[weight]
            return Working(
                (WeightedTerm(level, weight, values[level], exact),), exact, rounded(exact, rules.decimals)
            )
        terms = tuple(
            WeightedTerm(level, weight, values[level], values[level] * shares[weight])
            for level, weight in weights.items()
        )
        exact = sum((term.product for term in terms), Fraction(0))
        return Working(terms, exact, rounded(exact, rules.decimals))

    content = work(ways, {level: levels[level].parts.content for level in ways})
    bonus = work(extras, {level: levels[level].parts.bonus for level in extras})
    penalty = work(extras, {level: levels[level].parts.penalty for level in extras})
    sections = {
        section: work(ways, {level: levels[level].sections[section] for level in ways})
        for section in plan.sections
    }
    exact = content.exact + bonus.exact - penalty.exact
    shown = rounded(exact, rules.decimals)
    clamp, final = _clamped(rules, shown)
    return Combined(content, bonus, penalty, sections, exact, shown, clamp, final)


def _clamped(rules: ScoringRules, shown: Decimal) -> tuple[Clamp | None, Decimal]:
    """At least 0, at most the total cap. A cap finer than the digits stays as it is."""
    if shown < 0:
        return Clamp.ZERO, rounded(0, rules.decimals)
    if rules.total_cap is not None and shown > rules.total_cap:
        cap = rounded(rules.total_cap, rules.decimals)
        return Clamp.TOTAL_CAP, cap if cap == rules.total_cap else rules.total_cap
    return None, shown
