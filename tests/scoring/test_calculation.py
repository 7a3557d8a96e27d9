"""Worked cases, one for each sentence of contract §4 up to the final score."""

from decimal import Decimal
from fractions import Fraction

import pytest

from blocs.terms import Aggregation, Combining, ExtrasSource, Level, MissingPeer, PeerAverage
from scoring.calculation import (
    Clamp,
    NoFinal,
    SheetInput,
    UnitScore,
    consolidate,
    leaf_averages,
)
from tests.scoring.building import D, own, peer, points, rules

UNITS = ("A", "B", "C", "D")
PEER_ONLY = {"levels": (Level.SELF, Level.PEER), "combining": Combining.PEER}


def score_of(unit: str, sheets: list[SheetInput], assigned: object = None, **changes: object) -> UnitScore:
    return consolidate(rules(**changes), UNITS, sheets, assigned).scores[unit]


def peers(*given: dict[str, Decimal]) -> list[SheetInput]:
    """Sheets of B, C, D on A."""
    return [peer(scorer, "A", row) for scorer, row in zip("BCD", given, strict=False)]


# --- a sheet is there


def test_a_sheet_handed_in_without_a_score_is_not_there() -> None:
    score = score_of("A", [own(Level.APPRAISAL, "A", {})])
    assert score.total(Level.APPRAISAL) is None
    assert (score.final, score.no_final, score.lacking) == (
        None,
        (NoFinal.LEVEL_LACKING,),
        (Level.APPRAISAL,),
    )


@pytest.mark.parametrize("state", [{"counts": False}, {"counts": False, "recused": True}, {"recused": True}])
def test_an_unfinished_or_recused_sheet_is_not_there(state: dict[str, bool]) -> None:
    assert score_of("A", [own(Level.APPRAISAL, "A", points(I_1=9), **state)]).final is None


def test_a_score_of_zero_is_a_score() -> None:
    assert str(score_of("A", [own(Level.APPRAISAL, "A", points(I_1=0))]).final) == "0.00"


def test_a_sheet_that_scores_only_a_criterion_that_is_no_more_is_not_there() -> None:
    assert score_of("A", [own(Level.APPRAISAL, "A", points(IX=5))]).final is None


# --- a level's value


def test_a_level_with_one_sheet_is_not_rounded_and_its_total_is() -> None:
    value = score_of("A", [own(Level.SELF, "A", points(I_1="10.005", III_1="0.001", IV="0.002"))]).levels[
        Level.SELF
    ]
    assert (value.parts.content, value.parts.bonus) == (Fraction("10.005"), Fraction("0.001"))
    assert str(value.total) == "10.00"  # 10.004
    assert value.sheet.points == points(I_1="10.005", III_1="0.001", IV="0.002")


def test_a_levels_total_is_not_clamped_and_never_minus_zero() -> None:
    below = score_of("A", [own(Level.SELF, "A", points(I_1=1, IV=3))], total_cap=D(50))
    assert str(below.total(Level.SELF)) == "-2.00"
    above = score_of("A", [own(Level.SELF, "A", points(I_1=40, I_2=20))], total_cap=D(50))
    assert str(above.total(Level.SELF)) == "60.00"
    tiny = score_of("A", [own(Level.SELF, "A", points(I_1=1, IV="1.004"))])
    assert str(tiny.total(Level.SELF)) == "0.00"


def test_totals_round_each_part_of_the_peer_value() -> None:
    # content 10.005 → 10.01, bonus 1.005 → 1.01, penalty 0.005 → 0.01; the total from the rounded parts.
    score = score_of(
        "A", peers(points(I_1="10.01", III_1=1, IV=0), points(I_1=10, III_1="1.01", IV="0.01")), **PEER_ONLY
    )
    value = score.levels[Level.PEER]
    assert value.unrounded.content == Fraction("10.005")
    assert [Fraction("10.01"), Fraction("1.01"), Fraction("0.01")] == [
        value.parts.content,
        value.parts.bonus,
        value.parts.penalty,
    ]
    assert str(value.total) == "11.01"  # unrounded parts would give 11.005 → 11.01; see the next test
    assert str(score.final) == "11.01"


