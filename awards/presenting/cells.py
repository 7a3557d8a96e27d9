"""Every cell behind one unit's scores: criteria × sheets, and who entered them, when and from what."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from awards.presenting.arithmetic import exact
from awards.results import UnitResult, YearResults, keeps_peers_unnamed
from blocs.models import BlocYear
from blocs.terms import Aggregation
from reports.paper.words import number, short_date, trimmed
from scoring.calculation import SheetSums, leaf_averages
from scoring.models import Score, ScoreSource
from scoring.queries import COUNTING, CriterionNode, Points, SheetRow, points_of, rule_set, sheet_rows
from scoring.sheet_sums import SheetPlan
from scoring.visibility import BLIND, Sight


@dataclass(frozen=True, slots=True)
class Hand:
    """One person's (or one file's) part of a sheet: how many cells, from what, between which times."""

    sheet: int
    person: int | None
    who: str
    source: str
    count: int
    first: datetime
    last: datetime

    @property
    def words(self) -> str:
        """ "Nguyễn Văn A, tự nhập", or the source alone of what came in with a file."""
        return _hand_words(self.who, self.source)


def _hand_words(who: str, source: str) -> str:
    text = ", ".join(filter(None, [who, source]))
    return f"{text[:1].upper()}{text[1:]}"


@dataclass(frozen=True, slots=True)
class Column:
    """A sheet that counts: its heading, its points by leaf code, its sums."""

    row: SheetRow
    short: str
    name: str
    points: Points
    sums: SheetSums

    @property
    def sheet(self) -> int:
        return self.row.pk

    @property
    def is_peer(self) -> bool:
        return self.row.scorer is not None


def cells_context(results: YearResults, unit: UnitResult, seen: Sight = BLIND) -> dict[str, Any]:
    """`heads`, `rows` by criterion, `totals`, `entered` (who entered which sheets) and numbered `notes`.

    Only the sheets the person may read have a column; what peers gave without their names is a column of its own
    with all figures of a criterion from low to high. Nothing where the unit's cells are closed to this person.
    """
    if not seen.opens_cells_of(unit.member):
        return {}
    nodes = rule_set(results.year.current_rules).nodes
    columns = [column for column in _columns(results, unit) if seen.opens_column(column.row)]
    hands = _hands(results.year, unit.member.pk)
    notes = _notes(results.year, unit.member.pk, columns, hands, nodes)
    peer = unit.score.peer
    tells = keeps_peers_unnamed(results, unit, seen)
    averages = leaf_averages(results.consolidation.rules, peer) if peer and tells else {}
    marks = {note.place: note.number for note in notes}
    places = results.decimals
    listed = seen.lists_peer_values and not seen.names_peer_values and tells
    spread = _spread(results, unit) if listed else {}
    return {
        "heads": [{"short": column.short, "name": column.name} for column in columns],
        "average_head": _average_head(results) if averages else "",
        "has_spread": bool(spread),
        "rows": [
            _row(node, columns, _below(node, nodes), marks, places)
            | {
                "average": exact(averages[node.code].exact, places) if node.code in averages else "",
                "spread": spread.get(node.code, ""),
            }
            for node in nodes
        ],
        "totals": [number(column.sums.total, places) for column in columns],
        "entered": _entered(columns, hands),
        "notes": notes,
    }


def _spread(results: YearResults, unit: UnitResult) -> dict[str, str]:
    """Criterion code -> what the peers gave, from low to high, each criterion by itself."""
    given: dict[str, list[Decimal]] = {}
    for column in _columns(results, unit):
        if column.is_peer:
            for code, value in column.points.items():
                given.setdefault(code, []).append(value)
    return {code: " · ".join(trimmed(value) for value in sorted(values)) for code, values in given.items()}


def _average_head(results: YearResults) -> str:
    is_by_leaf = results.consolidation.rules.aggregation is Aggregation.LEAF
    return "Chấm chéo" if is_by_leaf else "TB chéo (tham khảo)"


def _columns(results: YearResults, unit: UnitResult) -> list[Column]:
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
    plan = SheetPlan.of(rules)

    def column(row: SheetRow) -> Column:
        scorer = members[row.scorer][1] if row.scorer else None
        return Column(
            row=row,
            short=scorer.short_name if scorer else row.level.label,
            name=f"Phiếu của {scorer.name}" if scorer else f"Cấp chấm: {row.level.label}",
            points=points[row.pk],
            sums=plan.sums(points[row.pk]),
        )

    return [column(row) for row in rows]


def _hands(year: BlocYear, scored: int) -> list[Hand]:
    """Who entered how much of each sheet about a unit; one query, a row a hand instead of a cell."""
    rows = (
        Score.objects.filter(sheet__year=year, sheet__scored=scored, entry=1)
        .values_list("sheet_id", "entered_by_id", "entered_by__full_name", "source")
        .annotate(count=Count("pk"), first=Min("entered_at"), last=Max("entered_at"))
        .order_by("sheet_id", "-count", "first")
    )
    return [
        Hand(sheet, person, who or "", ScoreSource(source).label, count, first, last)
        for sheet, person, who, source, count, first, last in rows
    ]


@dataclass(frozen=True, slots=True)
class Note:
    """A cell with a reason, or entered by another hand than most of its sheet; `place` is (sheet, criterion code)."""

    number: str
    place: tuple[int, str]
    where: str
    reason: str
    who: str


def _notes(
    year: BlocYear, scored: int, columns: list[Column], hands: list[Hand], nodes: tuple[CriterionNode, ...]
) -> list[Note]:
    """Numbered by columns, then by criteria; one query."""
    codes = {node.criterion_id: (index, node.code) for index, node in enumerate(nodes)}
    order = {column.sheet: index for index, column in enumerate(columns)}
    wanted = ~Q(reason="")
    usual: dict[int, Hand] = {}
    for hand in hands:  # the one with most cells comes first
        first = usual.setdefault(hand.sheet, hand)
        if hand.person != first.person:
            wanted |= Q(sheet=hand.sheet, entered_by=hand.person)
    rows = (
        Score.objects.filter(wanted, sheet__year=year, sheet__scored=scored, entry=1)
        .order_by()
        .values_list("sheet_id", "criterion_id", "reason", "entered_by__full_name", "source", "entered_at")
    )
    found = sorted(
        (row for row in rows if row[0] in order and row[1] in codes),
        key=lambda row: (order[row[0]], codes[row[1]]),
    )
    return [
        Note(
            number=str(count),
            place=(sheet, codes[criterion][1]),
            where=f"{codes[criterion][1]} · {columns[order[sheet]].short}",
            reason=reason,
            who=f"{_hand_words(who or '', ScoreSource(source).label)}, {_day(at)}",
        )
        for count, (sheet, criterion, reason, who, source, at) in enumerate(found, start=1)
    ]


def _day(at: datetime) -> str:
    return short_date(timezone.localtime(at).date())


def _row(
    node: CriterionNode,
    columns: list[Column],
    below: list[str],
    marks: Mapping[tuple[int, str], str],
    places: int,
) -> dict[str, Any]:
    """A criterion across the sheets; `below`: the leaves under a parent, empty for a leaf."""
    code = node.code
    texts: list[str]
    if below:
        texts = [_sum(column.points, below, places) for column in columns]
    else:
        texts = [trimmed(column.points.get(code)) or "–" for column in columns]
        if any(place[1] == code for place in marks):
            texts = [
                format_html("{}<sup>{}</sup>", text, mark)
                if (mark := marks.get((column.sheet, code)))
                else text
                for column, text in zip(columns, texts, strict=True)
            ]
    return {
        "code": code,
        "text": node.text,
        "maximum": trimmed(node.maximum),
        "css": "" if node.is_leaf else "cells-section" if node.depth == 0 else "cells-parent",
        "cells": format_html_join("", '<td class="num">{}</td>', ((text,) for text in texts)),
    }


def _below(node: CriterionNode, nodes: tuple[CriterionNode, ...]) -> list[str]:
    return [leaf.code for leaf in nodes if leaf.is_leaf and leaf.code.startswith(f"{node.code}.")]


def _sum(points: Points, codes: list[str], places: int) -> str:
    """What a sheet gives under a parent; a leaf left empty counts 0."""
    return number(sum((points.get(code, Decimal(0)) for code in codes), Decimal(0)), places)


def _entered(columns: list[Column], hands: list[Hand]) -> list[dict[str, str]]:
    """Who entered which sheets, from what and when; sheets by the same hand together, in the columns' order."""
    order = {column.sheet: index for index, column in enumerate(columns)}
    groups: dict[str, list[Hand]] = {}
    for hand in sorted((hand for hand in hands if hand.sheet in order), key=lambda hand: order[hand.sheet]):
        groups.setdefault(hand.words, []).append(hand)
    cells = Counter[int]()
    for hand in hands:
        cells[hand.sheet] += hand.count
    return [
        {"who": f"{words}, {_span(own)}", "sheets": _sheets(columns, own, cells)}
        for words, own in groups.items()
    ]


def _span(hands: list[Hand]) -> str:
    first, last = _day(min(hand.first for hand in hands)), _day(max(hand.last for hand in hands))
    return f"ngày {first}" if first == last else f"từ {first} đến {last}"


def _sheets(columns: list[Column], hands: list[Hand], cells: Mapping[int, int]) -> str:
    """The sheets of a hand by name, with the number of cells where it entered only some."""
    counts = {hand.sheet: hand.count for hand in hands}
    if len(columns) > 1 and all(counts.get(column.sheet) == cells[column.sheet] for column in columns):
        return f"cả {len(columns)} phiếu"

    def name(column: Column) -> str:
        some = counts[column.sheet] < cells[column.sheet]
        part = f" ({counts[column.sheet]}/{cells[column.sheet]} ô)" if some else ""
        return f"{column.short}{part}"

    own = [name(column) for column in columns if column.sheet in counts and not column.is_peer]
    peers = [name(column) for column in columns if column.sheet in counts and column.is_peer]
    if peers:
        own.append(f"phiếu chấm chéo của {', '.join(peers)}")
    return ", ".join(own)
