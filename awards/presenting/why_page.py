"""The context of "Vì sao hạng này": one unit's place, down to the cell and who entered it.

Keys are listed at the top of templates/awards/why.html.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from awards.presenting.results_page import class_tones, rule_sentence
from awards.presenting.wording import combining_sentence, peer_sentence, why_not_final
from awards.results import UnitResult, YearResults
from awards.wording import describe, describe_undecided, vote_text
from blocs.context import year_url
from blocs.terms import Aggregation, Level
from reports.paper.words import number, trimmed
from scoring.calculation import Clamp, LevelValue, Working
from scoring.peer_value import Origin, PeerWorking
from scoring.ranking import band_checks

_MORE_DIGITS = 6


def why_context(results: YearResults, unit: UnitResult, *, names: dict[str, str]) -> dict[str, Any]:
    """Everything but the cells, which `awards.presenting.cells` gives. `names`: award code -> name."""
    order = results.in_rank_order()
    here = next(index for index, one in enumerate(order) if one.member.code == unit.member.code)
    return {
        "heading": _heading(unit),
        "sentence": _sentence(results, unit, order, here),
        "unit_name": unit.member.name,
        "final": number(unit.score.final, results.decimals),
        "missing": why_not_final(results, unit),
        "ties": _ties(results, unit, order, here),
        "steps": _steps(results, unit),
        "formula": _formula(results, unit),
        "clamp": _clamp(results, unit),
        "levels": [_level(results, unit, level) for level in results.consolidation.rules.levels],
        "peer": _peer(results, unit),
        "classes": _classes(results, unit),
        "findings": [{"effect": effect.label, "reason": reason} for effect, reason in unit.findings],
        "nominations": [_nomination(results, unit, index, names) for index in range(len(results.awards))],
        "rules_text": combining_sentence(results.consolidation.rules),
        "previous": _neighbour(results, order, here - 1),
        "next": _neighbour(results, order, here + 1),
    }


def _heading(unit: UnitResult) -> str:
    if unit.standing.rank is None:
        return f"Vì sao {unit.member.short_name} chưa xếp hạng"
    return f"Vì sao {unit.member.short_name} xếp hạng {unit.standing.rank}"


def _sentence(results: YearResults, unit: UnitResult, order: list[UnitResult], here: int) -> str:
    final, places = unit.score.final, results.decimals
    if final is None:
        return f"Chưa có tổng điểm: {why_not_final(results, unit)}."
    if unit.standing.rank is None:
        return f"Đạt {number(final, places)} điểm nhưng không xếp hạng."
    parts = [f"Tổng điểm {number(final, places)}"]
    if here > 0:
        parts.append(_gap(order[here - 1], unit, places, above=True))
    if here + 1 < len(order) and order[here + 1].standing.rank is not None:
        parts.append(_gap(order[here + 1], unit, places, above=False))
    return "; ".join(parts) + "."


def _gap(other: UnitResult, unit: UnitResult, places: int, *, above: bool) -> str:
    gap = abs((other.score.final or Decimal(0)) - (unit.score.final or Decimal(0)))
    name = other.member.short_name
    if gap == 0:
        return f"bằng điểm {name}"
    return f"{'kém' if above else 'hơn'} {name} {number(gap, places)} điểm"


def _neighbour(results: YearResults, order: list[UnitResult], index: int) -> dict[str, str] | None:
    if not 0 <= index < len(order):
        return None
    one = order[index]
    return {
        "label": one.member.short_name,
        "url": year_url("results-why", results.year, unit=one.member.code),
    }


def _ties(results: YearResults, unit: UnitResult, order: list[UnitResult], here: int) -> list[dict[str, Any]]:
    """For each neighbour with the same final score: the keys in order, both figures, and which decided."""
    found = []
    for upper, lower in ((here - 1, here), (here, here + 1)):
        if upper < 0 or lower >= len(order):
            continue
        above, below = order[upper], order[lower]
        if below.standing.rank is None or above.score.final != below.score.final:
            continue
        found.append(_tie(results, above, below))
    return found


def _tie(results: YearResults, above: UnitResult, below: UnitResult) -> dict[str, Any]:
    decided = below.standing.separated_by or ""
    rows = []
    reached = True
    pairs = zip(above.standing.tie_values, below.standing.tie_values, strict=True)
    for upper, lower in pairs:
        places = 0 if upper.key.startswith("Phiếu") else results.decimals
        decides = reached and upper.key == decided
        rows.append(
            {
                "key": upper.key,
                "above": number(upper.value, places) if reached else "",
                "below": number(lower.value, places) if reached else "",
                "decides": decides,
                "verdict": "quyết định" if decides else "bằng nhau" if reached else "không cần xét đến",
            }
        )
        reached = reached and not decides
    names = above.member.short_name, below.member.short_name
    if any(row["decides"] for row in rows):
        sentence = f"{names[0]} và {names[1]} bằng điểm; {names[0]} xếp trên theo “{decided}”."
    else:
        sentence = f"{names[0]} và {names[1]} bằng nhau ở mọi tiêu chí phân định nên đồng hạng."
    return {"sentence": sentence, "above": names[0], "below": names[1], "rows": rows}


def exact(value: Fraction | Decimal, places: int) -> str:
    """The value with the year's digits, with more where it has more: "94,1" but "93,333333…"."""
    shown = Fraction(value)
    short = number(shown, places)
    if Fraction(short.replace(",", ".")) == shown:
        return short
    long = trimmed(shown, _MORE_DIGITS)
    return long if Fraction(long.replace(",", ".")) == shown else f"{long}…"


