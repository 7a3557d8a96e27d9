"""Who may add and take away a unit's evidence, and when; who reads it is `scoring.visibility`."""

from blocs.models import BlocYear, Membership, User
from blocs.terms import Level, SheetState, Term
from scoring.queries import sheet_rows
from scoring.rules import fills_paper, keeps_sheets, scoring_is_open

NOT_THEIRS = "Minh chứng của đơn vị do người của đơn vị ấy hoặc tổ thư ký khối thêm."
LEFT = "Đơn vị đã thôi thuộc khối trong năm nên minh chứng giữ nguyên như khi đơn vị thôi."
PUBLISHED = "Kết quả đã niêm yết nên minh chứng của năm đã khóa."
SETTLED = (
    "Bảng tự chấm của đơn vị đã nộp hoặc đã hết hạn tự chấm, người khác đã chấm theo các minh chứng này, nên đơn vị"
    " không thêm, bớt được nữa. Tổ thư ký bổ sung được, kèm lý do."
)
NOT_TAKEN_AWAY = (
    "Bảng tự chấm của đơn vị đã nộp hoặc đã hết hạn tự chấm nên không bỏ được minh chứng nào: người khác đã chấm theo"
    " đó. Nếu minh chứng sai, tổ thư ký mở lại bảng tự chấm hoặc bổ sung minh chứng đúng kèm lý do."
)


class Door(Term):
    """What may be done with a unit's evidence now."""

    OPEN = "open", "thêm và bỏ được"
    ADDING = "adding", "chỉ bổ sung được, kèm lý do"
    CLOSED = "closed", "chỉ để xem"


def acts_for(user: User, year: BlocYear, member: Membership) -> bool:
    """By seat alone: the unit's own people, and the secretariat for it ("nhập thay")."""
    return fills_paper(user, year, Level.SELF, member)


def door(user: User, year: BlocYear, member: Membership, state: SheetState | None = None) -> Door:
    """While the self-sheet is being filled evidence comes and goes; once others score by it, it is only added to.

    `state`: of the unit's self-sheet, read from the year's sheets when not given; a year without self-scoring goes by
    the window alone.
    """
    if not acts_for(user, year, member) or year.is_published or member.left_on is not None:
        return Door.CLOSED
    if state is None:
        state = self_state(year, member)
    if state is SheetState.FILLING and scoring_is_open(year, Level.SELF, member):
        return Door.OPEN
    return Door.ADDING if keeps_sheets(user, year, Level.SELF) else Door.CLOSED


def self_state(year: BlocYear, member: Membership) -> SheetState:
    """The state of the unit's self-sheet; "being filled" where there is none. No query beyond the year's sheets."""
    return next(
        (row.state for row in sheet_rows(year) if row.level is Level.SELF and row.scored == member.pk),
        SheetState.FILLING,
    )


def why_closed(user: User, year: BlocYear, member: Membership) -> str:
    """Why nothing can be added now; empty where something can."""
    if door(user, year, member) is not Door.CLOSED:
        return ""
    if not acts_for(user, year, member):
        return NOT_THEIRS
    if year.is_published:
        return PUBLISHED
    return LEFT if member.left_on is not None else SETTLED
