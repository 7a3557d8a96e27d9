"""The reasons of `awards.eligibility` as Vietnamese sentences with their figures. Pure, as it is.

Numbers have a decimal comma; names of awards are given by the caller (award code -> name).
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from awards.eligibility import AwardResult, AwardRule, Figures, Reason
from scoring.rounding import rounded

_FIXED = {
    Reason.ON_HOLD: "Đang tạm dừng xét.",
    Reason.NOT_RANKED: "Không được xếp hạng.",
    Reason.NOT_REGISTERED: "Chưa đăng ký danh hiệu, hình thức này hoặc cao hơn.",
    Reason.PLEDGE_UNSIGNED: "Chưa ký giao ước thi đua.",
}


def describe(reason: Reason, result: AwardResult, unit: str, names: Mapping[str, str] | None = None) -> str:
    """Why `unit` is excluded from the award of `result`, in one sentence."""
    figures = result.figures[unit]
    rule = result.rule
    if reason in _FIXED:
        return _FIXED[reason]
    if reason is Reason.DISQUALIFIED:
        return f"Thuộc trường hợp {', '.join(effect.label.lower() for effect in figures.effects)}."
    if reason is Reason.BELOW_SCORE:
        return f"Đạt {_number(figures.points)} điểm, dưới mức tối thiểu {_plain(rule.min_points)} điểm."
    if reason is Reason.BELOW_RANK:
        return f"Xếp hạng {figures.rank}, chỉ xét đến hạng {rule.max_rank}."
    if reason is Reason.NOMINATED_HIGHER:
        proposed = ", ".join((names or {}).get(award, award) for award in figures.nominated_before)
        return f"Đã được đề nghị: {proposed}."
    if reason is Reason.VOTE_BELOW_THRESHOLD:
        return f"{vote_text(rule, figures)}."
    places = result.quota.places
    return (
        f"Hết chỉ tiêu: {places} chỉ tiêu dành cho các đơn vị xếp trên." if places else "Không có chỉ tiêu."
    )


def describe_undecided(result: AwardResult) -> str:
    """What the conference has to settle: how many places are left for how many equals. Empty when nothing is."""
    if not result.undecided:
        return ""
    left = result.quota.places - len(result.nominated)
    return f"{len(result.undecided)} đơn vị bằng nhau cả hạng và số phiếu, chỉ còn {left} chỉ tiêu."


def vote_text(rule: AwardRule, figures: Figures) -> str:
    """The vote in figures, as "8/11 phiếu đồng ý (72,73%), cần 9/11 (80%)"; also for a unit that reached it."""
    part = figures.share
    if part is None:
        return (
            "Chưa có kết quả kiểm phiếu" if figures.base is None else "Kết quả kiểm phiếu không có phiếu nào"
        )
    text = f"{figures.approvals}/{figures.base} phiếu đồng ý ({_percent(part * 100, rule.threshold)})"
    if figures.needed is None or rule.threshold is None:
        return text
    return f"{text}, cần {figures.needed}/{figures.base} ({_plain(rule.threshold)}%)"


def _percent(value: Fraction, threshold: Decimal | None) -> str:
    """Two decimals, or four where two would round a share just below the threshold up to it."""
    digits = 4 if threshold is not None and value < threshold <= rounded(value, 2) else 2
    return _number(rounded(value, digits)) + "%"


def _number(value: Decimal | None) -> str:
    return f"{value:f}".replace(".", ",") if value is not None else ""


def _plain(value: Decimal | None) -> str:
    """Without trailing zeros: a rule's figure, however it is stored."""
    text = _number(value)
    return text.rstrip("0").rstrip(",") if "," in text else text
