"""After an act of a unit's person: what was done, and the next thing this person has to do, one tap away."""

from django.contrib import messages
from django.utils.html import format_html

from blocs import rules
from blocs.access import SignedInRequest
from blocs.addresses import page
from blocs.models import BlocYear, User
from blocs.todo import TodoItem, open_items, todo_items


def next_thing(user: User, year: BlocYear) -> TodoItem | None:
    """The first open item on this person's home; None for who works for no unit of the year, or has nothing left."""
    return first_open(user, year) if rules.own_members(user, year) else None


def first_open(user: User, year: BlocYear) -> TodoItem | None:
    return next(iter(open_items(todo_items(user, year))), None)


def lead_on(request: SignedInRequest, year: BlocYear, done: str, *, runs_too: bool = False) -> None:
    """Say what was done and offer the next thing, or the way home when nothing is left.

    `year` as the page read it, before the act: what the act changed is read anew. `runs_too`: for who runs the year
    as well; else only for a unit's own people, since who enters for a unit goes on with the next one.
    """
    fresh = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)
    if not runs_too and not rules.own_members(request.user, fresh):
        messages.success(request, done)
        return
    item = first_open(request.user, fresh)
    words = f"Việc tiếp theo: {item.title}" if item else "Không còn việc nào chờ. Về Việc cần làm"
    url = item.url if item else page("year-home", fresh)
    messages.success(request, format_html('{} <a class="btn btn-quiet" href="{}">{}</a>', done, url, words))
