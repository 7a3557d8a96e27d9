"""After an act of a unit's person: what was done, and the next thing this person has to do, one tap away."""

from django.contrib import messages
from django.utils.html import format_html
from django.utils.safestring import SafeString

from blocs import rules
from blocs.access import SignedInRequest
from blocs.addresses import page
from blocs.models import BlocYear, User
from blocs.todo import TodoItem, open_items, todo_items


def next_thing(user: User, year: BlocYear) -> TodoItem | None:
    """The first open item on this person's home; None for who works for no unit of the year, or has nothing left."""
    if not rules.own_members(user, year):
        return None
    return next(iter(open_items(todo_items(user, year))), None)


def lead_on(request: SignedInRequest, year: BlocYear, done: str) -> None:
    """Say what was done and offer the next thing, or the way home when nothing is left.

    `year` as the page read it, before the act: what the act changed is read anew.
    """
    fresh = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)
    messages.success(request, _sentence(request, fresh, done))


def _sentence(request: SignedInRequest, year: BlocYear, done: str) -> str | SafeString:
    if not rules.own_members(request.user, year):
        return done
    item = next_thing(request.user, year)
    if item is None:
        return format_html(
            '{} Ông, bà không còn việc nào chờ. <a class="btn btn-quiet" href="{}">Về Việc cần làm</a>',
            done,
            page("year-home", year),
        )
    return format_html(
        '{} <a class="btn btn-quiet" href="{}">Việc tiếp theo: {}</a>', done, item.url, item.title
    )
