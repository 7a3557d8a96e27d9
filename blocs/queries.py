"""What a person may see, what a unit comes from, and reading in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from blocs.models import (
    BLOC_SEATS,
    UNIT_SEATS,
    Bloc,
    BlocYear,
    HandOver,
    Seat,
    SeatKind,
    Unit,
    UnitName,
    User,
)
from blocs.terms import HandOverState
from blocs.text import sort_key


def years_visible_to(user: User) -> QuerySet[BlocYear]:
    """The bloc-years this person may open at all; what is not here does not exist for them.

    Administrator and a board without a province: all. Board: its province. Seats of a bloc: its years. Seats of
    a unit: the years the unit or what it comes from is in. A secretariat's ended seat: the years it led.
    """
    done = HandOver.objects.filter(from_year=OuterRef("pk"), state=HandOverState.DONE.value)
    years = BlocYear.objects.select_related("bloc", "rules", "province").order_by("-year", "name", "pk")
    # Whether the bloc's leader changes or changed about this year: most pages need not read more.
    near = HandOver.objects.filter(
        bloc=OuterRef("bloc"),
        state=HandOverState.DONE.value,
        from_year__year__gte=OuterRef("year") - 1,
        from_year__year__lte=OuterRef("year"),
    )
    years = years.annotate(handed_over=Exists(done), hand_over_near=Exists(near))
    seen = Q(pk=None)
    for seat in user.seats:
        if seat.kind == SeatKind.ADMIN or (seat.kind == SeatKind.BOARD and seat.province_id is None):
            return years
        if seat.kind == SeatKind.BOARD:
            seen |= Q(province=seat.province_id)
        elif seat.kind in BLOC_SEATS:
            seen |= Q(bloc=seat.bloc_id)
        elif seat.kind in UNIT_SEATS:
            # Its own years, and those of the units it comes from: history follows the successor.
            seen |= Q(memberships__unit=seat.unit_id)
            seen |= Q(memberships__unit__links_forward__successor=seat.unit_id)
    today = timezone.localdate()
    for seat in user.all_seats:
        if seat.kind == SeatKind.SECRETARIAT and seat.ends_on is not None and seat.ends_on <= today:
            # Led in its second half (rules.kept_from_term): ended after 1 July of the year.
            last = (
                seat.ends_on.year
                if (seat.ends_on.month, seat.ends_on.day) > (7, 1)
                else seat.ends_on.year - 1
            )
            seen |= Q(bloc=seat.bloc_id, year__gte=seat.starts_on.year, year__lte=last)
    return years.filter(seen).distinct()


def blocs_managed_by(user: User) -> QuerySet[Bloc]:
    """The blocs whose seats this person may give (rules.manages_people_of), with their provinces."""
    blocs = Bloc.objects.select_related("province").order_by("name", "pk")
    managed = Q(pk=None)
    for seat in user.seats:
        if seat.kind == SeatKind.ADMIN or (seat.kind == SeatKind.BOARD and seat.province_id is None):
            return blocs
        if seat.kind == SeatKind.BOARD:
            managed |= Q(province=seat.province_id)
        elif seat.kind == SeatKind.SECRETARIAT:
            managed |= Q(pk=seat.bloc_id)
    return blocs.filter(managed)


def people_within_reach(user: User) -> QuerySet[User]:
    """Those this person may see on the people's pages: whoever has or had a seat they can see (rules.can_see_seat).

    The administrator sees everybody. Ended seats count: who left is still found, and may be given a seat again.
    """
    people = User.objects.all()
    if any(seat.kind == SeatKind.ADMIN for seat in user.seats):
        return people
    managed = blocs_managed_by(user).order_by().values("pk")
    seen = Q(bloc__in=managed) | Q(unit__home_bloc__in=managed)
    for seat in user.seats:
        if seat.kind == SeatKind.BOARD:
            colleagues = Q(kind=SeatKind.BOARD.value)
            seen |= colleagues if seat.province_id is None else colleagues & Q(province=seat.province_id)
    return people.filter(pk__in=Seat.objects.filter(seen).values("user"))


def blocs_visible_to(user: User) -> list[Bloc]:
    """The blocs this person may open: those of the visible years, and those they look after; by name."""
    years = years_visible_to(user).order_by()
    seen = Q(pk__in=blocs_managed_by(user).order_by().values("pk")) | Q(pk__in=years.values("bloc"))
    found = Bloc.objects.filter(seen).select_related("province")
    return sorted(found, key=lambda bloc: sort_key(bloc.name))


def units_outside(year: BlocYear) -> list[tuple[Unit, str]]:
    """Units of the bloc that are not in this year, each with its latest name; by name."""
    latest = UnitName.objects.filter(unit=OuterRef("pk")).order_by(
        F("valid_from").desc(nulls_last=True), "-pk"
    )
    units = (
        Unit.objects.filter(home_bloc=year.bloc_id)
        .filter(Q(ended_on=None) | Q(ended_on__gt=date(year.year, 1, 1)))
        .exclude(memberships__year=year)
        .annotate(latest_name=Subquery(latest.values("name")[:1]))
    )
    rows = [(unit, unit.latest_name or unit.code) for unit in units]
    return sorted(rows, key=lambda row: sort_key(row[1]))


@dataclass(frozen=True, slots=True)
class Forebear:
    """A unit another one comes from; what it did before `until` is the other's history. None: the unit itself."""

    unit_id: int
    until: date | None


