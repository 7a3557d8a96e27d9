"""The year's movements as they are read: in order, with who takes part and how they were reviewed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from blocs.models import BlocYear, Movement
from blocs.terms import MovementLevel
from blocs.text import fold

_LEVEL_RANK = {fold(level.label): rank for rank, level in enumerate(MovementLevel)}
UNSAID = "Chưa ghi cấp"


def ordered_movements(year: BlocYear) -> list[Movement]:
    """By level, the widest first, then in the secretariat's order; three queries with participants and reviews."""
    found = (
        Movement.objects.filter(year=year)
        .select_related("plan_file")
        .prefetch_related("participants", "reviews")
    )
    return sorted(found, key=lambda movement: (_level_key(movement.level), movement.position, movement.pk))


def _level_key(level: str) -> tuple[int, str]:
    """Listed levels as they are listed, other words after them, none at all last; older lists say "Trung ương"."""
    folded = fold(level)
    if folded == "trung uong":
        return 0, folded
    return _LEVEL_RANK.get(folded, len(_LEVEL_RANK) + (not folded)), folded


def movement_state(movement: Movement) -> dict[str, Any]:
    """What a page shows and its saving is based on; plain, participants as sorted membership ids."""
    return {
        "name": movement.name,
        "level": movement.level,
        "form": movement.form,
        "launcher": movement.launcher,
        "act": movement.act,
        "starts_on": movement.starts_on,
        "ends_on": movement.ends_on,
        "goal": movement.goal,
        "participants": sorted(member.pk for member in movement.participants.all()),
        "plan": movement.plan_file.name if movement.plan_file else "",
    }


def year_before(year: BlocYear, years: Iterable[BlocYear]) -> BlocYear | None:
    """The bloc's latest real year before this one, of those that may be read."""
    earlier = [
        each
        for each in years
        if each.bloc_id == year.bloc_id and each.year < year.year and not each.is_practice
    ]
    return max(earlier, key=lambda each: each.year, default=None)


def offers_more(source: BlocYear, year: BlocYear, here: Iterable[Movement]) -> bool:
    """Whether `source` has a movement that may go on in `year` and is not `here`; one query."""
    names = {fold(movement.name) for movement in here}
    return any(fold(name) not in names for name in _running(source, year).values_list("name", flat=True))


def _running(source: BlocYear, year: BlocYear) -> QuerySet[Movement]:
    return Movement.objects.filter(year=source).exclude(ends_on__lt=date(year.year, 1, 1))


def running_movements(source: BlocYear, year: BlocYear) -> list[tuple[Movement, bool]]:
    """Movements of `source` that may go on in `year` and are not there yet; True: they end after its first day.

    One without an end may be over or not: it is offered, and somebody has to say so.
    """
    here = {fold(name) for name in Movement.objects.filter(year=year).values_list("name", flat=True)}
    running = set(_running(source, year).values_list("pk", flat=True))
    return [
        (movement, movement.ends_on is not None)
        for movement in ordered_movements(source)
        if movement.pk in running and fold(movement.name) not in here
    ]
