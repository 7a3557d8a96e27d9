"""Which cells ask for a reason, and where two entries differ: the pure rules."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.reasons import Why, departs, departures, outliers
from scoring.two_entries import Settling, agrees, differences

D = Decimal
MAXIMA = {"I.1": D(40), "III": None}
scores = st.decimals(0, 40, places=1)


@pytest.mark.parametrize(
    ("points", "other", "maximum", "percent", "asks"),
    [
        ("36", "40", "40", "10", False),  # on the limit
        ("35.9", "40", "40", "10", True),
        ("40", "36", "40", "10", False),
        ("40", "40", "40", "0", False),
        ("39.9", "40", "40", "0", True),  # any departure
        ("3", "3", None, "10", False),
        ("3", "2.5", None, "10", True),  # nothing to take the percentage of
        ("1", "0", "0", "10", True),
    ],
)
def test_the_limit_is_a_share_of_the_maximum(
    points: str, other: str, maximum: str | None, percent: str, asks: bool
) -> None:
    assert departs(D(points), D(other), None if maximum is None else D(maximum), D(percent)) is asks


def test_every_departure_is_named_and_nothing_else() -> None:
    points = {"I.1": D(30), "III": D(2), "gone": D(1)}
    own, suggested = {"I.1": D(40), "III": D(2), "gone": D(9)}, {"I.1": D(35), "III": D(1)}
    assert departures(points, MAXIMA, D(10), own=own, suggested=suggested) == {
        "I.1": (Why.SELF, Why.SUGGESTION),
        "III": (Why.SUGGESTION,),
    }
    assert departures(points, MAXIMA, D(10), own=own) == {"I.1": (Why.SELF,)}
    assert departures(points, MAXIMA, D(10)) == {}
    assert departures(points, MAXIMA, None, own=own, suggested=suggested) == {}
    # What the claim leaves out is not compared; 0 is a claim.
    assert departures({"I.1": D(30)}, MAXIMA, D(10), own={"III": D(1)}) == {}
    assert departures({"I.1": D(30)}, MAXIMA, D(10), own={"I.1": D(0)}) == {"I.1": (Why.SELF,)}


@given(scores, scores, st.decimals(0, 100, places=0))
def test_departing_is_the_same_from_either_side(one: Decimal, other: Decimal, percent: Decimal) -> None:
    assert departs(one, other, D(40), percent) == departs(other, one, D(40), percent)
    assert not departs(one, one, D(40), percent)


def test_outliers_by_sheet() -> None:
    sheets = {1: {"I.1": D(40)}, 2: {"I.1": D(39)}, 3: {"I.1": D(20)}, 4: {}}
    assert outliers(sheets, MAXIMA, D(10)) == {3: frozenset({"I.1"})}
    assert outliers(sheets, MAXIMA, None) == {}
    # Without a maximum nothing is marked, and two scores have no middle to be far from.
    assert outliers({n: {"III": D(n * 10)} for n in range(4)}, MAXIMA, D(10)) == {}
    assert outliers({1: {"I.1": D(40)}, 2: {"I.1": D(0)}}, MAXIMA, D(10)) == {}


def test_where_two_entries_differ() -> None:
    first, second = {"a": D(1), "b": D(2), "d": D(0)}, {"a": D(1), "b": D(3), "c": D(4)}
    cells = ["d", "c", "b", "a", "e"]
    assert differences(first, second, {}, cells) == ["d", "c", "b"]
    # Settled as it stands; the first entry changed since; another second entry was looked at.
    assert differences(first, second, {"b": Settling(D(9), D(3), D(2))}, cells) == ["d", "c"]
    assert differences(first, second, {"b": Settling(D(9), D(3), D(9))}, cells) == ["d", "c", "b"]
    assert differences(first, second, {"b": Settling(D(2), D(5), D(2))}, cells) == ["d", "c", "b"]
    assert differences(
        first, second, {"d": Settling(D(0), None, D(0)), "c": Settling(None, D(4), None)}, cells
    ) == ["b"]


@given(scores | st.none(), scores | st.none(), scores | st.none())
def test_whatever_is_decided_settles_the_cell(
    first: Decimal | None, second: Decimal | None, points: Decimal | None
) -> None:
    assert agrees(points, second, Settling(first, second, points))
