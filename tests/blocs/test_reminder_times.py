"""When reminders go out: eight in the morning, around midnight, and after the machine was off."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocs.reminder_times import days_left, due_days, last_day, moment_of

HOME = ZoneInfo("Asia/Ho_Chi_Minh")
CLOSES = datetime(2021, 3, 31, 23, 59, tzinfo=HOME)
MINUTE = timedelta(minutes=1)


def at(day: int, hour: int = 8, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2021, month, day, hour, minute, tzinfo=HOME)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (at(24) - MINUTE, None),
        (at(24), 7),
        (at(30) - MINUTE, 7),
        (at(30), 1),
        (CLOSES - MINUTE, 1),
        (CLOSES, None),
        (CLOSES + MINUTE, None),
    ],
)
def test_each_goes_at_eight_and_only_the_nearest_stands(now: datetime, days: int | None) -> None:
    assert due_days(None, CLOSES, [7, 1], now, HOME) == days


def test_a_window_that_closes_at_midnight_ends_with_the_day_before() -> None:
    midnight = at(1, 0, month=4)
    assert last_day(midnight, HOME) == at(31).date()
    assert last_day(midnight + MINUTE, HOME) == at(1, month=4).date()
    assert moment_of(None, midnight, 1, HOME) == at(30)
    assert days_left(midnight, at(31, 23, 59), HOME) == 0
    assert days_left(midnight, at(30, 0), HOME) == 1


def test_days_are_those_of_the_house_not_of_the_server() -> None:
    """23:59 in Hà Nội is 16:59 of the same day elsewhere, 00:30 is the day before."""
    elsewhere = ZoneInfo("UTC")
    assert moment_of(None, CLOSES.astimezone(elsewhere), 1, HOME) == at(30)
    assert days_left(CLOSES, at(31, 0, 30).astimezone(elsewhere), HOME) == 0


def test_nothing_goes_before_the_window_opens() -> None:
    opens = at(28)
    assert due_days(opens, CLOSES, [7], at(27, 23), HOME) is None
    assert due_days(opens, CLOSES, [7], at(28), HOME) == 7
    assert moment_of(opens + MINUTE, CLOSES, 7, HOME) == at(29)
    assert moment_of(at(28, 0), CLOSES, 7, HOME) == at(28)
    short = at(31, 9)
    assert due_days(short, CLOSES, [0, 1], CLOSES - MINUTE, HOME) is None


def test_no_days_no_reminder() -> None:
    assert due_days(None, CLOSES, [], at(30), HOME) is None


@given(
    days=st.lists(st.integers(0, 60), min_size=1, max_size=5),
    hours=st.integers(0, 24 * 70),
    length=st.integers(1, 24 * 70),
)
def test_going_hour_by_hour_each_stands_once_and_inside_the_window(
    days: list[int], hours: int, length: int
) -> None:
    opens = CLOSES - timedelta(hours=length)
    now = CLOSES - timedelta(hours=hours)
    due = due_days(opens, CLOSES, days, now, HOME)
    if due is None:
        return
    assert due in days
    assert opens <= now < CLOSES
    assert moment_of(opens, CLOSES, due, HOME) <= now
    later = due_days(opens, CLOSES, days, min(now + timedelta(hours=1), CLOSES - MINUTE), HOME)
    assert later is not None
    assert later <= due
