"""The reasons of `awards.eligibility` as Vietnamese sentences with their figures. Pure, as it is.

Numbers have a decimal comma; names of awards are given by the caller (award code -> name).
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from awards.definitions import AwardRuleRow
from awards.eligibility import AwardResult, AwardRule, Reason
from blocs.terms import Effect, ThresholdBase
from reports.paper.words import fraction, percent, rounded, trimmed

FIXED = {
    Reason.ON_HOLD: "Đang tạm dừng xét.",
    Reason.NOT_RANKED: "Không được xếp hạng.",
    Reason.NOT_REGISTERED: "Chưa đăng ký danh hiệu, hình thức này hoặc cao hơn.",
    Reason.PLEDGE_UNSIGNED: "Chưa ký giao ước thi đua.",
}


def describe(reason: Reason, result: AwardResult, unit: str, names: Mapping[str, str] | None = None) -> str:
    """Why `unit` is excluded from the award of `result`, in one sentence."""
    figures = result.figures[unit]
    rule = result.rule
    if reason in FIXED:
        return FIXED[reason]
    if reason is Reason.DISQUALIFIED:
        return disqualified(figures.effects)
    if reason is Reason.BELOW_SCORE:
        return f"Đạt {_points(figures.points)} điểm, dưới mức tối thiểu {trimmed(rule.min_points)} điểm."
    if reason is Reason.BELOW_RANK:
        return f"Xếp hạng {figures.rank}, chỉ xét đến hạng {rule.max_rank}."
    if reason is Reason.NOMINATED_HIGHER:
        proposed = ", ".join((names or {}).get(award, award) for award in figures.nominated_before)
        return f"Đã được đề nghị: {proposed}."
    if reason is Reason.VOTE_BELOW_THRESHOLD:
        return f"{vote_text(result, unit)}."
    places = result.quota.places
    return (
        f"Hết chỉ tiêu: {places} chỉ tiêu dành cho các đơn vị xếp trên." if places else "Không có chỉ tiêu."
    )


def disqualified(effects: Iterable[Effect]) -> str:
    """ "Thuộc trường hợp không xét khen." """
    return f"Thuộc trường hợp {', '.join(effect.label.lower() for effect in effects)}."


def describe_undecided(result: AwardResult) -> str:
    """What the conference has to settle: how many places are left for how many equals. Empty when nothing is."""
    if not result.undecided:
        return ""
    left = result.quota.places - len(result.nominated)
    return f"{len(result.undecided)} đơn vị bằng nhau cả hạng và số phiếu, chỉ còn {left} chỉ tiêu."


def vote_text(result: AwardResult, unit: str) -> str:
    """The vote in figures, as "8/11 phiếu đồng ý (72,73%), cần 9/11 (80%)"; also for a unit that reached it."""
    figures, threshold = result.figures[unit], result.rule.threshold
    if figures.base is None:
        return "Chưa có kết quả kiểm phiếu"
    if figures.share is None:
        return "Không có phiếu nào để tính tỷ lệ"
    text = f"{fraction(figures.approvals, figures.base)} phiếu đồng ý ({_percent(figures.share, threshold)})"
    if figures.needed is None:
        return text
    return f"{text}, cần {fraction(figures.needed, figures.base)} ({trimmed(threshold)}%)"


def _percent(part: Fraction, threshold: Decimal | None) -> str:
    """Two decimals, or four where two would round a share just below the threshold up to it."""
    just_below = threshold is not None and part * 100 < threshold <= rounded(part * 100, 2)
    return percent(part, 4 if just_below else 2)


def _points(points: Decimal | None) -> str:
    """With the digits the final score has."""
    return f"{points:f}".replace(".", ",") if points is not None else ""


def base_words(base: ThresholdBase | None) -> str:
    """What a vote's threshold is a share of, in words."""
    return {
        ThresholdBase.PRESENT: "số có mặt",
        ThresholdBase.VALID: "số phiếu hợp lệ",
    }.get(base or ThresholdBase.MEMBERS, "tổng số thành viên")


def conditions(rule: AwardRule | AwardRuleRow) -> list[str]:
    """What an award asks of a unit, one phrase a condition; empty when it asks for nothing."""
    needs = []
    if rule.max_rank is not None:
        needs.append("đứng hạng 1" if rule.max_rank == 1 else f"từ hạng {rule.max_rank} trở lên")
    if rule.min_points is not None:
        needs.append(f"từ {trimmed(rule.min_points)} điểm")
    if rule.needs_registration:
        needs.append("có đăng ký")
    if rule.needs_pledge:
        needs.append("đã ký giao ước")
    if rule.needs_vote:
        share = trimmed(rule.threshold)
        needs.append(f"ít nhất {share}% phiếu đồng ý trên {base_words(rule.threshold_base)}")
    if rule.exclusive and rule.order > 1:
        needs.append("chưa được đề nghị danh hiệu đứng trên")
    return needs
