"""What the hand-over gives people to do, its step in the year, and its line in the setup's overview."""

from django.utils import timezone

from blocs import rules
from blocs.addresses import page
from blocs.context import StepCount
from blocs.memo import once_per_year
from blocs.models import BlocYear, HandOver, PhaseKind, User
from blocs.setup_sections import SectionState, SetupSection
from blocs.terms import HandOverState, Role, Succession
from blocs.todo import TodoItem, TodoState, phase_item
from reports.paper.words import short_date

_ORDER = 95


@once_per_year
def is_handed_over(year: BlocYear) -> bool:
    """Whether the year's hand-over is done; no query on a year that came with `years_visible_to`."""
    known: bool | None = getattr(year, "handed_over", None)
    if known is None:
        known = HandOver.objects.filter(from_year=year, state=HandOverState.DONE).exists()
    return bool(known)


def step_counts(year: BlocYear) -> dict[PhaseKind, StepCount]:
    """Said once the window has a date or the act is done; before that the step has nothing to count."""
    phase = year.phases_by_kind.get(PhaseKind.HAND_OVER)
    done = is_handed_over(year)
    if not done and (phase is None or phase.opens_at is None):
        return {}
    words = "đã bàn giao" if done else "chưa bàn giao"
    return {PhaseKind.HAND_OVER: StepCount(int(done), 1, words=words, url_name="leading")}


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    """The secretariat's in the window; what the unit that takes over reads until its day and in its first weeks."""
    if year.is_practice:
        return []
    items = [_hand_over(year)] if rules.can_run_year(user, year) and _is_time(year) else []
    own = {member.unit_id for member in rules.own_members(user, year)}
    # No query on a year that came with `years_visible_to` and of which no hand-over is near.
    if own and getattr(year, "hand_over_near", True):
        items += _taking_over(year, own)
    return items


def _is_time(year: BlocYear) -> bool:
    phase = year.phases_by_kind.get(PhaseKind.HAND_OVER)
    return is_handed_over(year) or year.is_published or (phase is not None and phase.opens_at is not None)


def _hand_over(year: BlocYear) -> TodoItem:
    done = is_handed_over(year)
    return phase_item(
        year,
        PhaseKind.HAND_OVER,
        order=_ORDER,
        title="Bàn giao Trưởng khối và cờ luân lưu",
        detail="Đã bàn giao." if done else "Lập biên bản, chọn tổ thư ký mới; quyền tự chuyển đúng ngày.",
        url=page("leading", year),
        button="Mở trang Trưởng khối",
        done=done,
    )


_WEEKS_AFTER = 30


def _taking_over(year: BlocYear, own: set[int]) -> list[TodoItem]:
    """For the people of the unit that leads next, on the year handed over and on the one it leads."""
    today = timezone.localdate()
    coming = HandOver.objects.filter(
        bloc=year.bloc_id,
        state=HandOverState.DONE,
        to_unit__in=own,
        from_year__year__in=(year.year - 1, year.year),
    )
    return [
        TodoItem(
            order=5,
            title=f"Từ ngày {short_date(each.takes_effect_on)} đơn vị là Trưởng khối",
            detail=f"Nhận bàn giao ngày {short_date(each.held_on)}. Xem biên bản và danh mục hồ sơ đã nhận.",
            url=page("leading", year),
            button="Xem",
            state=TodoState.OPEN if (today - each.takes_effect_on).days <= _WEEKS_AFTER else TodoState.DONE,
        )
        for each in coming
    ]


def sections(user: User, year: BlocYear) -> list[SetupSection]:
    """ "Trưởng khối" in the overview: how the next one is chosen, and whether the year is handed over."""
    leader = next((member for member in year.members if member.role == Role.LEADER), None)
    way = Succession(year.bloc.succession).label
    if is_handed_over(year):
        detail = f"Đã bàn giao năm {year.year}."
    elif leader is not None:
        detail = f"{leader.name}. Cách chọn năm sau: {way}."
    else:
        detail = f"Chưa ghi. Cách chọn: {way}."
    return [
        SetupSection(25, "Trưởng khối, bàn giao", detail, page("leading", year), SectionState.OPTIONAL),
        SetupSection(
            26,
            "Đơn vị qua các năm",
            "Ghi đổi tên, sáp nhập, chia tách, giải thể, chuyển khối với ngày và quyết định.",
            page("unit-events", year),
            SectionState.OPTIONAL,
        ),
    ]
