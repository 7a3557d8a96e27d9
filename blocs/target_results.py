"""What a target's result is worth: percent of the plan, against last year, in words (domain handbook §4.8, I.2).

Pure: exact numbers in, ready words out; a percent is rounded once, halves up, to one decimal.
"""

from decimal import Decimal
from fractions import Fraction

from blocs.terms import Term
from blocs.text import fold
from reports.paper.words import rounded, trimmed

Number = Decimal


class Reached(Term):
    """How a result stands to what was promised; the label is the word shown beside the percent."""

    NO_PLAN = "no_plan", "không đặt mức"
    NO_RESULT = "no_result", "chưa có kết quả"
    BEHIND = "behind", "chưa đạt"
    MET = "met", "đạt"
    ABOVE = "above", "vượt"


def percent(planned: Number | None, result: Number | None) -> Decimal | None:
    """The result in percent of the plan, at most one decimal; None where there is no plan above 0 or no result."""
    if planned is None or planned <= 0 or result is None:
        return None
    return rounded(Fraction(result) / Fraction(planned) * 100, 1)


def percent_text(planned: Number | None, result: Number | None) -> str:
    """ "92%", "133,3%"; empty where there is none."""
    share = percent(planned, result)
    return "" if share is None else f"{trimmed(share, 1)}%"


def reached(planned: Number | None, result: Number | None) -> Reached:
    """Against the plan itself, not against the rounded percent: 999,6 of 1.000 has not been reached."""
    if result is None:
        return Reached.NO_RESULT
    if planned is None:
        return Reached.NO_PLAN
    if result == planned:
        return Reached.MET
    return Reached.ABOVE if result > planned else Reached.BEHIND


def with_measure(value: Number | None, measure: str) -> str:
    """ "1.250 hội viên"; empty for no value."""
    return "" if value is None else f"{trimmed(value, thousands=True)} {measure}".strip()


def against_last_year(result: Number | None, last: Number | None) -> str:
    """ "tăng 40", "giảm 2,5", "bằng năm trước"; empty where one of the two is not known."""
    if result is None or last is None:
        return ""
    if result == last:
        return "bằng năm trước"
    way = "tăng" if result > last else "giảm"
    return f"{way} {trimmed(abs(result - last), thousands=True)}"


def promise_and_result(
    text: str, measure: str, planned: Number | None, half_year: Number | None, year_end: Number | None
) -> str:
    """One line for a scorer: "Hội viên mới: 460/500 hội viên (92%)"; the half-year's result where the year's is missing."""
    result = half_year if year_end is None else year_end
    when = "6 tháng " if year_end is None and half_year is not None else ""
    if result is None:
        plan = with_measure(planned, measure)
        return f"{text}: chưa có kết quả" + (f", phấn đấu {plan}" if plan else "")
    if planned is None:
        return f"{text}: {when}{with_measure(result, measure)}"
    share = percent_text(planned, result)
    pair = f"{trimmed(result, thousands=True)}/{with_measure(planned, measure)}"
    return f"{text}: {when}{pair}" + (f" ({share})" if share else "")


def match_key(text: str, measure: str) -> tuple[str, str]:
    """What makes targets of two years the same one: text and measure without case, accents and extra spaces."""
    return fold(text), fold(measure)
