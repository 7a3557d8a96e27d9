"""The context of "Độ đồng đều khi chấm chéo"; its keys are listed at the top of templates/awards/fairness.html.

The words never judge a person: a difference from a median says where to look again, and no more.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from awards.fairness import YearFairness
from awards.presenting.fairness_cells import cells_part
from awards.presenting.fairness_charts import axis_of, dot_row, rank_axis, shade, span_row
from awards.presenting.wording import listed
from blocs.context import year_url
from blocs.terms import Level
from reports.paper.words import number, trimmed
from scoring.fairness import FEWEST_OTHERS, Compared, ScorerFigures, median
from scoring.rank_stability import CloseGap, Span

MOST_PAIRS, MOST_NAMES = 12, 6
# Colours are full from a fortieth of the scale on: small differences stay pale, however alike everybody else scored.
_CALM = 40
_SHEET_OF = {
    Level.SELF: "phiếu tự chấm",
    Level.PEER: "một phiếu chấm chéo",
    Level.BLOC: "phiếu khối chấm",
    Level.APPRAISAL: "phiếu thẩm định",
}


def fairness_context(fairness: YearFairness) -> dict[str, Any]:
    """Everything the page shows; `empty` says why there is nothing yet."""
    words = Words(fairness)
    head: dict[str, Any] = {"back_url": year_url("results", fairness.results.year), "empty": ""}
    if Level.PEER not in fairness.results.consolidation.rules.levels:
        return head | {"empty": "Quy tắc năm này không có cấp chấm chéo."}
    if not fairness.counted:
        return head | {"empty": "Chưa có phiếu chấm chéo nào được nộp."}
    return head | {
        "state": words.state(),
        "stability": stability_part(words),
        "gaps": gaps_part(words),
        "matrix": matrix_part(words),
        "given": given_part(words),
        "received": received_part(words),
        "pairs": pairs_part(words),
        "cells": cells_part(fairness),
        "step": trimmed(fairness.step),
        "fewest": FEWEST_OTHERS + 1,
    }


class Words:
    """The figures of a year with the ways they are written."""

    def __init__(self, fairness: YearFairness) -> None:
        self.fairness = fairness
        self.results = fairness.results
        self.places = fairness.results.decimals

    def name(self, code: str) -> str:
        return self.results.units[code].member.short_name

    def names(self, codes: Iterable[str]) -> str:
        """ "A, B và C"; of many the first few and how many more."""
        found = [self.name(code) for code in codes]
        if len(found) > MOST_NAMES + 1:
            return f"{', '.join(found[:MOST_NAMES])} và {len(found) - MOST_NAMES} đơn vị khác"
        return listed(found)

    def points(self, value: Decimal | Fraction) -> str:
        return number(value, self.places)

    def signed(self, value: Fraction) -> str:
        """ "+1,25", "−6,25", "0,00": the sign is the picture's second mark beside its colour."""
        text = number(abs(value), self.places)
        return text if text == number(0, self.places) else f"{'+' if value > 0 else '−'}{text}"

    def state(self) -> dict[str, str]:
        counted, expected = self.fairness.counted, self.fairness.expected
        if counted < expected:
            return {
                "tone": "warning",
                "text": f"Mới có {counted}/{expected} phiếu chấm chéo: các con số dưới đây còn thay đổi.",
            }
        return {"tone": "info", "text": f"Đủ {expected} phiếu chấm chéo."}


def stability_part(words: Words) -> dict[str, Any]:
    """`rows` [{rank, name, x, from, to, span, movers}] from the first rank down; `axis` of ranks; `sentence`."""
    spans = words.fairness.spans
    count = max((span.worst for span in spans), default=0)
    firm = sum(not span.movers for span in spans)
    if not spans:
        sentence = "Chưa có đơn vị nào được xếp hạng."
    elif firm == len(spans):
        sentence = "Không tính phiếu của bất cứ một đơn vị nào thì mọi hạng vẫn giữ nguyên."
    else:
        sentence = (
            f"Lần lượt không tính phiếu của từng đơn vị rồi xếp hạng lại: {firm}/{len(spans)} đơn vị"
            " giữ nguyên hạng ở mọi lần."
        )
    if spans and not words.fairness.peers_matter:
        sentence += (
            " Năm này tổng điểm không lấy điểm chấm chéo, nên phiếu chấm chéo hầu như không làm đổi hạng."
        )
    return {
        "sentence": sentence,
        "axis": rank_axis(count),
        "rows": [
            span_row(span, count)
            | {
                "rank": str(span.rank),
                "name": words.name(span.unit),
                "span": _span_text(span),
                "movers": _movers(words, span),
            }
            for span in spans
        ],
    }


