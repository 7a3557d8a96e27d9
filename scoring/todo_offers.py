"""What scoring has people do on a year: criteria that add up, sheets that are to come in."""

from collections.abc import Callable

from blocs import rules
from blocs.addresses import page
from blocs.models import BlocYear, Membership, PhaseKind, User
from blocs.terms import Level
from blocs.todo import TodoItem, TodoState, phase_item
from blocs.unit_todo import named
from blocs.year_phases import LEVEL_OF_PHASE
from scoring.own_sheets import own_counts
from scoring.readiness import contradictions
from scoring.rules import PHASE_OF_LEVEL, UNIT_LEVELS
from scoring.steps import own_paper_pages, paper_page, sheet_counts

_TITLES = {
    Level.SELF: "Nhập phiếu tự chấm",
    Level.PEER: "Nhập phiếu chấm chéo",
    Level.BLOC: "Nhập phiếu khối chấm",
    Level.APPRAISAL: "Nhập phiếu thẩm định",
}


_OWN_TITLES = {Level.SELF: "Tự chấm điểm", Level.PEER: "Chấm điểm các đơn vị bạn"}


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    items = _own_items(user, year)
    if rules.can_set_up_year(user, year):
        items.append(_criteria(year))
    runs = rules.can_run_year(user, year)
    appraises = rules.is_board_of(user, year.province_id)
    if not runs and not appraises:
        return items
    counts = sheet_counts(year)
    for order, (kind, level) in enumerate(LEVEL_OF_PHASE.items(), start=60):
        if level in counts and (runs or (appraises and level is Level.APPRAISAL)):
            items.append(_sheets(year, kind, level, counts[level], order))
    return items


def _own_items(user: User, year: BlocYear) -> list[TodoItem]:
    """A unit's own sheets: to be filled by its people, handed in by its head. A published year asks for none."""
    if year.is_published or year.is_practice:
        return []
    own = rules.own_members(user, year)
    return [
        _own_item(user, year, member, level, named(own, member))
        for member in own
        if member.left_on is None
        for level in own_counts(year, member)
    ]


def _own_item(
    user: User, year: BlocYear, member: Membership, level: Level, title: Callable[[str], str]
) -> TodoItem:
    count = own_counts(year, member)[level]
    recused = f", {count.recused} phiếu không chấm" if count.recused else ""
    head = rules.is_head_of(user, member)
    who = "Lãnh đạo đơn vị xem lại rồi nộp." if head else "Cán bộ nhập điểm, lãnh đạo nộp."
    said = f"Đã nộp {count.done}/{count.expected} phiếu{recused}." if count.expected else "Không chấm."
    return phase_item(
        year,
        PHASE_OF_LEVEL[level],
        order=60 + list(UNIT_LEVELS).index(level),
        title=title(_OWN_TITLES[level]),
        detail=said if count.is_done else f"{said} {who}",
        url=own_paper_pages(year, level, member, head=head)[0],
        button="Mở phiếu",
        done=count.is_done,
        unit=member,
    )


def _criteria(year: BlocYear) -> TodoItem:
    faults = contradictions(year)
    return TodoItem(
        order=20,
        title="Hoàn thành quy tắc và bảng tiêu chí",
        detail=faults[0] if faults else "Quy tắc và tiêu chí khớp nhau.",
        url=page("criteria", year),
        button="Xem tiêu chí",
        state=TodoState.OPEN if faults else TodoState.DONE,
    )


def _sheets(year: BlocYear, kind: PhaseKind, level: Level, count: tuple[int, int], order: int) -> TodoItem:
    done, expected = count
    return phase_item(
        year,
        kind,
        order=order,
        title=_TITLES[level],
        detail=f"Đã nộp {done}/{expected} phiếu." if done < expected else f"Đủ {expected} phiếu.",
        url=paper_page(year, level),
        button="Mở phiếu",
        done=done >= expected,
    )
