"""The contexts of the pages of reports: the list by review, and one unit's report."""

import json
from collections.abc import Mapping
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.utils import timezone

from blocs import rules
from blocs.actions.unit_reports import FieldAnswer, FieldOutcome
from blocs.checkpoints import WORDS
from blocs.context import year_url
from blocs.models import BlocYear, Membership, UnitReport, User
from blocs.report_content import (
    FIELDS,
    FIGURES,
    LABELS,
    TEXTS,
    Figure,
    figures_of,
    typed_lines,
)
from blocs.report_rules import drafts_report, report_is_open, sends_report, why_report_is_closed
from blocs.tabs import movement_tabs
from blocs.terms import Checkpoint
from blocs.unit_reports import content_of, expected_members, is_sent, report_of, reports_of_year
from blocs.year_phases import Window, window_in_words

_BLANK_LINES = 3
_HINTS = {
    "results": "Việc đã làm được, mô hình và điển hình tiên tiến; vài dòng là đủ.",
    "weaknesses": "Việc chưa làm được và vì sao.",
    "proposals": "Với khối, với tỉnh, với Trung ương Hội; không có thì để trống.",
}


def list_context(user: User, year: BlocYear) -> dict[str, Any]:
    reports = reports_of_year(year)
    everyone = rules.can_read_scores(user, year)
    expected = expected_members(year)
    shown = expected if everyone else rules.own_members(user, year)
    return {
        "tabs": movement_tabs(user, year, "reports"),
        "sentence": "Mỗi đơn vị gửi một báo cáo ngắn ở mỗi kỳ; báo cáo của khối soạn từ số liệu đã có."
        if everyone
        else "Báo cáo ngắn của đơn vị ở mỗi kỳ; viết đến đâu, trang tự lưu đến đó.",
        "checkpoints": [
            _section(user, year, checkpoint, shown, reports, everyone=everyone) for checkpoint in Checkpoint
        ],
    }


def _section(
    user: User,
    year: BlocYear,
    checkpoint: Checkpoint,
    shown: list[Membership],
    reports: Mapping[tuple[int, str], UnitReport],
    *,
    everyone: bool,
) -> dict[str, Any]:
    words = WORDS[checkpoint]
    phase = year.phases_by_kind.get(words.phase)
    window = window_in_words(Window(phase.opens_at, phase.closes_at)) if phase else ""
    missing = [m.short_name for m in shown if not is_sent(reports.get((m.pk, checkpoint)))]
    return {
        "slug": words.slug,
        "title": words.title,
        "window": f"Nhận báo cáo {window}." if window else "",
        "count": f"{len(shown) - len(missing)}/{len(shown)} đơn vị đã gửi" if everyone else "",
        "missing": ", ".join(missing) if everyone else "",
        "bloc_url": year_url("bloc-report", year, checkpoint=checkpoint) if everyone else "",
        "rows": [_row(user, year, checkpoint, m, reports.get((m.pk, checkpoint))) for m in shown],
    }


def _row(
    user: User, year: BlocYear, checkpoint: Checkpoint, member: Membership, report: UnitReport | None
) -> dict[str, Any]:
    writes = drafts_report(user, year, member) and report_is_open(year, member, checkpoint)
    sent = is_sent(report)
    return {
        "name": member.name,
        "state": "Đã gửi" if sent else "Đang viết" if report else "Chưa viết",
        "tone": "done" if sent else "due" if report else "",
        "note": _row_note(year, checkpoint, member, report),
        "url": year_url("unit-report", year, checkpoint=checkpoint, pk=member.pk),
        "action": "Viết báo cáo" if writes and not report else "Viết tiếp" if writes and not sent else "Xem",
        "is_main": writes and not sent and rules.works_for(user, member),
    }


def _row_note(year: BlocYear, checkpoint: Checkpoint, member: Membership, report: UnitReport | None) -> str:
    parts = []
    if report is not None and is_sent(report) and report.handed_in_at is not None:
        who = f" · {report.handed_in_by.full_name}" if report.handed_in_by else ""
        parts.append(f"{moment(report.handed_in_at)}{who}")
    if report is not None and report.entered_for:
        parts.append("tổ thư ký nhập thay")
    extension = year.extensions.get((WORDS[checkpoint].phase.value, member.pk))
    if extension is not None:
        parts.append(f"gia hạn đến {moment(extension.closes_at)}: {extension.reason}")
    return " · ".join(parts)


def moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}"


