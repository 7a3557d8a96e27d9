"""What awards has a unit's people do: register the titles the unit aims at, and answer what came back."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from awards.models import Registration
from awards.registration_flow import ACCEPTED, DRAFT, RETURNED, SENT
from awards.registration_forms import Whom
from blocs import rules
from blocs.context import year_url
from blocs.models import BlocYear, Membership, PhaseKind, User
from blocs.terms import RegistrationState
from blocs.todo import TodoItem, TodoState, phase_item, waiting
from blocs.unit_todo import named


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    """For each unit the person works for; a published year is closed."""
    own = [member for member in rules.own_members(user, year) if member.left_on is None]
    if year.is_published or not own:
        return []
    states: dict[int, Counter[RegistrationState]] = {member.pk: Counter() for member in own}
    rows = Registration.objects.filter(membership__in=own).order_by()
    for member, state in rows.values_list("membership_id", "state"):
        states[member][RegistrationState(state)] += 1
    return [_item(user, year, member, states[member.pk], named(own, member)) for member in own]


def _item(
    user: User,
    year: BlocYear,
    member: Membership,
    counts: Counter[RegistrationState],
    title: Callable[[str], str],
) -> TodoItem:
    returned, drafts = counts[RETURNED], counts[DRAFT]
    sent = counts[SENT] + counts[ACCEPTED]
    item = phase_item(
        year,
        PhaseKind.REGISTRATION,
        order=40,
        title=title("Đăng ký danh hiệu thi đua"),
        detail=_detail(returned, drafts, sent, counts[ACCEPTED]),
        url=year_url("registration-unit", year, unit=member.code),
        button="Đăng ký" if not counts else "Xem đăng ký",
        done=sent > 0 and not returned and not drafts,
        unit=member,
    )
    waits_for_head = drafts and not returned and not rules.is_head_of(user, member)
    if item.state is TodoState.OPEN and waits_for_head:
        return waiting(item, f"{drafts} đăng ký chờ lãnh đạo đơn vị gửi.")
    if item.state is TodoState.OPEN and not counts:
        # Nothing to look at yet: straight to the form.
        return replace(
            item, url=f"{year_url('registration-new', year, unit=member.code)}?cho={Whom.UNIT.value}"
        )
    return item


def _detail(returned: int, drafts: int, sent: int, accepted: int) -> str:
    if returned:
        return f"Khối trả lại {returned} đăng ký: xem lý do, sửa rồi gửi lại."
    if drafts:
        return f"{drafts} đăng ký chưa gửi."
    if sent:
        return f"Đã gửi {sent} đăng ký, khối đã nhận {accepted}."
    return "Chọn danh hiệu đơn vị phấn đấu trong năm."
