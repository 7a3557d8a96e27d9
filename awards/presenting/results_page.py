"""The context of the results page; its keys are listed at the top of templates/awards/results.html."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from awards.eligibility import AwardResult
from awards.presenting.wording import combining_sentence, ranking_sentence, why_not_final
from awards.queries import AwardLine
from awards.results import UnitResult, YearResults
from awards.wording import describe, describe_undecided, vote_text
from blocs.context import year_url
from blocs.terms import Level, ThresholdBase
from reports.paper.words import number, trimmed
from scoring.queries import rule_set

BAR_WIDTH = 100
_SECTION_STYLES = 6
_CLASS_TONES = ("done", "brand", "due")


def results_context(results: YearResults, *, names: dict[str, str]) -> dict[str, Any]:
    """Everything the page shows but its actions. `names`: award code -> name."""
    bars = _Bars(results)
    tones = class_tones(results)
    return {
        "heading": f"Kết quả năm {results.year.year}",
        "sentence": ranking_sentence(results),
        "awards": [_award_card(line, nomination, results) for line, nomination in _pairs(results)],
        "levels": [
            {"label": level.label, "note": _peer_note(results) if level is Level.PEER else ""}
            for level in results.consolidation.rules.levels
        ],
        "legend": bars.legend,
        "has_bonus": bars.has_bonus,
        "has_penalty": bars.has_penalty,
        "rows": [_row(results, unit, bars, tones) for unit in results.in_rank_order()]
        if any(unit.score.levels for unit in results.units.values())
        else [],
        "nominations": [
            _nomination(line, nomination, results, names) for line, nomination in _pairs(results)
        ],
        "heat": heat_context(results),
        "rules_text": combining_sentence(results.consolidation.rules),
    }


def _pairs(results: YearResults) -> list[tuple[AwardLine, AwardResult]]:
    return list(zip(results.awards, results.nominations, strict=True))


class _Bars:
    """The stacked bar of a unit: its content sections and bonus on the scale."""

    def __init__(self, results: YearResults) -> None:
        rules = results.consolidation.rules
        self.sections = list(rules.sections())
        texts = {node.code: node.text for node in rule_set(results.year.current_rules).sections}
        self.has_bonus = any(leaf.group == "bonus" for leaf in rules.leaves)
        self.has_penalty = any(leaf.group == "penalty" for leaf in rules.leaves)
        content = sum(rules.sections().values(), Decimal(0))
        top = content + (rules.bonus_cap or Decimal(0))
        self.full = max([top, rules.scale, *(unit.final or Decimal(0) for unit in _scores(results))])
        self.decimals = rules.decimals
        self.legend = [
            {"css": f"s{index % _SECTION_STYLES + 1}", "label": f"{code}. {texts.get(code, '')}"}
            for index, code in enumerate(self.sections)
        ]
        if self.has_bonus:
            self.legend.append({"css": "s-bonus", "label": "Điểm thưởng"})

    def of(self, unit: UnitResult) -> tuple[list[dict[str, Any]], str]:
        """The segments in hundredths of the bar, and the same as text."""
        combined = unit.score.combined
        if combined is None or not self.full:
            return [], ""
        parts = [
            (f"s{index % _SECTION_STYLES + 1}", f"Mục {code}", combined.sections[code].rounded)
            for index, code in enumerate(self.sections)
        ]
        if self.has_bonus:
            parts.append(("s-bonus", "Thưởng", combined.bonus.rounded))
        segments, x = [], Decimal(0)
        for css, label, points in parts:
            width = (points * BAR_WIDTH / self.full).quantize(Decimal("0.1"))
            if width > 0:
                segments.append({"x": f"{x:f}", "width": f"{width:f}", "css": css, "label": label})
            x += width
        text = "; ".join(f"{label}: {number(points, self.decimals)}" for _css, label, points in parts)
        return segments, text


def _scores(results: YearResults) -> list[Any]:
    return list(results.consolidation.scores.values())


def class_tones(results: YearResults) -> dict[str, str]:
    """Class name -> tone, from the highest down."""
    bands = sorted(results.consolidation.rules.bands, key=lambda band: band.floor, reverse=True)
    return {band.name: _CLASS_TONES[min(index, 2)] for index, band in enumerate(bands)}


def _peer_note(results: YearResults) -> str:
    rules = results.consolidation.rules
    counts = {len(score.peer.entries) for score in _scores(results) if score.peer is not None}
    method = {"mean": "TB", "trimmed": "TB cắt", "median": "Trung vị"}[rules.peer_average.value]
    return f"{method} {counts.pop()} phiếu" if len(counts) == 1 else method


def _row(results: YearResults, unit: UnitResult, bars: _Bars, tones: dict[str, str]) -> dict[str, Any]:
    score, standing, places = unit.score, unit.standing, results.decimals
    segments, bar_text = bars.of(unit)
    last = results.consolidation.rules.levels[-1]
    return {
        "rank": "" if standing.rank is None else str(standing.rank),
        "is_top": standing.rank is not None and standing.rank <= 2,
        "rank_note": _rank_note(standing.shared, standing.separated_by),
        "name": unit.member.name,
        "short": unit.member.short_name,
        "points": [
            {
                "label": level.label,
                "text": number(score.total(level), places),
                "note": _count_note(unit) if level is Level.PEER else "",
                "is_quiet": level is Level.SELF and level is not last,
            }
            for level in results.consolidation.rules.levels
        ],
        "segments": segments,
        "bar_text": bar_text,
        "bonus": number(score.bonus, places),
        "penalty": number(score.penalty, places),
        "is_penalised": bool(score.penalty),
        "final": number(score.final, places),
        "class_name": standing.band or "",
        "class_tone": tones.get(standing.band or "", "brand"),
        "why_url": year_url("results-why", results.year, unit=unit.member.code),
        "is_shared": standing.shared,
        "missing": why_not_final(results, unit),
    }


def _rank_note(shared: bool, separated_by: str | None) -> str:
    if shared:
        return "đồng hạng"
    return f"bằng điểm, xếp sau theo: {separated_by}" if separated_by else ""


def _count_note(unit: UnitResult) -> str:
    """How many peer sheets are there, where some are missing."""
    peer = unit.score.peer
    if peer is None or not peer.missing:
        return ""
    return f"{len(peer.counted)}/{len(peer.expected)} phiếu"


def quota_text(nomination: AwardResult) -> str:
    return f"{nomination.quota.places} chỉ tiêu"


def _award_card(line: AwardLine, nomination: AwardResult, results: YearResults) -> dict[str, Any]:
    return {
        "name": line.name,
        "quota_text": quota_text(nomination),
        "nominated": [results.units[code].member.short_name for code in nomination.nominated],
        "votes_text": _card_votes(nomination),
        "undecided_text": describe_undecided(nomination),
        "left_out_count": len(nomination.excluded),
        "url": f"#{nomination.rule.award}",
        "tone": "gold" if nomination.rule.award.startswith("FLAG") else "teal",
    }


def _card_votes(nomination: AwardResult) -> str:
    rule = nomination.rule
    if not rule.needs_vote or not nomination.nominated:
        return ""
    figures = [nomination.figures[code] for code in nomination.nominated]
    votes = " và ".join(f"{one.approvals}/{one.base}" for one in figures)
    return f"{votes} phiếu · cần ≥ {trimmed(rule.threshold)}% {base_words(rule.threshold_base)}"


def base_words(base: ThresholdBase | None) -> str:
    """What the threshold is a share of, in words."""
    return {
        ThresholdBase.PRESENT: "số có mặt",
        ThresholdBase.VALID: "số phiếu hợp lệ",
    }.get(base or ThresholdBase.MEMBERS, "tổng số thành viên")


def rule_sentence(nomination: AwardResult) -> str:
    """The conditions of an award in one sentence."""
    rule = nomination.rule
    parts = []
    if rule.max_rank is not None:
        parts.append(f"hạng {rule.max_rank} trở lên")
    if rule.min_points is not None:
        parts.append(f"từ {trimmed(rule.min_points)} điểm")
    if rule.needs_registration:
        parts.append("đã đăng ký")
    if rule.needs_pledge:
        parts.append("đã ký giao ước")
    if rule.needs_vote:
        parts.append(f"đạt từ {trimmed(rule.threshold)}% phiếu trên {base_words(rule.threshold_base)}")
    order = "xếp theo số phiếu" if rule.order_by == "approvals" else "xếp theo hạng"
    return f"Điều kiện: {', '.join(parts)}; {order}." if parts else f"Không có điều kiện; {order}."


def _nomination(
    line: AwardLine, nomination: AwardResult, results: YearResults, names: dict[str, str]
) -> dict[str, Any]:
    return {
        "anchor": nomination.rule.award,
        "name": line.name,
        "quota_text": quota_text(nomination),
        "rule_text": rule_sentence(nomination),
        "nominated": [_outcome(code, nomination, results) for code in nomination.nominated],
        "undecided": [
            {"name": results.units[code].member.short_name, "text": describe_undecided(nomination)}
            for code in nomination.undecided
        ],
        "left_out": [
            {
                "name": results.units[code].member.short_name,
                "reasons": [describe(reason, nomination, code, names) for reason in reasons],
            }
            for code, reasons in nomination.excluded.items()
        ],
    }


def _outcome(code: str, nomination: AwardResult, results: YearResults) -> dict[str, str]:
    figures = nomination.figures[code]
    text = (
        ""
        if figures.rank is None
        else f"Hạng {figures.rank}, {number(figures.points, results.decimals)} điểm"
    )
    if nomination.rule.needs_vote or figures.approvals:
        text += f" · {vote_text(nomination, code)}"
    return {"name": results.units[code].member.short_name, "text": text}


def heat_context(results: YearResults) -> dict[str, Any] | None:
    """The peer matrix: rows are scored units, columns scorers; colour by place between lowest and highest."""
    matrix = results.consolidation.peer_matrix()
    totals = [sums.total for row in matrix.values() for sums in row.values()]
    if not totals:
        return None
    low, high = min(totals), max(totals)
    places = results.decimals
    units = list(results.units.values())

    def cell(scored: str, scorer: str) -> dict[str, str]:
        if scored == scorer:
            return {"text": "", "css": "is-own", "note": ""}
        sums = matrix.get(scored, {}).get(scorer)
        if sums is None:
            return {"text": "–", "css": "is-none", "note": _absence(results.units[scored], scorer)}
        return {
            "text": number(sums.total, places),
            "css": f"heat-{_shade(sums.total, low, high)}",
            "note": "",
        }

    return {
        "title": "Ma trận chấm chéo",
        "sentence": "Mỗi hàng là một đơn vị được chấm, mỗi cột là một đơn vị chấm. "
        "Không có ô tự chấm cho chính mình.",
        "corner": "Được chấm",
        "heads": [{"short": unit.member.short_name, "name": unit.member.name} for unit in units]
        + [{"short": "Giá trị", "name": "Điểm chấm chéo sau khi tổng hợp"}],
        "rows": [
            {
                "name": unit.member.short_name,
                "cells": [cell(unit.member.code, other.member.code) for other in units]
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


def _absence(unit: UnitResult, scorer: str) -> str:
    peer = unit.score.peer
    if peer is None:
        return ""
    if scorer in peer.recused:
        return "không chấm"
    return "thiếu phiếu" if scorer in peer.missing else "không được phân công"


def _shade(value: Decimal, low: Decimal, high: Decimal) -> int:
    return 5 if high == low else int(Fraction(value - low) / Fraction(high - low) * 9)