# Going back, an event must not be later than the one that led there: a part split off has its parent's history up
# to that day only, and units that name each other in a circle come to an end. UNION keeps each pair once.
_FOREBEARS = """
    WITH RECURSIVE line(unit_id, until) AS (
        SELECT id, CAST(NULL AS date) FROM blocs_unit WHERE id = %s
        UNION
        SELECT l.predecessor_id, e.effective_on
        FROM line
        JOIN blocs_unitlink l ON l.successor_id = line.unit_id AND l.predecessor_id <> l.successor_id
        JOIN blocs_unitevent e ON e.id = l.event_id
        WHERE line.until IS NULL OR e.effective_on <= line.until
    )
    SELECT unit_id, until FROM line
"""


def forebears(unit: Unit | int) -> list[Forebear]:
    """The unit itself, then all it comes from, the latest first: one query, however long the line."""
    start = unit if isinstance(unit, int) else unit.pk
    latest: dict[int, date | None] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FOREBEARS, [start])
        for found, until in cursor.fetchall():
            day = _day(until)
            known = latest.get(found, day)
            latest[found] = None if known is None or day is None else max(known, day)
    rest = sorted(
        ((day, found) for found, day in latest.items() if day is not None and found != start),
        key=lambda row: (-row[0].toordinal(), row[1]),
    )
    return [Forebear(start, None), *(Forebear(found, day) for day, found in rest)]


def lineage(unit: Unit | int) -> list[int]:
    """The ids of the units whose history is this unit's: itself first, then its predecessors, the latest first."""
    return [forebear.unit_id for forebear in forebears(unit)]


_HEIRS = """
    WITH RECURSIVE line(origin, unit_id, since) AS (
        SELECT id, id, CAST(NULL AS date) FROM blocs_unit WHERE id IN ({places})
        UNION
        SELECT line.origin, l.successor_id, e.effective_on
        FROM line
        JOIN blocs_unitlink l ON l.predecessor_id = line.unit_id AND l.predecessor_id <> l.successor_id
        JOIN blocs_unitevent e ON e.id = l.event_id
        WHERE e.effective_on <= %s AND e.effective_on > %s AND (line.since IS NULL OR e.effective_on >= line.since)
    )
    SELECT line.origin, line.unit_id FROM line JOIN blocs_unit u ON u.id = line.unit_id
    WHERE (u.ended_on IS NULL OR u.ended_on > %s) AND u.home_bloc_id = COALESCE(%s, u.home_bloc_id)
    ORDER BY line.origin, line.unit_id
"""


def heirs(
    units: Iterable[int], on: date, *, after: date = date.min, bloc: int | None = None
) -> dict[int, list[int]]:
    """Unit id -> the units that stand in its place on that day: itself while it goes on, else its successors.

    Events up to and on the day `after` are passed over: who was taken from an older list was chosen after them. With `bloc` only units that belong to it now.

    A unit that ended without a successor is not there. A unit that goes on stays even where a part was split off it:
    then the part stands beside it. One query.
    """
    chosen = sorted(set(units))
    found: dict[int, list[int]] = {}
    if not chosen:
        return found
    sql = _HEIRS.format(places=", ".join(["%s"] * len(chosen)))
    parameters: list[Any] = [*chosen, on.isoformat(), after.isoformat(), on.isoformat(), bloc]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for origin, unit in cursor.fetchall():
            found.setdefault(origin, []).append(unit)
    return found


def _day(value: Any) -> date | None:
    """SQLite gives a day as its text, PostgreSQL as a date."""
    return date.fromisoformat(value) if isinstance(value, str) else value
