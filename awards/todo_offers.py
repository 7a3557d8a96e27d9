"""What awards has a unit's people do: register the titles the unit aims at."""

from awards.queries import facts
from blocs import rules
from blocs.addresses import page
from blocs.models import BlocYear, Membership, PhaseKind, User
from blocs.tabs import pledge_tabs
from blocs.terms import RegistrationState
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
            detail=detail,
            url=url,
            button="Đăng ký",
            done=is_done,
            unit=member,
        )
        for member in own
        for detail, is_done in [_state_of(year, member)]
    ]


def _state_of(year: BlocYear, member: Membership) -> tuple[str, bool]:
    """How far the unit is, in a sentence, and whether nothing is left to do."""
    known = facts(year)
    count = {state: known.by_state.get((member.pk, state), 0) for state in RegistrationState}
    if returned := count[RegistrationState.RETURNED]:
        return f"Khối trả lại {returned} đăng ký kèm lý do; sửa rồi gửi lại.", False
    if drafts := count[RegistrationState.DRAFT]:
        return f"{drafts} đăng ký chưa gửi; lãnh đạo đơn vị bấm Gửi khối.", False
    if sent := sum(count.values()):
        return f"Đã đăng ký {sent} danh hiệu, hình thức khen.", True
    return "Chọn danh hiệu đơn vị phấn đấu trong năm.", False