def _span_text(span: Span) -> str:
    return f"{span.best}–{span.worst}" if span.best != span.worst else "giữ nguyên"


def _movers(words: Words, span: Span) -> list[str]:
    """ "Hạng 2 khi không tính phiếu của A, B": one line a rank, the best first."""
    by_rank: dict[int | None, list[str]] = {}
    for scorer, rank in span.movers:
        by_rank.setdefault(rank, []).append(scorer)
    lines = [
        f"Hạng {rank} khi không tính phiếu của {words.names(by_rank[rank])}"
        for rank in sorted(rank for rank in by_rank if rank is not None)
    ]
    if None in by_rank:
        lines.append(f"Không còn tổng điểm khi không tính phiếu của {words.names(by_rank[None])}")
    return lines


def gaps_part(words: Words) -> dict[str, Any]:
    """`rows` [{ranks, names, gap, text}] of neighbours closer than one step of one sheet; `sentence`."""
    gaps, step = words.fairness.gaps, trimmed(words.fairness.step)
    sentence = (
        f"Bước chấm nhỏ nhất là {step} điểm. {len(gaps)} cặp đơn vị kề hạng bằng điểm, hoặc hơn kém nhau ít hơn mức"
        " mà một bước trên một phiếu có thể làm thay đổi."
        if gaps
        else f"Không có hai đơn vị kề hạng nào hơn kém nhau ít hơn mức mà một bước chấm ({step} điểm) trên một phiếu"
        " có thể làm thay đổi."
    )
    return {"sentence": sentence, "rows": [_gap_row(words, gap) for gap in gaps]}


def _gap_row(words: Words, gap: CloseGap) -> dict[str, str]:
    standings = words.results.ranking.standings
    upper, lower = standings[gap.above].rank, standings[gap.below].rank
    moves = [
        f"{_SHEET_OF[level]}: đến {trimmed(move, words.places + 2)} điểm"
        for level, move in gap.moves.items()
        if move > gap.gap
    ]
    return {
        "ranks": f"cùng hạng {upper}" if upper == lower else f"{upper} và {lower}",
        "names": f"{words.name(gap.above)} và {words.name(gap.below)}",
        "gap": f"{words.points(gap.gap)} điểm" if gap.gap else "bằng điểm",
        "text": f"Một bước trên {'; '.join(moves)}",
    }


def matrix_part(words: Words) -> dict[str, Any]:
    """Rows are scored units, columns scorers: `cells` [{text, css, total}]; `foot` the severities."""
    fairness = words.fairness
    codes = list(fairness.results.units)
    differences = [
        one.difference
        for row in fairness.table.values()
        for one in row.values()
        if one.difference is not None
    ]
    largest = max(map(abs, differences), default=Fraction(0))
    full = max(largest, Fraction(fairness.results.consolidation.rules.scale) / _CALM)

    def cell(unit: str, scorer: str) -> dict[str, str]:
        if unit == scorer:
            return {"text": "", "css": "is-own", "total": ""}
        one = fairness.table.get(unit, {}).get(scorer)
        if one is None:
            return {"text": "–", "css": "is-none", "total": ""}
        if one.difference is None:
            return {"text": "ít phiếu", "css": "is-none", "total": words.points(one.total)}
        return {
            "text": words.signed(one.difference),
            "css": shade(one.difference, full),
            "total": words.points(one.total),
        }

    few = sum(one.difference is None for row in fairness.table.values() for one in row.values())
    return {
        "heads": [
            {"short": words.name(code), "name": words.results.units[code].member.name} for code in codes
        ],
        "rows": [
            {"name": words.name(unit), "cells": [cell(unit, scorer) for scorer in codes]} for unit in codes
        ],
        "foot": [_severity(words, fairness.scorers.get(code)) for code in codes],
        "sentence": f"Chênh lệch lớn nhất là {words.points(largest)} điểm." if differences else "",
        "has_few": bool(few),
    }


