"""How a unit's final score comes about: content + bonus − penalty, sections, levels; exact figures in words."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from awards.presenting.bars import section_style
from awards.presenting.results_page import has_penalty
from awards.presenting.wording import combined_from, level_word
from awards.results import UnitResult, YearResults
from blocs.terms import Combining, CriterionGroup, Level
from reports.paper.words import number, trimmed
from scoring.calculation import Clamp, Combined, LevelValue, ScoringRules, Working
from scoring.queries import rule_set

_MORE_DIGITS = 6
_WHOLE = Decimal(100)


def exact(value: Fraction | Decimal, places: int) -> str:
    """The value with the year's digits, with more where it has more: "94,10" but "93,333333…"."""
    shown = Fraction(value)
    short = number(shown, places)
    if Fraction(short.replace(",", ".")) == shown:
        return short
    long = trimmed(shown, _MORE_DIGITS)
    return long if Fraction(long.replace(",", ".")) == shown else f"{long}…"


def sum_context(
    results: YearResults, unit: UnitResult, *, with_sections: bool = True
) -> dict[str, Any] | None:
    """The sum as it is drawn: `terms` with sign, label and figure, `final`, and the sentences around it.

    None without a final score. `workings`: how each part is put together from several levels; `sections`: what the
    content is made of, with `sections_note` where rounding keeps them from adding up.
    """
    combined, places, rules = unit.score.combined, results.decimals, results.consolidation.rules
    if combined is None:
        return None
    parts = _parts(results, combined)
    return {
        "sentence": combined_from(rules),
        "terms": [
            {"sign": sign, "label": label, "text": exact(working.exact, places)}
            for sign, label, working in parts
        ],
        "final": number(combined.final, places),
        "workings": [
            f"{label}: {_working_text(working, places)}."
            for _sign, label, working in parts
            if len(working.terms) > 1
        ],
        "bounds": _bounds(rules, combined, places),
        "sections": _sections(results, combined) if with_sections else [],
        "is_weighted": rules.combining is Combining.WEIGHTED,
        "sections_note": _sections_note(combined),
    }


def _parts(results: YearResults, combined: Combined) -> list[tuple[str, str, Working]]:
    """Sign, label and working of the parts this year's criteria know."""
    groups = {leaf.group for leaf in results.consolidation.rules.leaves}
    parts = [("", "Nội dung", combined.content)]
    if CriterionGroup.BONUS in groups:
        parts.append(("+", "Điểm thưởng", combined.bonus))
    if CriterionGroup.PENALTY in groups:
        parts.append(("−", "Điểm trừ", combined.penalty))
    return parts


def _working_text(working: Working, places: int) -> str:
    """ "20% × 97,50 (tự chấm) + 50% × 94,00 (chấm chéo) = 66,50"."""
    terms = " + ".join(
        f"{trimmed(term.weight)}% × {exact(term.value, places)} ({level_word(term.level)})"
        for term in working.terms
    )
    return f"{terms} = {exact(working.exact, places)}"


def _bounds(rules: ScoringRules, combined: Combined, places: int) -> str:
    """What happened to the sum on its way to the final score; empty when nothing did."""
    sentences = []
    if combined.exact != combined.rounded:
        sentences.append(
            f"{exact(combined.exact, places)} làm tròn thành {number(combined.rounded, places)}."
        )
    if combined.clamp is Clamp.ZERO:
        sentences.append(
            f"Tổng là {number(combined.rounded, places)}, dưới 0 nên tính {number(0, places)} điểm."
        )
    if combined.clamp is Clamp.TOTAL_CAP:
        sentences.append(
            f"Tổng là {number(combined.rounded, places)}, vượt tổng điểm tối đa nên tính {trimmed(rules.total_cap)} điểm."
        )
    return " ".join(sentences)


def _sections(results: YearResults, combined: Combined) -> list[dict[str, str]]:
    """Each content section: its points of its maximum, as a bar and with its working; nothing with only one."""
    maxima, places = results.consolidation.rules.sections(), results.decimals
    texts = {node.code: node.text for node in rule_set(results.year.current_rules).sections}
    if len(maxima) < 2:
        return []
    return [
        {
            "code": code,
            "text": texts.get(code, ""),
            "maximum": trimmed(maximum),
            "points": number(combined.sections[code].rounded, places),
            "share": f"{combined.sections[code].rounded * 100 / maximum:.1f}" if maximum else "0",
            "css": section_style(index),
            "working": _working_text(combined.sections[code], places)
            if len(combined.sections[code].terms) > 1
            else "",
        }
        for index, (code, maximum) in enumerate(maxima.items())
    ]


def _sections_note(combined: Combined) -> str:
    total = sum((working.rounded for working in combined.sections.values()), Decimal(0))
    if total == combined.content.exact:
        return ""
    return (
        "Mỗi mục được tổng hợp và làm tròn riêng, nên cộng các mục có thể lệch chút ít so với điểm nội dung."
    )


def levels_context(results: YearResults, unit: UnitResult) -> dict[str, Any]:
    """What each level gives, and how much of it counts."""
    rules = results.consolidation.rules
    groups = {leaf.group for leaf in rules.leaves}
    return {
        "rows": [level_row(results, unit, level) for level in rules.levels],
        "has_bonus": CriterionGroup.BONUS in groups,
        "has_penalty": has_penalty(results),
    }


def level_row(results: YearResults, unit: UnitResult, level: Level) -> dict[str, Any]:
    """One level's content, bonus, penalty and total; dashes where there is nothing."""
    value: LevelValue | None = unit.score.levels.get(level)
    places = results.decimals
    figures = (
        {
            "content": exact(value.parts.content, places),
            "bonus": exact(value.parts.bonus, places),
            "penalty": exact(value.parts.penalty, places),
            "total": number(value.total, places),
        }
        if value
        else dict.fromkeys(("content", "bonus", "penalty", "total"), "–")
    )
    return figures | {
        "label": level.label,
        "counts": _counting(results.consolidation.rules, level),
        "note": _level_note(results, value),
    }


def _counting(rules: ScoringRules, level: Level) -> str:
    """What of the level goes into the final score: "toàn bộ", "20%", "nội dung", "điểm thưởng, điểm trừ"."""
    weight = rules.content_weights().get(level)
    extra = rules.extras_weights().get(level)
    same = rules.content_weights() == rules.extras_weights()
    what = "" if same else "nội dung"
    share = ""
    if weight is not None:
        share = (what or "toàn bộ") if weight == _WHOLE else f"{trimmed(weight)}% {what}".strip()
    extras = "" if same or extra is None else "điểm thưởng, điểm trừ"
    return ", ".join(filter(None, [share, extras]))


def _level_note(results: YearResults, value: LevelValue | None) -> str:
    if value is None:
        return "chưa có"
    if value.sheet is None or value.sheet.sums.bonus == value.sheet.sums.bonus_given:
        return ""
    given = exact(value.sheet.sums.bonus_given, results.decimals)
    cap = trimmed(results.consolidation.rules.bonus_cap)
    return f"ghi {given} điểm thưởng, chỉ tính tối đa {cap}"
