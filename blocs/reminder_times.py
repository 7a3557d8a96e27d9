"""When reminders of a closing time go out: at eight in the morning, some days before.

Standard library and plain times only.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

REMINDED_AT = time(8)
_INSTANT = timedelta(microseconds=1)


def last_day(closes_at: datetime, zone: tzinfo) -> date:
    """The last day on which the window is still open: one that closes at midnight ends with the day before."""
    return (closes_at - _INSTANT).astimezone(zone).date()


def days_left(closes_at: datetime, now: datetime, zone: tzinfo) -> int:
    """Whole days between today and the last day: 0 is "today"."""
    return (last_day(closes_at, zone) - now.astimezone(zone).date()).days


def moment_of(opens_at: datetime | None, closes_at: datetime, days: int, zone: tzinfo) -> datetime:
    """Eight in the morning, `days` before the last day; never before the window has opened.

    Where it opens later than that, the reminder goes at the first eight o'clock inside the window.
    """
    moment = datetime.combine(last_day(closes_at, zone) - timedelta(days=days), REMINDED_AT, tzinfo=zone)
    if opens_at is None or opens_at <= moment:
        return moment
    opened = opens_at.astimezone(zone)
    first = datetime.combine(opened.date(), REMINDED_AT, tzinfo=zone)
    return first if opened <= first else first + timedelta(days=1)


def due_days(
    opens_at: datetime | None, closes_at: datetime, days: Iterable[int], now: datetime, zone: tzinfo
) -> int | None:
    """Which of the bloc's reminders stands now: the nearest whose time has come while the window is open.

    The earlier ones are past with it, so that a machine that was off sends one reminder and not all of them. None:
    none yet, or the window has closed (the closing time itself is closed).
    """
    if now >= closes_at:
        return None
    come = [each for each in days if moment_of(opens_at, closes_at, each, zone) <= now]
    return min(come, default=None)
