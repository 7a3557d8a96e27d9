"""The context of the page "Lịch": months with their lines, what has no date yet, the person's own address."""

from collections.abc import Collection
from datetime import datetime, time
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone

from blocs.models import BlocYear, CalendarFeed, Membership
from blocs.phase_words import in_kind, phase_work
from blocs.qr import qr
from blocs.rules import is_open
from blocs.year_calendar import Turn, YearEvent, undated, year_events
from blocs.year_phases import kinds_in_use, moment_in_words

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def calendar_context(year: BlocYear, own: Collection[Membership]) -> dict[str, Any]:
    """`own` are the units of who looks: their own later closing times stand out. No query of its own per line."""
    events = year_events(year)
    now = timezone.now()
    units = {member.pk for member in own}
    months = [
        {"label": f"Tháng {month}/{number}", "lines": [_line(year, event, units, now) for event in group]}
        for (number, month), group in groupby(events, key=_month)
    ]
    return {
        "months": months,
        "sentence": _sentence(year, events, now),
        "undated": [in_kind(year, kind.label) for kind in undated(year)],
    }


def _month(event: YearEvent) -> tuple[int, int]:
    day = timezone.localtime(event.at)
    return day.year, day.month


def _line(year: BlocYear, event: YearEvent, own: Collection[int], now: datetime) -> dict[str, Any]:
    at = timezone.localtime(event.at)
    work = phase_work(year, event.kind)
    label = in_kind(year, event.kind.label)
    unit = event.unit
    opens = event.turn is Turn.OPENS
    line = {
        "day": f"{at.day:02d}",
        "weekday": _WEEKDAYS[at.weekday()],
        "time": "" if opens and at.time() == time.min else f"{at:%H:%M}",
        "date": at.date().isoformat(),
        "is_past": event.at <= now,
        "is_own": unit is not None and unit.pk in own,
        "what": f"{work.what}.",
        "who": f"Chủ trì: {work.who}; phối hợp: {work.along}.",
    }
    if unit is None or event.extension is None:
        return line | {"title": f"{'Mở' if opens else 'Hạn'}: {label}", "is_deadline": not opens}
    reason = f"Lý do gia hạn: {event.extension.reason}"
    return line | {
        "title": f"Hạn riêng của {unit.short_name}: {label}",
        "is_deadline": True,
        "what": reason,
        "who": "",
    }


def _sentence(year: BlocYear, events: list[YearEvent], now: datetime) -> str:
    """What is open now, and what comes next."""
    running = [
        in_kind(year, kind.label).lower()
        for kind in kinds_in_use(year)
        if (phase := year.phases_by_kind.get(kind))
        and (phase.opens_at or phase.closes_at)
        and is_open(year, kind, at=now)
    ]
    after = next((event for event in events if event.at > now), None)
    parts = [f"Đang mở: {', '.join(running)}." if running else ""]
    if after is not None:
        words = "mở" if after.turn is Turn.OPENS else "hạn"
        label = in_kind(year, after.kind.label).lower()
        parts.append(f"Sắp tới: {words} {label} lúc {moment_in_words(after.at)}.")
    return " ".join(part for part in parts if part)


def address_context(feed: CalendarFeed, site: str) -> dict[str, Any]:
    """The address as it is copied, as a calendar program is opened with it, and as a QR code of that."""
    address = site + reverse("calendar-feed", args=[feed.token])
    _scheme, _, rest = address.partition("://")
    return {"address": address, "webcal": f"webcal://{rest}", "qr": qr(f"webcal://{rest}")}
