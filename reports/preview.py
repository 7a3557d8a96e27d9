"""What taking a workbook in will create, in words, or why it cannot: the contexts of templates/reports/."""

from collections.abc import Iterable
from typing import Any

from awards.models import AwardRule, Registration, Vote
from blocs.models import BlocYear
from reports.actions.import_units import Match, matches
from reports.actions.import_year import existing_year, why_not_replace
from reports.paper.words import number, trimmed
from reports.workbook.book import YearBook
from reports.workbook.faults import Fault
from scoring.models import CriterionVersion, Score


def preview_context(book: YearBook, *, file_name: str) -> dict[str, Any]:
    """Facts with the standing year's beside them where there is one, and every unit with whom it is taken for."""
    old = existing_year(book)
    refusal = why_not_replace(old) if old is not None else ""
    return {
        "heading": f"{book.head.name}, năm {book.head.year}",
        "sentence": _sentence(book, old, file_name),
        "refusal": refusal,
        "replaces": old is not None,
        "left_out": _left_out(book, old),
        "facts": [
            {"label": "Mã khối", "value": book.head.code},
            {"label": "Tỉnh", "value": book.head.province or "để trống"},
            {"label": "Thang điểm", "value": trimmed(book.rules.scale, thousands=True)},
            {"label": "Các cấp chấm", "value": ", ".join(level.label for level in book.rules.levels)},
        ],
        "counts": _counts(book, old),
        "units": [_unit_row(match) for match in matches(book)],
    }


def _sentence(book: YearBook, old: BlocYear | None, file_name: str) -> str:
    what = f"{len(book.units)} đơn vị, {_count(len(book.scores))} ô điểm"
    act = "sẽ thay số liệu đang có của năm này bằng" if old else "sẽ tạo năm này với"
    return f"Tệp {file_name} không có lỗi. Nhập {act} {what}. Chưa lưu gì cả."


def _counts(book: YearBook, old: BlocYear | None) -> list[dict[str, str]]:
    """Label, how many in the workbook, and how many stand in the year it would replace."""
    rows = (
        ("Đơn vị", book.units, lambda year: year.memberships),
        ("Tiêu chí", book.criteria, lambda year: CriterionVersion.objects.filter(rules=year.rules_id)),
        ("Ô điểm", book.scores, lambda year: Score.objects.filter(sheet__year=year, entry=1)),
        ("Quy tắc khen", book.award_rules, lambda year: AwardRule.objects.filter(rules=year.rules_id)),
        (
            "Đăng ký danh hiệu",
            book.registrations,
            lambda year: Registration.objects.filter(membership__year=year),
        ),
        ("Lần bỏ phiếu", book.vote_counts, lambda year: Vote.objects.filter(year=year)),
    )
    return [
        {
            "label": label,
            "value": _count(len(found)),
            "old": _count(standing(old).count()) if old is not None else "",
        }
        for label, found, standing in rows
    ]


def _count(count: int) -> str:
    return number(count, 0, thousands=True)


def _left_out(book: YearBook, old: BlocYear | None) -> str:
    """The units of the standing year that the workbook does not hold."""
    if old is None:
        return ""
    codes = {row.code for row in book.units}
    return ", ".join(member.short_name for member in old.members if member.code not in codes)


def _unit_row(match: Match) -> dict[str, str]:
    state, tone = "Đã có trong khối", ""
    if match.is_new:
        state, tone = "Đơn vị mới", "brand"
    elif match.is_renamed:
        state, tone = "Đổi tên", "due"
    return {
        "code": match.row.code,
        "name": match.row.name,
        "role": match.row.role.label,
        "state": state,
        "tone": tone,
        "known_as": match.known_as if match.is_renamed else "",
    }


def fault_rows(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """One row a sentence: the first cell it is said of, and the others; one wrong code can spoil hundreds of cells."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for fault in faults:
        known = rows.get((fault.sheet, fault.message))
        if known is None:
            rows[fault.sheet, fault.message] = {
                "sheet": fault.sheet,
                "cell": fault.cell,
                "message": fault.message,
                "others": [],
            }
        else:
            known["others"].append(fault.cell)
    return list(rows.values())