def _working_text(working: Working, places: int) -> str:
    """ "20% × 97,50 + 50% × 94,00"; a single level of 100 % is named instead."""
    if len(working.terms) == 1 and working.terms[0].weight == 100:
        term = working.terms[0]
        return f"{term.level.label} {exact(term.value, places)}"
    return " + ".join(
        f"{trimmed(term.weight)}% × {exact(term.value, places)} ({term.level.label.lower()})"
        for term in working.terms
    )


def _steps(results: YearResults, unit: UnitResult) -> list[dict[str, str]]:
    """Content, bonus and penalty: how each came about and what it gives."""
    combined, places = unit.score.combined, results.decimals
    if combined is None:
        return []
    rows = (("Nội dung", combined.content), ("Điểm thưởng", combined.bonus), ("Điểm trừ", combined.penalty))
    return [
        {
            "label": label,
            "working": _working_text(working, places),
            "exact": exact(working.exact, places),
            "shown": number(working.rounded, places),
        }
        for label, working in rows
    ] + [
        {
            "label": f"Trong đó Mục {code}",
            "working": _working_text(working, places),
            "exact": exact(working.exact, places),
            "shown": number(working.rounded, places),
        }
        for code, working in combined.sections.items()
    ]


def _formula(results: YearResults, unit: UnitResult) -> str:
    combined, places = unit.score.combined, results.decimals
    if combined is None:
        return ""
    parts = (
        f"{exact(combined.content.exact, places)} + {exact(combined.bonus.exact, places)}"
        f" − {exact(combined.penalty.exact, places)} = {exact(combined.exact, places)}"
    )
    rounded = number(combined.rounded, places)
    return parts if exact(combined.exact, places) == rounded else f"{parts}, làm tròn {rounded}"


def _clamp(results: YearResults, unit: UnitResult) -> str:
    combined = unit.score.combined
    if combined is None or combined.clamp is None:
        return ""
    final = number(combined.final, results.decimals)
    if combined.clamp is Clamp.ZERO:
        return f"Tổng âm nên tính {final} điểm."
    return f"Vượt tổng điểm tối đa nên tính {final} điểm."


def _level(results: YearResults, unit: UnitResult, level: Level) -> dict[str, str]:
    """One level's content, bonus, penalty and total."""
    value: LevelValue | None = unit.score.levels.get(level)
    places = results.decimals
    if value is None:
        return {
            "label": level.label,
            "content": "",
            "bonus": "",
            "penalty": "",
            "total": "",
            "note": "chưa có",
        }
    return {
        "label": level.label,
        "content": exact(value.parts.content, places),
        "bonus": exact(value.parts.bonus, places),
        "penalty": exact(value.parts.penalty, places),
        "total": number(value.total, places),
        "note": _bonus_note(results, value),
    }


