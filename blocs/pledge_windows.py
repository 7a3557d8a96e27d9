"""Why a unit cannot sign just now, in a sentence; the same for the page that shows it and the act that refuses."""

from collections.abc import Sequence

from django.utils import timezone

from blocs.models import BlocYear, Membership, PhaseKind, PledgeText
from blocs.pledge_queries import UnitLine, before_in_turn
from blocs.rules import is_open
from blocs.terms import PledgeState
from reports.paper.words import short_date


def why_locked(text: PledgeText) -> str:
    if text.state != PledgeState.LOCKED:
        return ""
    return "Tổ thư ký đã khóa giao ước nên không ký, không rút lại được nữa."


def why_closed(year: BlocYear, member: Membership) -> str:
    """The window of the pledge, the unit's own extension counted; a published year is closed altogether, and any year
    for a unit that has left it."""
    if member.left_on is not None:
        return f"Đơn vị đã thôi thuộc khối từ ngày {short_date(member.left_on)} nên việc ký đã khép lại."
    if year.is_published:
        return "Kết quả năm này đã niêm yết nên giao ước không ký thêm được nữa."
    if is_open(year, PhaseKind.PLEDGE, member):
        return ""
    phase = year.phases_by_kind[PhaseKind.PLEDGE]
    if phase.opens_at is not None and timezone.now() < phase.opens_at:
        opens = timezone.localtime(phase.opens_at)
        return f"Chưa đến thời gian ký: mốc Giao ước mở lúc {opens:%H:%M} ngày {short_date(opens.date())}."
    return "Đã hết hạn ký giao ước. Đề nghị tổ thư ký gia hạn cho đơn vị rồi ký."


def who_signs_now(year: BlocYear) -> str:
    """For who opens the signing: whether the window lets the units sign at once."""
    phase = year.phases_by_kind.get(PhaseKind.PLEDGE)
    if is_open(year, PhaseKind.PLEDGE) or phase is None:
        return "Lãnh đạo các đơn vị ký được ngay."
    if phase.opens_at is not None and timezone.now() < phase.opens_at:
        opens = timezone.localtime(phase.opens_at)
        return f"Các đơn vị ký được từ {opens:%H:%M} ngày {short_date(opens.date())}, khi mốc Giao ước mở."
    return "Nhưng mốc Giao ước đã đóng: hãy sửa ngày của mốc, hoặc gia hạn, thì các đơn vị mới ký được."


def why_not_in_turn(text: PledgeText, lines: Sequence[UnitLine], member: Membership) -> str:
    """Where the text is signed in turn: who has to sign before."""
    waiting = before_in_turn(lines, member) if text.in_order else []
    if not waiting:
        return ""
    names = ", ".join(before.short_name for before in waiting)
    return f"Giao ước này ký lần lượt theo thứ tự trong khối. Còn chờ ký trước: {names}."


def deadline_words(year: BlocYear, member: Membership | None = None) -> str:
    """ "hạn 31/03/2021", the unit's extension counted; the hour where it is not the end of the day; "" without one."""
    phase = year.phases_by_kind.get(PhaseKind.PLEDGE)
    if phase is None or phase.closes_at is None:
        return ""
    closes = phase.closes_at
    if member is not None and (extension := year.extensions.get((PhaseKind.PLEDGE.value, member.pk))):
        closes = max(closes, extension.closes_at)
    local = timezone.localtime(closes)
    hour = "" if (local.hour, local.minute) == (23, 59) else f"{local:%H:%M} "
    return f"hạn {hour}ngày {short_date(local.date())}" if hour else f"hạn {short_date(local.date())}"
