"""The page of movements, ready to show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from blocs import movement_rules, rules
from blocs.addresses import page
from blocs.context import year_url
from blocs.models import BlocYear, Movement, MovementReview, User
from blocs.movements import UNSAID
from reports.paper.words import short_date


@dataclass(frozen=True, slots=True)
class ShownReview:
    label: str
    day: str
    text: str
    edit_url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class ShownMovement:
    """One card; addresses are empty where this person may not."""

    pk: int
    name: str
    form: str
    facts: list[tuple[str, str]]
    goal: str
    plan_url: str
    commendations_url: str
    edit_url: str
    review_url: str
    remove_url: str
    move_url: str
    is_first: bool
    is_last: bool
    reviews: list[ShownReview]


def movement_groups(
    user: User, year: BlocYear, movements: Iterable[Movement]
) -> list[tuple[str, list[ShownMovement]]]:
    """(level, its movements) of `ordered_movements`."""
    groups: dict[str, list[Movement]] = {}
    for movement in movements:
        groups.setdefault(movement.level or UNSAID, []).append(movement)
    return [
        (level, [_shown(user, year, movement, found) for movement in found])
        for level, found in groups.items()
    ]


def _shown(user: User, year: BlocYear, movement: Movement, group: list[Movement]) -> ShownMovement:
    members = {member.pk: member for member in year.members}
    taking_part = [member.pk for member in movement.participants.all()]
    may = movement_rules.can_write_movement(user, year, movement.level, taking_part)
    names = [member.short_name for pk, member in members.items() if pk in taking_part]
    facts = [
        ("Phát động", movement.launcher),
        ("Văn bản", movement.act),
        ("Thời gian", _period(movement)),
        ("Tham gia", ", ".join(names) or "Cả khối"),
    ]
    filtered = page("commendations", year)

    def link(name: str, **more: Any) -> str:
        return year_url(name, year, pk=movement.pk, **more) if may else ""

    return ShownMovement(
        pk=movement.pk,
        name=movement.name,
        form=movement.form,
        facts=[(label, value) for label, value in facts if value],
        goal=movement.goal,
        plan_url=year_url("movement-plan", year, pk=movement.pk) if movement.plan_file else "",
        commendations_url=f"{filtered}?phong-trao={movement.pk}" if filtered else "",
        edit_url=link("movement-edit"),
        review_url=link("movement-review-new"),
        remove_url=link("movement-remove"),
        move_url=link("movement-move") if rules.can_run_year(user, year) and len(group) > 1 else "",
        is_first=group[0] is movement,
        is_last=group[-1] is movement,
        reviews=[_review(year, review, may) for review in movement.reviews.all()],
    )


def _review(year: BlocYear, review: MovementReview, may: bool) -> ShownReview:
    return ShownReview(
        "Tổng kết" if review.is_final else "Sơ kết",
        short_date(review.held_on),
        review.text,
        year_url("movement-review-edit", year, pk=review.pk) if may else "",
        year_url("movement-review-remove", year, pk=review.pk) if may else "",
    )


def _period(movement: Movement) -> str:
    start, end = movement.starts_on, movement.ends_on
    if start and end:
        return f"{short_date(start)} – {short_date(end)}"
    if start:
        return f"từ {short_date(start)}"
    return f"đến {short_date(end)}" if end else ""
