"""The year's movements: launched, changed, ordered, reviewed, taken over from the year before.

A published year still takes them: a movement's final review comes after the conference, and none of it moves a rank.
"""

import hashlib
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from blocs import movement_rules, rules
from blocs.actions.locking import lock_year
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, Movement, User
from blocs.movements import movement_state, ordered_movements
from blocs.received_files import ReceivedFile
from blocs.refusals import Faults, NotAllowed, Refused
from blocs.storage import enter_received

GONE = "Phong trào này không còn nữa. Hãy mở lại danh sách phong trào."
NOT_YOURS = "Việc này là của tổ thư ký khối; đơn vị chỉ ghi phong trào do chính đơn vị phát động."


@dataclass(frozen=True, slots=True)
class MovementDetails:
    """What is written about a movement; `participants` are membership ids, none: every unit takes part."""

    name: str
    level: str = ""
    form: str = ""
    launcher: str = ""
    act: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    goal: str = ""
    participants: tuple[int, ...] = ()


_LABELS = {
    "name": "Tên phong trào",
    "level": "Cấp",
    "form": "Hình thức",
    "launcher": "Đơn vị phát động",
    "act": "Văn bản phát động",
    "starts_on": "Từ ngày",
    "ends_on": "Đến ngày",
    "goal": "Mục tiêu, nội dung",
    "participants": "Đơn vị tham gia",
    "plan": "Kế hoạch",
}


@transaction.atomic
def add_movement(
    *, actor: User, year: BlocYear, details: MovementDetails, plan: ReceivedFile | None = None
) -> Movement:
    """A movement comes last in the list; sent twice it stays one. Raises Faults, NotAllowed."""
    year = lock_year(actor=actor, year=year, may=movement_rules.can_launch_movements, even_published=True)
    _check(actor, year, details)
    same = [row for row in ordered_movements(year) if row.name == details.name]
    digest = hashlib.sha256(plan.content).hexdigest() if plan is not None else None
    twin = next((row for row in same if _details(row) == details and _has_plan(row, digest)), None)
    if twin is not None:
        return twin
    last = Movement.objects.filter(year=year).aggregate(last=Max("position"))["last"]
    with ExitStack() as files:
        stored = enter_received(files, plan, year=year, actor=actor)
        movement = Movement.objects.create(
            year=year, position=0 if last is None else last + 1, plan_file=stored, **_own_values(details)
        )
        movement.participants.set(details.participants)
        record(
            year=year,
            actor=actor,
            action="movement.added",
            subject=movement.name,
            new=_told(year, movement_state(movement), without={"name"}),
        )
    return movement


@transaction.atomic
def change_movement(
    *,
    actor: User,
    year: BlocYear,
    pk: int,
    details: MovementDetails,
    base: str,
    plan: ReceivedFile | None = None,
    drop_plan: bool = False,
) -> bool:
    """Store what differs; whether anything did. Raises Stale when somebody else changed it meanwhile."""
    year = lock_year(actor=actor, year=year, may=movement_rules.can_launch_movements, even_published=True)
    movement = find_movement(actor, year, pk)
    _check(actor, year, details)
    before = movement_state(movement)
    wanted = before | asdict(details) | {"participants": sorted(details.participants)}
    new_file = plan is not None or (drop_plan and movement.plan_file is not None)
    if not is_needed(base=base, current=before, wanted=wanted | ({"plan": "?"} if new_file else {})):
        return False
    with ExitStack() as files:
        for name, value in _own_values(details).items():
            setattr(movement, name, value)
        if new_file:
            movement.plan_file = enter_received(files, plan, year=year, actor=actor)
        movement.save()
        movement.participants.set(details.participants)
        after = wanted | {"plan": movement.plan_file.name if movement.plan_file else ""}
        changed = {name for name in after if after[name] != before[name]} or {"plan"}
        record(
            year=year,
            actor=actor,
            action="movement.changed",
            subject=movement.name,
            old=_told(year, {name: before[name] for name in before if name in changed}),
            new=_told(year, {name: after[name] for name in after if name in changed}),
        )
    return True


@transaction.atomic
def remove_movement(*, actor: User, year: BlocYear, pk: int, base: str) -> None:
    """Take a movement out with its reviews; commendations that name it stay. Raises Stale when it was changed."""
    year = lock_year(actor=actor, year=year, may=movement_rules.can_launch_movements, even_published=True)
    movement = find_movement(actor, year, pk)
    before = movement_state(movement)
    is_needed(base=base, current=before, wanted=None)
    reviews = [f"{review.held_on:%d/%m/%Y}: {review.text}" for review in movement.reviews.all()]
    movement.delete()
    told = _told(year, before, without={"name"}) | ({"Đánh giá": reviews} if reviews else {})
    record(year=year, actor=actor, action="movement.removed", subject=before["name"], old=told)


