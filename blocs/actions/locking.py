"""The first step of an action: take the lock, then check state and actor again under it."""

from collections.abc import Callable

from blocs.models import BlocYear, User
from blocs.refusals import NotAllowed, Refused
from blocs.transactions import locked_before_reading


def lock_year(
    *, actor: User, year: BlocYear, may: Callable[[User, BlocYear], bool], even_published: bool = False
) -> BlocYear:
    """The year's row, locked and read again, when the actor still may act on it.

    Raises NotAllowed without the right, Refused when the year is gone, or published and thereby closed.
    """
    rows = BlocYear.objects.filter(pk=year.pk).select_related("bloc", "rules", "province")
    found = locked_before_reading(rows).first()
    if found is None:
        raise Refused("Năm thi đua này không còn nữa. Hãy mở lại danh sách các năm.")
    require_still(actor, found, may)
    if found.is_published and not even_published:
        raise Refused(
            "Kết quả đã niêm yết nên số liệu của năm đã khóa. Muốn sửa, hãy mở đính chính kết quả trước."
        )
    return found


def require_still(actor: User, year: BlocYear, may: Callable[[User, BlocYear], bool]) -> None:
    """Seats are read again: a right that ended while the page was open is gone."""
    actor.forget_seats()
    if not may(actor, year):
        raise NotAllowed("Bạn không được làm việc này trong năm thi đua này.")
