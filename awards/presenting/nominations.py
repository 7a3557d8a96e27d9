"""Who is proposed for which award, and why the others are not, ready to show."""

from typing import Any

from awards.eligibility import AwardResult, Reason
from awards.presenting.wording import listed
from awards.queries import AwardLine
from awards.results import YearResults
from awards.wording import base_words, conditions, describe, describe_undecided, vote_text
from blocs.terms import OrderBy
from reports.paper.words import number, trimmed


def paired(results: YearResults) -> list[tuple[AwardLine, AwardResult]]:
    """Each award with its nominations, in `Thứ tự`."""
    return list(zip(results.awards, results.nominations, strict=True))


def quota_text(nomination: AwardResult) -> str:
    return f"{nomination.quota.places} chỉ tiêu"


def award_card(results: YearResults, line: AwardLine, nomination: AwardResult) -> dict[str, Any]:
    """An award at a glance, for the top of the page."""
    below = [code for code, reasons in nomination.excluded.items() if Reason.NOMINATED_HIGHER not in reasons]
    return {
        "name": line.name,
        "quota_text": quota_text(nomination),
        "nominated": [results.units[code].member.short_name for code in nomination.nominated],
        "votes_text": _card_votes(nomination),
        "undecided_text": describe_undecided(nomination),
        "left_out_count": len(below),
        "url": f"#{nomination.rule.award}",
        "tone": "gold" if nomination.rule.award.startswith("FLAG") else "teal",
    }


def _card_votes(nomination: AwardResult) -> str:
    """ "10/11 và 9/11 phiếu · cần ≥ 80% tổng số thành viên"."""
    rule = nomination.rule
    if not rule.needs_vote or not nomination.nominated:
        return ""
    figures = [nomination.figures[code] for code in nomination.nominated]
    votes = listed(f"{one.approvals}/{one.base}" for one in figures)
    return f"{votes} phiếu · cần ≥ {trimmed(rule.threshold)}% {base_words(rule.threshold_base)}"


def rule_sentence(nomination: AwardResult) -> str:
    """The conditions of an award in one sentence."""
    rule = nomination.rule
    needs = conditions(rule)
    order = "số phiếu" if rule.order_by is OrderBy.APPROVALS else "hạng"
    return f"Điều kiện: {'; '.join(needs)}. Xét theo {order}." if needs else f"Xét theo {order}."


def nomination_context(results: YearResults, line: AwardLine, nomination: AwardResult) -> dict[str, Any]:
    """One award whole: nominated, undecided, and every other unit with all its reasons, the best ranked first."""
    last = len(results.units) + 1
    left_out = sorted(nomination.excluded, key=lambda code: results.units[code].standing.rank or last)
    return {
        "anchor": nomination.rule.award,
        "name": line.name,
        "quota_text": quota_text(nomination),
        "rule_text": rule_sentence(nomination),
        "nominated": [outcome(results, nomination, code) for code in nomination.nominated],
        "undecided": [outcome(results, nomination, code) for code in nomination.undecided],
        "undecided_text": describe_undecided(nomination),
        "left_out": [
            {
                "name": results.units[code].member.short_name,
                "reasons": [
                    describe(reason, nomination, code, results.award_names)
                    for reason in nomination.excluded[code]
                ],
            }
            for code in left_out
        ],
    }


def outcome(results: YearResults, nomination: AwardResult, code: str) -> dict[str, str]:
    """A unit's name and the figures it was judged by."""
    figures = nomination.figures[code]
    parts = []
    if figures.rank is not None:
        parts.append(f"Hạng {figures.rank}, {number(figures.points, results.decimals)} điểm")
    if nomination.rule.needs_vote or figures.approvals:
        parts.append(vote_text(nomination, code))
    return {"name": results.units[code].member.short_name, "text": " · ".join(parts)}
