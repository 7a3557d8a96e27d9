"""The bloc's events of units as a list, and what an event would do, tried and undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from blocs.leading import names_of
from blocs.models import UNIT_SEATS, BlocYear, LeadershipTerm, Membership, Seat, UnitEvent, User
from blocs.terms import Role, UnitEventKind
from reports.paper.words import short_date


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event as it is read."""

    on: str
    kind: str
    sentence: str
    decision: str
    note: str
    by: str


def events_of(year: BlocYear) -> list[EventLine]:
    """What happened to units that are or were of this bloc, the latest first; a constant number of queries."""
    mine = (
        Q(links__predecessor__home_bloc=year.bloc_id)
        | Q(links__predecessor__memberships__year__bloc=year.bloc_id)
        | Q(from_bloc=year.bloc_id)
        | Q(to_bloc=year.bloc_id)
    )
    found = UnitEvent.objects.filter(mine).distinct().select_related("from_bloc", "to_bloc", "recorded_by")
    events = list(found.prefetch_related("links").order_by("-effective_on", "-pk"))
    units = {
        pk
        for event in events
        for link in event.links.all()
        for pk in (link.predecessor_id, link.successor_id)
        if pk is not None
    }
    names = names_of(units, date.max)
    return [_line(event, names) for event in events]


def _line(event: UnitEvent, names: dict[int, str]) -> EventLine:
    note = event.note
    before = list(dict.fromkeys(link.predecessor_id for link in event.links.all()))
    after = list(dict.fromkeys(link.successor_id for link in event.links.all() if link.successor_id))
    old = ", ".join(names[unit] for unit in before)
    if event.kind == UnitEventKind.RENAME:
        sentence, _, note = note.partition("\n")
    elif event.kind == UnitEventKind.MOVE:
        target = event.to_bloc.name if event.to_bloc else ""
        sentence = f"{old} chuyển sang {target}"
    elif after:
        sentence = f"{old} → {', '.join(names[unit] for unit in after)}"
    else:
        sentence = old
    by = event.recorded_by.full_name if event.recorded_by else ""
    return EventLine(
        short_date(event.effective_on), UnitEventKind(event.kind).label, sentence, event.decision, note, by
    )


def people_of_units(units: list[int]) -> dict[int, str]:
    """User id -> "Trần Văn Học · Lãnh đạo đơn vị, Hội Khuyến học" of who has a seat in these units now."""
    names = names_of(units, date.max)
    seats = Seat.objects.filter(
        kind__in=[kind.value for kind in UNIT_SEATS], unit__in=units, ends_on=None, user__is_active=True
    ).select_related("user")
    return {seat.user_id: f"{seat.user.full_name} · {seat}, {names[seat.unit_id or 0]}" for seat in seats}


Snapshot = dict[int, tuple[int, str, date | None, str]]


def _snapshot(year: BlocYear) -> Snapshot:
    rows = Membership.objects.filter(year__bloc=year.bloc_id, year__is_practice=False)
    return {
        pk: (number, name, left_on, role)
        for pk, number, name, left_on, role in rows.order_by("position").values_list(
            "pk", "year__year", "unit_name__name", "left_on", "role"
        )
    }


def preview(act: Callable[[], Any], year: BlocYear, user: User) -> list[str]:
    """What the event does, in sentences: it is done and undone. Raises what the action raises."""
    before = _snapshot(year)
    with transaction.atomic():
        act()
        after = _snapshot(year)
        leader = _leader(year)
        transaction.set_rollback(True)
    user.forget_seats()
    year.__dict__.pop("members", None)
    lines = [_year_line(number, before, after) for number in sorted({row[0] for row in after.values()})]
    was = _leader(year)
    if leader is not None and was is not None and leader != was:
        names = names_of([leader], date.max)
        lines.append(f"{names.get(leader, 'Đơn vị mới')} kế tục vai trò Trưởng khối.")
    closed = BlocYear.objects.filter(bloc=year.bloc_id, results_published_at__isnull=False)
    if numbers := sorted(closed.values_list("year", flat=True)):
        listed = ", ".join(map(str, numbers))
        lines.append(f"Năm {listed} đã niêm yết: giữ nguyên như đã in.")
    lines.append("Văn bản đã ban hành giữ nguyên tên và nội dung.")
    return [line for line in lines if line]


def _leader(year: BlocYear) -> int | None:
    terms = LeadershipTerm.objects.filter(bloc=year.bloc_id, role=Role.LEADER, ends_on=None)
    return terms.values_list("unit_id", flat=True).first()


def _year_line(number: int, before: Snapshot, after: Snapshot) -> str:
    """ "Năm 2020: Hội A thôi từ 01/07/2020, không xếp hạng; Hội C vào khối."; empty where nothing changes."""
    parts = []
    for pk, (year, name, left_on, role) in after.items():
        if year != number:
            continue
        old = before.get(pk)
        if old is None:
            parts.append(f"{name} vào khối")
        elif old[2] != left_on:
            parts.append(f"{name} thôi từ {short_date(left_on)}, không xếp hạng (vẫn hiện, kèm lý do)")
        elif old[1] != name:
            parts.append(f"{old[1]} mang tên {name}")
        elif old[3] != role:
            parts.append(f"{name} là {Role(role).label}")
    return f"Năm {number}: {'; '.join(parts)}." if parts else ""
