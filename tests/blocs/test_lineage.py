"""Whose history a unit carries on, and who stands in a unit's place."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blocs.models import Bloc, Unit, UnitEvent, UnitLink
from blocs.queries import Forebear, forebears, heirs, lineage
from blocs.terms import UnitEventKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    bloc = Bloc.objects.create(code="khoi", name="Khối")
    return {code: Unit.objects.create(home_bloc=bloc, code=code) for code in "ABCDE"}


def event(on: date, *links: tuple[Unit, Unit | None], kind: UnitEventKind = UnitEventKind.MERGE) -> UnitEvent:
    made = UnitEvent.objects.create(kind=kind, effective_on=on)
    UnitLink.objects.bulk_create(
        UnitLink(event=made, predecessor=before, successor=after) for before, after in links
    )
    for before, after in links:
        if after != before:
            Unit.objects.filter(pk=before.pk).update(ended_on=on)
    return made


def test_history_follows_the_successor_through_every_event(units: dict[str, Unit]) -> None:
    a, b, c, d, e = units.values()
    event(date(2019, 7, 1), (a, c), (b, c))
    event(date(2021, 1, 1), (c, d))
    assert lineage(d) == [d.pk, c.pk, a.pk, b.pk]
    assert forebears(d)[1:3] == [Forebear(c.pk, date(2021, 1, 1)), Forebear(a.pk, date(2019, 7, 1))]
    assert lineage(a) == [a.pk]
    assert lineage(e.pk) == [e.pk]


def test_a_part_split_off_has_its_parents_history_up_to_that_day(units: dict[str, Unit]) -> None:
    """B merged into A after C had been split off A: B is no forebear of C."""
    a, b, c, *_ = units.values()
    event(date(2018, 1, 1), (a, a), (a, c), kind=UnitEventKind.SPLIT)
    Unit.objects.filter(pk=a.pk).update(ended_on=None)
    event(date(2020, 1, 1), (b, a))
    assert lineage(c) == [c.pk, a.pk]
    assert lineage(a) == [a.pk, b.pk]


def test_units_that_name_each_other_come_to_an_end(units: dict[str, Unit]) -> None:
    a, b, *_ = units.values()
    event(date(2020, 1, 1), (a, b), (b, a))
    assert lineage(a) == [a.pk, b.pk]
    assert heirs([a.pk], date(2021, 1, 1)) == {}


def test_who_stands_in_a_units_place_on_a_day(units: dict[str, Unit]) -> None:
    a, b, c, d, e = units.values()
    event(date(2020, 7, 1), (a, c), (b, c))
    event(date(2021, 3, 1), (c, d))
    event(date(2020, 5, 1), (e, None), kind=UnitEventKind.DISSOLVE)
    asked = [unit.pk for unit in (a, b, d, e)]
    assert heirs(asked, date(2020, 1, 1)) == {a.pk: [a.pk], b.pk: [b.pk], d.pk: [d.pk], e.pk: [e.pk]}
    assert heirs(asked, date(2021, 1, 1)) == {a.pk: [c.pk], b.pk: [c.pk], d.pk: [d.pk]}
    assert heirs(asked, date(2021, 3, 1)) == {a.pk: [d.pk], b.pk: [d.pk], d.pk: [d.pk]}
    assert heirs([], date(2021, 3, 1)) == {}


def test_one_query_however_long_the_line(units: dict[str, Unit]) -> None:
    line = list(units.values())
    for place, (before, after) in enumerate(pairwise(line)):
        event(date(2015 + place, 1, 1), (before, after))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert len(lineage(line[-1])) == 5
        assert heirs([line[0].pk], date(2030, 1, 1)) == {line[0].pk: [line[-1].pk]}
    assert len(seen) == 2
