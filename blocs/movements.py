"""The year's movements as they are read: in order, with who takes part and how they were reviewed."""

from datetime import date
from typing import Any

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
    """Listed levels as they are listed, other words after them, none at all last."""
    folded = fold(level)
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


def year_before(year: BlocYear) -> BlocYear | None:
    """The bloc's latest real year before this one."""
    earlier = BlocYear.objects.filter(bloc=year.bloc_id, year__lt=year.year, is_practice=False)
    return earlier.select_related("bloc", "rules", "province").order_by("-year").first()


def running_movements(source: BlocYear, year: BlocYear) -> list[tuple[Movement, bool]]:
    """Movements of `source` that may go on in `year` and are not there yet; True: they end after its first day.

    One without an end may be over or not: it is offered, and somebody has to say so.
    """
    here = {fold(name) for name in Movement.objects.filter(year=year).values_list("name", flat=True)}
    start = date(year.year, 1, 1)
    return [
        (movement, movement.ends_on is not None)
        for movement in ordered_movements(source)
        if (movement.ends_on is None or movement.ends_on >= start) and fold(movement.name) not in here
    ]
