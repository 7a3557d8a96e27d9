"""The bloc's report as its pages show it: drafted sections with their links, edited ones beside the draft."""

from typing import Any

from awards.actions.bloc_reports import period_state
from awards.checkpoint_drafts import unit_lines
from awards.checkpoint_figures import CheckpointFigures
from awards.checkpoint_reading import AwardName
from awards.checkpoint_report import FROM_UNITS, CheckpointReport, Section
from awards.commendation_counts import Count
from awards.documents_checkpoint import KIND_OF
from awards.report_forms import PeriodForm
from blocs.checkpoints import WORDS
from blocs.context import year_url
from blocs.editing import fingerprint
from reports.paper.press import EXTENSIONS

_ENDINGS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


def report_context(report: CheckpointReport, *, may: bool, form: PeriodForm | None = None) -> dict[str, Any]:
    """The whole page; `may`: whether this person writes it, `form`: a period that could not be stored."""
    year, checkpoint = report.year, report.checkpoint
    kind = KIND_OF[checkpoint]
    period = period_state(report.stored, year, checkpoint)
    stale = [section.heading for section in report.sections if section.is_stale]
    return {
        "heading": f"{WORDS[checkpoint].title} {year.year}",
        "may": may,
        "list_url": year_url("reports", year),
        "links": [
            {"label": _ENDINGS[each], "url": year_url("papers-draft", year, kind=kind, extension=each)}
            for each in EXTENSIONS
        ],
        "issue_url": year_url("papers-issue", year, kind=kind) if may else "",
        "period_form": form or PeriodForm(initial={"starts_on": period[0], "ends_on": period[1]}),
        "period_url": year_url("bloc-report-period", year, checkpoint=checkpoint),
        "period_base": fingerprint(period),
        "checks": report.checks,
        "stale": stale,
        "sections": [_section(report, section, may=may) for section in report.sections],
        "table": award_table(report.figures),
    }


def _section(report: CheckpointReport, section: Section, *, may: bool) -> dict[str, Any]:
    url = year_url("bloc-report-section", report.year, checkpoint=report.checkpoint, key=section.kind.key)
    return {
        "key": section.kind.key,
        "part": section.part,
        "heading": section.heading,
        "hint": section.kind.hint,
        "lines": section.drafted,
        "edited": section.edited,
        "is_stale": section.is_stale,
        "url": url if may else "",
    }


def award_table(figures: CheckpointFigures) -> dict[str, Any]:
    """The table of commendations, every number with the address of its rows."""
    table = figures.table
    every = [column.award for column in table.columns]

    def cell(count: Count, awards: list[AwardName], unit: str = "") -> dict[str, str]:
        if not count.number:
            return {"text": "–", "url": ""}
        return {"text": str(count.number), "url": figures.address(awards, unit=unit)}

    return {
        "columns": [
            {"name": each.award.name, "short": each.award.short_name, **cell(each.count, [each.award])}
            for each in table.columns
        ],
        "rows": [
            {
                "name": line.member.name,
                "cells": [
                    cell(count, [award], line.member.code) | {"name": award.short_name}
                    for award, count in zip(every, line.counts, strict=True)
                ],
                "total": cell(line.total, every, line.member.code),
            }
            for line in table.lines
        ],
        "total": cell(table.total, every),
    }


def section_context(
    report: CheckpointReport, section: Section, text: str, *, chosen: set[int] | None = None
) -> dict[str, Any]:
    """The editor of one section: the text, the draft of now, and the units' words to pick from."""
    year, checkpoint = report.year, report.checkpoint
    stored = report.stored.sections.get(section.kind.key) if report.stored else None
    return {
        **_section(report, section, may=True),
        "title": f"{WORDS[checkpoint].report} {year.year}",
        "text": text,
        "drafted_text": section.drafted_text,
        "base": fingerprint(stored),
        "back_url": year_url("bloc-report", year, checkpoint=checkpoint),
        "follow_url": year_url("bloc-report-follow", year, checkpoint=checkpoint, key=section.kind.key)
        if section.edited is not None
        else "",
        "unit_words": _unit_words(report, section, chosen),
    }


def _unit_words(report: CheckpointReport, section: Section, chosen: set[int] | None) -> list[dict[str, Any]]:
    field = FROM_UNITS.get(section.kind.key)
    if field is None:
        return []
    words = []
    for member in report.year.members:
        unit = report.figures.data.reports.get(member.pk)
        text = getattr(unit, field, "")
        if text:
            ticked = chosen is None or member.pk in chosen
            words.append({"pk": member.pk, "name": member.name, "text": text, "ticked": ticked})
    return words


def picked_text(report: CheckpointReport, section: Section, chosen: set[int]) -> str:
    """The lines of the chosen units, as a text to edit."""
    field = FROM_UNITS[section.kind.key]
    picked = unit_lines(report.figures, field, chosen)
    return "\n".join("".join(piece.text for piece in each) for each in picked)
