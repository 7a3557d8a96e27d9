"""What blocs has people do on a year: members, windows, pledges, the papers' heads."""

from django.urls import reverse
from django.utils import timezone

from blocs import rules
from blocs.addresses import page
from blocs.documents import missing_settings, settings_of
from blocs.models import BlocYear, Seat, SeatKind, User
from blocs.pledge_todo import secretariat_items
from blocs.setup_sections import SectionState, sections
from blocs.steps import scoring_has_begun
from blocs.todo import TodoItem, TodoState
from blocs.unit_todo import unit_items


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    items = unit_items(user, year)
    if rules.can_set_up_year(user, year):
        items += _setup_items(user, year)
    if rules.can_set_up_year(user, year) and not rules.is_secretariat_of(user, year.bloc_id):
        items.append(_secretariat(year))
    if rules.can_run_year(user, year):
        items += secretariat_items(year)
        items.append(_papers(year))
    return items


def _setup_items(user: User, year: BlocYear) -> list[TodoItem]:
    """The members and the windows as things to do, in the words of the setup's overview.

    A year that has gone on without dates is not asked for them any more.
    """
    titles = {
        "Đơn vị": ("Ghi các đơn vị của khối", 10, "Ghi đơn vị"),
        "Các mốc": ("Đặt ngày cho các mốc của năm", 30, "Đặt ngày"),
    }
    return [
        TodoItem(
            order=titles[section.title][1],
            title=titles[section.title][0],
            detail=section.detail,
            url=section.url,
            button=titles[section.title][2],
            state=TodoState.DONE if section.state is SectionState.READY else TodoState.OPEN,
        )
        for section in sections(user, year)
        if section.title in titles
        and not (section.state is SectionState.OPTIONAL and scoring_has_begun(year))
    ]


def _secretariat(year: BlocYear) -> TodoItem:
    """Whoever sets up a bloc without being its secretariat has to invite one: nobody else enters scores."""
    today = timezone.localdate()
    seats = Seat.objects.filter(kind=SeatKind.SECRETARIAT, bloc=year.bloc_id, starts_on__lte=today)
    held = seats.exclude(ends_on__lte=today).count()
    return TodoItem(
        order=15,
        title="Mời tổ thư ký của khối",
        detail=f"{held} người đang giữ vai trò." if held else "Chưa có ai: tổ thư ký nhập điểm và niêm yết.",
        url=reverse("person-invite"),
        button="Mời",
        state=TodoState.DONE if held else TodoState.OPEN,
    )


def _papers(year: BlocYear) -> TodoItem:
    missing = [field.label for field in missing_settings(settings_of(year)) if field.blocks]
    return TodoItem(
        order=75,
        title="Điền phần đầu và người ký của văn bản",
        detail=f"Còn thiếu: {', '.join(missing)}." if missing else "Đủ để in văn bản.",
        url=page("papers-settings", year),
        button="Điền",
        state=TodoState.OPEN if missing else TodoState.DONE,
    )
