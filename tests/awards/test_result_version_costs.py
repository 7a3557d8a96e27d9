"""What the pages of result versions cost: queries with few units and with many, and that no sheet is loaded."""

from typing import Any

import pytest

from awards.actions.publishing import publish_results, withdraw_results
from awards.actions.result_versions import propose_version
from awards.models import ResultVersion
from awards.snapshots import take_snapshot
from blocs.models import BlocYear, SeatKind, User
from blocs.terms import Level
from tests.awards.registration_scenes import head_of
from tests.awards.scenes import fresh, score, signed_in, url
from tests.awards.test_page_costs import forget
from tests.builders import person, seat, secretary

pytestmark = [
    pytest.mark.untraced,
    pytest.mark.django_db,
    pytest.mark.usefixtures("unpressed"),
    pytest.mark.one_engine,
]


@pytest.fixture(params=[3, 15])
def approved(request: pytest.FixtureRequest, full_years: dict[int, BlocYear]) -> tuple[BlocYear, User]:
    year = fresh(full_years[request.param])
    actor = secretary(year)
    publish_results(actor=actor, year=year)
    return fresh(year), actor


# Name, address, queries of the secretariat and of a unit's head.
PAGES = [
    ("results", {}, 10, 9),
    ("results-versions", {}, 11, 8),
    ("results-version", {"number": 1}, 11, 8),
    ("results-version-check", {"number": 1}, 11, 8),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_pages_take_so_many_queries(
    page: tuple[str, dict[str, Any], int, int],
    approved: tuple[BlocYear, User],
    django_assert_num_queries: Any,
) -> None:
    name, more, secretariats, units = page
    year, actor = approved
    for user, expected in ((actor, secretariats), (head_of(year.members[1]), units)):
        client, address = signed_in(user), url(year, name, **more)
        client.get(address)
        with django_assert_num_queries(expected):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("units", [3, 15])
def test_a_proposal_takes_so_many_queries(
    units: int, full_years: dict[int, BlocYear], django_assert_num_queries: Any
) -> None:
    year = fresh(full_years[units])
    actor = secretary(year)
    publish_results(actor=actor, year=year)
    withdraw_results(actor=actor, year=fresh(year), reason="Chấm lại")
    score(year, Level.APPRAISAL, "DV01", {"I.1": "1"})
    other = person("thu-ky-hai")
    seat(other, SeatKind.SECRETARIAT, bloc=year.bloc)
    with django_assert_num_queries(16):
        propose_version(actor=User.objects.get(pk=actor.pk), year=year, reason="Chấm lại")
    client, address = signed_in(other), url(year, "results-proposal")
    client.get(address)
    with django_assert_num_queries(10):
        client.get(address)
    # an approved version of a later correction shows its differences as well
    assert ResultVersion.objects.get(number=2).differences


@pytest.mark.parametrize("units", [3, 15])
def test_a_snapshot_takes_five_queries_whatever_the_number_of_sheets(
    units: int, full_years: dict[int, BlocYear], django_assert_num_queries: Any
) -> None:
    forget()
    again = fresh(full_years[units])
    with django_assert_num_queries(5):
        assert take_snapshot(again).arithmetic["units"]
