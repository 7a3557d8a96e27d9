"""The page of commendations, ready to show: numbers with the rows they count, and the rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from awards.commendation_counts import Counting, Period
from awards.commendation_lines import (
    COUNTED,
    OUTNUMBERED,
    UNDATED,
    UNSTATED,
    WITHIN,
    Line,
    ids_of,
    rows_address,
)
from awards.rules import can_write_commendation
from blocs.context import year_url
from blocs.models import BlocYear, User
from blocs.terms import AwardObject
from reports.paper.words import number, short_date

WHICH_WORDS = {
    COUNTED: "Chỉ các dòng được tính vào số.",
    WITHIN: "Chỉ các dòng có tên đã nằm trong một số tổng hợp.",
    UNSTATED: "Chỉ các dòng không thống kê số lượng.",
    UNDATED: "Chỉ các dòng chưa ghi ngày hoặc năm dùng để tính.",
    OUTNUMBERED: "Chỉ các dòng mà số tên nhiều hơn số tổng hợp.",
}
_WITHOUT_NUMBER = "không thống kê"


@dataclass(frozen=True, slots=True)
class SumLine:
    """One award: its number and those of each object, as (label, number, address)."""

    name: str
    number: str
    url: str
    parts: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One row; addresses are empty where this person may not."""

    pk: int
    unit: str
    history_url: str
    award: str
    object: str
    what: str
    count: str
    state: str
    year: str
    decision: str
    presented: str
    movement: str
    file_url: str
    edit_url: str
    remove_url: str
    entered_for: bool
    elsewhere: str


def period_words(period: Period) -> str:
    """ "theo năm thành tích 2022", "quyết định từ 01/01/2022 đến 30/06/2022"."""
    if period.achievement_year is not None:
        return f"theo năm thành tích {period.achievement_year}"
    return f"theo ngày quyết định từ {short_date(period.starts_on)} đến {short_date(period.ends_on)}"


def sum_lines(
    year: BlocYear, period: Period, counting: Counting, lines: Sequence[Line], unit: str
) -> list[SumLine]:
    """Awards that have a number, in the catalogue's order; `unit`: the code the page is filtered by, or empty."""
    names = {line.counted_as: (line.award_position, _called(line)) for line in lines}
    found = {award for _unit, award, _object in counting.counts}
    return [
        _sum_line(year, period=period, counting=counting, award=award, name=names[award][1], unit=unit)
        for award in sorted(found, key=names.__getitem__)
    ]


def _called(line: Line) -> str:
    """An award's name; one that counts by its wording goes by that."""
    return line.award_name if line.counted_as == line.award else line.title


def _sum_line(
    year: BlocYear, *, period: Period, counting: Counting, award: str, name: str, unit: str
) -> SumLine:
    def shown(word: str | None) -> tuple[str, str]:
        total = counting.total(awards={award}, object=word)
        url = rows_address(year, period, unit=unit, awards=[award], object=word or "")
        return number(total.number, 0, thousands=True), url

    objects = {word for _unit, code, word in counting.counts if code == award}
    parts = [(term.label, *shown(term.value)) for term in AwardObject if term.value in objects]
    return SumLine(name, *shown(None), parts if len(objects) > 1 or parts else [])


def told(year: BlocYear, period: Period, counting: Counting, unit: str) -> list[tuple[str, str, str]]:
    """(tone, sentence, address) for what the numbers leave out."""
    awards = "năm thành tích" if period.achievement_year is not None else "ngày quyết định"
    wanted = [
        (
            "warning",
            OUTNUMBERED,
            f"{len(counting.outnumbered)} chỗ có nhiều tên hơn số tổng hợp; đã tính theo tên. Hãy sửa số tổng hợp.",
            bool(counting.outnumbered),
        ),
        (
            "warning",
            UNDATED,
            f"{len(counting.undated)} dòng chưa ghi {awards} nên chưa tính vào số nào ở đây.",
            bool(counting.undated),
        ),
        (
            "info",
            UNSTATED,
            f"{len(counting.unstated)} dòng không thống kê số lượng, không tính.",
            bool(counting.unstated),
        ),
        (
            "info",
            WITHIN,
            f"{len(counting.within)} dòng có tên đã nằm trong số tổng hợp, không tính hai lần.",
            bool(counting.within),
        ),
    ]
    return [
        (tone, sentence, rows_address(year, period, unit=unit, which=which))
        for tone, which, sentence, is_there in wanted
        if is_there
    ]


def history_links(year: BlocYear) -> dict[int, tuple[str, str]]:
    """Unit id -> (name, address of its history), for the year's units in bloc order."""
    return {
        member.unit_id: (member.name, year_url("unit-history", year, unit=member.code))
        for member in year.members
    }


def shown_lines(
    user: User, year: BlocYear, lines: Sequence[Line], counting: Counting, years: Mapping[int, BlocYear]
) -> list[ShownLine]:
    """`years`: those this person may open, by id; a row of another year is changed in that year."""
    table = _Table(
        year=year,
        years=years,
        within=ids_of(counting, WITHIN),
        beaten=ids_of(counting, OUTNUMBERED),
        writable={member.pk for member in year.members if can_write_commendation(user, year, member)},
        histories={unit: url for unit, (_name, url) in history_links(year).items()},
        edit=_numbered("commendation-edit", year),
        remove=_numbered("commendation-remove", year),
    )
    return [_shown(table, line) for line in lines]


@dataclass(frozen=True, slots=True)
class _Table:
    """What the rows have in common, found once."""

    year: BlocYear
    years: Mapping[int, BlocYear]
    within: Collection[int]
    beaten: Collection[int]
    writable: Collection[int]
    histories: Mapping[int, str]
    edit: Callable[[int], str]
    remove: Callable[[int], str]


def _numbered(name: str, year: BlocYear) -> Callable[[int], str]:
    """The address of a row by its id; resolved once, because a page has hundreds of them."""
    before, after = year_url(name, year, pk=0).rsplit("/0/", 1)
    return lambda pk: f"{before}/{pk}/{after}"


def _shown(table: _Table, line: Line) -> ShownLine:
    is_own = line.year_id == table.year.pk
    may = is_own and line.member_id in table.writable
    home = table.year if is_own else table.years.get(line.year_id)
    amount = "1" if line.recipient else _WITHOUT_NUMBER if line.count is None else str(line.count)
    state = "đã nằm trong số tổng hợp" if line.id in table.within else ""
    state = "số tên nhiều hơn số tổng hợp" if line.id in table.beaten else state
    return ShownLine(
        pk=line.id,
        unit=line.short_name,
        history_url=table.histories.get(line.unit_id, ""),
        award=line.award_text or line.award_name,
        object=AwardObject(line.object).label if line.object else "",
        what=line.recipient,
        count=amount,
        state=state,
        year=str(line.achievement_year or ""),
        decision=" ngày ".join(filter(None, (line.decision_number, short_date(line.decided_on)))),
        presented=short_date(line.presented_on),
        movement=line.movement or "",
        file_url=year_url("commendation-file", home, pk=line.id) if home and line.file_id else "",
        edit_url=table.edit(line.id) if may else "",
        remove_url=table.remove(line.id) if may else "",
        entered_for=line.entered_for,
        elsewhere="" if is_own or home is None else f"ghi ở năm {home.year}",
    )


def page_address(sent: QueryDict, wanted: int) -> str:
    """The same list at another page."""
    asked = [(key, value) for key, values in sent.lists() if key != "trang" for value in values if value]
    return f"?{urlencode([*asked, ('trang', str(wanted))])}"
