"""The cross-scored value of one unit: every sheet, what was dropped, who is missing, and the arithmetic in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from awards.presenting.arithmetic import exact, level_row
from awards.presenting.wording import listed, peer_sentence
from awards.results import UnitResult, YearResults, keeps_peers_unnamed
from blocs.terms import Aggregation, CriterionGroup, Level, MissingPeer, PeerAverage
from reports.paper.words import number
from scoring.calculation import Average, CountedSheet, LevelValue, Origin, PeerWorking
from scoring.visibility import BLIND, Sight

_PARTS = (
    ("content", "Nội dung", CriterionGroup.CONTENT),
    ("bonus", "Điểm thưởng", CriterionGroup.BONUS),
    ("penalty", "Điểm trừ", CriterionGroup.PENALTY),
)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """How a figure entered the average: `css` is-out (left out) or is-middle; `text` is read and shown on hover."""

    css: str = ""
    text: str = ""


_LOWEST, _HIGHEST = Mark("is-out", "bỏ vì thấp nhất"), Mark("is-out", "bỏ vì cao nhất")
_MIDDLE, _PLAIN = Mark("is-middle", "đứng giữa"), Mark()


def peer_context(results: YearResults, unit: UnitResult, seen: Sight = BLIND) -> dict[str, Any] | None:
    """How the cross-scored value came about, as far as the person may follow it; None without cross-scoring.

    `rows` [{name, cells [{text, mark}], total, note, is_out}] by scorer, for those who may know who gave what; else
    `values` [{label, values [{text, mark}]}], each part's figures from low to high without names; else neither.
    `value` the result; `workings`: a sentence a part.
    """
    working = unit.score.peer
    if working is None:
        return None
    parts = _parts_in_use(results)
    named = seen.names_peer_values
    listed_too = seen.lists_peer_values and not named and keeps_peers_unnamed(results, unit, seen)
    return {
        "sentence": peer_sentence(results.consolidation.rules),
        "count": f"{len(working.counted)}/{len(working.expected)} phiếu",
        "absences": _absences(results, working, named=named),
        "heads": [label for _name, label in parts],
        "rows": _rows(results, working, parts) if named else [],
        "values": _values(results, working, parts) if listed_too else [],
        "value": _value_row(results, unit, parts),
        "workings": _workings(results, unit, working, parts, named=named) if named or listed_too else [],
    }


Parts = list[tuple[str, str]]  # attribute, label


def _parts_in_use(results: YearResults) -> Parts:
    groups = {leaf.group for leaf in results.consolidation.rules.leaves}
    return [(name, label) for name, label, group in _PARTS if group in groups]


def _rows(results: YearResults, working: PeerWorking, parts: Parts) -> list[dict[str, Any]]:
    entries = {entry.scorer: entry for entry in working.entries}
    notes = _notes(results, working)
    marks = {name: _marks(results.consolidation.rules.peer_average, working, name) for name, _label in parts}
    places = results.decimals

    def figures(entry: CountedSheet | None) -> list[dict[str, Any]]:
        if entry is None:
            return [{"text": "–", "mark": _PLAIN} for _part in parts]
        return [
            {
                "text": exact(getattr(entry.sums, name), places),
                "mark": marks[name].get(entry.scorer, _PLAIN),
            }
            for name, _label in parts
        ]

    return [
        {
            "name": results.units[code].member.short_name,
            "cells": figures(entries.get(code)),
            "total": exact(entries[code].sums.total, places) if code in entries else "–",
            "note": notes.get(code, ""),
            "is_out": code not in entries,
        }
        for code in results.units
        if code in entries or code in notes
    ]


def _values(results: YearResults, working: PeerWorking, parts: Parts) -> list[dict[str, Any]]:
    """Each part's figures sorted by themselves, so that no two of them are known to be of one sheet."""
    method = results.consolidation.rules.peer_average
    found = []
    for name, label in parts:
        marks = _marks(method, working, name)
        figures = sorted(
            (getattr(entry.sums, name), marks.get(entry.scorer, _PLAIN)) for entry in working.entries
        )
        shown = [{"text": exact(points, results.decimals), "mark": mark} for points, mark in figures]
        found.append({"label": label, "values": shown})
    return found


def _value_row(results: YearResults, unit: UnitResult, parts: Parts) -> dict[str, Any]:
    row = level_row(results, unit, Level.PEER)
    return {"cells": [row[name] for name, _label in parts], "total": row["total"]}


def _notes(results: YearResults, working: PeerWorking) -> dict[str, str]:
    """Scorer -> what is said of a sheet that is not simply there."""
    stands = {Origin.SELF_SHEET: "chưa nộp, lấy điểm tự chấm", Origin.EMPTY: "chưa nộp, tính 0 điểm"}
    gone = [code for code in working.unassigned if results.units[code].member.left_on is not None]
    return (
        dict.fromkeys(working.recused, "không chấm")
        | dict.fromkeys(working.missing, "chưa nộp phiếu")
        | {code: stands[origin] for code, origin in working.replaced.items()}
        | dict.fromkeys(working.unassigned, "không được phân công nên không tính")
        | dict.fromkeys(gone, "đã thôi thuộc khối nên không tính")
    )


