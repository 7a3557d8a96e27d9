"""What holds for any year: a slow, plain reading of contract §4 gives the same, and order does not matter."""

import random
import statistics
from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from blocs.terms import (
    Aggregation,
    Combining,
    CriterionGroup,
    ExtrasSource,
    Level,
    MissingPeer,
    PeerAverage,
    RankNumbering,
)
from scoring.calculation import Consolidation, ScoringRules, SheetInput, consolidate
from scoring.ranking import rank_units
from tests.scoring.building import LEAVES, D

UNITS = ("A", "B", "C", "D", "E")
LEVELS = (Level.SELF, Level.BLOC, Level.PEER, Level.APPRAISAL)
POINTS = st.decimals(0, 20, places=2) | st.integers(0, 4).map(D)

RULES = st.builds(
    ScoringRules,
    levels=st.permutations(LEVELS).map(tuple),
    leaves=st.just(LEAVES),
    decimals=st.integers(0, 3),
    bonus_cap=st.none() | st.integers(0, 10).map(D),
    total_cap=st.none() | st.integers(0, 40).map(D),
    combining=st.sampled_from(Combining),
    peer_average=st.sampled_from(PeerAverage),
    trim=st.integers(0, 2),
    aggregation=st.sampled_from(Aggregation),
    weights=st.sampled_from(
        [
            {Level.SELF: D(20), Level.PEER: D(50), Level.BLOC: D(30)},
            {Level.PEER: D("33.3"), Level.APPRAISAL: D("66.7"), Level.SELF: D(0)},
        ]
    ),
    extras_source=st.sampled_from(ExtrasSource),
    missing_peer=st.sampled_from(MissingPeer),
    tie_keys=st.permutations(["Mục I", "Tự chấm", "Ít điểm trừ", "Nhiều điểm thưởng", "Phiếu X"]).map(
        lambda keys: tuple(keys[:2])
    ),
    numbering=st.sampled_from(RankNumbering),
)


@st.composite
def sheets_of(draw: st.DrawFn) -> list[SheetInput]:
    """Sheets of some of the (level, scored, scorer), most of them handed in."""
    keys = [(Level.PEER, scored, scorer) for scored in UNITS for scorer in UNITS if scorer != scored]
    keys += [(level, unit, None) for level in LEVELS if level != Level.PEER for unit in UNITS]
    seed = draw(st.integers(0, 2**32))
    rows = draw(
        st.lists(
            st.dictionaries(st.sampled_from([leaf.code for leaf in LEAVES]), POINTS), min_size=6, max_size=6
        )
    )
    states = [(True, False)] * 8 + [(False, False), (False, True)]
    dice = random.Random(seed)
    return [SheetInput(*key, dice.choice(rows), *dice.choice(states)) for key in keys if dice.random() < 0.9]


def rounded(value: Fraction, digits: int) -> Fraction:
    step = Decimal(1).scaleb(-digits)
    half_up = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(step, ROUND_HALF_UP)
    return Fraction(half_up)


def plain_average(rules: ScoringRules, values: Iterable[Fraction]) -> Fraction:
    ordered = sorted(values)
    if rules.peer_average is PeerAverage.MEDIAN:
        return statistics.median(ordered)
    if rules.peer_average is PeerAverage.TRIMMED and len(ordered) > 2 * rules.trim:
        ordered = ordered[rules.trim : len(ordered) - rules.trim]
    return statistics.mean(ordered)


def plain_group(rules: ScoringRules, sheet: SheetInput, group: CriterionGroup) -> Fraction:
    total = sum(
        (Fraction(sheet.points.get(leaf.code, 0)) for leaf in LEAVES if leaf.group is group), Fraction(0)
    )
    capped = group is CriterionGroup.BONUS and rules.bonus_cap is not None
    return min(total, Fraction(rules.bonus_cap)) if capped else total


def plain_value(
    rules: ScoringRules, unit: str, level: Level, sheets: dict[tuple[Level, str, str | None], SheetInput]
) -> tuple[list[Fraction] | None, bool]:
    """([content, bonus, penalty] or None, a peer sheet is missing)."""

    def there(key: tuple[Level, str, str | None]) -> SheetInput | None:
        sheet = sheets.get(key)
        return sheet if sheet and sheet.counts and not sheet.recused and sheet.points else None

    if level is not Level.PEER:
        sheet = there((level, unit, None))
        return [plain_group(rules, sheet, group) for group in CriterionGroup] if sheet else None, False
    found, missing = [], False
    for scorer in UNITS:
        key = Level.PEER, unit, scorer
        if scorer == unit or (key in sheets and sheets[key].recused):
            continue
        sheet = there(key)
        if sheet is None:
            missing = True
            if rules.missing_peer is MissingPeer.ZERO:
                sheet = SheetInput(Level.PEER, unit, scorer, {})
            elif rules.missing_peer is MissingPeer.USE_SELF:
                sheet = there((Level.SELF, unit, None))
        if sheet:
            found.append(sheet)
    if not found:
        return None, missing
    parts = []
    for group in CriterionGroup:
        if rules.aggregation is Aggregation.TOTAL:
            part = plain_average(rules, [plain_group(rules, sheet, group) for sheet in found])
        else:
            codes = [leaf.code for leaf in LEAVES if leaf.group is group]
            part = sum(
                plain_average(rules, [Fraction(sheet.points.get(code, 0)) for sheet in found])
                for code in codes
            )
            if group is CriterionGroup.BONUS and rules.bonus_cap is not None:
                part = min(part, Fraction(rules.bonus_cap))
        parts.append(rounded(part, rules.decimals))
    return parts, missing


