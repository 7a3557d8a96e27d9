"""The peer matrix as a heat map; its keys are those of templates/includes/heat.html."""

from decimal import Decimal
from typing import Any

from awards.results import UnitResult, YearResults, keeps_peers_unnamed
from blocs.terms import Level
from reports.paper.words import number
from scoring.visibility import Sight

_SHADES = 10


def spread_context(results: YearResults, seen: Sight) -> dict[str, Any] | None:
    """In place of the matrix for those who may not know who gave what: a row a unit. None without sheets.

    `rows` [{name, count, value, values}]; `values`: the sheets' totals from low to high, where they may be listed.
    """
    matrix = results.consolidation.peer_matrix()
    if not any(matrix.values()):
        return None
    places = results.decimals
    rows = []
    for unit in results.units.values():
        totals = sorted(sums.total for sums in matrix[unit.member.code].values())
        listed = seen.lists_peer_values and keeps_peers_unnamed(results, unit, seen)
        shown = " · ".join(number(total, places) for total in totals) if listed else ""
        value = number(unit.score.total(Level.PEER), places) or "–"
        rows.append(
            {"name": unit.member.short_name, "count": len(totals), "value": value, "values": shown or "–"}
        )
    return {
        "title": "Chấm chéo",
        "sentence": "Điểm của các phiếu xếp từ thấp đến cao, không ghi tên đơn vị chấm."
        if seen.lists_peer_values
        else "Theo quy tắc của năm, chỉ công bố số phiếu và điểm sau khi tổng hợp.",
        "lists_values": seen.lists_peer_values,
        "rows": rows,
    }


def heat_context(results: YearResults) -> dict[str, Any] | None:
    """Rows are scored units, columns scorers; colour by place between lowest and highest. None without sheets."""
    matrix = results.consolidation.peer_matrix()
    totals = [sums.total for row in matrix.values() for sums in row.values()]
    if not totals:
        return None
    low, high = min(totals), max(totals)
    places = results.decimals
    units = list(results.units.values())

    def cell(unit: UnitResult, scorer: str) -> dict[str, str]:
        if unit.member.code == scorer:
            return {"text": "", "css": "is-own", "note": ""}
        sums = matrix[unit.member.code].get(scorer)
        if sums is None:
            return _absence(unit, scorer)
        return {
            "text": number(sums.total, places),
            "css": f"heat-{_shade(sums.total, low, high)}",
            "note": "",
        }

    return {
        "title": "Ma trận chấm chéo",
        "sentence": _sentence(results),
        "corner": "Được chấm",
        "heads": [{"short": unit.member.short_name, "name": unit.member.name} for unit in units]
        + [{"short": "Điểm chéo", "name": "Điểm chấm chéo sau khi tổng hợp các phiếu"}],
        "rows": [
            {
                "name": unit.member.short_name,
                "cells": [cell(unit, other.member.code) for other in units]
                + [
                    {
                        "text": number(unit.score.total(Level.PEER), places) or "–",
                        "css": "is-mean",
                        "note": "",
                    }
                ],
            }
            for unit in units
        ],
        "low": number(low, places),
        "high": number(high, places),
    }


def _sentence(results: YearResults) -> str:
    """How to read it, and how many sheets are there."""
    workings = [unit.score.peer for unit in results.units.values() if unit.score.peer is not None]
    counted = sum(len(working.counted) for working in workings)
    expected = sum(len(working.expected) for working in workings)
    text = "Mỗi hàng là một đơn vị được chấm, mỗi cột là một đơn vị chấm."
    if counted < expected:
        return f"{text} Mới có {counted}/{expected} phiếu."
    return f"{text} Đủ {expected} phiếu."


def _absence(unit: UnitResult, scorer: str) -> dict[str, str]:
    """A pair without a sheet that counts: recused, missing, or never to be scored."""
    peer = unit.score.peer
    if peer is not None and scorer in peer.recused:
        return {"text": "không chấm", "css": "is-none", "note": ""}
    if peer is not None and scorer in peer.missing:
        return {"text": "thiếu", "css": "is-none is-missing", "note": ""}
    return {"text": "–", "css": "is-none", "note": "không được phân công"}


def _shade(value: Decimal, low: Decimal, high: Decimal) -> int:
    """0 (lowest) to 9 (highest)."""
    return _SHADES // 2 if high == low else int((value - low) * (_SHADES - 1) / (high - low))