def _severity(words: Words, figures: ScorerFigures | None) -> str:
    if figures is None or figures.severity is None:
        return "–"
    return words.signed(figures.severity)


def given_part(words: Words) -> dict[str, Any]:
    """What each scorer gave: dots, and its figures in words."""
    by_scorer: dict[str, dict[str, Decimal]] = {}
    for unit, row in words.fairness.table.items():
        for scorer, one in row.items():
            by_scorer.setdefault(scorer, {})[unit] = one.total
    return _dots(words, by_scorer, words.fairness.scorers)


def received_part(words: Words) -> dict[str, Any]:
    """What each unit was given: dots, in rank order, then the units without a rank."""
    table = words.fairness.table
    order = [unit.member.code for unit in words.results.in_rank_order()]
    totals = {unit: _totals(table[unit]) for unit in order if table.get(unit)}
    return _dots(words, totals, {})


def _totals(row: dict[str, Compared] | Any) -> dict[str, Decimal]:
    return {scorer: one.total for scorer, one in row.items()}


def _dots(
    words: Words, rows: dict[str, dict[str, Decimal]], figures: dict[str, ScorerFigures] | Any
) -> dict[str, Any]:
    """`axis` [(x, text)]; `rows` [{name, count, dots, middle, label, low, median, high, severity, deviation, mad}]."""
    axis = axis_of(total for totals in rows.values() for total in totals.values())
    codes = [code for code in words.results.units if code in rows] if figures else list(rows)
    made = []
    for code in codes:
        totals = rows[code]
        low, middle, high = min(totals.values()), median(totals.values()), max(totals.values())
        titles = {other: f"{words.name(other)}: {words.points(total)}" for other, total in totals.items()}
        row: dict[str, Any] = {
            "name": words.name(code),
            "count": str(len(totals)),
            "low": words.points(low),
            "median": words.points(middle),
            "high": words.points(high),
            "range": words.points(high - low),
            "label": f"{words.name(code)}: {len(totals)} phiếu, từ {words.points(low)} đến {words.points(high)},"
            f" trung vị {words.points(middle)}",
        }
        if one := figures.get(code):
            row |= {
                "severity": _severity(words, one),
                "few": one.severity is None,
                "deviation": words.points(one.deviation),
                "mad": words.points(one.mad),
            }
        made.append(row | dot_row(axis, totals, titles))
    return {"axis": axis.ticks, "rows": made}


def pairs_part(words: Words) -> dict[str, Any]:
    """`rows` [{names, first, second, word}] the largest first; `sentence` with what chance alone would give."""
    table, pairs = words.fairness.table, words.fairness.pairs
    compared = sum(
        _difference(table, first, second) is not None and _difference(table, second, first) is not None
        for first, second in combinations(table, 2)
    )
    more = sum(pair.both_more for pair in pairs)
    return {
        "compared": compared,
        "sentence": f"Trong {compared} cặp so sánh được, {more} cặp cùng cho nhau cao hơn và {len(pairs) - more} cặp"
        f" cùng cho nhau thấp hơn trung vị của các phiếu khác quá một bước chấm ({trimmed(words.fairness.step)} điểm).",
        "rows": [
            {
                "names": f"{words.name(pair.first)} và {words.name(pair.second)}",
                "word": "cùng cao hơn" if pair.both_more else "cùng thấp hơn",
                "first": f"{words.name(pair.first)} chấm {words.name(pair.second)}: {words.signed(pair.first_gives)}",
                "second": f"{words.name(pair.second)} chấm {words.name(pair.first)}: {words.signed(pair.second_gives)}",
            }
            for pair in pairs[:MOST_PAIRS]
        ],
        "more": max(len(pairs) - MOST_PAIRS, 0),
    }


def _difference(table: Any, unit: str, scorer: str) -> Fraction | None:
    one: Compared | None = table[unit].get(scorer)
    return None if one is None else one.difference