def plain_final(rules: ScoringRules, unit: str, sheets: Iterable[SheetInput]) -> Fraction | None:
    by_key = {(sheet.level, sheet.scored, sheet.scorer): sheet for sheet in sheets}
    values = {level: plain_value(rules, unit, level, by_key) for level in LEVELS}
    if rules.missing_peer is MissingPeer.BLOCK and values[Level.PEER][1]:
        return None
    if rules.combining is Combining.WEIGHTED:
        weights = {level: Fraction(weight) / 100 for level, weight in rules.weights.items() if weight}
    else:
        weights = {Level.PEER if rules.combining is Combining.PEER else rules.levels[-1]: Fraction(1)}
    source = {ExtrasSource.BLOC: Level.BLOC, ExtrasSource.APPRAISAL: Level.APPRAISAL}.get(rules.extras_source)
    total = Fraction(0)
    for place, sign in enumerate((1, 1, -1)):
        for level, weight in ({source: Fraction(1)} if source and place else weights).items():
            parts = values[level][0]
            if parts is None:
                return None
            total += sign * weight * parts[place]
    final = max(rounded(total, rules.decimals), Fraction(0))
    return final if rules.total_cap is None else min(final, Fraction(rules.total_cap))


@given(RULES, sheets_of())
def test_the_final_score_is_what_a_plain_reading_gives(rules: ScoringRules, sheets: list[SheetInput]) -> None:
    result = consolidate(rules, UNITS, sheets)
    for unit, score in result.scores.items():
        assert score.final == plain_final(rules, unit, sheets)
        assert (score.final is None) == bool(score.no_final) == (score.content is None)


@given(RULES, sheets_of(), st.randoms(use_true_random=False))
def test_neither_sheets_nor_units_order_matter(
    rules: ScoringRules, sheets: list[SheetInput], dice: random.Random
) -> None:
    units, shuffled = dice.sample(UNITS, len(UNITS)), dice.sample(sheets, len(sheets))
    before, after = consolidate(rules, UNITS, sheets), consolidate(rules, units, shuffled)
    for unit in UNITS:
        assert before.scores[unit].combined == after.scores[unit].combined
        assert [value.total for value in before.scores[unit].levels.values()] == [
            value.total for value in after.scores[unit].levels.values()
        ]
    first, second = rank_units(before), rank_units(after)
    assert {unit: first.standings[unit].rank for unit in UNITS} == {
        unit: second.standings[unit].rank for unit in UNITS
    }


@given(RULES, sheets_of(), st.sampled_from(["I.1", "I.2", "II.1"]), POINTS, st.data())
def test_raising_a_peer_score_never_lowers_the_unit(
    rules: ScoringRules, sheets: list[SheetInput], code: str, more: Decimal, data: st.DataObject
) -> None:
    counting = [
        place for place, sheet in enumerate(sheets) if sheet.level is Level.PEER and sheet.points.get(code)
    ]
    if not counting:
        return
    place = data.draw(st.sampled_from(counting))
    sheet = sheets[place]
    raised = replace(sheet, points=sheet.points | {code: sheet.points[code] + more})
    before, after = (
        consolidate(rules, UNITS, [*sheets[:place], given, *sheets[place + 1 :]]).scores
        for given in (sheet, raised)
    )
    for unit in UNITS:
        if unit == sheet.scored:
            if before[unit].final is not None:
                assert after[unit].final >= before[unit].final
            if Level.PEER in before[unit].levels:
                assert after[unit].total(Level.PEER) >= before[unit].total(Level.PEER)
        else:
            assert before[unit] == after[unit]


@given(RULES, sheets_of(), st.dictionaries(st.sampled_from(UNITS), st.integers(0, 2)))
def test_ranks_follow_finals(
    rules: ScoringRules, sheets: list[SheetInput], approvals: dict[str, int]
) -> None:
    result = consolidate(rules, UNITS, sheets)
    ranking = rank_units(result, not_ranked={"C"}, approvals={"X": approvals})
    ranked = [unit for unit in UNITS if result.scores[unit].final is not None and unit != "C"]
    assert sorted(ranking.order) == ranked
    ranks = [ranking.standings[unit].rank for unit in ranking.order]
    assert ranks[:1] == [1][: len(ranks)]
    for (above, below), (upper, lower) in zip(pairwise(ranking.order), pairwise(ranks), strict=True):
        finals = result.scores[above].final, result.scores[below].final
        assert finals[0] >= finals[1]
        separated = ranking.standings[below].separated_by
        assert (separated is not None) == (finals[0] == finals[1])
        assert (separated == "Đồng hạng") == (upper == lower)
        if upper == lower:
            assert UNITS.index(above) < UNITS.index(below)
        else:
            step = ranks.count(upper) if rules.numbering is RankNumbering.SKIP else 1
            assert lower == upper + step


@given(RULES, sheets_of())
def test_what_explains_a_number_adds_up_to_it(rules: ScoringRules, sheets: list[SheetInput]) -> None:
    result: Consolidation = consolidate(rules, UNITS, sheets)
    for score in result.scores.values():
        assert sorted(score.peer.counted + score.peer.missing) == sorted(score.peer.expected)
        if score.combined is None:
            continue
        combined = score.combined
        for working in (combined.content, combined.bonus, combined.penalty, *combined.sections.values()):
            assert working.exact == sum(term.product for term in working.terms)
            assert all(term.product == term.value * Fraction(term.weight) / 100 for term in working.terms)
        assert combined.exact == combined.content.exact + combined.bonus.exact - combined.penalty.exact
        assert "-0" not in {str(combined.final), str(combined.rounded)}
        assert (combined.clamp is None) == (combined.final == combined.rounded)
