"""Targets and the year before: what is offered, and whose figures are compared."""

from decimal import Decimal

import pytest

from blocs.actions.targets import own_targets, take_last_year
from blocs.models import BlocYear, Membership, UnitEvent, UnitLink
from blocs.refusals import Refused
from blocs.target_queries import last_year
from blocs.terms import UnitEventKind
from tests.blocs.test_targets import client_of, officer, page, target, unit
from tests.builders import bloc_year, secretary

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


def linked(event: UnitEvent, old: Membership, new: Membership) -> None:
    UnitLink.objects.create(event=event, predecessor=old.unit, successor=new.unit)


def test_last_years_targets_are_offered_once_without_their_results(year: BlocYear) -> None:
    before = bloc_year(year=2019)
    target(before, text="Hội viên mới", year_end=D(460))
    target(before, text="Lớp", planned=D(12))
    own = target(year, text="HỘI VIÊN  mới")
    assert take_last_year(actor=officer(year), year=year, member=unit(year)) == 1
    rows = own_targets(unit(year))
    assert [(row.text, row.planned, row.year_end) for row in rows] == [
        ("HỘI VIÊN  mới", D(500), None),
        ("Lớp", D(12), None),
    ]
    assert rows[0].pk == own.pk
    with pytest.raises(Refused, match="không có chỉ tiêu"):
        take_last_year(actor=officer(year, name="hai"), year=year, member=unit(year))


def test_a_practice_year_is_nobodys_year_before(year: BlocYear) -> None:
    before = bloc_year(year=2019)
    target(before)
    BlocYear.objects.filter(pk=before.pk).update(is_practice=True)
    assert last_year(year, year.members)[unit(year).unit_id] == {}


def test_history_follows_the_successor_of_a_merger_and_stops_at_a_split(year: BlocYear) -> None:
    before = bloc_year(year=2019, units=4)
    for code, result in (("B", D(100)), ("D", D(50))):
        target(before, code, year_end=result)
    merger = UnitEvent.objects.create(kind=UnitEventKind.MERGE, effective_on="2020-01-01")
    linked(merger, unit(before, "D"), unit(before, "B"))
    (found,) = last_year(year, year.members)[unit(year).unit_id].values()
    assert (found.planned, found.year_end) == (D(1000), D(150))
    split = UnitEvent.objects.create(kind=UnitEventKind.SPLIT, effective_on="2020-01-01")
    linked(split, unit(before, "D"), unit(before, "A"))
    linked(split, unit(before, "D"), unit(before, "C"))
    assert last_year(year, year.members)[unit(year, "C").unit_id] == {}
    UnitEvent.objects.filter(pk=merger.pk).update(effective_on="2021-01-01")
    (alone,) = last_year(year, year.members)[unit(year).unit_id].values()
    assert alone.year_end == D(100)


def test_the_page_says_more_or_less_than_last_year(year: BlocYear) -> None:
    target(bloc_year(year=2019), year_end=D(420))
    target(year, year_end=D(460))
    shown = client_of(secretary(year)).get(page(year)).content.decode()
    assert "tăng 40 so với năm trước" in shown
    assert "Chưa ghi chỉ tiêu</dt><dd>A, C" in shown
    assert "Chưa đủ kết quả 6 tháng</dt><dd>B" in shown
    assert "Chưa đủ kết quả năm</dt><dd>không đơn vị nào" in shown
