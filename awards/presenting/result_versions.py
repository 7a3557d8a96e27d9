"""The versions of a year's results as they are read: who approved what, the stored table, what is different.

Everything comes from what was stored; nothing is computed again but on the page that does just that.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from awards.actions.publishing import names_under
from awards.arithmetic_paper import ARITHMETIC_KIND
from awards.models import ResultPaper, ResultVersion
from awards.result_versions import versions_of
from awards.results_table import Table
from awards.snapshot_differences import Part
from blocs.context import year_url
from blocs.models import BlocYear
from blocs.terms import SHARED_RANK, Level, SheetState
from reports.paper.words import short_date
from scoring.visibility import Sight

_NONE = "–"


def moment(at: datetime) -> str:
    """ "14:05 ngày 12/01/2021"."""
    local = timezone.localtime(at)
    return f"{local:%H:%M} ngày {short_date(local.date())}"


def day(at: datetime) -> str:
    return short_date(timezone.localtime(at).date())


def approved_line(version: ResultVersion) -> str:
    """ "Phiên bản 1, duyệt ngày 12/01/2021: Trần Thị A đề nghị, Nguyễn Văn B duyệt"."""
    if version.approved_by is None or version.approved_at is None:
        raise ValueError("a proposal is approved by nobody")
    names = names_under(version.proposed_by, version.approved_by)
    word = "bởi " if version.proposed_by == version.approved_by else ": "
    gap = " " if word == "bởi " else ""
    return f"Phiên bản {version.number}, duyệt ngày {day(version.approved_at)}{gap}{word}{names}."


def correction_line(version: ResultVersion) -> str:
    """What stands on a version that is no longer in force; empty on one that is."""
    if version.withdrawn_at is None:
        return ""
    reason = version.withdrawal_reason.rstrip(" .")
    return f"Mở đính chính từ {moment(version.withdrawn_at)}. Lý do: {reason}."


def live_state(year: BlocYear, version: ResultVersion | None, *, differs: bool) -> dict[str, str]:
    """What the results page, which computes, says of what was approved: {tone, text, url, link}."""
    versions = (
        {"url": year_url("results-versions", year), "link": "Các phiên bản"} if version else {"url": ""}
    )
    if differs and version is not None:
        text = (
            f"{approved_line(version)} Trang này tính theo số liệu hiện có và không còn giống bản đã duyệt."
        )
        return {"tone": "warning", "text": text, **versions}
    if year.results_published_at is not None:
        line = f"{approved_line(version)} Đã niêm yết" if version else "Đã niêm yết"
        when = "" if version else f" ngày {day(year.results_published_at)}"
        return {"tone": "success", "text": f"{line}{when}; các đơn vị trong khối xem được.", **versions}
    if version is not None:
        text = (
            f"{correction_line(version)} Trang này tính theo số liệu đang sửa, chỉ tổ thư ký và Hội đồng TĐKT thấy;"
            f" các đơn vị thấy phiên bản {version.number} đã lưu."
        )
        return {"tone": "warning", "text": text, **versions}
    return {
        "tone": "info",
        "text": "Chưa niêm yết: chỉ tổ thư ký và Hội đồng TĐKT thấy trang này.",
        "url": "",
    }


def open_papers(papers: Iterable[ResultPaper], *, with_arithmetic: bool) -> list[ResultPaper]:
    """The papers a person may open; the arithmetic goes down to the sections of every unit."""
    return [paper for paper in papers if with_arithmetic or not paper.kind.startswith(ARITHMETIC_KIND)]


def versions_context(year: BlocYear, *, reads_all: bool, with_arithmetic: bool) -> dict[str, Any]:
    """The page "Các phiên bản kết quả". `reads_all`: proposals too, which no unit knows of."""
    found = list(versions_of(year).order_by("-number", "-pk"))
    approved = [version for version in found if version.is_approved]
    papers: dict[int, list[ResultPaper]] = {}
    stored = ResultPaper.objects.filter(version__in=[version.pk for version in approved])
    for paper in open_papers(stored, with_arithmetic=with_arithmetic):
        papers.setdefault(paper.version_id, []).append(paper)
    proposals = [version for version in found if not version.is_approved] if reads_all else []
    return {
        "heading": "Các phiên bản kết quả",
        "versions": [_version(year, version, papers.get(version.pk, [])) for version in approved],
        "proposals": [_proposal(year, version) for version in proposals],
        "reads_all": reads_all,
        "back_url": year_url("results", year),
    }


def _version(year: BlocYear, version: ResultVersion, papers: Iterable[ResultPaper]) -> dict[str, Any]:
    return head_context(year, version) | {
        "url": year_url("results-version", year, number=version.number),
        "papers": papers_context(year, version, papers),
    }


def head_context(year: BlocYear, version: ResultVersion) -> dict[str, Any]:
    """What stands above a version wherever it is shown."""
    state, tone = _state(year, version)
    return {
        "name": f"Phiên bản {version.number}",
        "line": approved_line(version),
        "state": state,
        "tone": tone,
        "reason": version.reason,
        "correction": correction_line(version),
        "results_hash": version.results_hash,
        "inputs_hash": version.inputs_hash,
        "check_url": year_url("results-version-check", year, number=version.number),
    }


def _state(year: BlocYear, version: ResultVersion) -> tuple[str, str]:
    if version.is_in_force:
        return "Đang niêm yết", "done"
    if version.number < year.results_version:
        return f"Đã thay bằng phiên bản {year.results_version}", ""
    return "Đang đính chính", "due"


def papers_context(
    year: BlocYear, version: ResultVersion, papers: Iterable[ResultPaper]
) -> list[dict[str, str]]:
    return [
        {
            "label": paper.title,
            "format": paper.format,
            "url": year_url("results-version-paper", year, number=version.number, code=paper.code),
            "code": paper.code,
            "verify_url": reverse("verification", kwargs={"code": paper.code}),
        }
        for paper in papers
    ]


def _proposal(year: BlocYear, version: ResultVersion) -> dict[str, str]:
    waits = version.withdrawn_at is None
    gone = (
        ""
        if version.withdrawn_at is None or version.withdrawn_by is None
        else f"{version.withdrawn_by.full_name} rút lúc {moment(version.withdrawn_at)}: {version.withdrawal_reason}"
    )
    return {
        "name": f"Đề nghị phiên bản {version.number}",
        "line": f"{version.proposed_by.full_name} đề nghị lúc {moment(version.proposed_at)}.",
        "reason": version.reason,
        "gone": gone,
        "url": year_url("results-proposal", year) if waits else "",
    }


def table_context(version: ResultVersion) -> dict[str, Any]:
    """The stored table: `heads`, `rows` in rank order, `nominations`; of `awards.result_versions.shown_versions`."""
    names: dict[str, str] = version.award_names  # type: ignore[attr-defined]
    table: Table = version.table
    units = table["units"]
    levels = [level for level in Level if any(unit[level.value] is not None for unit in units)]
    columns = [
        *((level.value, level.label) for level in levels),
        ("content", "Nội dung"),
        *(
            (key, label)
            for key, label in (("bonus", "Thưởng"), ("penalty", "Trừ"))
            if any(unit[key] is not None and unit[key].strip("0.") for unit in units)
        ),
    ]
    has_classes = any(unit["class"] for unit in units)
    last = len(units) + 1
    return {
        "heads": [label for _key, label in columns],
        "has_classes": has_classes,
        "rows": [
            {
                "rank": unit["rank"],
                "name": unit["name"],
                "note": _rank_note(unit),
                "cells": [{"label": label, "text": comma(unit[key])} for key, label in columns],
                "final": comma(unit["final"]),
                "band": unit["class"] or "",
            }
            for unit in sorted(units, key=lambda unit: unit["rank"] or last)
        ],
        "nominations": _nominations(table, names),
    }


def comma(text: str | None) -> str:
    return _NONE if text is None else text.replace(".", ",")


def _rank_note(unit: Mapping[str, Any]) -> str:
    if unit["separated_by"] == SHARED_RANK:
        return "đồng hạng với đơn vị trên"
    return f"bằng điểm đơn vị trên, phân định theo: {unit['separated_by']}" if unit["separated_by"] else ""


def _nominations(table: Table, names: Mapping[str, str]) -> list[dict[str, Any]]:
    units = {unit["code"]: unit["name"] for unit in table["units"]}
    return [
        {
            "name": names.get(row["award"], row["award"]),
            "quota": row["quota"],
            "nominated": [units[code] for code in row["nominated"]],
            "undecided": [units[code] for code in row["undecided"]],
        }
        for row in table["nominations"]
    ]


def differences_context(year: BlocYear, version: ResultVersion, sight: Sight) -> list[dict[str, Any]]:
    """The differences to the version before, by part; cells and sheets only as far as this person reads them."""
    ids = {member.code: member.pk for member in year.members}
    groups: dict[str, list[dict[str, str]]] = {}
    hidden: dict[str, int] = {}
    for line in version.differences:
        if _may_read(line, ids, sight):
            groups.setdefault(line["part"], []).append(line)
        else:
            hidden[line["part"]] = hidden.get(line["part"], 0) + 1
    return [
        {
            "title": part.label,
            "lines": groups.get(part.value, []),
            "hidden": _hidden_words(part, hidden.get(part.value, 0)),
        }
        for part in Part
        if part.value in groups or part.value in hidden
    ]


def _may_read(line: Mapping[str, Any], ids: Mapping[str, int], sight: Sight) -> bool:
    if sight.everything or "level" not in line:
        return True
    scored, scorer = ids.get(line["scored"]), ids.get(line["scorer"] or "")
    if scored is None or (line["scorer"] and scorer is None):
        return False
    return sight.reads_sheet(Level(line["level"]), scored, scorer, SheetState.HANDED_IN)


def _hidden_words(part: Part, count: int) -> str:
    if not count:
        return ""
    what = "ô điểm" if part is Part.CELLS else "phiếu"
    return f"Có {count} {what} khác trên phiếu mà theo quy tắc của năm chỉ tổ thư ký và Hội đồng TĐKT xem."
