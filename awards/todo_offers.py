"""What awards has a unit's people do: register the titles the unit aims at."""

from awards.queries import facts
from blocs import rules
from blocs.addresses import page
from blocs.models import BlocYear, PhaseKind, User
from blocs.tabs import pledge_tabs
from blocs.todo import TodoItem, phase_item
from blocs.unit_todo import named


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    """Nothing where the page of registrations is the secretariat's alone, or the year is closed."""
    own = [member for member in rules.own_members(user, year) if member.left_on is None]
    url = page("registrations", year)
    if year.is_published or not own or not any(tab.url == url for tab in pledge_tabs(user, year, "")):
        return []
    return [
        phase_item(
            year,
            PhaseKind.REGISTRATION,
            order=40,
            title=named(own, member)("Đăng ký danh hiệu thi đua"),
            detail=f"Đã đăng ký {count} danh hiệu, hình thức khen."
            if (count := len(facts(year).registered.get(member.pk, ())))
            else "Chọn danh hiệu đơn vị phấn đấu trong năm.",
            url=url,
            button="Đăng ký",
            done=count > 0,
            unit=member,
        )
        for member in own
    ]
