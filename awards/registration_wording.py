"""What the pages of registration say in sentences: why a unit would not be considered, which limit is broken. Pure."""

from collections.abc import Mapping

from awards.early_eligibility import Hindrance, Standing
from awards.eligibility import Reason
from awards.registration_limits import Broken
from awards.wording import FIXED, disqualified
from reports.paper.words import short_date

CLEAR = "Đủ điều kiện tính đến nay."
NOT_SENT = "Đăng ký này chưa gửi nên chưa được tính."


def standing_sentences(standing: Standing, *, is_drafted: bool = False) -> list[str]:
    """One sentence a reason; empty when nothing stands in the way. `is_drafted`: registered for it, but not sent."""
    return [
        NOT_SENT if is_drafted and reason is Reason.NOT_REGISTERED else _sentence(reason, standing)
        for reason in standing.reasons
    ]


def _sentence(reason: Reason | Hindrance, standing: Standing) -> str:
    if isinstance(reason, Reason):
        return disqualified(standing.effects) if reason is Reason.DISQUALIFIED else FIXED[reason]
    if reason is Hindrance.REPORT_MISSING:
        return f"Chưa gửi báo cáo sơ kết 6 tháng (hạn {short_date(standing.report_due)})."
    if reason is Hindrance.GAP:
        last, gap = standing.last_year or 0, standing.gap_years or 0
        return (
            f"Đã được tặng cho thành tích năm {last}; giữa hai lần phải cách {gap} năm,"
            f" nên xét lại từ năm {last + gap + 1}."
        )
    if reason is Hindrance.AWARD_NOT_VALID:
        if standing.not_before is not None:
            return f"Danh hiệu này chỉ áp dụng từ {short_date(standing.not_before)}."
        return f"Danh hiệu này thôi áp dụng từ {short_date(standing.no_longer)}."
    return f"Đơn vị không còn trong khối từ {short_date(standing.ended_on)}."


def limit_sentence(broken: Broken, awards: Mapping[str, str], units: Mapping[str, str]) -> str:
    """Which rule of the year, the number, and what to do; `awards` and `units`: code -> name."""
    unit = units.get(broken.unit, broken.unit)
    if not broken.award:
        return (
            "Mỗi đơn vị chỉ đăng ký một danh hiệu, hình thức cho tập thể đơn vị;"
            f" {unit} sẽ có {broken.would_be}. Hãy giữ lại một."
        )
    name = awards.get(broken.award, broken.award)
    if not broken.most:
        return f"Năm này khối không đăng ký {name}. Hãy chọn danh hiệu khác."
    if broken.in_bloc:
        return (
            f"Cả khối được đăng ký nhiều nhất {broken.most} {name}, nhận thêm sẽ là {broken.would_be}."
            " Hãy chọn danh hiệu khác hoặc hỏi tổ thư ký khối."
        )
    return (
        f"Mỗi đơn vị được đăng ký nhiều nhất {broken.most} {name};"
        f" {unit} sẽ có {broken.would_be}. Hãy bớt lại."
    )
