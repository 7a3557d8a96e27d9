import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocs.terms import PeerAverage
from scoring.averages import average, kept_range

POINTS = st.decimals(0, 1000, places=3)
METHODS = st.sampled_from(PeerAverage)


def of(method: PeerAverage, trim: int, *values: str) -> Fraction:
    return average(method, trim, [(f"u{index}", Decimal(value)) for index, value in enumerate(values)]).exact


@pytest.mark.parametrize(
    ("method", "trim", "values", "exact"),
    [
        (PeerAverage.MEAN, 1, ("95", "96.5", "96", "97", "90"), Fraction(949, 10)),
        (PeerAverage.TRIMMED, 1, ("95", "96.5", "96", "97", "90"), Fraction(575, 6)),
        (PeerAverage.TRIMMED, 2, ("95", "96.5", "96", "97", "90"), Fraction(96)),
        (PeerAverage.TRIMMED, 0, ("1", "2", "6"), Fraction(3)),  # k = 0 drops nothing
        (PeerAverage.TRIMMED, 1, ("1", "2"), Fraction(3, 2)),  # 2k values: nothing dropped
        (PeerAverage.TRIMMED, 2, ("1", "2", "3", "10"), Fraction(4)),
        (PeerAverage.TRIMMED, 3, ("1", "2", "9"), Fraction(4)),  # fewer than 2k
        (PeerAverage.TRIMMED, 1, ("1", "2", "9"), Fraction(2)),
        (PeerAverage.MEDIAN, 1, ("9", "1", "4"), Fraction(4)),
        (PeerAverage.MEDIAN, 1, ("9", "1", "4", "5"), Fraction(9, 2)),
        (PeerAverage.MEDIAN, 1, ("7.25",), Fraction(29, 4)),
    ],
)
def test_worked_averages(method: PeerAverage, trim: int, values: tuple[str, ...], exact: Fraction) -> None:
    assert of(method, trim, *values) == exact


def test_the_working_names_what_was_dropped() -> None:
    values = [("A", Decimal(5)), ("B", Decimal(9)), ("C", Decimal(1)), ("D", Decimal(5))]
    working = average(PeerAverage.TRIMMED, 1, values)
    assert working.dropped_low == (("C", Decimal(1)),)
    assert working.kept == (("A", Decimal(5)), ("D", Decimal(5)))
    assert working.dropped_high == (("B", Decimal(9)),)


def test_nobody_has_no_average() -> None:
    with pytest.raises(ValueError, match="no values"):
        average(PeerAverage.MEAN, 1, [])


@given(METHODS, st.integers(0, 5), st.lists(POINTS, min_size=1, max_size=16))
def test_an_average_is_the_textbook_one_and_lies_between_the_kept_ends(
    method: PeerAverage, trim: int, values: list[Decimal]
) -> None:
    working = average(method, trim, [(str(index), value) for index, value in enumerate(values)])
    exact = [Fraction(value) for value in values]
    expected = {
        PeerAverage.MEAN: statistics.mean(exact),
        PeerAverage.MEDIAN: statistics.median(exact),
        PeerAverage.TRIMMED: statistics.mean(sorted(exact)[trim : len(exact) - trim] or exact),
    }[method]
    assert working.exact == expected
    assert working.kept[0][1] <= working.exact <= working.kept[-1][1]
    assert sorted(working.dropped_low + working.kept + working.dropped_high) == sorted(working.values)


@given(METHODS, st.integers(0, 3), st.lists(POINTS, min_size=1, max_size=9), st.data())
def test_raising_one_value_never_lowers_the_average(
    method: PeerAverage, trim: int, values: list[Decimal], data: st.DataObject
) -> None:
    raised = list(values)
    raised[data.draw(st.integers(0, len(values) - 1))] += data.draw(POINTS)
    before, after = (average(method, trim, [("u", value) for value in row]).exact for row in (values, raised))
    assert after >= before


@given(METHODS, st.integers(0, 60), st.integers(1, 100))
def test_something_is_always_kept(method: PeerAverage, trim: int, count: int) -> None:
    low, high = kept_range(method, trim, count)
    assert 0 <= low < high <= count
    assert low == count - high  # as many at each end
