"""A person's calendar as calendar programs read it: what is in it, what is not, and who gets it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from blocs.actions.calendar_address import make_address
from blocs.models import BlocYear, CalendarFeed, Phase, PhaseKind, Seat, SeatKind, User
from tests.blocs.test_extensions import REASON, given, set_window
from tests.blocs.test_phases import at
from tests.blocs.test_year_home import enter
from tests.builders import bloc_year, person, seat, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
NOW_YEAR = timezone.localdate().year
OPENS, CLOSES = at(f"01/03/{NOW_YEAR} 00:00"), at(f"31/03/{NOW_YEAR} 23:59")


@pytest.fixture
def year() -> BlocYear:
    made = bloc_year(year=NOW_YEAR)
    set_window(made, PhaseKind.PLEDGE, CLOSES, opens=OPENS)
    return made


def head_of(year: BlocYear, index: int = 1, username: str = "lanh-dao") -> User:
    user = User.objects.filter(username=username).first() or person(username)
    seat(user, SeatKind.HEAD, unit=year.members[index].unit)
    return user


def address_of(user: User) -> str:
    return f"/lich/{make_address(actor=user).token}.ics"


def entries(user: User) -> dict[str, Any]:
    """The feed of that user, parsed back, by UID."""
    answer = Client().get(address_of(user))
    assert answer.status_code == 200
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    found = {str(event["UID"]): event for event in events}
    assert len(found) == len(events)
    return found


def moment(entry: Any, name: str) -> datetime:
    value = entry[name].dt
    assert isinstance(value, datetime)
    return value


def test_opening_and_closing_in_the_local_zone(year: BlocYear) -> None:
    found = entries(head_of(year))
    stem = f"khoi-thu-{NOW_YEAR}-pledge"
    assert set(found) == {f"{stem}-mo@khoi-thi-dua", f"{stem}-dong@khoi-thi-dua"}
    opening, closing = found[f"{stem}-mo@khoi-thi-dua"], found[f"{stem}-dong@khoi-thi-dua"]
    assert moment(opening, "DTSTART") == OPENS
    assert moment(closing, "DTEND") == CLOSES
    assert moment(closing, "DTSTART") < CLOSES
    assert closing["DTEND"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert str(closing["SUMMARY"]) == f"Hạn giao ước – Khối khoi-thu năm {NOW_YEAR}"
    assert f"/khoi/khoi-thu/{NOW_YEAR}/lich/" in str(closing["URL"])


def test_the_units_own_time_takes_the_place_of_the_common_one(year: BlocYear) -> None:
    later = CLOSES + timedelta(days=7)
    user, other = head_of(year), head_of(year, 2, "nguoi-khac")
    uid = f"khoi-thu-{NOW_YEAR}-pledge-dong@khoi-thi-dua"
    before = entries(user)[uid]
    given(year, closes_at=later)
    Phase.objects.filter(year=year, kind=PhaseKind.PLEDGE).update(
        changed_at=timezone.now() + timedelta(hours=1)
    )
    after = entries(user)[uid]
    assert moment(after, "DTEND") == later
    assert REASON in str(after["DESCRIPTION"])
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert moment(after, "LAST-MODIFIED") > moment(before, "LAST-MODIFIED")
    assert moment(entries(other)[uid], "DTEND") == CLOSES


def test_who_works_for_two_units_sees_both_times(year: BlocYear) -> None:
    user = head_of(year)
    head_of(year, 2)
    given(year, closes_at=CLOSES + timedelta(days=7))
    stem = f"khoi-thu-{NOW_YEAR}-pledge"
    found = entries(User.objects.get(pk=user.pk))
    assert moment(found[f"{stem}-dong@khoi-thi-dua"], "DTEND") == CLOSES
    assert moment(found[f"{stem}-gia-han-B@khoi-thi-dua"], "DTEND") == CLOSES + timedelta(days=7)
    given(year, 2, closes_at=CLOSES + timedelta(days=7))
    found = entries(User.objects.get(pk=user.pk))
    assert moment(found[f"{stem}-dong@khoi-thi-dua"], "DTEND") == CLOSES + timedelta(days=7)
    assert len(found) == 2


def test_only_the_years_of_now_that_the_person_may_see(year: BlocYear) -> None:
    user = head_of(year)
    for number, code in (
        (NOW_YEAR - 1, "khoi-thu"),
        (NOW_YEAR - 2, "khoi-thu"),
        (NOW_YEAR, "khoi-khac"),
    ):
        made = bloc_year(code, year=number)
        set_window(made, PhaseKind.REGISTRATION, at(f"28/02/{number} 23:59"))
    copy = BlocYear.objects.create(
        bloc=year.bloc, year=NOW_YEAR, name="x", is_practice=True, rules=year.rules
    )
    Phase.objects.create(year=copy, kind=PhaseKind.REGISTRATION, opens_at=OPENS)
    for member in year.members:
        member.pk, member.year = None, copy
        member.save()
    assert {uid.split("@")[0] for uid in entries(user)} == {
        f"khoi-thu-{NOW_YEAR}-pledge-mo",
        f"khoi-thu-{NOW_YEAR}-pledge-dong",
        f"khoi-thu-{NOW_YEAR - 1}-registration-dong",
    }


def test_rights_are_asked_at_every_fetch(year: BlocYear) -> None:
    user = head_of(year)
    address = address_of(user)
    Seat.objects.filter(user=user).update(ends_on=date.today())  # noqa: DTZ011
    assert b"VEVENT" not in Client().get(address).content
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_a_new_address_ends_the_old(year: BlocYear, client: Client) -> None:
    user = head_of(year)
    enter(client, user)
    page = f"/khoi/khoi-thu/{NOW_YEAR}/lich/"
    assert "Lập địa chỉ lịch riêng" in client.get(page).content.decode()
    assert client.post(f"{page}dia-chi/").headers["Location"] == f"{page}#dia-chi"
    first = CalendarFeed.objects.get(user=user).token
    assert f"/lich/{first}.ics" in client.get(page).content.decode()
    client.post(f"{page}dia-chi/")
    assert Client().get(f"/lich/{first}.ics").status_code == 404
    second = CalendarFeed.objects.get(user=user).token
    answer = Client().get(f"/lich/{second}.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "private" in answer.headers["Cache-Control"]
    assert Client().head(f"/lich/{second}.ics").status_code == 200
    for method in ("post", "put", "delete"):
        assert getattr(Client(), method)(f"/lich/{second}.ics").status_code == 405


def test_the_same_bytes_until_something_changes(year: BlocYear) -> None:
    address = address_of(head_of(year))
    assert Client().get(address).content == Client().get(address).content


def test_no_counts_no_points_no_results(year: BlocYear) -> None:
    text = Client().get(address_of(secretary(year))).content.decode().replace("\r\n ", "")
    for word in ("điểm chuẩn", "xếp hạng", "đã ký", "/3"):
        assert word not in text


@pytest.mark.parametrize("units", [3, 15])
def test_a_feed_takes_as_many_queries_for_many_as_for_few(units: int, django_assert_num_queries: Any) -> None:
    for number in (NOW_YEAR - 1, NOW_YEAR):
        year = bloc_year(year=number, units=units)
        set_window(year, PhaseKind.PLEDGE, CLOSES, opens=OPENS)
        for index in range(units):
            given(year, index, closes_at=CLOSES + timedelta(days=index + 1))
    address = address_of(head_of(year))
    with django_assert_num_queries(6):
        assert Client().get(address).status_code == 200
