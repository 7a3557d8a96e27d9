import statistics
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.calculation import Consolidation
from scoring.fairness import (
    Compared,
    compared,
    criterion_cells,
    disagreement,
    median,
    outlying,
    reciprocal_pairs,
    scorer_figures,
)
from tests.scoring.test_golden import UNITS, golden

POINTS = st.decimals(0, 1000, places=3)
TO_CTD = {"KH": "95.0", "NB": "96.5", "LG": "96.0", "NCT": "97.0", "DY": "90.0"}  # domain's G1: median 96


def exact(points: dict[str, str]) -> dict[str, Decimal]:
    return {who: Decimal(value) for who, value in points.items()}


@pytest.mark.parametrize(
    ("values", "middle"),
    [
        (("95", "96.5", "96", "97", "90"), Fraction(96)),
        (("1", "2"), Fraction(3, 2)),
        (("0.001", "0.002", "5", "7"), Fraction(2501, 1000)),
        (("7.25",), Fraction(29, 4)),
    ],
)
def test_worked_medians(values: tuple[str, ...], middle: Fraction) -> None:
    assert median(Decimal(value) for value in values) == middle


def test_nothing_has_no_median() -> None:
    with pytest.raises(ValueError, match="no median"):
        median([])


@pytest.mark.parametrize(
    ("percent", "far"),
    [
        ("5", {"DY": Fraction(-6)}),  # only 90 is more than 5 of 100 from 96
        ("5.999999", {"DY": Fraction(-6)}),
        ("6", {}),  # on the limit is not beyond it
        ("0.5", {"KH": Fraction(-1), "NCT": Fraction(1), "DY": Fraction(-6)}),  # 96,5 is on the limit
        ("0", {"KH": Fraction(-1), "NB": Fraction(1, 2), "NCT": Fraction(1), "DY": Fraction(-6)}),
    ],
)
def test_a_score_beyond_the_limit_is_marked(percent: str, far: dict[str, Fraction]) -> None:
    assert outlying(exact(TO_CTD), Decimal(100), Decimal(percent)) == far


def test_the_limit_is_a_part_of_the_criterions_maximum() -> None:
    points = exact({"A": "0", "B": "5", "C": "5", "D": "4"})
    assert outlying(points, Decimal(5), Decimal(20)) == {"A": Fraction(-9, 2)}
    assert outlying(points, Decimal(50), Decimal(20)) == {}


def test_without_a_setting_a_maximum_or_enough_scores_nothing_is_marked() -> None:
    assert outlying(exact(TO_CTD), Decimal(100), None) == {}
    assert outlying(exact(TO_CTD), None, Decimal(5)) == {}  # a bonus without a maximum
    assert outlying(exact({"A": "0", "B": "100"}), Decimal(100), Decimal(5)) == {}
    assert outlying({}, Decimal(100), Decimal(5)) == {}


@given(st.lists(POINTS, min_size=1, max_size=20))
def test_the_median_is_the_textbook_one(values: list[Decimal]) -> None:
    assert median(values) == statistics.median([Fraction(value) for value in values])


@given(
    st.lists(POINTS, max_size=15),
    st.decimals(1, 1000, places=2),
    st.decimals(0, 100, places=2),
    POINTS,
    st.data(),
)
def test_marks_depend_on_no_order_and_follow_when_all_points_move(
    values: list[Decimal], maximum: Decimal, percent: Decimal, shift: Decimal, data: st.DataObject
) -> None:
    points = dict(enumerate(values))
    marked = outlying(points, maximum, percent)
    shuffled = dict(data.draw(st.permutations(list(points.items()))))
    assert outlying(shuffled, maximum, percent) == marked
    assert outlying({who: value + shift for who, value in points.items()}, maximum, percent) == marked
    assert outlying({who: -value for who, value in points.items()}, maximum, percent) == {
        who: -far for who, far in marked.items()
    }


def totals_of(scores: Consolidation) -> dict[str, dict[str, Decimal]]:
    return {
        unit: {scorer: sums.total for scorer, sums in row.items()}
        for unit, row in scores.peer_matrix().items()
    }


G1 = totals_of(golden())
# What each scorer (row) gave each unit (column) above or below the median of the other four sheets, by hand.
GIVEN = {
    "CTD": "- -1.5 0 -0.75 -0.25 -1.25",
    "KH": "-1.25 - -1.25 -1.25 0.5 0",
    "NB": "1 -0.25 - 0.75 1 0.75",
    "LG": "0.25 1.25 0.75 - -0.75 1.25",
    "NCT": "1.5 -1 1.25 0 - -0.75",
    "DY": "-6.25 2.75 -0.75 1.25 -0.25 -",
}


