from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.tally import VoteCount, approvals_needed, reaches, share
from blocs.terms import ThresholdBase

# Eleven called, eleven ballots out and back, ten of them valid; A got 9, B got 8.
COUNT = VoteCount(11, 11, 11, 11, 10, 1, {"A": 9, "B": 8})


@pytest.mark.parametrize(
    ("base", "whole", "share_a", "share_b", "passing"),
    [
        (ThresholdBase.MEMBERS, 11, Fraction(9, 11), Fraction(8, 11), "A"),
        (ThresholdBase.PRESENT, 11, Fraction(9, 11), Fraction(8, 11), "A"),
        (ThresholdBase.VALID, 10, Fraction(9, 10), Fraction(4, 5), "AB"),
        (None, 11, Fraction(9, 11), Fraction(8, 11), "A"),
    ],
)
def test_the_worked_tally(
    base: ThresholdBase | None, whole: int, share_a: Fraction, share_b: Fraction, passing: str
) -> None:
    assert COUNT.base(base) == whole
    assert [share(COUNT.approvals[unit], whole) for unit in "AB"] == [share_a, share_b]
    assert "".join(unit for unit in "AB" if reaches(COUNT.approvals[unit], whole, Decimal(80))) == passing


def test_each_base_is_its_own_count() -> None:
    count = VoteCount(called=12, present=10, issued=9, collected=8, valid=7, invalid=1)
    assert [count.base(base) for base in (None, *ThresholdBase)] == [12, 12, 10, 7]


@pytest.mark.parametrize(
    ("base", "threshold", "needed"),
    [
        (11, "80", 9),
        (10, "80", 8),
        (11, "50", 6),
        (3, "66.67", 3),
        (3, "66.66", 2),
        (9, "100", 9),
        (9, "0", 0),
        (0, "50", None),
        (None, "50", None),
    ],
)
def test_the_smallest_number_of_approvals(base: int | None, threshold: str, needed: int | None) -> None:
    assert approvals_needed(base, Decimal(threshold)) == needed


def test_no_count_and_an_empty_count_reach_nothing() -> None:
    assert not reaches(0, None, Decimal(0))
    assert not reaches(0, 0, Decimal(0))
    assert reaches(0, 1, Decimal(0))
    assert share(3, None) is share(0, 0) is None


@given(st.integers(1, 60), st.decimals(0, 100, places=2), st.integers(0, 60))
def test_needed_is_where_reaching_begins(base: int, threshold: Decimal, approvals: int) -> None:
    needed = approvals_needed(base, threshold)
    assert needed is not None
    assert needed <= base
    assert reaches(approvals, base, threshold) == (approvals >= needed)
