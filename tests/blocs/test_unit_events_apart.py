"""Units over time, the rest of it: split, dissolved, moved to another bloc."""

from datetime import date

import pytest

from blocs.actions.unit_events import (
    NewUnit,
    dissolve_unit,
    move_unit,
    split_unit,
)
from blocs.actions.years import create_year
from blocs.leading import current_units
from blocs.models import (
    BlocYear,
    SeatKind,
    Unit,
    User,
)
from blocs.queries import lineage, units_outside
from blocs.refusals import Faults, NotAllowed
from tests.blocs.leading_stage import again
from tests.blocs.unit_event_scenes import JULY, standing, unit
from tests.builders import ALL_LEVELS, bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> BlocYear:
    return bloc_year(units=5, levels=ALL_LEVELS)


@pytest.fixture
def user(year: BlocYear) -> User:
    return secretary(year)


def test_a_part_is_split_off(year: BlocYear, user: User) -> None:
    split_unit(
        actor=user,
        year=year,
        unit=unit(year, "B"),
        into=[NewUnit("B2", "Hội B hai")],
        goes_on=True,
        ruling=JULY,
    )
    assert standing(year) == {"A": None, "B": None, "C": None, "D": None, "E": None, "B2": None}
    assert lineage(unit(year, "B2")) == [unit(year, "B2").pk, unit(year, "B").pk]


def test_a_unit_is_split_up(year: BlocYear, user: User) -> None:
    parts = [NewUnit("B1", "Hội B một"), NewUnit("B2", "Hội B hai")]
    split_unit(actor=user, year=year, unit=unit(year, "B"), into=parts, goes_on=False, ruling=JULY)
    assert standing(year)["B"] == JULY.on
    following = create_year(actor=user, bloc=year.bloc, number=2021, source=again(year))
    assert list(standing(following)) == ["A", "B1", "B2", "C", "D", "E"] or set(standing(following)) == {
        "A", "B1", "B2", "C", "D", "E",
    }  # fmt: skip


def test_a_dissolved_unit_is_not_in_the_next_year(year: BlocYear, user: User) -> None:
    dissolve_unit(actor=user, year=year, unit=unit(year, "E"), ruling=JULY)
    assert standing(year)["E"] == JULY.on
    following = create_year(actor=user, bloc=year.bloc, number=2021, source=again(year))
    assert list(standing(following)) == ["A", "B", "C", "D"]
    assert units_outside(following) == []
    assert unit(year, "E").pk not in current_units(year, date(2021, 1, 1))


def test_a_unit_moves_to_another_bloc_and_its_past_stays(year: BlocYear, user: User) -> None:
    other = bloc_year("khoi-hai", units=2)
    board = person("so-noi-vu")
    seat(board, SeatKind.BOARD)
    moving = unit(year, "E")
    with pytest.raises(NotAllowed):
        move_unit(actor=user, year=year, unit=moving, to_bloc=other.bloc, ruling=JULY)
    move_unit(actor=board, year=year, unit=moving, to_bloc=other.bloc, ruling=JULY)
    moving.refresh_from_db()
    assert moving.home_bloc == other.bloc
    assert standing(year)["E"] == JULY.on
    assert (moving, "Hội E") in units_outside(other)
    following = create_year(actor=user, bloc=year.bloc, number=2021, source=again(year))
    assert list(standing(following)) == ["A", "B", "C", "D"]


def test_a_code_taken_in_the_other_bloc_is_asked_for(year: BlocYear) -> None:
    other = bloc_year("khoi-hai", units=5)
    board = person("so-noi-vu")
    seat(board, SeatKind.BOARD)
    with pytest.raises(Faults, match="mã khác"):
        move_unit(actor=board, year=year, unit=unit(year, "E"), to_bloc=other.bloc, ruling=JULY)
    move_unit(actor=board, year=year, unit=unit(year, "E"), to_bloc=other.bloc, ruling=JULY, code="E1")
    assert Unit.objects.filter(home_bloc=other.bloc, code="E1").exists()
