"""A person's own calendar as an iCalendar feed (RFC 5545): the windows of the years they may see, and nothing else.

Who holds the address reads it without signing in, so it tells dates and reasons that every unit of the year sees, no
counts, no scores, no results; and what the person may see is asked at every fetch.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from icalendar import Calendar, Event

from blocs.context import year_url
from blocs.models import UNIT_SEATS, BlocYear, CalendarFeed, Membership, PhaseExtension, User
from blocs.phase_words import phase_work
from blocs.queries import years_visible_to
from blocs.year_calendar import Turn, YearEvent, person_events

# How long an entry is: an opening begins at its time, a deadline ends at its own.
_OPENING, _CLOSING = timedelta(minutes=30), timedelta(hours=1)
# The zero of SEQUENCE, which grows with every change of an entry and has to fit 32 bits.
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_REFRESH = "PT6H"


def feed_with(token: str) -> CalendarFeed | None:
    """The feed at this address, while its person has an active account."""
    return CalendarFeed.objects.select_related("user").filter(token=token, user__is_active=True).first()


def years_of_feed(user: User) -> list[BlocYear]:
    """What the person may see now of last year, this one and later, practice copies apart; 4 queries for any number."""
    since = timezone.localdate().year - 1
    found = years_visible_to(user).filter(year__gte=since, is_practice=False).prefetch_related("phases")
    years = {year.pk: year for year in found}
    units = [seat.unit_id for seat in user.seats if seat.kind in UNIT_SEATS]
    given = PhaseExtension.objects.filter(phase__year__in=years, membership__unit__in=units)
    for year in years.values():
        year.__dict__["extensions"] = {}
    for row in given.select_related("phase", "membership__unit_name"):
        years[row.phase.year_id].extensions[row.phase.kind, row.membership_id] = row
    return list(years.values())


def _own_members(user: User, years: Iterable[BlocYear]) -> dict[int, list[Membership]]:
    """Year id -> the person's units in it, in bloc order."""
    units = [seat.unit_id for seat in user.seats if seat.kind in UNIT_SEATS]
    rows = Membership.objects.filter(year__in=[year.pk for year in years], unit__in=units)
    found: dict[int, list[Membership]] = {}
    for row in rows.select_related("unit_name").order_by("position"):
        found.setdefault(row.year_id, []).append(row)
    return found


def feed_of(user: User, site: str) -> bytes:
    """The calendar's bytes; the same as long as nothing changed. `site` is the address before every link."""
    years = years_of_feed(user)
    own = _own_members(user, years)
    calendar = Calendar()
    calendar.add("prodid", "-//Khoi thi dua//Lich//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Khối thi đua")
    calendar.add("x-published-ttl", _REFRESH)
    for year in years:
        for event in person_events(year, own.get(year.pk, [])):
            calendar.add_component(_entry(year, event, site))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(year: BlocYear, event: YearEvent, site: str) -> Event:
    work = phase_work(year, event.kind)
    at = timezone.localtime(event.at)
    opens = event.turn is Turn.OPENS
    entry = Event()
    entry.add("uid", _uid(year, event))
    entry.add("dtstamp", event.changed_at.astimezone(UTC))
    entry.add("last-modified", event.changed_at.astimezone(UTC))
    entry.add("sequence", max(0, int((event.changed_at - _EPOCH).total_seconds() // 60)))
    entry.add("dtstart", at if opens else at - _CLOSING)
    entry.add("dtend", at + _OPENING if opens else at)
    entry.add("summary", f"{event.turn.label} {_lower(event.kind.label)} – {year.bloc_label} năm {year.year}")
    entry.add("description", "\n".join(_lines(event, work.what, work.who)))
    entry.add("url", site + year_url("calendar", year))
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    return entry


def _lines(event: YearEvent, what: str, who: str) -> list[str]:
    lines = [f"{what}. Chủ trì: {_lower(who)}."]
    if event.extension is not None:
        lines.append(f"Gia hạn riêng cho {event.extension.membership.name}: {event.extension.reason}")
    return lines


def _uid(year: BlocYear, event: YearEvent) -> str:
    """The same for the closing of everybody and for the person's own later one: the entry moves, never doubles."""
    unit = f"-{event.unit.code}" if event.turn is Turn.CLOSES_FOR_UNIT and event.unit is not None else ""
    return f"{year.bloc.code}-{year.year}-{event.kind.value}-{event.turn.value}{unit}@khoi-thi-dua"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
