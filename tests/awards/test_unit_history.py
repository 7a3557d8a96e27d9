"""A unit over the years: names, titles, results of published years, commendations; what it came from counts too."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import unit_history
from awards.models import Award, Commendation, Registration
from awards.unit_history import history, lineage
from blocs.models import BlocYear, Membership, UnitEvent, UnitLink, UnitName, User
from blocs.terms import Level, RegistrationState, UnitEventKind
from tests.awards.scenes import content, fresh, publish, score, signed_in, text_of, url
from tests.builders import award_rule, bloc_year, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    unit_history._places_memory._kept.clear()
    yield
    unit_history._places_memory._kept.clear()


@pytest.fixture
def clerk() -> User:
    return secretary(bloc_year())


def the_year(number: int = 2020) -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get(year=number, is_practice=False)


def commended(member: Membership, award: str = "MERIT_PROV", **more: Any) -> Commendation:
    return Commendation.objects.create(
        membership=member, position=0, award=Award.objects.get(code=award), **more
    )


def linked(kind: UnitEventKind, *pairs: tuple[Any, Any]) -> None:
    event = UnitEvent.objects.create(kind=kind, effective_on=date(2020, 1, 1))
    for predecessor, successor in pairs:
        UnitLink.objects.create(event=event, predecessor=predecessor, successor=successor)


def scored(year: BlocYear) -> None:
    """A first with 90, B second with 80.5; the flag of the province goes to the first."""
    award_rule(year)
    score(year, Level.APPRAISAL, "A", content("36", "18", "36"))
    score(year, Level.APPRAISAL, "B", content("30", "18", "32.5"))


def test_a_published_year_shows_score_rank_and_nomination(clerk: User) -> None:
    year = the_year()
    scored(year)
    [row] = history(year.members[0].unit_id)
    assert row.place is None, "not published yet"
    publish(year, clerk)
    [row] = history(year.members[0].unit_id)
    assert row.place == ("90,00", "1", "", ("Cờ thi đua của UBND tỉnh",))
    page = text_of(signed_in(clerk), url(year, "unit-history", unit="B"))
    assert "80,50" in page
    assert "Cờ thi đua" not in page


def test_results_withdrawn_are_shown_no_more_and_published_anew_are_the_new_ones(clerk: User) -> None:
    year = the_year()
    scored(year)
    publish(year, clerk)
    unit = year.members[0].unit_id
    assert history(unit)[0].place is not None
    BlocYear.objects.filter(pk=year.pk).update(results_published_at=None, results_published_by=None)
    assert history(unit)[0].place is None
    score(fresh(year), Level.APPRAISAL, "A", content("20", "18", "36"))
    publish(year, clerk)
    place = history(unit)[0].place
    assert place is not None
    assert place[:2] == ("74,00", "2")


def test_titles_registered_are_those_that_stand(clerk: User) -> None:
    member = the_year().members[0]
    for code, state in (
        ("FLAG_PROV", RegistrationState.ACCEPTED),
        ("COLL_EXCELLENT", RegistrationState.SENT),
        ("COLL_ADVANCED", RegistrationState.DRAFT),
        ("MERIT_PROV", RegistrationState.RETURNED),
    ):
        Registration.objects.create(
            membership=member, award=Award.objects.get(code=code), state=state, reason="Thiếu căn cứ"
        )
    person = {"person": "Ông A", "award": Award.objects.get(code="FIGHTER_BASE")}
    Registration.objects.create(membership=member, **person)
    assert history(member.unit_id)[0].registered == ("Cờ thi đua của UBND tỉnh", "Tập thể Lao động xuất sắc")


def test_commendations_by_year_of_achievement_also_of_years_before_the_bloc(clerk: User) -> None:
    member = the_year().members[0]
    commended(member, recipient="Hội A", achievement_year=2015)
    commended(member, count=4, achievement_year=2020)
    commended(member, recipient="Bà B", achievement_year=2020)
    commended(member, "CERT_UNIT")
    rows = history(member.unit_id)
    assert [row.number for row in rows] == [2020, 2015]
    counts = [[(each.award, each.number) for each in row.commended] for row in rows]
    assert counts == [
        [("Bằng khen của UBND tỉnh", 4), ("Giấy khen", None)],
        [("Bằng khen của UBND tỉnh", 1)],
    ]
    page = text_of(signed_in(clerk), url(the_year(), "unit-history", unit="A"))
    assert "Giấy khen: không thống kê" in page
    assert "2015 Hội A" in page


def test_history_follows_the_successor_through_mergers_and_new_names(clerk: User) -> None:
    old = the_year()
    a, b, c = (member.unit for member in old.members)
    commended(old.members[1], recipient="Hội B cũ", achievement_year=2020)
    new = bloc_year(year=2021)
    linked(UnitEventKind.MERGE, (a, c), (b, c))
    assert lineage(c.pk) == {a.pk, b.pk, c.pk}
    assert lineage(a.pk) == {a.pk}
    new.memberships.exclude(unit=c).delete()
    UnitName.objects.filter(unit=c).update(valid_to=date(2021, 1, 1))
    name = UnitName.objects.create(unit=c, name="Hội hợp nhất", valid_from=date(2021, 1, 1))
    new.memberships.update(unit_name=name)
    page = text_of(signed_in(clerk), url(fresh(new), "unit-history", unit="C"))
    assert page.index("2021 Hội hợp nhất") < page.index("2020 Hội C")
    for name_then in ("Hội A", "Hội B", "Hội C"):
        assert name_then in page
    assert "Bằng khen của UBND tỉnh: 1" in page


def test_a_circle_of_links_ends(clerk: User) -> None:
    a, b, _ = (member.unit for member in the_year().members)
    linked(UnitEventKind.RENAME, (a, b))
    linked(UnitEventKind.RENAME, (b, a), (a, a))
    linked(UnitEventKind.DISSOLVE, (b, None))
    assert lineage(a.pk) == lineage(b.pk) == {a.pk, b.pk}


def test_a_practice_year_is_no_history(clerk: User) -> None:
    year = the_year()
    practice = bloc_year(year=2021)
    BlocYear.objects.filter(pk=practice.pk).update(is_practice=True)
    commended(practice.members[0], recipient="Thử", achievement_year=2021)
    assert [row.number for row in history(year.members[0].unit_id)] == [2020]


def test_a_unit_that_is_not_in_the_year_has_no_page(clerk: User) -> None:
    assert signed_in(clerk).get(url(the_year(), "unit-history", unit="Z")).status_code == 404


@pytest.mark.parametrize("years", [1, 10])
def test_ten_years_cost_as_many_queries_as_one_once_they_are_known(
    clerk: User, years: int, django_assert_num_queries: Any
) -> None:
    for number in range(2020, 2020 - years, -1):
        year = the_year() if number == 2020 else bloc_year(year=number)
        scored(year)
        publish(year, clerk)
        commended(year.members[0], recipient="Hội A", achievement_year=number)
    year = the_year()
    client, address = signed_in(clerk), url(year, "unit-history", unit="A")
    with CaptureQueriesContext(connection) as cold:
        client.get(address)
    with django_assert_num_queries(12):
        answer = client.get(address)
    assert len(answer.context["rows"]) == years
    assert len(cold) <= 13 + 5 * years, "the first reading of a published year"
