import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.fairness import median, outlying

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
