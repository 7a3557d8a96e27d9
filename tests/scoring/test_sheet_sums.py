from decimal import Decimal

import pytest

from scoring.calculation import sheet_sums
from tests.scoring.building import D, points, rules


def test_a_sheet_by_section_bonus_and_penalty() -> None:
    sums = sheet_sums(rules(), points(I_1="38.5", I_2=20, II_1="35.25", III_1=3, III_2=4, IV="1.5"))
    assert sums.sections == {"I": D("58.5"), "II": D("35.25")}
    assert (sums.content, sums.bonus, sums.penalty) == (D("93.75"), D(7), D("1.5"))
    assert sums.total == D("99.25")
    assert sums.filled == 6


def test_the_bonus_cap_is_over_the_sheet() -> None:
    sums = sheet_sums(rules(bonus_cap=D(5)), points(I_1=1, III_1=3, III_2=4))
    assert (sums.bonus, sums.bonus_given) == (D(5), D(7))
    assert sheet_sums(rules(bonus_cap=D(0)), points(III_1=3)).bonus == 0


def test_a_bonus_parents_own_maximum_caps_nothing() -> None:
    # III has leaves of at most 10 and without limit; whatever III itself says, only the setting caps.
    assert sheet_sums(rules(), points(III_1=10, III_2=90)).bonus == 100


def test_an_empty_leaf_counts_zero_and_is_not_filled() -> None:
    sums = sheet_sums(rules(), points(II_1=0))
    assert (sums.content, sums.filled) == (0, 1)


def test_points_of_a_leaf_that_is_no_more_are_passed_over() -> None:
    sums = sheet_sums(rules(), points(II_1=7, IX="99"))
    assert (sums.total, sums.filled) == (7, 1)


def test_sums_of_long_numbers_stay_exact() -> None:
    sums = sheet_sums(
        rules(), points(I_1="999999999999999", I_2="0.000001", II_1="99999999999999.9", III_1="0.1")
    )
    assert sums.content == Decimal("1099999999999998.900001")


@pytest.mark.parametrize(
    "changes", [{"levels": ()}, {"trim": -1}, {"decimals": -1}, {"bonus_cap": D(-1)}, {"total_cap": D(-1)}]
)
def test_rules_that_cannot_be(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"at least one level|cannot be negative"):
        rules(**changes)


def test_a_sections_maximum_is_the_sum_of_its_leaves() -> None:
    assert rules().sections() == {"I": D(60), "II": D(40)}
