"""The context of "Vì sao hạng này": one unit's place in words, then everything behind it.

Its keys are listed at the top of templates/awards/why.html.
"""

from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from awards.eligibility import AwardResult
from awards.presenting.arithmetic import levels_context, sum_context
from awards.presenting.nominations import rule_sentence
from awards.presenting.peers import peer_context
from awards.presenting.results_page import class_tones
from awards.presenting.ties import tie_context
from awards.presenting.wording import combining_sentence, listed, why_not_final
from awards.queries import AwardLine
from awards.results import UnitResult, YearResults
from awards.wording import describe, describe_undecided, vote_text
from blocs.context import year_url
from blocs.terms import Level
from reports.paper.words import number, short_date, trimmed
from scoring.ranking import band_checks
from scoring.visibility import BLIND, Sight


def why_context(results: YearResults, unit: UnitResult, seen: Sight = BLIND) -> dict[str, Any]:
    """Everything but the cells, which `awards.presenting.cells` gives; `seen`: what the person may read."""
    order = results.in_rank_order()
    here = order.index(unit)
    awards = list(zip(results.awards, results.nominations, strict=True))
    return {
        "heading": _heading(unit),
        "sentence": _sentence(results, unit, order, here, named=seen.names_peer_values),
        "findings": [{"effect": effect.label, "reason": reason} for effect, reason in unit.findings],
        "tie": tie_context(results, unit),
        "sum": sum_context(results, unit, with_sections=seen.opens_cells_of(unit.member)),
        "levels": levels_context(results, unit),
        "peer": peer_context(results, unit, seen)
        if Level.PEER in results.consolidation.rules.levels
        else None,
        "classes": _classes(results, unit),
        "nominations": [_nomination(results, unit, line, nomination) for line, nomination in awards],
        "rules_text": combining_sentence(results.consolidation.rules, results.award_names),
        "previous": _neighbour(results, order, here - 1),
        "next": _neighbour(results, order, here + 1),
    }


def _heading(unit: UnitResult) -> str:
    name, standing = unit.member.short_name, unit.standing
    if standing.barred:
        return f"Vì sao {name} không xếp hạng"
    if standing.rank is None:
        return f"Vì sao {name} chưa có hạng"
    return f"Vì sao {name} {'đồng hạng' if standing.shared else 'xếp hạng'} {standing.rank}"


def _sentence(
    results: YearResults, unit: UnitResult, order: list[UnitResult], here: int, *, named: bool
) -> SafeString:
    """Points, distance to the neighbours, class, proposals: what a chairman asks first."""
    final, places = unit.score.final, results.decimals
    if final is None:
        why = why_not_final(results, unit, named=named)
        return format_html("Chưa có tổng điểm{}.", f": {why}" if why and not unit.standing.barred else "")
    points = format_html("<strong>{}</strong>", number(final, places))
    if unit.standing.rank is None:
        return format_html("Được {} điểm nhưng thuộc trường hợp không xếp hạng.", points)
    gaps = _gaps(results, unit, order, here)
    lead = format_html("Được {} điểm{}.", points, f", {gaps}" if gaps else "")
    return format_html(
        "{}{}", lead, "".join(f" {text}" for text in (_band(unit), _proposals(results, unit)) if text)
    )


def _gaps(results: YearResults, unit: UnitResult, order: list[UnitResult], here: int) -> str:
    parts = []
    if here > 0:
        parts.append(_gap(order[here - 1], unit, results.decimals, "kém"))
    if here + 1 < len(order) and order[here + 1].standing.rank is not None:
        parts.append(_gap(order[here + 1], unit, results.decimals, "hơn"))
    lead = "cao nhất khối; " if here == 0 and unit.standing.rank == 1 and not unit.standing.shared else ""
    return f"{lead}{', '.join(parts)}" if parts else lead.removesuffix("; ")


def _gap(other: UnitResult, unit: UnitResult, places: int, word: str) -> str:
    gap = abs((other.score.final or Decimal(0)) - (unit.score.final or Decimal(0)))
    name = f"{other.member.short_name} (hạng {other.standing.rank})"
    return f"{word} {name} {number(gap, places)} điểm" if gap else f"bằng điểm {name}"


def _band(unit: UnitResult) -> str:
    return f"Xếp loại {unit.standing.band}." if unit.standing.band else ""


def _proposals(results: YearResults, unit: UnitResult) -> str:
    code = unit.member.code
    names = [
        line.name
        for line, nomination in zip(results.awards, results.nominations, strict=True)
        if code in nomination.nominated
    ]
    return f"Được đề nghị {listed(names)}." if names else ""


def _neighbour(results: YearResults, order: list[UnitResult], index: int) -> dict[str, str] | None:
    if not 0 <= index < len(order):
        return None
    member = order[index].member
    return {"label": member.short_name, "url": year_url("results-why", results.year, unit=member.code)}


def _classes(results: YearResults, unit: UnitResult) -> list[dict[str, Any]]:
    """The classes from the highest down to the one that fits, and why the higher ones do not."""
    if unit.standing.rank is None:
        return []
    rows: list[dict[str, Any]] = []
    tones = class_tones(results)
    for check in band_checks(results.consolidation.rules, unit.score):
        floor = trimmed(check.band.floor)
        why = [] if check.reached else [f"cần từ {floor} điểm"]
        if check.sections_below:
            share = trimmed(check.band.section_floor)
            why.append(f"Mục {listed(check.sections_below)} dưới {share}% điểm tối đa của mục")
        rows.append(
            {
                "name": check.band.name,
                "fits": check.fits,
                "tone": tones[check.band.name],
                "text": "; ".join(why) or _class_rule(floor, check.band.section_floor),
            }
        )
        if check.fits:
            break
    return rows


def _class_rule(floor: str, section_floor: Decimal | None) -> str:
    text = f"từ {floor} điểm"
    return text if section_floor is None else f"{text}, mỗi mục từ {trimmed(section_floor)}% trở lên"


def _nomination(
    results: YearResults, unit: UnitResult, line: AwardLine, nomination: AwardResult
) -> dict[str, Any]:
    code = unit.member.code
    reasons: list[str] = []
    if code in nomination.nominated:
        state = "được đề nghị"
        reasons = [f"{vote_text(nomination, code)}."] if nomination.rule.needs_vote else []
    elif code in nomination.undecided:
        state, reasons = "chưa phân định", [f"{describe_undecided(nomination)} Hội nghị khối quyết định."]
    else:
        state = "không được đề nghị"
        reasons = [
            describe(reason, nomination, code, results.award_names)
            for reason in nomination.excluded.get(code, ())
        ] or [f"Đơn vị thôi thuộc khối từ ngày {short_date(unit.member.left_on)}."]
    return {
        "name": line.name,
        "state": state,
        "is_nominated": code in nomination.nominated,
        "is_undecided": code in nomination.undecided,
        "reasons": reasons,
        "rule": rule_sentence(nomination),
    }
