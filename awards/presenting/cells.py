"""Every cell behind one unit's scores: criteria × sheets, with who entered what, when and from where."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from awards.presenting.why_page import exact
from awards.results import UnitResult, YearResults
from blocs.models import BlocYear
from blocs.terms import CriterionGroup, Level
from reports.paper.words import number, short_date, trimmed
from scoring.calculation import leaf_averages
from scoring.models import Score, ScoreSource
from scoring.queries import COUNTING, SheetRow, points_of, rule_set, sheet_rows


@dataclass(frozen=True, slots=True)
class Entry:
    """Who entered a cell, from what, when, and the reason given."""

    who: str
    source: str
    at: datetime
    reason: str

    def __str__(self) -> str:
        local = timezone.localtime(self.at)
        return f"{self.who or 'nhập từ tệp'}, {self.source}, {local:%H:%M} {short_date(local.date())}"


def cells_context(results: YearResults, unit: UnitResult) -> dict[str, Any]:
    """heads, rows by criterion, the people of each column, and notes: reasons and cells somebody else entered."""
    year = results.year
    columns = _columns(results, unit)
    counted = [row for _head, row in columns]
    points = points_of(year, counted)
    entries = _entries(year, unit.member.pk)
    nodes = rule_set(year.current_rules).nodes
    averages = leaf_averages(results.consolidation.rules, unit.score.peer) if unit.score.peer else {}
    rows = []
    for node in nodes:
        cells = [trimmed(points[row.pk].get(node.code)) for row in counted] if node.is_leaf else []
        rows.append(
            {
                "code": node.code,
                "text": node.text,
                "maximum": trimmed(node.maximum),
                "is_leaf": node.is_leaf,
                "is_penalty": node.group is CriterionGroup.PENALTY,
                "depth": node.depth,
                "cells": cells,
                "average": exact(averages[node.code].exact, results.decimals)
                if node.code in averages
                else "",
                "sums": [] if node.is_leaf else _sums(results, unit, columns, node.code),
            }
        )
    codes = {node.criterion_id: node.code for node in nodes}
    return {
        "heads": [head for head, _row in columns],
        "has_average": bool(averages),
        "rows": rows,
        "people": [_people(entries, row) for _head, row in columns],
        "notes": _notes(columns, entries, codes),
    }


def _columns(results: YearResults, unit: UnitResult) -> list[tuple[dict[str, str], SheetRow]]:
    """The sheets about this unit that count, in the order of the levels, peers in bloc order."""
    place = {member.pk: index for index, member in enumerate(results.year.members)}
    names = {member.pk: member for member in results.year.members}
    levels = {level: index for index, level in enumerate(results.consolidation.rules.levels)}
    rows = [
        row
        for row in sheet_rows(results.year)
        if row.scored == unit.member.pk and row.state in COUNTING and row.level in levels
    ]
    rows.sort(key=lambda row: (levels[row.level], place.get(row.scorer or 0, -1)))
    return [
        (
            {
                "short": names[row.scorer].short_name,
                "name": f"Phiếu của {names[row.scorer].name}",
                "css": "peer",
            }
            if row.scorer is not None
            else {"short": row.level.label, "name": f"Cấp chấm: {row.level.label}", "css": "own"},
            row,
        )
        for row in rows
    ]


def _sums(
    results: YearResults, unit: UnitResult, columns: list[tuple[dict[str, str], SheetRow]], code: str
) -> list[str]:
    """A section's sums over each sheet; blank for inner parents and for bonus and penalty."""
    by_scorer = {entry.scorer: entry.sums for entry in (unit.score.peer.entries if unit.score.peer else ())}
    names = {member.pk: member.code for member in results.year.members}
    sums = []
    for _head, row in columns:
        if row.level is Level.PEER:
            found = by_scorer.get(names.get(row.scorer or 0, ""))
        else:
            value = unit.score.levels.get(row.level)
            found = value.sheet.sums if value and value.sheet else None
        points = found.sections.get(code) if found else None
        sums.append(number(points, results.decimals) if points is not None else "")
    return sums


def _entries(year: BlocYear, scored: int) -> dict[int, dict[int, Entry]]:
    """Sheet id -> criterion id -> who entered it; one query."""
    found: dict[int, dict[int, Entry]] = {}
    rows = Score.objects.filter(sheet__year=year, sheet__scored=scored, entry=1).values_list(
        "sheet_id", "criterion_id", "entered_by__full_name", "source", "entered_at", "reason"
    )
    for sheet, criterion, who, source, at, reason in rows:
        found.setdefault(sheet, {})[criterion] = Entry(who or "", ScoreSource(source).label, at, reason)
    return found


def _people(entries: dict[int, dict[int, Entry]], row: SheetRow) -> str:
    """Who entered most of a sheet, and with how many others."""
    people = Counter(entry.who or "nhập từ tệp" for entry in entries.get(row.pk, {}).values())
    if not people:
        return ""
    first, *others = [who for who, _count in people.most_common()]
    return f"{first} và {len(others)} người khác" if others else first


def _notes(
    columns: list[tuple[dict[str, str], SheetRow]],
    entries: dict[int, dict[int, Entry]],
    codes: dict[int, str],
) -> list[dict[str, str]]:
    """Cells with a reason, and cells that another person than the sheet's first entered."""
    notes = []
    for head, row in columns:
        of_sheet = entries.get(row.pk, {})
        usual = Counter(entry.who for entry in of_sheet.values()).most_common(1)
        for criterion, entry in of_sheet.items():
            if entry.reason or (usual and entry.who != usual[0][0]):
                notes.append(
                    {
                        "where": f"{codes.get(criterion, '')} · {head['short']}",
                        "who": str(entry),
                        "reason": entry.reason,
                    }
                )
    return sorted(notes, key=lambda note: note["where"])
