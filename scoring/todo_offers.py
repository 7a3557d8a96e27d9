"""What scoring has people do on a year: criteria that add up, sheets that are to come in."""

from blocs import rules
from blocs.addresses import page
from blocs.models import BlocYear, PhaseKind, User
from blocs.terms import Level
from blocs.todo import TodoItem, TodoState, phase_item
from blocs.year_phases import LEVEL_OF_PHASE
from scoring.readiness import contradictions
from scoring.steps import sheet_counts

_TITLES = {
    Level.SELF: "Nhập phiếu tự chấm",
    Level.PEER: "Nhập phiếu chấm chéo",
    Level.BLOC: "Nhập phiếu khối chấm",
    Level.APPRAISAL: "Nhập phiếu thẩm định",
}


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    items = []
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
        url=page("sheets", year),
        button="Mở phiếu",
        done=done >= expected,
    )