def _bonus_note(results: YearResults, value: LevelValue) -> str:
    if value.sheet is None or value.sheet.sums.bonus == value.sheet.sums.bonus_given:
        return ""
    return (
        f"điểm thưởng ghi {exact(value.sheet.sums.bonus_given, results.decimals)},"
        f" tối đa {trimmed(results.consolidation.rules.bonus_cap)}"
    )


def _peer(results: YearResults, unit: UnitResult) -> dict[str, Any] | None:
    """Each scorer's sheet in bloc order: its sums, whether it was kept, who is missing and what stands for it."""
    working = unit.score.peer
    if working is None:
        return None
    places = results.decimals
    dropped = _dropped(working)
    replaced = working.replaced
    notes = dict.fromkeys(working.recused, "không chấm") | dict.fromkeys(working.missing, "chưa nộp phiếu")
    notes |= {
        code: "chưa nộp phiếu, lấy điểm tự chấm" if origin is Origin.SELF_SHEET else "chưa nộp phiếu, tính 0"
        for code, origin in replaced.items()
    }
    entries = {entry.scorer: entry for entry in working.entries}
    rows = []
    for code, other in results.units.items():
        if code not in entries and code not in notes:
            continue
        sums = entries[code].sums if code in entries else None
        rows.append(
            {
                "name": other.member.short_name,
                "content": exact(sums.content, places) if sums else "",
                "bonus": exact(sums.bonus, places) if sums else "",
                "penalty": exact(sums.penalty, places) if sums else "",
                "total": number(sums.total, places) if sums else "",
                "note": notes.get(code, dropped.get(code, "")),
                "is_out": code not in entries or code in dropped,
            }
        )
    value = unit.score.levels.get(Level.PEER)
    return {
        "sentence": f"{peer_sentence(results.consolidation.rules)}.",
        "count": f"{len(working.counted)}/{len(working.expected)} phiếu đã nộp",
        "rows": rows,
        "value": _level(results, unit, Level.PEER),
        "unrounded": _unrounded(value, places),
        "by_leaf": results.consolidation.rules.aggregation is Aggregation.LEAF,
    }


def _unrounded(value: LevelValue | None, places: int) -> str:
    """The peer content before rounding, where rounding changed it."""
    if value is None or value.unrounded.content == value.parts.content:
        return ""
    return f"Nội dung trước khi làm tròn: {exact(value.unrounded.content, places)}"


def _dropped(working: PeerWorking) -> dict[str, str]:
    if working.averages is None:
        return {}
    content = working.averages.content
    return {scorer: "bị cắt (thấp nhất)" for scorer, _value in content.dropped_low} | {
        scorer: "bị cắt (cao nhất)" for scorer, _value in content.dropped_high
    }


def _classes(results: YearResults, unit: UnitResult) -> list[dict[str, Any]]:
    rows = []
    tones = class_tones(results)
    for check in band_checks(results.consolidation.rules, unit.score):
        why = [] if check.reached else [f"cần từ {trimmed(check.band.floor)} điểm"]
        if check.sections_below:
            sections = ", ".join(check.sections_below)
            why.append(f"Mục {sections} dưới {trimmed(check.band.section_floor)}% điểm tối đa của mục")
        rows.append(
            {
                "name": check.band.name,
                "fits": check.fits,
                "is_it": check.band.name == unit.standing.band,
                "tone": tones[check.band.name],
                "text": "; ".join(why) or f"đạt: từ {trimmed(check.band.floor)} điểm",
            }
        )
    return rows


def _nomination(
    results: YearResults, unit: UnitResult, index: int, names: Mapping[str, str]
) -> dict[str, Any]:
    line, nomination = results.awards[index], results.nominations[index]
    code = unit.member.code
    if code in nomination.nominated:
        state, reasons = "Được đề nghị", [vote_text(nomination, code)]
        reasons = reasons if nomination.rule.needs_vote else []
    elif code in nomination.undecided:
        state, reasons = "Chưa phân định", [describe_undecided(nomination)]
    else:
        state = "Chưa đạt"
        reasons = [describe(reason, nomination, code, names) for reason in nomination.excluded[code]]
    return {
        "name": line.name,
        "state": state,
        "is_nominated": code in nomination.nominated,
        "reasons": reasons,
        "rule": rule_sentence(nomination),
    }
