"""Who may write a unit's targets and their results, and when. Everybody who sees the year reads them."""

from django.db.models import QuerySet

from blocs.models import BlocYear, Membership, PhaseKind, PledgeText, User
from blocs.rules import can_run_year, is_open, works_for
from blocs.terms import Checkpoint, PledgeState

FROZEN = "Giao ước đã mở ký nên chỉ tiêu không sửa được nữa. Muốn đổi chỉ tiêu, tổ thư ký lập bản giao ước mới thay bản này."
PLEDGE_CLOSED = (
    "Mốc Giao ước của đơn vị đã đóng. Tổ thư ký gia hạn ở trang Các mốc thì mới sửa được chỉ tiêu."
)
HALF_YEAR_CLOSED = (
    "Mốc Sơ kết của đơn vị chưa mở hoặc đã đóng nên kết quả 6 tháng không sửa được. Tổ thư ký gia hạn ở trang Các mốc"
    " thì mới sửa được."
)
LEFT = "Đơn vị đã thôi thuộc khối trong năm nên chỉ tiêu và kết quả giữ nguyên như khi đơn vị thôi."
PUBLISHED = "Kết quả đã niêm yết nên số liệu của năm đã khóa."
NOT_THEIRS = "Chỉ tiêu của đơn vị do đơn vị ấy hoặc tổ thư ký khối ghi."


def acts_for(user: User, year: BlocYear, member: Membership) -> bool:
    """The unit's own people, and the secretariat for it."""
    return works_for(user, member) or can_run_year(user, year)


def can_promise(user: User, year: BlocYear, member: Membership) -> bool:
    """Whether the window of the pledge lets this person write the unit's targets; `is_frozen` is asked besides."""
    return acts_for(user, year, member) and is_open(year, PhaseKind.PLEDGE, member)


def texts_in_force(year: BlocYear) -> QuerySet[PledgeText]:
    """The text that is being signed or is locked; there is one at most."""
    return PledgeText.objects.filter(year=year, state__in=[PledgeState.OPEN, PledgeState.LOCKED])


def is_frozen(year: BlocYear) -> bool:
    """Whether a text of the pledge is being signed or in force: what it promises stands. One query."""
    return texts_in_force(year).exists()


def can_report(user: User, year: BlocYear, member: Membership, checkpoint: Checkpoint) -> bool:
    """Results: the half-year's within its window, the year's until the results of the year are published.

    A unit that left in the middle of the year reports no more.
    """
    if year.is_published or member.left_on is not None or not acts_for(user, year, member):
        return False
    return checkpoint is Checkpoint.YEAR_END or is_open(year, PhaseKind.HALF_YEAR, member)