def test_the_peer_total_comes_from_rounded_parts() -> None:
    # means: content 10.004, bonus 1.004, sum 11.008; rounded parts 10.00 + 1.00.
    value = score_of("A", peers(points(I_1="10.004", III_1="1.004")), **PEER_ONLY).levels[Level.PEER]
    assert str(value.total) == "11.00"
    assert value.unrounded.total == Fraction("11.008")


def test_in_totals_the_bonus_is_capped_in_each_sheet() -> None:
    sheets = peers(points(I_1=10, III_2=9), points(I_1=10, III_2=1))
    by_total = score_of("A", sheets, bonus_cap=D(5), **PEER_ONLY)
    assert str(by_total.bonus) == "3.00"  # (5 + 1) / 2
    by_leaf = score_of("A", sheets, bonus_cap=D(5), aggregation=Aggregation.LEAF, **PEER_ONLY)
    assert str(by_leaf.bonus) == "5.00"  # min((9 + 1) / 2, 5)
    above = score_of("A", sheets, bonus_cap=D(4), aggregation=Aggregation.LEAF, **PEER_ONLY)
    assert str(above.bonus) == "4.00"
    free = score_of("A", sheets, aggregation=Aggregation.LEAF, **PEER_ONLY)
    assert str(free.bonus) == "5.00"


def test_leaf_by_leaf_takes_each_leafs_own_median() -> None:
    sheets = peers(points(I_1=1, I_2=9), points(I_1=5, I_2=5), points(I_1=9, I_2="0.5"))
    median = {"peer_average": PeerAverage.MEDIAN} | PEER_ONLY
    assert str(score_of("A", sheets, **median).content) == "10.00"  # 10, 10, 9.5
    score = score_of("A", sheets, aggregation=Aggregation.LEAF, **median)
    assert str(score.content) == "10.00"  # 5 + 5
    trimmed = score_of("A", peers(points(I_1=1, I_2=9), points(I_1=5, I_2=5), points(I_1=9, I_2=8)), **median)
    assert str(trimmed.content) == "10.00"  # 10, 10, 17
    leaf = score_of(
        "A",
        peers(points(I_1=1, I_2=9), points(I_1=5, I_2=5), points(I_1=9, I_2=8)),
        aggregation=Aggregation.LEAF,
        **median,
    )
    assert str(leaf.content) == "13.00"  # 5 + 8


def test_leaf_by_leaf_rounds_once_after_summing() -> None:
    # each leaf 1/3; the sum 1.00, not 3 × 0.33
    sheets = peers(points(I_1=1, I_2=1, II_1=1), points(IV=0), points(IV=0))
    score = score_of("A", sheets, aggregation=Aggregation.LEAF, **PEER_ONLY)
    assert str(score.content) == "1.00"
    assert score.section_points() == {"I": D("0.67"), "II": D("0.33")}
    assert score.peer.averages is None


def test_an_empty_leaf_counts_zero_in_the_leafs_average() -> None:
    sheets = peers(points(I_1=4, I_2=2), points(I_1=8))
    averages = leaf_averages(rules(**PEER_ONLY), score_of("A", sheets, **PEER_ONLY).peer)
    assert averages["I.2"].exact == 1
    assert averages["I.1"].values == (("B", D(4)), ("C", D(8)))
    assert set(averages) == {leaf.code for leaf in rules().leaves}


def test_no_sheets_have_no_leaf_averages() -> None:
    assert leaf_averages(rules(**PEER_ONLY), score_of("A", [], **PEER_ONLY).peer) == {}


# --- combined and final


def test_last_level_is_the_last_listed() -> None:
    sheets = [own(Level.SELF, "A", points(I_1=40)), own(Level.BLOC, "A", points(I_1=9))]
    assert str(score_of("A", sheets, levels=(Level.BLOC, Level.SELF)).final) == "40.00"
    assert str(score_of("A", sheets, levels=(Level.SELF, Level.BLOC)).final) == "9.00"


