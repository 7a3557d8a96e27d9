"""Vietnamese writing of numbers and dates, the same on the screen and on paper.

Standard library only. Numbers have a decimal comma; rounding takes halves away from zero (contract §4) on exact
arithmetic, so a Fraction of a mean is rounded once and never through a float.
"""

from datetime import date, time
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

Number = Decimal | Fraction | int

_HALVES_AWAY = Context(prec=60, rounding=ROUND_HALF_UP)
_ONE = Decimal(1)

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
# The order of points of an article: Vietnamese letters without tones' and vowels' variants but for đ.
_POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"


def rounded(value: Number, places: int) -> Decimal:
    """`value` with exactly `places` digits after the mark, halves away from zero, never a negative zero.

    Raises TypeError for a float: a point that has been through one is no longer the point that was given.
    """
    if isinstance(value, Decimal):  # what pages are full of, and several times faster than by fractions
        shown = value.quantize(_ONE.scaleb(-places), context=_HALVES_AWAY)
        return shown if shown else abs(shown)
    if isinstance(value, float):
        raise TypeError("points are Decimal, Fraction or int, never float")
    exact = value if isinstance(value, Fraction) else Fraction(value)
    scaled = abs(exact.numerator) * 10**places
    units = (2 * scaled + exact.denominator) // (2 * exact.denominator)
    return Decimal(-units if exact.numerator < 0 else units).scaleb(-places)


def number(value: Number | None, places: int, *, thousands: bool = False) -> str:
    """ "950,50": a fixed count of digits after the comma; with `thousands` "1.250,00". None is an empty text."""
    if value is None:
        return ""
    shown = rounded(value, places)
    if thousands:
        return f"{shown:,f}".translate(str.maketrans(",.", ".,"))
    return f"{shown:f}".replace(".", ",")


# A page writes the same few hundred values over and over; equal numbers are written equally.
@lru_cache(maxsize=8192, typed=True)
def trimmed(value: Number | None, most: int = 6, *, thousands: bool = False) -> str:
    """ "96,5" for 96.50 and "500" for 500.00: no zeros at the end, at most `most` digits after the comma."""
    text = number(value, most, thousands=thousands)
    return text.rstrip("0").removesuffix(",") if "," in text else text


def percent(share: Number | None, places: int = 1) -> str:
    """ "81,8%" for 9/11: `share` is a part of one; no space before the sign."""
    return "" if share is None else f"{number(Fraction(share) * 100, places)}%"


def fraction(part: int, whole: int) -> str:
    """ "10/11", as votes and approvals are written."""
    return f"{part}/{whole}"


def counted(count: int) -> str:
    """ "02" in running text ("02 đơn vị", "11 đơn vị"); tables use the plain number."""
    return f"{count:02d}"


def roman(value: int) -> str:
    """ "IV". Raises ValueError below 1, which has no Roman numeral."""
    if value < 1:
        raise ValueError("Roman numerals begin at 1")
    text = ""
    for worth, letters in _ROMAN:
        times, value = divmod(value, worth)
        text += letters * times
    return text


def point_letter(position: int) -> str:
    """The letter of the n-th point (điểm) of a clause: a b c d đ e g …; raises ValueError beyond the alphabet."""
    if not 1 <= position <= len(_POINT_LETTERS):
        raise ValueError(f"there are {len(_POINT_LETTERS)} point letters")
    return _POINT_LETTERS[position - 1]


def long_date(day: date | None) -> str:
    """ "ngày 05 tháng 7 năm 2026": days below 10 and only months 1 and 2 take a zero (NĐ 30, cell 4)."""
    if day is None:
        return ""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: date | None) -> str:
    """ "05/07/2026", in tables."""
    return "" if day is None else f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def clock(moment: time) -> str:
    """ "08 giờ 30 phút", in minutes of a meeting."""
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút"
