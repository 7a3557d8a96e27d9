"""What a person has to do on a year, gathered from the apps (`TODO_ITEMS` in the composition)."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from blocs.models import BlocYear, Membership, PhaseKind, User
from blocs.offers import offers
from blocs.terms import Term
from blocs.year_phases import closes_for, extension_of

SOON_DAYS = 7


class TodoState(Term):
    """Whether an item is to be done, is done, waits for others or for its time, or was not done in time."""

    OPEN = "open", "Cần làm"
    WAITING = "waiting", "Đang chờ"
    DONE = "done", "Đã xong"
    OVER = "over", "Đã quá hạn"


@dataclass(frozen=True, slots=True)
class TodoItem:
    """One thing: `order` is its place in the course of a year (10 members … 90 publishing).

    `detail` is a sentence; `url` and `button` lead to the page where it is done; `due` is when its window
    closes, `opens` when it opens where it is still to come.
    """

    order: int
    title: str
    detail: str
    url: str = ""
    button: str = "Mở"
    state: TodoState = TodoState.OPEN
    due: datetime | None = None
    opens: datetime | None = None


def todo_items(user: User, year: BlocYear) -> list[TodoItem]:
    """Every item the apps have for this person, in the order of the year."""
    items: list[TodoItem] = [item for offer in offers("TODO_ITEMS") for item in offer(user, year)]
    return sorted(items, key=lambda item: item.order)


def open_items(items: list[TodoItem]) -> list[TodoItem]:
    """What is to be done now; what is due within a week comes before the course of the year, which orders the rest."""
    return sorted((item for item in items if item.state is TodoState.OPEN), key=_urgency)


def _urgency(item: TodoItem) -> bool:
    return item.due is None or (item.due - timezone.now()).days >= SOON_DAYS


def phase_item(
    year: BlocYear,
    kind: PhaseKind,
    *,
    order: int,
    title: str,
    detail: str,
    url: str,
    button: str,
    done: bool,
    unit: Membership | None = None,
) -> TodoItem:
    """An item that a window gives: waiting before it opens, over when it closed before the thing was done.

    `unit` is whose thing it is to do: an extension moves its closing time, and its reason is said.
    """
    phase, now = year.phases_by_kind.get(kind), timezone.now()
    opens = phase.opens_at if phase else None
    closes = closes_for(year, kind, unit)
    if not done and (extension := extension_of(year, kind, unit)):
        detail = f"{detail} Hạn riêng của {extension.membership.short_name}: {extension.reason.rstrip('.')}."
    over = closes is not None and closes <= now
    if over and not done:
        asks = " Cần làm tiếp, ông, bà đề nghị tổ thư ký gia hạn." if unit else ""
        detail = f"{detail} Mốc này đã đóng.{asks}"
    ahead = opens is not None and now < opens
    state = (
        TodoState.DONE if done else TodoState.OVER if over else TodoState.WAITING if ahead else TodoState.OPEN
    )
    return TodoItem(order, title, detail, url, button, state, due=closes, opens=opens if ahead else None)


def waiting(item: TodoItem, why: str) -> TodoItem:
    """The same thing while somebody else has to do theirs first."""
    return replace(item, state=TodoState.WAITING, detail=why)