def test_the_last_level_may_be_the_peers() -> None:
    assert str(score_of("A", peers(points(I_1=1), points(I_1=2)), levels=(Level.PEER,)).final) == "1.50"


WEIGHTS = {Level.SELF: D(20), Level.PEER: D(30), Level.APPRAISAL: D(50), Level.BLOC: D(0)}


def test_weights_of_every_part_and_the_working() -> None:
    sheets = [
        own(Level.SELF, "A", points(I_1=40, III_1=5, IV=1)),
        own(Level.APPRAISAL, "A", points(I_1=36, III_1=1)),
        *peers(points(I_1=38), points(I_1=37), points(I_1=37)),
    ]
    score = score_of("A", sheets, combining=Combining.WEIGHTED, weights=WEIGHTS)
    # 0.2 × 40 + 0.3 × 37.33 + 0.5 × 36 = 37.199; bonus 0.2 × 5 + 0.5 × 1 = 1.5; penalty 0.2
    working = score.combined.content
    assert [(term.level, term.weight, term.product) for term in working.terms] == [
        (Level.SELF, D(20), Fraction(8)),
        (Level.PEER, D(30), Fraction("11.199")),
        (Level.APPRAISAL, D(50), Fraction(18)),
    ]
    assert (working.exact, str(working.rounded)) == (Fraction("37.199"), "37.20")
    assert (score.bonus, score.penalty) == (D("1.50"), D("0.20"))
    assert (score.combined.exact, str(score.final)) == (Fraction("38.499"), "38.50")


def test_a_level_without_weight_is_not_needed_and_one_with_weight_is() -> None:
    sheets = [own(Level.SELF, "A", points(I_1=40))]
    light = {Level.SELF: D(100), Level.APPRAISAL: D(0)}
    assert str(score_of("A", sheets, combining=Combining.WEIGHTED, weights=light).final) == "40.00"
    heavy = {Level.SELF: D(50), Level.APPRAISAL: D(50)}
    score = score_of("A", sheets, combining=Combining.WEIGHTED, weights=heavy)
    assert (score.final, score.lacking, score.section_points()) == (None, (Level.APPRAISAL,), {})
    assert str(score.total(Level.SELF)) == "40.00"


@pytest.mark.parametrize(
    ("source", "level"), [(ExtrasSource.BLOC, Level.BLOC), (ExtrasSource.APPRAISAL, Level.APPRAISAL)]
)
def test_bonus_and_penalty_from_the_level_named(source: ExtrasSource, level: Level) -> None:
    levels = (Level.SELF, Level.BLOC, Level.APPRAISAL, Level.PEER)
    named = own(level, "A", points(I_1=1, III_2=7, IV=2))
    sheets = [*peers(points(I_1=8, III_2=1, IV=1)), named]
    score = score_of("A", sheets, levels=levels, extras_source=source, combining=Combining.PEER)
    assert (score.content, score.bonus, score.penalty, score.final) == (D(8), D(7), D(2), D(13))
    lacking = score_of("A", sheets[:1], levels=levels, extras_source=source, combining=Combining.PEER)
    assert (lacking.final, lacking.lacking) == (None, (level,))


def test_final_rounds_the_unrounded_parts_once() -> None:
    # content 10.004 (10.00), bonus 1.004 (1.00): final 11.008 → 11.01
    score = score_of("A", [own(Level.APPRAISAL, "A", points(I_1="10.004", III_1="1.004"))])
    assert [str(score.content), str(score.bonus), str(score.final)] == ["10.00", "1.00", "11.01"]