@transaction.atomic
def order_movements(*, actor: User, year: BlocYear, movements: Sequence[int]) -> None:
    """The order as the ids are listed; Refused when the list is not the year's movements."""
    year = lock_year(actor=actor, year=year, may=rules.can_run_year, even_published=True)
    stored = {movement.pk: movement for movement in Movement.objects.filter(year=year)}
    if sorted(movements) != sorted(stored):
        raise Refused("Danh sách phong trào vừa thay đổi. Hãy mở lại trang rồi sắp xếp lại.")
    if [movement.pk for movement in sorted(stored.values(), key=lambda row: row.position)] == list(movements):
        return
    for position, pk in enumerate(movements):
        stored[pk].position = position
    Movement.objects.bulk_update(stored.values(), ["position"])
    record(year=year, actor=actor, action="movements.ordered", new=[stored[pk].name for pk in movements])


@transaction.atomic
def take_over_movements(*, actor: User, year: BlocYear, source: BlocYear, wanted: Collection[int]) -> int:
    """Movements of an earlier year go on in this one, without their reviews; returns how many were added.

    One that is here under the same name is passed over, so that sending twice adds nothing.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_run_year, even_published=True)
    here = ordered_movements(year)
    names = {movement.name for movement in here}
    places = {member.unit_id: member.pk for member in year.members}
    position = max((movement.position for movement in here), default=-1)
    added: list[str] = []
    for movement in ordered_movements(source):
        if movement.pk not in wanted or movement.name in names:
            continue
        position += 1
        values = {field.name: getattr(movement, field.name) for field in fields(MovementDetails)}
        values.pop("participants")
        made = Movement.objects.create(year=year, position=position, plan_file=movement.plan_file, **values)
        units = [member.unit_id for member in movement.participants.all()]
        made.participants.set(places[unit] for unit in units if unit in places)
        added.append(made.name)
    if added:
        record(
            year=year,
            actor=actor,
            action="movements.taken_over",
            subject=f"năm {source.year}",
            new={"Phong trào": added},
        )
    return len(added)


def find_movement(actor: User, year: BlocYear, pk: int) -> Movement:
    """The movement when the actor may write about it; call under the year's lock."""
    movement = next((row for row in ordered_movements(year) if row.pk == pk), None)
    if movement is None:
        raise Refused(GONE)
    taking_part = [member.pk for member in movement.participants.all()]
    if not movement_rules.can_write_movement(actor, year, movement.level, taking_part):
        raise NotAllowed(NOT_YOURS)
    return movement


def _check(actor: User, year: BlocYear, details: MovementDetails) -> None:
    faults = []
    if not details.name:
        faults.append(("name", "Chưa có tên phong trào."))
    if details.starts_on and details.ends_on and details.ends_on < details.starts_on:
        faults.append(("ends_on", "Ngày kết thúc phải từ ngày bắt đầu trở đi."))
    if not set(details.participants) <= {member.pk for member in year.members}:
        faults.append(("participants", "Có đơn vị không còn trong khối năm này. Hãy chọn lại."))
    if faults:
        raise Faults(faults)
    if not movement_rules.can_write_movement(actor, year, details.level, details.participants):
        raise NotAllowed(NOT_YOURS)


def _details(movement: Movement) -> MovementDetails:
    state = movement_state(movement)
    state.pop("plan")
    return MovementDetails(**{**state, "participants": tuple(state["participants"])})


def _has_plan(movement: Movement, digest: str | None) -> bool:
    """Whether the plan sent along (its SHA-256) is the stored one; None, nothing was sent, takes nothing away."""
    return digest is None or (movement.plan_file is not None and movement.plan_file.sha256 == digest)


def _own_values(details: MovementDetails) -> dict[str, Any]:
    return {name: value for name, value in asdict(details).items() if name != "participants"}


def _told(year: BlocYear, state: dict[str, Any], *, without: Collection[str] = ()) -> dict[str, Any]:
    """As the journal tells it: by label, units by the names they bear now, what is empty left out."""
    names = {member.pk: member.short_name for member in year.members}
    told = {}
    for name, value in state.items():
        if name not in without:
            shown = [names.get(pk, "–") for pk in value] if name == "participants" else value
            told[_LABELS[name]] = shown
    return {label: value for label, value in told.items() if value not in ("", None, [])}
