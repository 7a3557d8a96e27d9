"""What the checks of sheets have people do: explain far points, enter a second time, compare, decide on late values."""

from collections import Counter

from blocs import rules
from blocs.addresses import page
from blocs.models import BlocYear, Membership, User
from blocs.terms import Level, SheetState
from blocs.todo import TodoItem
from scoring.explaining import unexplained
from scoring.queries import SheetRow, late_waiting, sheet_rows
from scoring.rules import UNIT_LEVELS, keeps_sheets
from scoring.sheet_checks import Waits, waits
from scoring.sheet_queries import LEVEL_SLUGS

_ORDER = 64
_WORDS = {
    Waits.SECOND: "{} phiếu chờ nhập lần hai",
    Waits.COMPARING: "{} phiếu chờ đối chiếu hai lần nhập",
    Waits.REASONS: "{} phiếu chờ giải thích điểm chênh lệch",
    Waits.LATE: "{} phiếu có điểm đến muộn chờ quyết định",
}


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    """Nothing once results are published: then no sheet changes any more."""
    if year.is_published:
        return []
    items = (
        [] if year.is_practice else [_explain(user, year, member) for member in rules.own_members(user, year)]
    )
    kept = [row for row in sheet_rows(year) if keeps_sheets(user, year, row.level)]
    return [item for item in (*items, _check(year, kept)) if item is not None]


def _explain(user: User, year: BlocYear, member: Membership) -> TodoItem | None:
    """The unit's own handed-in sheets with points to be explained; officers help with the words."""
    own = [row for row in sheet_rows(year) if row.state is SheetState.HANDED_IN and _is_work_of(row, member)]
    asked = unexplained(year, own)
    level = next((row.level for row in own if row.pk in asked), None)
    if level is None:
        return None
    cells = sum(len(found) for found in asked.values())
    head = rules.is_head_of(user, member)
    address = {"level": LEVEL_SLUGS[level]} | ({"scorer": member.code} if level is Level.PEER else {})
    return TodoItem(
        order=_ORDER,
        title="Giải thích điểm chênh lệch",
        detail=f"{cells} ô điểm cần ghi lý do"
        + ("." if head else "; lãnh đạo đơn vị ghi, cán bộ giúp soạn lời."),
        url=page("sheet-reasons", year, **address),
        button="Ghi lý do",
    )


def _is_work_of(row: SheetRow, member: Membership) -> bool:
    if row.level not in UNIT_LEVELS:
        return False
    return (row.scored if row.level is Level.SELF else row.scorer) == member.pk


def _check(year: BlocYear, kept: list[SheetRow]) -> TodoItem | None:
    counts = Counter(why for found in waits(year, kept).values() for why in found)
    # Late values wait beside sheets that are still being filled as well.
    counts[Waits.LATE] = sum(row.pk in late_waiting(year) for row in kept)
    parts = [words.format(counts[why]) for why, words in _WORDS.items() if counts[why]]
    if not parts:
        return None
    return TodoItem(
        order=_ORDER + 1,
        title="Kiểm tra phiếu trước khi khóa",
        detail=f"{'; '.join(parts)}.",
        url=page("sheet-checks", year),
        button="Kiểm tra phiếu",
    )