def report_context(
    user: User,
    year: BlocYear,
    member: Membership,
    checkpoint: Checkpoint,
    *,
    typed: Mapping[str, str] | None = None,
    answers: Mapping[str, FieldAnswer] | None = None,
    problem: str = "",
) -> dict[str, Any]:
    """`typed` and `answers`: after a refused sending, what was typed and what is wrong with it stay on the page."""
    report = report_of(member, checkpoint)
    content = content_of(member, checkpoint, report)
    words, sent = WORDS[checkpoint], is_sent(report)
    is_open = report_is_open(year, member, checkpoint)
    writes = drafts_report(user, year, member) and is_open and not sent
    own = rules.works_for(user, member)
    stored = {field: content.text_of(field) for field in FIELDS}
    shown = stored if typed is None else dict(typed)
    answers = answers or {}
    here = {"checkpoint": checkpoint, "pk": member.pk}
    return {
        "heading": f"{words.report[:1].upper()}{words.report[1:]} {year.year}",
        "member": member,
        "sentence": _sentence(report, own=own, member=member),
        "problem": problem,
        "closed": "" if writes or sent else _why_not(user, year, member, checkpoint, is_open=is_open),
        "writes": writes,
        "sends": writes and sends_report(user, year, member),
        "send_label": "Gửi báo cáo" if own else "Gửi thay đơn vị",
        "may_reopen": sent and is_open and sends_report(user, year, member),
        "texts": [_text(name, shown[name], answers.get(name)) for name in TEXTS],
        "figures": _figures(shown[FIGURES], answers.get(FIGURES), blank=_BLANK_LINES if writes else 0),
        "bases": json.dumps(stored, ensure_ascii=False),
        "stored": stored,
        "labels": LABELS,
        "storage": f"bc-{member.pk}-{checkpoint.value}",
        "list_url": year_url("reports", year),
        "save_url": year_url("unit-report-save", year, **here),
        "hand_in_url": year_url("unit-report-hand-in", year, **here),
        "reopen_url": year_url("unit-report-reopen", year, **here),
    }


def _sentence(report: UnitReport | None, *, own: bool, member: Membership) -> str:
    parts = ["" if own else f"{member.name}."]
    if report is None:
        parts.append("Chưa có gì được lưu; số liệu chính lấy sẵn từ chỉ tiêu của đơn vị.")
    elif is_sent(report) and report.handed_in_at is not None:
        who = f", {report.handed_in_by.full_name}" if report.handed_in_by else ""
        parts.append(f"Đã gửi lúc {moment(report.handed_in_at)}{who}.")
    else:
        who = f", {report.saved_by.full_name}" if report.saved_by else ""
        parts.append(f"Lưu lần cuối {moment(report.saved_at)}{who}; chưa gửi.")
    if report is not None and report.entered_for:
        parts.append("Tổ thư ký nhập thay đơn vị.")
    return " ".join(part for part in parts if part)


def _why_not(user: User, year: BlocYear, member: Membership, checkpoint: Checkpoint, *, is_open: bool) -> str:
    if not is_open:
        return why_report_is_closed(year, checkpoint)
    return "" if drafts_report(user, year, member) else "Ông, bà đang xem; việc viết và gửi là của đơn vị."


def _text(name: str, value: str, answer: FieldAnswer | None) -> dict[str, Any]:
    return {"name": name, "label": LABELS[name], "hint": _HINTS[name], "value": value, **_answered(answer)}


def _answered(answer: FieldAnswer | None) -> dict[str, str]:
    """What is wrong with a field, and the text that stands in its place."""
    if answer is None or answer.outcome is FieldOutcome.SAVED:
        return {"fault": "", "standing": ""}
    is_stale = answer.outcome is FieldOutcome.STALE
    return {"fault": answer.sentence, "standing": (answer.stored or "để trống") if is_stale else ""}


def _figures(text: str, answer: FieldAnswer | None, *, blank: int) -> dict[str, Any]:
    typed = typed_lines(text)
    try:
        percents = [figure.percent for figure in figures_of(typed)]
    except ValueError:
        percents = []
    lines = [
        {"label": line[0], "measure": line[1], "planned": line[2], "value": line[3], "percent": share}
        for line, share in zip_longest(typed, percents, fillvalue="")
        if line
    ]
    said = _answered(answer)
    if said["standing"]:
        said["standing"] = in_words(figures_of(typed_lines(answer.stored if answer else "[]")))
    empty = dict.fromkeys(("label", "measure", "planned", "value", "percent"), "")
    return {"lines": [*lines, *({**empty} for _ in range(blank))], "label": LABELS[FIGURES], **said}


def in_words(figures: tuple[Figure, ...]) -> str:
    """The figures in one line: "Hội viên mới (người): 200 / 205"."""
    parts = []
    for figure in figures:
        label, measure, planned, value = figure.typed
        unit = f" ({measure})" if measure else ""
        parts.append(f"{label}{unit}: {value or '–'}{f' / {planned}' if planned else ''}")
    return "; ".join(parts) or "để trống"