def test_the_golden_matrix_shows_the_low_and_the_high_sheet() -> None:
    table = compared(G1)
    for scorer, row in GIVEN.items():
        for unit, given_more in zip(UNITS, row.split(), strict=True):
            if unit != scorer:
                assert table[unit][scorer].difference == Fraction(given_more), (scorer, unit)
    assert table["CTD"]["DY"] == Compared(Decimal("90.0"), 4, Fraction("96.25"), Fraction("-6.25"))
    farthest = sorted(
        (
            (abs(one.difference or 0), scorer, unit)
            for unit, row in table.items()
            for scorer, one in row.items()
        ),
        reverse=True,
    )
    assert [(scorer, unit) for _far, scorer, unit in farthest[:2]] == [("DY", "CTD"), ("DY", "KH")]


def test_the_golden_scorers() -> None:
    figures = scorer_figures(compared(G1))
    assert {scorer: one.severity for scorer, one in figures.items()} == {
        "CTD": Fraction("-0.75"),
        "KH": Fraction("-0.65"),
        "NB": Fraction("0.65"),
        "LG": Fraction("0.55"),
        "NCT": Fraction("0.2"),
        "DY": Fraction("-0.65"),
    }
    far = figures["DY"]  # 90 94,5 95 95 98: mean 94,5, squares 20,25 0 0,25 0,25 12,25
    assert (far.sheets, far.measured, far.lowest, far.highest, far.range) == (
        5,
        5,
        Decimal("90.0"),
        Decimal("98.0"),
        8,
    )
    assert far.mad == Fraction(1, 2)  # distances from 95: 0 0 0,5 3 5
    assert round(far.deviation, 6) == Decimal("2.569047")  # √6,6


def test_an_even_number_of_sheets_has_its_spread_too() -> None:
    totals = {unit: {"A": Decimal(total)} for unit, total in zip("BCDE", (1, 2, 4, 9), strict=True)}
    figures = scorer_figures(compared(totals))["A"]
    assert (figures.mad, figures.severity, figures.measured) == (Fraction(3, 2), None, 0)  # 1 1 2 6 from 3


def test_the_golden_pairs() -> None:
    pairs = reciprocal_pairs(compared(G1), Decimal("0.5"))
    assert [(pair.first, pair.second, pair.both_more, pair.size) for pair in pairs] == [
        ("CTD", "KH", False, Fraction("1.25")),
        ("CTD", "DY", False, Fraction("1.25")),
        ("LG", "DY", True, Fraction("1.25")),
        ("NB", "NCT", True, Fraction(1)),
        ("NB", "LG", True, Fraction("0.75")),
    ]
    assert (pairs[1].first_gives, pairs[1].second_gives) == (Fraction("-1.25"), Fraction("-6.25"))
    assert reciprocal_pairs(compared(G1), Decimal("1.25")) == ()  # on the step is not beyond it


def test_too_few_others_are_no_measure() -> None:
    three = {"A": {who: Decimal(value) for who, value in zip("BCD", (90, 95, 96), strict=True)}}
    assert [one.difference for one in compared(three)["A"].values()] == [None, None, None]
    four = {"A": three["A"] | {"E": Decimal(97)}}
    assert compared(four)["A"]["B"] == Compared(Decimal(90), 3, Fraction(96), Fraction(-6))
    assert scorer_figures(compared(three))["B"].severity is None
    both = {"A": {"B": Decimal(1)}, "B": {"A": Decimal(1)}, "C": {"A": Decimal(1)}}
    assert reciprocal_pairs(compared(both), Decimal("0.5")) == ()


@pytest.mark.parametrize(
    ("points", "maximum", "apart"),
    [
        ("5 5 5", "5", Fraction(0)),
        ("0 5", "5", Fraction(1, 2)),
        ("0 0 5 5", "5", Fraction(1, 2)),
        ("10 10 10 10 10 10 10 10 10 0", "10", Fraction(1, 10)),  # the median distance would be 0
        ("90 95 96 96.5 97", "100", Fraction(17, 1000)),  # 6 1 0 0,5 1 from 96: 8,5 / 5 / 100
    ],
)
def test_worked_disagreements(points: str, maximum: str, apart: Fraction) -> None:
    assert disagreement(map(Decimal, points.split()), Decimal(maximum)) == apart


