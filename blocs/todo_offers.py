"""What blocs has people do on a year: members, windows, pledges, the papers' heads."""

from blocs import rules
from blocs.addresses import page
from blocs.documents import missing_fields
from blocs.models import BlocYear, PhaseKind, User
from blocs.setup_sections import SectionState, sections
from blocs.steps import scoring_has_begun, signed_count
from blocs.todo import TodoItem, TodoState, phase_item


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    items = []
    if rules.can_set_up_year(user, year):
        items += _setup_items(user, year)
    if rules.can_run_year(user, year):
        items.append(_pledges(year))
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


def _pledges(year: BlocYear) -> TodoItem:
    signed, members = signed_count(year), len(year.members)
    return phase_item(
        year,
        PhaseKind.PLEDGE,
        order=50,
        title="Ghi việc ký giao ước",
        detail=f"{signed}/{members} đơn vị đã ký.",
        url=page("pledges", year),
        button="Ghi chữ ký",
        done=members > 0 and signed == members,
    )


def _papers(year: BlocYear) -> TodoItem:
    missing = [field.label for field in missing_fields(year) if field.blocks]
    return TodoItem(
        order=75,
        title="Điền phần đầu và người ký của văn bản",
        detail=f"Còn thiếu: {', '.join(missing)}." if missing else "Đủ để in văn bản.",
        url=page("papers-settings", year),
        button="Điền",
        state=TodoState.OPEN if missing else TodoState.DONE,
    )
