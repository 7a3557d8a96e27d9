"""Vietnamese writing of numbers and dates."""

from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.paper import words


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("950.5"), 2, "950,50"),
        (Decimal("9.125"), 2, "9,13"),
        (Decimal("-9.125"), 2, "-9,13"),
        (Fraction(28899, 30), 2, "963,30"),
        (Fraction(2, 3), 3, "0,667"),
        (Fraction(1, 200), 2, "0,01"),
        (Decimal("-0.004"), 2, "0,00"),
        (Decimal("-0"), 2, "0,00"),
        (96, 0, "96"),
        (Decimal("95.5"), 0, "96"),
        (Decimal("1234.5"), 1, "1234,5"),
        (None, 2, ""),
    ],
)
def test_number(value, places, text):
    assert words.number(value, places) == text


def test_thousands_only_when_asked():
    assert words.number(1234567, 0, thousands=True) == "1.234.567"
    assert words.number(Decimal("1250"), 2, thousands=True) == "1.250,00"
    assert words.number(Decimal("1250"), 2) == "1250,00"


def test_a_float_is_refused():
    with pytest.raises(TypeError):
        words.number(0.5, 1)


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=5), st.integers(0, 4))
def test_rounding_agrees_with_half_up_and_has_no_negative_zero(value, places):
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert words.rounded(value, places) == expected
    text = words.number(value, places)
    assert Decimal(text.replace(",", ".")) == expected
    assert not (text.startswith("-") and expected == 0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("96.50"), "96,5"),
        (Decimal("500.00"), "500"),
        (500, "500"),
        (Decimal("0.000"), "0"),
        (Decimal("12.3456789"), "12,345679"),
        (None, ""),
    ],
)
def test_trimmed(value, text):
    assert words.trimmed(value) == text


def test_trimmed_keeps_the_zeros_of_grouped_thousands():
    assert words.trimmed(100000, thousands=True) == "100.000"


def test_percent_fraction_and_counts():
    assert words.percent(Fraction(9, 11)) == "81,8%"
    assert words.percent(Decimal("0.8"), 0) == "80%"
    assert words.percent(None) == ""
    assert words.fraction(10, 11) == "10/11"
    assert words.counted(2) == "02"
    assert words.counted(11) == "11"
    assert words.counted(117) == "117"


@pytest.mark.parametrize(
    ("value", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (2026, "MMXXVI")]
)
def test_roman(value, text):
    assert words.roman(value) == text


def test_roman_begins_at_one():
    with pytest.raises(ValueError, match="begin at 1"):
        words.roman(0)


def test_point_letters_follow_the_vietnamese_order():
    assert "".join(words.point_letter(n) for n in range(1, 8)) == "abcdđeg"
    with pytest.raises(ValueError, match="point letters"):
        words.point_letter(24)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 7, 5), "ngày 05 tháng 7 năm 2026"),
        (date(2026, 2, 9), "ngày 09 tháng 02 năm 2026"),
        (date(2021, 1, 12), "ngày 12 tháng 01 năm 2021"),
        (date(2020, 12, 31), "ngày 31 tháng 12 năm 2020"),
        (None, ""),
    ],
)
def test_long_date(day, text):
    assert words.long_date(day) == text


def test_short_date_and_clock():
    assert words.short_date(date(2026, 7, 5)) == "05/07/2026"
    assert words.short_date(None) == ""
    assert words.clock(time(8, 5)) == "08 giờ 05 phút"