def test_no_maximum_or_one_score_is_no_disagreement() -> None:
    assert disagreement([Decimal(1), Decimal(2)], None) is None
    assert disagreement([Decimal(1)], Decimal(5)) is None


def test_the_cells_people_differ_on_come_first() -> None:
    sheets = {
        "A": {"B": exact({"I": "5", "II": "8"}), "C": exact({"I": "5", "II": "9"}), "D": exact({"II": "1"})},
        "B": {"A": exact({"I": "0"}), "C": exact({"I": "5"})},
    }
    maxima = {"I": Decimal(5), "II": Decimal(10), "T": None}
    cells = criterion_cells(sheets, maxima, Decimal(50))
    assert [(cell.unit, cell.criterion, cell.apart, cell.median) for cell in cells] == [
        ("B", "I", Fraction(1, 2), Fraction(5, 2)),
        ("A", "II", Fraction(8, 30), Fraction(8)),
    ]
    assert [dict(cell.far) for cell in cells] == [{}, {"D": Fraction(-7)}]


@st.composite
def some_totals(draw: st.DrawFn) -> dict[str, dict[str, Decimal]]:
    """Some of what seven units gave one another."""
    return {
        unit: draw(st.dictionaries(st.sampled_from([other for other in "ABCDEFG" if other != unit]), POINTS))
        for unit in "ABCDEFG"
    }


@given(some_totals(), st.randoms(use_true_random=False))
def test_nothing_depends_on_the_order_of_units_or_sheets(
    totals: dict[str, dict[str, Decimal]], dice: Any
) -> None:
    def shuffled(one: dict[str, Any]) -> dict[str, Any]:
        return dict(dice.sample(list(one.items()), len(one)))

    other = shuffled({unit: shuffled(row) for unit, row in totals.items()})
    assert compared(other) == compared(totals)
    assert scorer_figures(compared(other)) == scorer_figures(compared(totals))

    def pairs(of: dict[str, dict[str, Decimal]]) -> set[tuple[frozenset[tuple[str, Fraction]], bool]]:
        found = reciprocal_pairs(compared(of), Decimal("0.5"))
        assert [pair.size for pair in found] == sorted((pair.size for pair in found), reverse=True)
        return {
            (frozenset({(pair.first, pair.first_gives), (pair.second, pair.second_gives)}), pair.both_more)
            for pair in found
        }

    assert pairs(other) == pairs(totals)


@given(some_totals(), POINTS)
def test_the_same_more_on_every_sheet_changes_no_difference(
    totals: dict[str, dict[str, Decimal]], more: Decimal
) -> None:
    def differences(of: dict[str, dict[str, Decimal]]) -> dict[tuple[str, str], Fraction | None]:
        return {(u, s): one.difference for u, row in compared(of).items() for s, one in row.items()}

    def spreads(of: dict[str, dict[str, Decimal]]) -> dict[str, tuple[Any, ...]]:
        return {
            scorer: (one.severity, one.range, one.deviation, one.mad)
            for scorer, one in scorer_figures(compared(of)).items()
        }

    moved = {unit: {scorer: total + more for scorer, total in row.items()} for unit, row in totals.items()}
    assert differences(moved) == differences(totals)
    assert spreads(moved) == spreads(totals)
    turned = {unit: {scorer: -total for scorer, total in row.items()} for unit, row in totals.items()}
    assert differences(turned) == {
        key: None if one is None else -one for key, one in differences(totals).items()
    }


@given(some_totals())
def test_each_difference_is_from_the_textbook_median_of_the_others(
    totals: dict[str, dict[str, Decimal]],
) -> None:
    for unit, row in compared(totals).items():
        for scorer, one in row.items():
            others = [Fraction(total) for who, total in totals[unit].items() if who != scorer]
            assert one.others == len(others)
            assert one.median == (statistics.median(others) if len(others) >= 3 else None)


@given(st.lists(POINTS, min_size=2, max_size=15), st.integers(1000, 2000))
def test_disagreement_is_the_mean_distance_from_the_median_of_the_maximum(
    values: list[Decimal], maximum: int
) -> None:
    exact_values = [Fraction(value) for value in values]
    middle = statistics.median(exact_values)
    plain = sum(abs(value - middle) for value in exact_values) / len(values) / maximum
    assert disagreement(values, Decimal(maximum)) == plain
    assert 0 <= plain <= Fraction(1, 2)
