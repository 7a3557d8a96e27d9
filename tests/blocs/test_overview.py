"""What is urgent in all the years a person may open."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from awards.models import Award, Registration
from blocs.models import (
    BlocYear,
    Phase,
    PhaseExtension,
    PhaseKind,
    PledgeSignature,
    SeatKind,
    UnitReport,
    User,
)
from blocs.overview import urgent_things
from blocs.queries import years_visible_to
from blocs.terms import Checkpoint, Level, ReportState, SheetState
from blocs.unfinished import unfinished
from scoring.models import Sheet
from tests.blocs.notices_stage import again, head, pledge_year
from tests.builders import person, seat, secretary

pytestmark = pytest.mark.django_db


def soon(code: str = "khoi-thu", days: int = 3, **more: Any) -> BlocYear:
    return pledge_year(code, closes=timezone.now() + timedelta(days=days), **more)


def things(user: User) -> list[tuple[str, str]]:
    return [(thing.place, thing.title) for thing in urgent_things(user, list(years_visible_to(user)))]


def board() -> User:
    user = person("so-noi-vu")
    seat(user, SeatKind.BOARD)
    return user


def test_the_nearest_of_all_blocs_stands_first() -> None:
    soon("khoi-mot", 9)
    soon("khoi-hai", 2)
    assert things(board()) == [
        ("Khối khoi-hai, năm 2020", "Giao ước: còn 3/3 đơn vị"),
        ("Khối khoi-mot, năm 2020", "Giao ước: còn 3/3 đơn vị"),
    ]


def test_a_head_of_units_in_two_blocs_sees_both_and_nobody_elses() -> None:
    one, two = soon("khoi-mot"), soon("khoi-hai", 2)
    soon("khoi-ba", 1)
    chief = head(one, 1)
    seat(chief, SeatKind.HEAD, unit=two.members[2].unit)
    assert things(chief) == [
        ("Khối khoi-hai, năm 2020", "Ký giao ước thi đua"),
        ("Khối khoi-mot, năm 2020", "Ký giao ước thi đua"),
    ]
    PledgeSignature.objects.create(membership=two.members[2], signed_on=timezone.localdate())
    assert len(things(chief)) == 1


@pytest.mark.parametrize("silent", ["practice", "published", "over", "undated", "ahead"])
def test_what_is_not_urgent(silent: str) -> None:
    year = soon()
    user = secretary(year)
    now = timezone.now()
    phases, years = Phase.objects.filter(year=year), BlocYear.objects.filter(pk=year.pk)
    if silent == "practice":
        years.update(is_practice=True)
    elif silent == "published":
        years.update(results_published_at=now, results_published_by=user)
    elif silent == "over":
        phases.filter(kind=PhaseKind.PLEDGE).update(closes_at=now - timedelta(minutes=1))
    elif silent == "undated":
        phases.update(opens_at=None, closes_at=None)
    else:
        phases.filter(kind=PhaseKind.PLEDGE).update(opens_at=now + timedelta(days=1))
    assert things(user) == []


def test_more_time_for_one_unit_keeps_it_there() -> None:
    year = soon()
    phase = Phase.objects.get(year=year, kind=PhaseKind.PLEDGE)
    Phase.objects.filter(pk=phase.pk).update(closes_at=timezone.now() - timedelta(days=1))
    PhaseExtension.objects.create(
        phase=phase,
        membership=year.members[1],
        closes_at=timezone.now() + timedelta(days=1),
        reason="Lũ lụt",
    )
    assert things(secretary(year)) == [("Khối khoi-thu, năm 2020", "Giao ước: còn 1/3 đơn vị")]
    assert things(head(year, 2)) == []


def test_reading_many_years_at_once_says_the_same_as_one_by_one() -> None:
    """What `PRELOAD` fills is what each year reads by itself."""
    years = [soon("khoi-mot"), soon("khoi-hai"), soon("khoi-ba")]
    a, b, c = years[0].members
    Registration.objects.create(membership=a, award=Award.objects.get(code="FLAG_GOV"))
    PledgeSignature.objects.create(membership=b, signed_on=timezone.localdate())
    UnitReport.objects.create(membership=c, checkpoint=Checkpoint.HALF_YEAR, state=ReportState.HANDED_IN)
    Sheet.objects.filter(year=years[1], level=Level.SELF).update(state=SheetState.HANDED_IN)
    Sheet.objects.filter(year=years[1], scorer=years[1].members[0]).update(state=SheetState.RECUSED)
    together = [again(year) for year in years]
    urgent_things(board(), together)
    for year in together:
        with CaptureQueriesContext(connection) as spent:
            found = unfinished(year)
        assert len(spent) == 0
        assert found == unfinished(again(year))


@pytest.mark.parametrize(("blocs", "units"), [(2, 3), (6, 15)])
@pytest.mark.parametrize("who", ["board", "admin", "head"])
def test_the_list_of_blocs_costs_the_same(
    client: Client, blocs: int, units: int, who: str, settings: Any
) -> None:
    settings.MAIL_SERVER_IS_SET = True
    years = [soon(f"khoi-{number}", units=units) for number in range(blocs)]
    if who == "board":
        user = board()
    elif who == "admin":
        user = person("quan-tri")
        seat(user, SeatKind.ADMIN)
    else:
        user = head(years[0], 1)
        for year in years[1:]:
            seat(user, SeatKind.HEAD, unit=year.members[1].unit)
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    with CaptureQueriesContext(connection) as spent:
        page = client.get("/khoi/")
    assert len(spent) == {"board": 11, "admin": 7, "head": 11}[who]
    assert len(page.context["things"]) == (0 if who == "admin" else blocs)


def test_the_start_is_the_year_where_something_is_due(client: Client) -> None:
    last = soon(year=2020)
    soon(year=2021, days=60)
    Phase.objects.filter(year__year=2021).update(opens_at=None, closes_at=None)
    client.force_login(secretary(last), backend="blocs.backends.IdentifierBackend")
    assert client.get("/").headers["Location"] == "/khoi/khoi-thu/2020/"
    Phase.objects.filter(year__year=2021, kind=PhaseKind.REGISTRATION).update(
        closes_at=timezone.now() + timedelta(days=5)
    )
    assert client.get("/").headers["Location"] == "/khoi/"
    Phase.objects.filter(year__year=2020).update(closes_at=None)
    assert client.get("/").headers["Location"] == "/khoi/khoi-thu/2021/"


def test_the_administrator_sees_how_the_installation_stands(
    client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR, settings.MAIL_SERVER_IS_SET = tmp_path, False
    year = soon()
    admin = person("quan-tri")
    seat(admin, SeatKind.ADMIN)
    client.force_login(admin, backend="blocs.backends.IdentifierBackend")
    page = client.get("/khoi/").content.decode()
    assert "Bộ phận chạy nền không chạy" in page
    assert "Chưa đặt máy chủ thư" in page
    client.force_login(secretary(year), backend="blocs.backends.IdentifierBackend")
    assert "Bộ phận chạy nền" not in client.get("/khoi/").content.decode()