def _marks(method: PeerAverage, working: PeerWorking, part: str) -> dict[str, Mark]:
    """Scorer -> what the average made of its figure; nothing for a plain mean."""
    if working.averages is None or method is PeerAverage.MEAN:
        return {}
    average: Average = getattr(working.averages, part)
    if method is PeerAverage.MEDIAN:
        return {scorer: _MIDDLE for scorer, _value in average.kept}
    return {scorer: _LOWEST for scorer, _value in average.dropped_low} | {
        scorer: _HIGHEST for scorer, _value in average.dropped_high
    }


def _absences(results: YearResults, working: PeerWorking, *, named: bool) -> list[str]:
    """Who is missing or recused, by name or in number, and what follows from it."""

    def names(codes: Collection[str]) -> str:
        if not named:
            return f"{len(codes)} đơn vị"
        return listed(results.units[code].member.short_name for code in codes)

    sentences = []
    if working.missing:
        follows = {
            MissingPeer.IGNORE: "chỉ tính các phiếu đã nộp",
            MissingPeer.ZERO: "mỗi phiếu thiếu tính 0 điểm",
            MissingPeer.USE_SELF: "mỗi phiếu thiếu lấy điểm tự chấm của đơn vị"
            if working.replaced
            else "đơn vị cũng chưa tự chấm nên bỏ qua",
            MissingPeer.BLOCK: "còn thiếu thì chưa có tổng điểm",
        }[results.consolidation.rules.missing_peer]
        sentences.append(f"Thiếu phiếu của {names(working.missing)}: {follows}.")
    if working.recused:
        sentences.append(f"{names(working.recused)} không chấm đơn vị này, không tính là thiếu.")
    return sentences


def _workings(
    results: YearResults, unit: UnitResult, working: PeerWorking, parts: Parts, *, named: bool
) -> list[str]:
    """The arithmetic of each part that is not nought on every sheet."""
    value = unit.score.levels.get(Level.PEER)
    if value is None:
        return []
    if results.consolidation.rules.aggregation is Aggregation.LEAF:
        return [_leaf_working(results, working, value)]
    found = []
    for name, label in parts:
        average: Average = getattr(working.averages, name)
        if any(points for _scorer, points in average.values):
            found.append(f"{label}: {_average_text(results, average, named=named)}")
    return found


def _leaf_working(results: YearResults, working: PeerWorking, value: LevelValue) -> str:
    places = results.decimals
    content = _rounding(value.unrounded.content, places)
    return (
        f"Mỗi tiêu chí được tính riêng qua {len(working.entries)} phiếu (cột “Chấm chéo” ở bảng Từng ô điểm),"
        f" rồi cộng lại được nội dung {content}."
    )


def _average_text(results: YearResults, average: Average, *, named: bool) -> str:
    """ "cộng 3 phiếu còn lại được 287,50, chia 3 được 95,833333…, làm tròn 95,83."."""
    rules, places = results.consolidation.rules, results.decimals
    told = partial(_named, results) if named else partial(_unnamed, results)
    result = _rounding(average.exact, places)
    if rules.peer_average is PeerAverage.MEDIAN:
        middle = listed(told(average.kept))
        lead = f"xếp {len(average.values)} phiếu từ thấp đến cao, đứng giữa là {middle}"
        if len(average.kept) == 1:
            rounds = exact(average.exact, places) != number(average.exact, places)
            return f"{lead}, làm tròn {number(average.exact, places)}." if rounds else f"{lead}."
        return f"{lead}; trung bình hai phiếu này là {result}."
    total = exact(sum((points for _scorer, points in average.kept), Decimal(0)), places)
    count = len(average.kept)
    if count == 1 and not average.low:
        return f"chỉ có một phiếu, {result}."
    if not average.low:
        few = rules.peer_average is PeerAverage.TRIMMED and rules.trim
        lead = f"không đủ phiếu để bỏ {rules.trim} phiếu mỗi đầu; " if few else ""
        return f"{lead}cộng {count} phiếu được {total}; chia {count} được {result}."
    low, high = (listed(told(values)) for values in (average.dropped_low, average.dropped_high))
    return (
        f"bỏ {low} là thấp nhất và {high} là cao nhất; cộng {count} phiếu còn lại được {total};"
        f" chia {count} được {result}."
    )


def _named(results: YearResults, values: Iterable[tuple[str, Decimal]]) -> list[str]:
    return [
        f"{exact(points, results.decimals)} ({results.units[scorer].member.short_name})"
        for scorer, points in values
    ]


def _unnamed(results: YearResults, values: Iterable[tuple[str, Decimal]]) -> list[str]:
    return [exact(points, results.decimals) for points in sorted(points for _scorer, points in values)]


def _rounding(value: Fraction, places: int) -> str:
    """ "95,833333…, làm tròn 95,83", or the value alone where there is nothing to round."""
    whole, shown = exact(value, places), number(value, places)
    return whole if whole == shown else f"{whole}, làm tròn {shown}"
