"""What one bloc or one unit must not learn of another: practice results, the history of a unit that moved away."""

from datetime import date

import pytest

from blocs.actions.unit_events import Ruling, move_unit
from blocs.context import year_url
from blocs.models import Bloc, BlocYear, Membership, Province, SeatKind, User
from blocs.refusals import NotAllowed
from blocs.terms import Level, RegistrationState
from scoring.actions.preparing import prepare_sheets
from tests.awards.registration_scenes import head_of, registered
from tests.awards.scenes import content, fresh, publish, score, signed_in, text_of
from tests.builders import award_rule, bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db


def scored(year: BlocYear, codes: str = "AB") -> None:
    award_rule(year)
    for code, first in zip(codes, ("36", "30"), strict=True):
        score(year, Level.APPRAISAL, code, content(first, "18", "36"))


def test_results_published_for_practice_are_seen_by_nobody_else() -> None:
    """The copy holds the real year's points: trying out the publishing must not tell them to the units."""
    year = bloc_year(units=2)
    BlocYear.objects.filter(pk=year.pk).update(is_practice=True)
    year = fresh(year)
    scored(year)
    clerk, head = secretary(year), head_of(year.members[1])
    publish(year, clerk)
    assert signed_in(clerk).get(year_url("results", year)).status_code == 200
    for name, more in (("results", {}), ("results-why", {"unit": "B"})):
        assert signed_in(head).get(year_url(name, year, **more)).status_code == 404
    home = text_of(signed_in(head), year_url("year-home", year))
    assert "90,00" not in home
    BlocYear.objects.filter(pk=year.pk).update(is_practice=False)
    assert signed_in(head).get(year_url("results", fresh(year))).status_code == 200


@pytest.fixture
def moved() -> BlocYear:
    """B was in the first bloc in 2020, is in the second in 2021, registered there and was ranked there."""
    old = bloc_year("khoi-cu", 2020, units=2)
    new = bloc_year("khoi-moi", 2021, units=0)
    wanderer = old.members[1]
    place = Membership.objects.create(
        year=new, unit=wanderer.unit, unit_name=wanderer.unit_name, code="B", position=0, order=1
    )
    registered(place, "FLAG_GOV", RegistrationState.ACCEPTED)
    prepare_sheets(new)
    new = fresh(new)
    award_rule(new)
    score(new, Level.APPRAISAL, "B", content("36", "18", "36"))
    publish(new, secretary(new, "thu-ky-moi"))
    return old


def test_how_another_bloc_ranks_a_unit_stays_there(moved: BlocYear) -> None:
    address = year_url("unit-history", moved, unit="B")
    neighbour = head_of(moved.members[0])
    page = text_of(signed_in(neighbour), address)
    assert "2021" in page
    assert "90,00" not in page
    assert "Cờ thi đua của Chính phủ" not in page
    own = text_of(signed_in(head_of(moved.members[1])), address)
    assert "90,00" in own
    assert "Cờ thi đua của Chính phủ" in own


def test_a_unit_is_moved_only_into_a_bloc_one_looks_after() -> None:
    """The form offers the right blocs; the act asks again."""
    here, there = Province.objects.create(name="Yên Bái"), Province.objects.create(name="Lào Cai")
    year = bloc_year(units=3)
    Bloc.objects.filter(pk=year.bloc_id).update(province=here)
    BlocYear.objects.filter(pk=year.pk).update(province=here)
    other = Bloc.objects.create(code="khoi-khac", name="Khối khác", province=there)
    board = person("so-noi-vu")
    seat(board, SeatKind.BOARD, province=here)
    ruling = Ruling(date(2020, 7, 1), "QĐ 1")
    unit = year.members[2].unit
    with pytest.raises(NotAllowed):
        move_unit(actor=board, year=fresh(year), unit=unit, to_bloc=other, ruling=ruling)
    Bloc.objects.filter(pk=other.pk).update(province=here)
    move_unit(
        actor=User.objects.get(pk=board.pk),
        year=fresh(year),
        unit=unit,
        to_bloc=fresh_bloc(other),
        ruling=ruling,
    )
    unit.refresh_from_db()
    assert unit.home_bloc_id == other.pk


def fresh_bloc(bloc: Bloc) -> Bloc:
    return Bloc.objects.select_related("province").get(pk=bloc.pk)