@pytest.mark.parametrize(
    ("given", "changes", "final", "clamp"),
    [
        ({"I_1": 1, "IV": 3}, {}, "0.00", Clamp.ZERO),
        ({"I_1": 40, "I_2": 20, "II_1": 40, "III_1": 3}, {"total_cap": D(100)}, "100.00", Clamp.TOTAL_CAP),
        ({"I_1": 40}, {"total_cap": D(40)}, "40.00", None),
        ({"I_1": "39.996"}, {"total_cap": D("39.998")}, "39.998", Clamp.TOTAL_CAP),  # rounded 40.00 first
        ({"I_1": "2.5"}, {"decimals": 0}, "3", None),
        ({"I_1": "2.4", "IV": "2.8"}, {"decimals": 0}, "0", None),  # −0.4 rounds to 0, no minus, no clamp
        ({"I_1": 40, "III_1": 3}, {"total_cap": D(0)}, "0.00", Clamp.TOTAL_CAP),
    ],
)
def test_bounds_after_rounding(
    given: dict[str, object], changes: dict[str, object], final: str, clamp: Clamp | None
) -> None:
    score = score_of("A", [own(Level.APPRAISAL, "A", points(**given))], **changes)
    assert (str(score.final), score.combined.clamp) == (final, clamp)


def test_section_points_are_combined_as_the_content_is() -> None:
    sheets = [
        own(Level.SELF, "A", points(I_1=40, II_1=10)),
        own(Level.APPRAISAL, "A", points(I_1=36, II_1=20, III_1=5, IV=3)),
        *peers(points(I_1=38), points(I_1=37), points(I_1=37, II_1=1)),
    ]
    score = score_of("A", sheets, combining=Combining.WEIGHTED, weights=WEIGHTS)
    # I: 8 + 0.3 × 37.33 + 18 = 37.199; II: 2 + 0.3 × 0.33 + 10 = 12.099
    assert score.section_points() == {"I": D("37.20"), "II": D("12.10")}
    assert score.combined.sections["II"].exact == Fraction("12.099")
    assert score.levels[Level.PEER].unrounded_sections["II"] == Fraction(1, 3)


def test_a_sections_median_is_over_that_section() -> None:
    sheets = peers(points(I_1=1, II_1=9), points(I_1=5, II_1=1), points(I_1=9, II_1=2))
    score = score_of("A", sheets, peer_average=PeerAverage.MEDIAN, **PEER_ONLY)
    assert (score.content, score.section_points()) == (D(10), {"I": D(5), "II": D(2)})


# --- what the result carries


def test_levels_are_in_the_order_of_the_rules_and_totals_null_where_unused() -> None:
    sheets = [
        own(Level.SELF, "A", points(I_1=1)),
        own(Level.APPRAISAL, "A", points(I_1=2)),
        *peers(points(I_1=3)),
    ]
    score = score_of("A", sheets)
    assert list(score.levels) == [Level.SELF, Level.PEER, Level.APPRAISAL]
    assert score.total(Level.BLOC) is None


def test_the_matrix_holds_the_sheets_that_counted() -> None:
    sheets = [*peers(points(I_1=8, IV=1), points(I_1=4)), peer("A", "B", points(I_1=3), counts=False)]
    result = consolidate(rules(missing_peer=MissingPeer.ZERO), UNITS, sheets)
    matrix = result.peer_matrix()
    assert {scorer: sums.total for scorer, sums in matrix["A"].items()} == {"B": D(7), "C": D(4)}
    assert matrix["B"] == {}
    assert consolidate(rules(levels=(Level.SELF,)), UNITS, []).peer_matrix() == {}


def test_sheets_of_strangers_and_unused_levels_are_passed_over() -> None:
    sheets = [
        own(Level.BLOC, "A", points(I_1=3)),
        own(Level.SELF, "X", points(I_1=3)),
        peer("X", "A", points(I_1=3)),
    ]
    score = score_of("A", sheets)
    assert (dict(score.levels), score.peer.counted) == ({}, ())


def test_a_scorer_named_on_another_level_is_the_same_sheet() -> None:
    same = SheetInput(Level.SELF, "A", "A", points(I_1=3))
    with pytest.raises(ValueError, match="two sheets"):
        score_of("A", [same, own(Level.SELF, "A", points(I_1=4))])
    with pytest.raises(ValueError, match="two sheets"):
        score_of("A", [peer("B", "A", points(I_1=3))] * 2)
    assert str(score_of("A", [same]).total(Level.SELF)) == "3.00"
