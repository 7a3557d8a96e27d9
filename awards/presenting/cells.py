"""Every cell behind one unit's scores: criteria × sheets, and who entered them, when and from what."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from awards.presenting.arithmetic import exact
from awards.results import UnitResult, YearResults
from blocs.models import BlocYear
from blocs.terms import Aggregation
from reports.paper.words import number, short_date, trimmed
from scoring.calculation import SheetSums, leaf_averages, sheet_sums
from scoring.models import Score, ScoreSource
from scoring.queries import COUNTING, CriterionNode, Points, SheetRow, points_of, rule_set, sheet_rows


@dataclass(frozen=True, slots=True)
class Entry:
    """Who entered a cell, from what, when, and the reason given."""

    who: str
    source: str
    at: datetime
    reason: str

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date()

    @property
    def hand(self) -> str:
        """ "Nguyễn Văn A, tự nhập", or the source alone of what came in with a file."""
        return ", ".join(filter(None, [self.who, self.source]))


@dataclass(frozen=True, slots=True)
class Column:
    """A sheet that counts: its heading, its points by leaf code, its sums, who entered each criterion."""

    short: str
    name: str
    is_peer: bool
    points: Points
    sums: SheetSums
    entries: Mapping[str, Entry]

    @property
    def usual(self) -> str:
        """Who entered most of it."""
        people = Counter(entry.who for entry in self.entries.values()).most_common(1)
        return people[0][0] if people else ""


def cells_context(results: YearResults, unit: UnitResult) -> dict[str, Any]:
    """`heads`, `rows` by criterion, `totals`, `entered` (who entered which sheets) and numbered `notes`."""
    nodes = rule_set(results.year.current_rules).nodes
    columns = _columns(results, unit, nodes)
    notes = _notes(columns, nodes)
    averages = leaf_averages(results.consolidation.rules, unit.score.peer) if unit.score.peer else {}
    places = results.decimals
    return {
        "heads": [{"short": column.short, "name": column.name} for column in columns],
        "average_head": _average_head(results) if averages else "",
        "rows": [
            _row(node, columns, _below(node, nodes), notes, places)
            | {"average": exact(averages[node.code].exact, places) if node.code in averages else ""}
            for node in nodes
        ],
        "totals": [number(column.sums.total, places) for column in columns],
        "entered": _entered(columns),
        "notes": [note for column_notes in notes for note in column_notes.values()],
    }


def _average_head(results: YearResults) -> str:
    is_by_leaf = results.consolidation.rules.aggregation is Aggregation.LEAF
    return "Chấm chéo" if is_by_leaf else "TB chéo (tham khảo)"


def _columns(results: YearResults, unit: UnitResult, nodes: tuple[CriterionNode, ...]) -> list[Column]:
    """The sheets about this unit that count, in the order of the levels, peers in bloc order."""
    members = {member.pk: (index, member) for index, member in enumerate(results.year.members)}
    rules = results.consolidation.rules
    levels = {level: index for index, level in enumerate(rules.levels)}
    rows = [
        row
        for row in sheet_rows(results.year)
        if row.scored == unit.member.pk and row.state in COUNTING and row.level in levels
    ]
    rows.sort(key=lambda row: (levels[row.level], members[row.scorer][0] if row.scorer else -1))
    points = points_of(results.year, rows)
    entries = _entries(results.year, unit.member.pk, nodes)

    def column(row: SheetRow) -> Column:
        scorer = members[row.scorer][1] if row.scorer else None
        return Column(
            short=scorer.short_name if scorer else row.level.label,
            name=f"Phiếu của {scorer.name}" if scorer else f"Cấp chấm: {row.level.label}",
            is_peer=scorer is not None,
            points=points[row.pk],
            sums=sheet_sums(rules, points[row.pk]),
            entries=entries.get(row.pk, {}),
        )

    return [column(row) for row in rows]


def _entries(year: BlocYear, scored: int, nodes: tuple[CriterionNode, ...]) -> dict[int, dict[str, Entry]]:
    """Sheet id -> criterion code -> who entered it; one query."""
    codes = {node.criterion_id: node.code for node in nodes}
    found: dict[int, dict[str, Entry]] = {}
    rows = Score.objects.filter(sheet__year=year, sheet__scored=scored, entry=1).values_list(
        "sheet_id", "criterion_id", "entered_by__full_name", "source", "entered_at", "reason"
    )
    for sheet, criterion, who, source, at, reason in rows:
        if criterion in codes:
            entry = Entry(who or "", ScoreSource(source).label, at, reason)
            found.setdefault(sheet, {})[codes[criterion]] = entry
    return found


Note = dict[str, str]


def _notes(columns: list[Column], nodes: tuple[CriterionNode, ...]) -> list[dict[str, Note]]:
    """For each column, criterion code -> numbered note: cells with a reason or entered by another hand than usual."""
    place = {node.code: index for index, node in enumerate(nodes)}
    found: list[dict[str, Note]] = []
    count = 0
    for column in columns:
        usual, notes = column.usual, {}
        for code in sorted(column.entries, key=lambda code: place[code]):
            entry = column.entries[code]
            if entry.reason or entry.who != usual:
                count += 1
                notes[code] = {
                    "number": str(count),
                    "where": f"{code} · {column.short}",
                    "reason": entry.reason,
                    "who": f"{entry.hand}, {short_date(entry.day)}",
                }
        found.append(notes)
    return found


def _row(
    node: CriterionNode, columns: list[Column], below: list[str], notes: list[dict[str, Note]], places: int
) -> dict[str, Any]:
    """A criterion across the sheets; `below`: the leaves under a parent, empty for a leaf."""
    row: dict[str, Any] = {
        "code": node.code,
        "text": node.text,
        "maximum": trimmed(node.maximum),
        "css": "" if node.is_leaf else "cells-section" if node.depth == 0 else "cells-parent",
    }
    if below:
        row["cells"] = [{"text": _sum(column.points, below, places), "note": ""} for column in columns]
        return row
    row["cells"] = [
        {
            "text": trimmed(column.points.get(node.code)) or "–",
            "note": column_notes[node.code]["number"] if node.code in column_notes else "",
        }
        for column, column_notes in zip(columns, notes, strict=True)
    ]
    return row


def _below(node: CriterionNode, nodes: tuple[CriterionNode, ...]) -> list[str]:
    return [leaf.code for leaf in nodes if leaf.is_leaf and leaf.code.startswith(f"{node.code}.")]


def _sum(points: Points, codes: list[str], places: int) -> str:
    """What a sheet gives under a parent; a leaf left empty counts 0."""
    return number(sum((points.get(code, Decimal(0)) for code in codes), Decimal(0)), places)


def _entered(columns: list[Column]) -> list[dict[str, str]]:
    """Who entered which sheets, from what and when; sheets by the same hand together, in the columns' order."""
    counts: dict[str, dict[int, int]] = {}
    days: dict[str, list[date]] = {}
    for index, column in enumerate(columns):
        for entry in column.entries.values():
            own = counts.setdefault(entry.hand, {})
            own[index] = own.get(index, 0) + 1
            days.setdefault(entry.hand, []).append(entry.day)
    return [
        {"who": f"{hand[:1].upper()}{hand[1:]}, {_span(days[hand])}", "sheets": _sheets(columns, own)}
        for hand, own in counts.items()
    ]


def _span(days: list[date]) -> str:
    first, last = min(days), max(days)
    return f"ngày {short_date(first)}" if first == last else f"từ {short_date(first)} đến {short_date(last)}"


def _sheets(columns: list[Column], counts: Mapping[int, int]) -> str:
    """The sheets by name, with the number of cells where a hand entered only some; `counts`: cells by column."""
    every = [len(column.entries) for column in columns]
    if len(columns) > 1 and all(counts.get(index) == cells for index, cells in enumerate(every)):
        return f"cả {len(columns)} phiếu"

    def name(index: int) -> str:
        part = "" if counts[index] == every[index] else f" ({counts[index]}/{every[index]} ô)"
        return f"{columns[index].short}{part}"

    own = [name(index) for index in counts if not columns[index].is_peer]
    peers = [name(index) for index in counts if columns[index].is_peer]
    if peers:
        own.append(f"phiếu chấm chéo của {', '.join(peers)}")
    return ", ".join(own)
