"""The first step of every change to sheets: mark and lock them, then check state and actor again (design §4)."""

from collections.abc import Iterable
from operator import attrgetter

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from blocs.addresses import year_of_slug
from blocs.fields import new_revision
from blocs.models import BlocYear, Membership, RuleVersion, User
from blocs.refusals import NotAllowed, Refused
from blocs.terms import LateState, Level, SheetState
from blocs.transactions import locked
from scoring.models import Sheet
from scoring.rules import fills_paper, keeps_sheets, scoring_is_open
from scoring.sheet_queries import SECOND_ENTRY
from scoring.visibility import sight
from scoring.workflow import May

NAMES = ("scored__unit_name", "scorer__unit_name")
READS_ONLY = "Bạn xem được phiếu này nhưng không nhập điểm vào đây được."
# Asked at every saved cell: as subqueries built anew they would take longer to build than to answer.
WAITS_LATE = RawSQL(
    "EXISTS (SELECT 1 FROM scoring_latecell c WHERE c.sheet_id = scoring_sheet.id AND c.state = %s)",
    [LateState.WAITING.value],
    BooleanField(),
)
HAS_SECOND = RawSQL(
    "EXISTS (SELECT 1 FROM scoring_score c WHERE c.sheet_id = scoring_sheet.id AND c.entry = %s)",
    [SECOND_ENTRY],
    BooleanField(),
)
# What a saved cell asks of the rules is kept in memory under their revision (scoring.queries.rule_set).
_UNREAD_RULES = [
    f"year__rules__{field.name}"
    for field in RuleVersion._meta.concrete_fields
    if field.name not in ("id", "revision")
]
# The same of a sheet that is not there and of one the person may not know of.
NO_SHEET = "Không có phiếu này trong năm thi đua. Hãy tải lại trang."
HEADS_ONLY = "Việc này là của lãnh đạo đơn vị: cán bộ nhập điểm, lãnh đạo nộp phiếu và ghi “không chấm”."
NOT_THE_UNITS = "Phiếu đã nộp do tổ thư ký mở lại; ông, bà đề nghị tổ thư ký và nêu lý do."
LEVEL_WORDS = {
    Level.SELF: "tự chấm",
    Level.PEER: "chấm chéo",
    Level.BLOC: "khối chấm",
    Level.APPRAISAL: "thẩm định",
}


class NotThere(Refused):
    """A sheet that is not in this year, or that the person may not know of."""

    status = 404


def lock_sheets(
    *,
    actor: User,
    bloc: str,
    year: str | int,
    ids: Iterable[int],
    may: May = fills_paper,
    names: bool = False,
) -> list[Sheet]:
    """The sheets with these ids of the year with this slug, locked, each with a new revision, in the order of ids.

    The first statement writes: on PostgreSQL it takes the rows' locks, so that everything read after it, the
    year's publication too, is what the last transaction left. Only the sheets are locked. With `names` the units'
    names and the whole rules come along; without, each is read when it is asked for. Raises NotThere, NotAllowed
    without the seat, Refused when results are published.
    """
    wanted = sorted(set(ids))
    number, is_practice = year_of_slug(year)
    marked = Sheet.objects.filter(pk__in=wanted)
    if len(wanted) > 1:  # one sheet needs no order to be locked in
        marked = Sheet.objects.filter(pk__in=locked(marked.order_by("pk")).values("pk"))
    marked.update(revision=new_revision())
    units = NAMES if names else ("scored", "scorer")
    sheets = list(
        Sheet.objects.filter(
            pk__in=wanted, year__bloc__code=bloc, year__year=number, year__is_practice=is_practice
        )
        .select_related("year__bloc", "year__rules", *units)
        .annotate(late_there=WAITS_LATE, second_there=HAS_SECOND)
        .defer(*(() if names else _UNREAD_RULES))
        .prefetch_related("year__phases")
    )
    if not sheets or len(sheets) != len(wanted):
        raise NotThere(NO_SHEET)
    sheets.sort(key=attrgetter("pk"))
    one_year = sheets[0].year
    for sheet in sheets:
        sheet.year, sheet.has_late, sheet.has_second = one_year, sheet.late_there, sheet.second_there
    actor.forget_seats()
    for sheet in sheets:
        _require_right(actor, sheet, may)
    if one_year.is_published:
        raise Refused("Kết quả đã niêm yết nên phiếu đã khóa. Muốn sửa, hãy mở đính chính kết quả trước.")
    return list(sheets)


def _require_right(actor: User, sheet: Sheet, may: May) -> None:
    """NotAllowed for those who may read the sheet only, NotThere for those who may not know of it."""
    level = Level(sheet.level)
    if may(actor, sheet.year, level, paper_of(sheet)):
        return
    state = SheetState(sheet.state)
    if not sight(actor, sheet.year).reads_sheet(level, sheet.scored_id, sheet.scorer_id, state):
        raise NotThere(NO_SHEET)
    raise NotAllowed(why_not(may, fills=fills_paper(actor, sheet.year, level, paper_of(sheet))))


def why_not(may: May, *, fills: bool) -> str:
    """Whose thing it is that a person may not do, for one who fills the sheet and one who only reads it."""
    if not fills:
        return READS_ONLY
    return NOT_THE_UNITS if may is keeps_sheets else HEADS_ONLY


def require_open(year: BlocYear, level: Level, unit: Membership | None) -> None:
    """Raise Refused outside the level's window."""
    if not scoring_is_open(year, level, unit):
        raise Refused(closed_sentence(level))


def takes_scores_now(sheet: Sheet, actor: User) -> bool:
    """While the level's window is open; of a sheet accepted late, from those who keep the sheets."""
    return scoring_is_open(sheet.year, Level(sheet.level), paper_of(sheet)) or was_accepted_late(sheet, actor)


def was_accepted_late(sheet: Sheet, actor: User) -> bool:
    """Whether this person may go on with the sheet although its window is over, because it was accepted late."""
    level, unit = Level(sheet.level), paper_of(sheet)
    is_over = not scoring_is_open(sheet.year, level, unit)
    return is_over and bool(sheet.late_reason) and keeps_sheets(actor, sheet.year, level, unit)


def closed_sentence(level: Level) -> str:
    return (
        f"Thời gian {LEVEL_WORDS[level]} chưa mở hoặc đã hết nên chưa sửa được phiếu."
        " Tổ thư ký gia hạn ở trang các mốc thời gian."
    )


def paper_of(sheet: Sheet) -> Membership | None:
    """Whose paper the sheet is: the peer scorer, the unit itself for its self-scoring, else nobody's."""
    return sheet.scored if sheet.level == Level.SELF else sheet.scorer


def sheet_name(sheet: Sheet) -> str:
    """ "phiếu chấm chéo của Hội Nhà báo, cột Hội Luật gia": one sheet in the journal's sentences."""
    level = Level(sheet.level)
    words = f"phiếu {LEVEL_WORDS[level]}"
    if sheet.scorer is not None:
        return f"{words} của {sheet.scorer.name}, cột {sheet.scored.name}"
    return f"{words} {'của' if level is Level.SELF else 'cho'} {sheet.scored.name}"
