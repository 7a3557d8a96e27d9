"""The context of the results page; its keys are listed at the top of templates/awards/results.html."""

from typing import Any

from awards.presenting.bars import Bars
from awards.presenting.heat import heat_context, spread_context
from awards.presenting.nominations import award_card, nomination_context, paired
from awards.presenting.wording import combining_sentence, rank_note, ranking_sentence, why_not_final
from awards.results import UnitResult, YearResults
from blocs.context import year_url
from blocs.terms import Combining, CriterionGroup, Level, PeerAverage
from reports.paper.words import number, trimmed
from scoring.calculation import UnitScore
from scoring.visibility import BLIND, Sight

_CLASS_TONES = ("done", "brand", "due")
_TOP_RANKS = 2


def results_context(results: YearResults, seen: Sight = BLIND) -> dict[str, Any]:
    """Everything the page shows but its actions; without a single score only its heading and sentence.

    `heat` for who may know which unit gave what to which, `spread` for the others.
    """
    rules = results.consolidation.rules
    is_empty = not any(unit.score.levels for unit in results.units.values())
    head = {
        "heading": f"Kết quả năm {results.year.year}",
        "sentence": ranking_sentence(results),
        "rows": [],
    }
    if is_empty:
        return head
    bars = Bars(results)
    tones = class_tones(results)
    return head | {
        "awards": [award_card(results, line, nomination) for line, nomination in paired(results)],
        "levels": [{"label": level.label, "note": _level_note(results, level)} for level in rules.levels],
        "legend": bars.legend,
        "has_bonus": bars.has_bonus,
        "has_penalty": has_penalty(results),
        "has_classes": bool(rules.bands),
        "rows": [_row(results, unit, bars, tones, seen) for unit in results.in_rank_order()],
        "nominations": [
            nomination_context(results, line, nomination) for line, nomination in paired(results)
        ],
        "heat": heat_context(results) if seen.names_peer_values else None,
        "spread": None if seen.names_peer_values else spread_context(results, seen),
        "rules_text": combining_sentence(rules, results.award_names),
    }


def has_penalty(results: YearResults) -> bool:
    return any(leaf.group is CriterionGroup.PENALTY for leaf in results.consolidation.rules.leaves)


def class_tones(results: YearResults) -> dict[str, str]:
    """Class name -> tone, from the highest down."""
    bands = sorted(results.consolidation.rules.bands, key=lambda band: band.floor, reverse=True)
    return {band.name: _CLASS_TONES[min(index, 2)] for index, band in enumerate(bands)}


def _level_note(results: YearResults, level: Level) -> str:
    """Under a level's heading: how many sheets the peer value is of, and the weight."""
    rules = results.consolidation.rules
    notes = []
    if level is Level.PEER:
        notes.append(_peer_note(results))
    weight = rules.content_weights().get(level)
    if rules.combining is Combining.WEIGHTED and weight is not None:
        notes.append(f"{trimmed(weight)}%")
    return " · ".join(notes)


def _peer_note(results: YearResults) -> str:
    method = {PeerAverage.MEAN: "TB", PeerAverage.TRIMMED: "TB cắt", PeerAverage.MEDIAN: "Trung vị"}[
        results.consolidation.rules.peer_average
    ]
    scores: list[UnitScore] = [unit.score for unit in results.units.values()]
    counts = {len(score.peer.entries) for score in scores if score.peer is not None}
    return f"{method} {counts.pop()} phiếu" if len(counts) == 1 else method


def _row(
    results: YearResults, unit: UnitResult, bars: Bars, tones: dict[str, str], seen: Sight
) -> dict[str, Any]:
    score, standing, places = unit.score, unit.standing, results.decimals
    segments, bar_text = bars.of(unit) if seen.opens_cells_of(unit.member) else bars.whole(unit)
    levels = results.consolidation.rules.levels
    return {
        "rank": "" if standing.rank is None else str(standing.rank),
        "is_top": standing.rank is not None and standing.rank <= _TOP_RANKS,
        "rank_note": rank_note(results, unit),
        "notes": _notes(results, unit, named=seen.names_peer_values),
        "name": unit.member.name,
        "short": unit.member.short_name,
        "points": [
            {
                "label": level.label,
                "text": number(score.total(level), places) or "–",
                "note": _count_note(unit) if level is Level.PEER else "",
                "is_quiet": level is Level.SELF and level is not levels[-1],
            }
            for level in levels
        ],
        "segments": segments,
        "bar_text": bar_text,
        "bonus": number(score.bonus, places) or "–",
        "penalty": number(score.penalty, places) or "–",
        "is_penalised": bool(score.penalty),
        "final": number(score.final, places),
        "class_name": standing.band or "",
        "class_tone": tones.get(standing.band or "", "brand"),
        "why_url": year_url("results-why", results.year, unit=unit.member.code),
    }


def _notes(results: YearResults, unit: UnitResult, *, named: bool) -> list[str]:
    """What stands against a unit: why it has no rank, and its findings with their reasons."""
    notes = [f"{effect.label}{f': {reason}' if reason else ''}" for effect, reason in unit.findings]
    missing = "" if unit.standing.barred else why_not_final(results, unit, named=named)
    return [missing[:1].upper() + missing[1:], *notes] if missing else notes


def _count_note(unit: UnitResult) -> str:
    """How many peer sheets are there, where some are missing."""
    peer = unit.score.peer
    if peer is None or not peer.missing:
        return ""
    return f"{len(peer.counted)}/{len(peer.expected)} phiếu"
