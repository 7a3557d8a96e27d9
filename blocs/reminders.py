"""Whom to remind of which window, and in which words: reads only; blocs/actions/notices.py queues."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from blocs.addresses import page
from blocs.models import UNIT_SEATS, BlocYear, Membership, PhaseKind, Seat, SeatKind, User
from blocs.reminder_times import days_left, due_days, last_day
from blocs.unfinished import unfinished
from blocs.year_phases import closes_for, moment_in_words

# What a unit has to do in a window, as it is said to it.
WORK = {
    PhaseKind.REGISTRATION: "đăng ký danh hiệu thi đua",
    PhaseKind.PLEDGE: "ký giao ước thi đua",
    PhaseKind.HALF_YEAR: "gửi báo cáo sơ kết 6 tháng",
    PhaseKind.SELF_SCORING: "nộp phiếu tự chấm",
    PhaseKind.CROSS_SCORING: "nộp phiếu chấm chéo",
}
PRACTICE_IS_SILENT = "Đây là bản luyện tập nên trang không gửi gì cho ai."
PUBLISHED_IS_SILENT = "Kết quả của năm đã niêm yết nên không còn việc nào để nhắc."


@dataclass(frozen=True, slots=True)
class Reminder:
    """One unit to be reminded of one window; `closes_at` is the unit's own, with its extension."""

    kind: PhaseKind
    member: Membership
    closes_at: datetime | None
    key: str


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    text: str


def why_silent(year: BlocYear) -> str:
    """Why nothing goes out from this year at all; empty when it does."""
    if year.is_practice:
        return PRACTICE_IS_SILENT
    return PUBLISHED_IS_SILENT if year.is_published else ""


def work_of(kind: PhaseKind) -> str:
    return WORK.get(kind, kind.label.lower())


def due_reminders(year: BlocYear, now: datetime) -> list[Reminder]:
    """What goes out by itself at this time, whether or not it has gone already (the key says which it is).

    The windows are looked at first: in most minutes of most years none is near, and nothing else is read.
    """
    days = reminder_days(year)
    if why_silent(year) or not days or not _is_near(year, now, days):
        return []
    found = []
    for kind, members in unfinished(year).items():
        phase = year.phases_by_kind.get(kind)
        for member in members:
            closes_at = closes_for(year, kind, member)
            if phase is None or closes_at is None:
                continue
            due = due_days(phase.opens_at, closes_at, days, now, timezone.get_default_timezone())
            if due is not None:
                day = last_day(closes_at, timezone.get_default_timezone())
                key = f"han:{kind}:{day.isoformat()}:{due}:{member.pk}"
                found.append(Reminder(kind, member, closes_at, key))
    return found


def _is_near(year: BlocYear, now: datetime, days: list[int]) -> bool:
    zone = timezone.get_default_timezone()
    ends = [
        (phase.opens_at, phase.closes_at)
        for phase in year.phases_by_kind.values()
        if phase.closes_at is not None
    ]
    ends += [(row.phase.opens_at, row.closes_at) for row in year.extensions.values()]
    return any(due_days(opens, closes, days, now, zone) is not None for opens, closes in ends)


def reminder_days(year: BlocYear) -> list[int]:
    """How many days before a window closes the bloc reminds; what is no number of days is passed over."""
    return [each for each in year.bloc.reminder_days or [] if isinstance(each, int) and each >= 0]


def asked_reminders(
    year: BlocYear, kind: PhaseKind, members: Iterable[Membership], now: datetime
) -> list[Reminder]:
    """What somebody asks for by hand: once a day for a unit and a window."""
    today = timezone.localtime(now).date()
    return [
        Reminder(kind, member, closes_for(year, kind, member), f"nhac:{kind}:{today.isoformat()}:{member.pk}")
        for member in members
    ]


def words_of(year: BlocYear, reminder: Reminder, now: datetime) -> Words:
    """Title and text of a notice: who, what, until when."""
    work = work_of(reminder.kind)
    title = f"{work[:1].upper()}{work[1:]}"
    said = f"{reminder.member.name} chưa {work} của {year.bloc_label}, năm {year.year}."
    if reminder.closes_at is None:
        return Words(title, f"{said} Khối mong đơn vị làm sớm.")
    left = days_left(reminder.closes_at, now, timezone.get_default_timezone())
    until = f"Hạn cuối: {moment_in_words(reminder.closes_at)} ({_left_in_words(left)})."
    return Words(f"{title}: {_left_in_words(left)}", f"{said} {until}")


def _left_in_words(left: int) -> str:
    return "hạn hôm nay" if left == 0 else f"còn {left} ngày"


def people_of(members: Iterable[Membership]) -> dict[int, list[User]]:
    """Unit id -> the people who hold a seat of it today, heads first: one query."""
    today = timezone.localdate()
    seats = (
        Seat.objects.filter(
            Q(ends_on=None) | Q(ends_on__gt=today),
            unit__in=[member.unit_id for member in members],
            kind__in=[kind.value for kind in UNIT_SEATS],
            starts_on__lte=today,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("pk")
    )
    found: dict[int, list[User]] = {}
    for seat in sorted(seats, key=lambda seat: UNIT_SEATS.index(seat.kind)):
        people = found.setdefault(seat.unit_id or 0, [])
        if seat.user not in people:
            people.append(seat.user)
    return found


def heads_of(members: Iterable[Membership]) -> list[tuple[int, Membership]]:
    """(user id, membership) of everybody who holds the head's seat of one of these units today: one query."""
    by_unit = {member.unit_id: member for member in members}
    today = timezone.localdate()
    seats = Seat.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today),
        kind=SeatKind.HEAD,
        unit__in=by_unit,
        starts_on__lte=today,
        user__is_active=True,
    )
    found = set(seats.values_list("user_id", "unit_id"))
    return [(user, by_unit[unit]) for user, unit in sorted(found) if unit is not None]


def home_path(year: BlocYear) -> str:
    """Where a reminder leads: "Việc cần làm" of the year, which has the button for what is to be done."""
    return page("year-home", year)


def absolute(path: str, address: str = "") -> str:
    """The full address for a letter or a message; empty where the site does not know its own address."""
    base = address or settings.BASE_URL
    return f"{base}{path}" if base else ""
