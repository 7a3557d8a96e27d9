"""The arithmetic and the words of targets: worked examples and properties."""

from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocs.target_results import (
    Reached,
    against_last_year,
    match_key,
    percent,
    percent_text,
    promise_and_result,
    reached,
    with_measure,
)

NUMBERS = st.decimals(min_value=0, max_value=10**9, places=6)


@pytest.mark.parametrize(
    ("planned", "result", "text"),
    [
        ("500", "460", "92%"),
        ("12", "15", "125%"),
        ("2", "2.6", "130%"),
        ("3", "1", "33,3%"),
        ("3", "2", "66,7%"),
        ("2000", "1", "0,1%"),
        ("2000", "0.999999", "0%"),
        ("7", "0", "0%"),
        ("0", "5", ""),
        (None, "5", ""),
        ("5", None, ""),
    ],
)
def test_percent_of_the_plan(planned: str | None, result: str | None, text: str) -> None:
    assert percent_text(planned and D(planned), result and D(result)) == text


@given(NUMBERS.filter(bool), NUMBERS)
def test_a_percent_is_within_half_a_tenth_and_a_tie_goes_up(planned: D, result: D) -> None:
    shown = percent(planned, result)
    assert shown is not None
    error = Fraction(shown) - Fraction(result) / Fraction(planned) * 100
    assert Fraction(-1, 20) < error <= Fraction(1, 20)


@pytest.mark.parametrize(
    ("planned", "result", "word"),
    [
        ("1000", "999.6", Reached.BEHIND),
        ("1000", "1000", Reached.MET),
        ("1000", "1000.1", Reached.ABOVE),
        (None, "1", Reached.NO_PLAN),
        ("1000", None, Reached.NO_RESULT),
        (None, None, Reached.NO_RESULT),
        ("0", "0", Reached.MET),
    ],
)
def test_reached_is_judged_by_the_plan_not_by_the_rounded_percent(
    planned: str | None, result: str | None, word: Reached
) -> None:
    assert reached(planned and D(planned), result and D(result)) is word


@pytest.mark.parametrize(
    ("result", "last", "text"),
    [
        ("500", "460", "tăng 40"),
        ("460", "462.5", "giảm 2,5"),
        ("5", "5.0", "bằng năm trước"),
        (None, "5", ""),
        ("5", None, ""),
    ],
)
def test_against_last_year(result: str | None, last: str | None, text: str) -> None:
    assert against_last_year(result and D(result), last and D(last)) == text


@pytest.mark.parametrize(
    ("numbers", "line"),
    [
        (("500", "200", "460"), "Hội viên mới: 460/500 hội viên (92%)"),
        (("500", "200", None), "Hội viên mới: 6 tháng 200/500 hội viên (40%)"),
        (("500", None, None), "Hội viên mới: chưa có kết quả, phấn đấu 500 hội viên"),
        ((None, None, None), "Hội viên mới: chưa có kết quả"),
        ((None, None, "1250"), "Hội viên mới: 1.250 hội viên"),
        (("0", None, "3"), "Hội viên mới: 3/0 hội viên"),
        (("500", None, "0"), "Hội viên mới: 0/500 hội viên (0%)"),
    ],
)
def test_the_line_a_scorer_sees(numbers: tuple[str | None, ...], line: str) -> None:
    planned, half, end = (None if text is None else D(text) for text in numbers)
    assert promise_and_result("Hội viên mới", "hội viên", planned, half, end) == line


def test_without_a_measure_and_the_same_target_of_another_year() -> None:
    assert with_measure(D("2.60"), "") == "2,6"
    assert with_measure(None, "hội viên") == ""
    assert match_key("Kết nạp  hội viên MỚI", "Hội viên") == match_key("ket nap hoi vien moi", "hội viên")
    assert match_key("Kết nạp", "hội viên") != match_key("Kết nạp", "lớp")
