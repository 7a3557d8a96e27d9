"""What an event of units does to the years: who leaves, who comes in, as the year's own rule says.

Called inside the transaction of blocs/actions/unit_events.py and of create_year, under the bloc's lock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from blocs.actions.revising import year_changed
from blocs.departures import Departure
from blocs.journal import record
from blocs.models import Bloc, BlocYear, Membership, Unit, UnitEvent, UnitLink, UnitName, User
from blocs.offers import offers
from blocs.terms import MidYearMerger, Role, UnitEventKind
from blocs.transactions import locked_before_reading
from reports.paper.words import short_date

_RULED = (UnitEventKind.MERGE, UnitEventKind.SPLIT)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with its predecessors and successors; who is both goes on."""

    event: UnitEvent
    predecessors: tuple[int, ...]
    successors: tuple[int, ...]

    @property
    def ending(self) -> tuple[int, ...]:
        """The units that belong to the bloc no more."""
        if self.event.kind == UnitEventKind.RENAME:
            return ()
        return tuple(unit for unit in self.predecessors if unit not in self.successors)

    @property
    def on(self) -> date:
        return self.event.effective_on


def happening(event: UnitEvent, links: Iterable[UnitLink]) -> Happening:
    """A unit that moves away has no successor in the bloc it leaves."""
    rows = list(links)
    moved = event.kind == UnitEventKind.MOVE
    return Happening(
        event,
        tuple(dict.fromkeys(link.predecessor_id for link in rows)),
        ()
        if moved
        else tuple(dict.fromkeys(link.successor_id for link in rows if link.successor_id is not None)),
    )


def leaves_at_once(rule: str, happened: Happening, year: int) -> tuple[bool, bool]:
    """Whether in this year who ended leaves, and whether who follows comes in.

    The year's rule speaks of a merger or a split after 1 January of that very year; from the next year on it is
    always the successors.
    """
    in_the_middle = happened.on.year == year and happened.on > date(year, 1, 1)
    if not in_the_middle or happened.event.kind not in _RULED or rule == MidYearMerger.SUCCESSOR:
        return True, True
    return rule == MidYearMerger.EXEMPT, False


def follow_in_years(*, actor: User, bloc: Bloc, happened: Happening) -> list[BlocYear]:
    """Every year of the bloc from the event's own on that is not published; those in which something changed."""
    years = locked_before_reading(
        BlocYear.objects.filter(
            bloc=bloc, is_practice=False, results_published_at=None, year__gte=happened.on.year
        )
        .select_related("rules", "bloc", "province")
        .order_by("pk")
    )
    return [year for year in years if follow_in_year(actor=actor, year=year, happened=happened)]


def follow_in_year(*, actor: User, year: BlocYear, happened: Happening) -> bool:
    """Let the units that ended leave this year and their successors come in; whether anything changed."""
    leave, enter = leaves_at_once(year.current_rules.merger, happened, year.year)
    members = {member.unit_id: member for member in year.members}
    left = [
        members[unit]
        for unit in happened.ending
        if leave and unit in members and members[unit].left_on is None
    ]
    concerned = any(unit in members for unit in happened.predecessors)
    coming = [unit for unit in happened.successors if enter and concerned and unit not in members]
    if not left and not coming:
        return False
    for member in left:
        member.left_on = happened.on
    came = _come_in(year, coming, happened.on)
    _pass_role(left, [*came, *(members[unit] for unit in happened.successors if unit in members)])
    year.__dict__.pop("members", None)
    departure = Departure(year, tuple(left), tuple(came), reason_of(happened), actor)
    for offer in offers("UNITS_LEFT"):
        offer(departure)
    year_changed(year)
    record(
        year=year,
        actor=actor,
        action="units.followed",
        subject=reason_of(happened),
        old={"Thôi trong năm": [member.name for member in left]},
        new={"Vào khối": [member.name for member in came]},
    )
    return True


def reason_of(happened: Happening) -> str:
    """ "Sáp nhập, hợp nhất từ ngày 01/07/2020 theo Quyết định số 5": why a unit is not ranked."""
    event = happened.event
    basis = f" theo {event.decision}" if event.decision else ""
    return f"{UnitEventKind(event.kind).label} từ ngày {short_date(event.effective_on)}{basis}"


def _come_in(year: BlocYear, units: list[int], on: date) -> list[Membership]:
    latest = Membership.objects.filter(year=year).aggregate(order=Max("order"), position=Max("position"))
    order, position = latest["order"] or 0, -1 if latest["position"] is None else latest["position"]
    found = Unit.objects.in_bulk(units)
    names = {name.unit_id: name for name in UnitName.objects.filter(unit__in=units).order_by("pk")}
    return Membership.objects.bulk_create(
        Membership(
            year=year,
            unit=found[unit],
            unit_name=names[unit],
            code=found[unit].code,
            order=order + place,
            position=position + place,
        )
        for place, unit in enumerate(units, start=1)
    )


def _pass_role(left: list[Membership], standing: list[Membership]) -> None:
    """The one who comes in a leader's or deputy's place has its role in the year; without one it stays where it was."""
    roles = [Role(member.role) for member in left]
    heir = standing[0] if len(standing) == 1 else None
    best = next((role for role in (Role.LEADER, Role.DEPUTY) if role in roles), None)
    if heir is not None and best is not None:
        for member in left:
            member.role = Role.MEMBER
        if heir.role != Role.LEADER:
            heir.role = best
    Membership.objects.bulk_update(left, ["left_on", "role"])
    if heir is not None:
        Membership.objects.filter(pk=heir.pk).update(role=heir.role)


def follow_events_of(*, actor: User, year: BlocYear) -> None:
    """A year begun after something happened in it: the events between its first day and its last, in their order."""
    units = [member.unit_id for member in year.members]
    events = (
        UnitEvent.objects.filter(
            links__predecessor__in=units,
            effective_on__gt=date(year.year, 1, 1),
            effective_on__lte=date(year.year, 12, 31),
        )
        .exclude(kind=UnitEventKind.RENAME)
        .distinct()
        .prefetch_related("links")
    )
    for event in events:
        follow_in_year(actor=actor, year=year, happened=happening(event, event.links.all()))
