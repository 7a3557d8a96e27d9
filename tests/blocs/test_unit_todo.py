"""What a unit's people have to do; pages other parts of the site bring are stood in for by their names."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import awards.todo_offers
from awards.models import Award, Registration
from blocs import unit_todo
from blocs.models import (
    BlocYear,
    Membership,
    Phase,
    PhaseExtension,
    PhaseKind,
    PledgeSignature,
    PledgeText,
    SeatKind,
    Target,
    UnitReport,
    User,
)
from blocs.terms import Checkpoint, PledgeState, RegistrationState, ReportState
from blocs.todo import TodoState
from tests.blocs.notices_stage import again, head
from tests.builders import bloc_year, seat

pytestmark = pytest.mark.django_db
OPEN, WAITING, DONE, OVER = TodoState.OPEN, TodoState.WAITING, TodoState.DONE, TodoState.OVER
PLEDGE, REGISTER = "Ký giao ước thi đua", "Đăng ký danh hiệu thi đua"
HALF, FULL = "Nhập kết quả chỉ tiêu 6 tháng", "Nhập kết quả chỉ tiêu cả năm"
REPORT, LAST_REPORT = "Gửi báo cáo sơ kết 6 tháng", "Gửi báo cáo tổng kết năm"


@pytest.fixture(autouse=True)
def _pages(monkeypatch: pytest.MonkeyPatch) -> None:
    def named(name: str, year: BlocYear, **more: object) -> str:
        return f"/{name}/"

    monkeypatch.setattr(unit_todo, "page", named)


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


def items(user: User, year: BlocYear) -> dict[str, TodoState]:
    year = again(year)
    found = [*unit_todo.unit_items(user, year), *awards.todo_offers.todo_items(user, year)]
    return {item.title: item.state for item in found}


def window(year: BlocYear, kind: PhaseKind, opens: int | None, closes: int | None) -> None:
    """In days from now."""
    now = timezone.now()
    Phase.objects.filter(year=year, kind=kind).update(
        opens_at=None if opens is None else now + timedelta(days=opens),
        closes_at=None if closes is None else now + timedelta(days=closes),
    )


def text(year: BlocYear, state: PledgeState = PledgeState.OPEN) -> None:
    PledgeText.objects.create(year=year, number=1, state=state, fingerprint="f" * 64)


def test_a_head_signs_when_the_text_is_open(year: BlocYear) -> None:
    chief, member = head(year, 1), year.members[1]
    assert items(chief, year)[PLEDGE] is WAITING
    text(year)
    assert items(chief, year)[PLEDGE] is OPEN
    assert items(head(year, 1, kind=SeatKind.OFFICER), year)[PLEDGE] is WAITING
    PledgeSignature.objects.create(membership=member, signed_on=timezone.localdate())
    assert items(chief, year)[PLEDGE] is DONE


def test_windows_give_and_take(year: BlocYear) -> None:
    chief = head(year, 1)
    text(year)
    window(year, PhaseKind.PLEDGE, 1, 9)
    assert items(chief, year)[PLEDGE] is WAITING
    window(year, PhaseKind.PLEDGE, -9, -1)
    assert items(chief, year)[PLEDGE] is OVER


def test_the_units_own_extension_counts(year: BlocYear) -> None:
    chief = head(year, 1)
    text(year)
    window(year, PhaseKind.PLEDGE, -9, -1)
    PhaseExtension.objects.create(
        phase=Phase.objects.get(year=year, kind=PhaseKind.PLEDGE),
        membership=year.members[1],
        closes_at=timezone.now() + timedelta(days=2),
        reason="Lũ lụt",
    )
    assert items(chief, year)[PLEDGE] is OPEN
    assert items(head(year, 2), year)[PLEDGE] is OVER


def test_registering(year: BlocYear) -> None:
    chief, officer = head(year, 1), head(year, 1, kind=SeatKind.OFFICER)
    assert items(chief, year)[REGISTER] is OPEN
    flag = Award.objects.get(code="FLAG_GOV")
    row = Registration.objects.create(membership=year.members[1], award=flag, state=RegistrationState.DRAFT)
    assert (items(chief, year)[REGISTER], items(officer, year)[REGISTER]) == (OPEN, WAITING)
    for state, expected in (
        (RegistrationState.SENT, DONE),
        (RegistrationState.RETURNED, OPEN),
        (RegistrationState.ACCEPTED, DONE),
    ):
        Registration.objects.filter(pk=row.pk).update(state=state, reason="Chưa đủ")
        assert items(chief, year)[REGISTER] is expected
        assert items(officer, year)[REGISTER] is expected
    assert items(head(year, 2), year)[REGISTER] is OPEN


def test_results_of_targets_and_reports(year: BlocYear) -> None:
    chief, member = head(year, 1), year.members[1]
    found = items(chief, year)
    assert HALF not in found  # a unit without targets has no results to enter
    assert (found[REPORT], LAST_REPORT in found) == (OPEN, False)
    one = Target.objects.create(membership=member, position=1, text="Hội viên", planned=10)
    Target.objects.create(membership=member, position=2, text="Lớp học", planned=2, half_year=1)
    Target.objects.create(membership=year.members[2], position=1, text="Khác")
    assert items(chief, year)[HALF] is OPEN
    one.half_year = 5
    one.save()
    UnitReport.objects.create(membership=member, checkpoint=Checkpoint.HALF_YEAR, state=ReportState.DRAFT)
    found = items(chief, year)
    assert (found[HALF], found[REPORT], FULL in found) == (DONE, OPEN, False)
    UnitReport.objects.update(state=ReportState.HANDED_IN)
    found = items(chief, year)
    assert (found[REPORT], found[FULL], found[LAST_REPORT]) == (DONE, OPEN, OPEN)


def test_with_dates_the_end_of_the_year_waits_for_its_time(year: BlocYear) -> None:
    window(year, PhaseKind.CONFERENCE, 100, 120)
    assert items(head(year, 1), year)[LAST_REPORT] is WAITING


def test_several_units_are_named(year: BlocYear) -> None:
    chief = head(year, 1)
    seat(chief, SeatKind.HEAD, unit=year.members[2].unit)
    assert {f"{PLEDGE} – B", f"{PLEDGE} – C"} <= set(items(chief, year))
    Membership.objects.filter(pk=year.members[2].pk).update(left_on=timezone.localdate())
    assert f"{PLEDGE} – C" not in items(chief, year)


def test_a_published_year_asks_for_nothing(year: BlocYear) -> None:
    chief = head(year, 1)
    BlocYear.objects.filter(pk=year.pk).update(
        results_published_at=timezone.now(), results_published_by=chief
    )
    assert items(chief, year) == {}


def test_what_is_due_within_a_week_stands_first(year: BlocYear, client: Client) -> None:
    chief = head(year, 1)
    text(year)
    window(year, PhaseKind.HALF_YEAR, -1, 3)
    client.force_login(chief, backend="blocs.backends.IdentifierBackend")
    cards = client.get("/khoi/khoi-thu/2020/").context["cards"]
    titles = [card["title"] for card in cards]
    assert titles[0] == REPORT
    assert titles.index(REGISTER) < titles.index(PLEDGE)
    assert [card["is_first"] for card in cards] == [True] + [False] * (len(cards) - 1)


@pytest.mark.parametrize("units", [3, 15])
@pytest.mark.parametrize("who", ["head", "officer", "head_of_two", "secretary", "board", "admin", "observer"])
def test_every_seats_home_within_twelve_queries(who: str, units: int, client: Client) -> None:
    year = bloc_year(units=units)
    text(year)
    for member in year.members:
        Target.objects.create(membership=member, position=1, text="Hội viên")
        UnitReport.objects.create(membership=member, checkpoint=Checkpoint.HALF_YEAR)
    for kind in PhaseKind:
        window(year, kind, -5, 5)
    user = _who(who, year)
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    client.get("/khoi/khoi-thu/2020/")
    with CaptureQueriesContext(connection) as spent:
        assert client.get("/khoi/khoi-thu/2020/").status_code == 200
    assert len(spent) == HOMES[who]


HOMES = {
    "head": 12,
    "officer": 12,
    "head_of_two": 12,
    "secretary": 12,
    "board": 10,
    "admin": 9,
    "observer": 8,
}


def _who(who: str, year: BlocYear) -> User:
    if who in ("head", "officer", "head_of_two"):
        user = head(year, 1, kind=SeatKind.OFFICER if who == "officer" else SeatKind.HEAD)
        if who == "head_of_two":
            seat(user, SeatKind.HEAD, unit=year.members[2].unit)
        return user
    user = User.objects.create_user(who, full_name=who)
    where: dict[str, Any] = {"bloc": year.bloc} if who in ("secretary", "observer") else {}
    kinds = {
        "secretary": SeatKind.SECRETARIAT,
        "board": SeatKind.BOARD,
        "admin": SeatKind.ADMIN,
        "observer": SeatKind.OBSERVER,
    }
    seat(user, kinds[who], **where)
    return user
