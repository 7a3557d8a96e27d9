"""Who may bring in and take out whole years (design §3)."""

from collections.abc import Collection

from blocs import rules
from blocs.models import Bloc, BlocYear, Province, SeatKind, User


def can_open_import(user: User) -> bool:
    """The page of uploading; which bloc's workbook it may be is asked once it is read (why_not_import)."""
    return rules.can_create_bloc(user) or rules.holds(user, SeatKind.SECRETARIAT)


def can_export(user: User, year: BlocYear) -> bool:
    """A workbook holds every score, so it is for those who read them all."""
    return rules.can_read_scores(user, year)


def can_take_package(user: User, year: BlocYear) -> bool:
    """The package of a hand-over: the secretariat, who led that year, the board; it holds scores and the journal."""
    return rules.can_read_scores(user, year)


def why_not_import(
    user: User, *, bloc: Bloc | None, named: str, province: Province | None, borne: Collection[int | None]
) -> str:
    """Why this person may not bring in a year of `bloc` (None: a new one) in that province; empty when they may.

    `named` is the workbook's `Tỉnh`, `province` the row of that name, `borne` the provinces of the bloc and its
    years. A province decides which board sees a year, so a workbook cannot move one where its bringer has no say.
    """
    if bloc is None:
        return _why_not_new(user, named, province)
    if not rules.can_create_year(user, bloc):
        return "Sổ này của khối khác. Bạn chỉ nhập được sổ của khối mình phụ trách."
    if not named or (province is not None and (province.pk in borne or set(borne) <= {None})):
        return ""
    if rules.can_found_bloc_in(user, province):
        return ""
    return f"Sổ ghi tỉnh “{named}”, khác với tỉnh của khối. Hãy sửa mục Tỉnh trong sổ, hoặc nhờ quản trị hệ thống nhập."


def _why_not_new(user: User, named: str, province: Province | None) -> str:
    if not rules.can_create_bloc(user):
        return "Khối này chưa có trong hệ thống. Hãy nhờ cơ quan thường trực hoặc quản trị lập khối trước."
    if rules.can_found_bloc_in(user, province):
        return ""
    if named:
        return f"Bạn chỉ lập được khối của tỉnh mình phụ trách; sổ ghi tỉnh “{named}”."
    return "Sổ chưa ghi tỉnh nào. Hãy điền mục Tỉnh rồi tải lên lại."
