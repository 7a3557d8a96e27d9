"""All sheets about one unit as a grid: what is on it, who types where, and which scores are marked for whom."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from blocs.models import RuleVersion, SeatKind, User
from blocs.terms import Level, SheetsShown, SheetState
from scoring.actions.sheets import hand_in
from scoring.models import Score, ScoreSource, Sheet
from tests.benchmarks.years import full_year
from tests.builders import person, seat, secretary
from tests.scoring.sheets import Fields, Hall, fields, hall, name_of, peer, signed_in, url

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
FAR = "cách xa điểm giữa"


@pytest.fixture
def here() -> Hall:
    return hall(units=5)


@pytest.fixture
def client(here: Hall) -> Client:
    return signed_in(here)


def about(here: Hall, code: str = "B") -> str:
    return url(here, "grid-unit", code=code)


def head_of(here: Hall, code: str) -> User:
    user = person(f"truong-{code.lower()}")
    seat(user, SeatKind.HEAD, unit=here.member(code).unit)
    return user


def rules(here: Hall, **fields: Any) -> None:
    RuleVersion.objects.filter(year=here.year).update(**fields)


def test_every_sheet_about_the_unit_is_a_column_by_level(here: Hall, client: Client) -> None:
    page = client.get(about(here)).content.decode()
    heads = re.findall(r'data-sheet="(\d+)"', page)
    wanted = [here.sheet(Level.SELF, "B"), *(here.sheet(scorer, "B") for scorer in "ACDE")]
    wanted += [here.sheet(Level.BLOC, "B"), here.sheet(Level.APPRAISAL, "B")]
    assert heads == [str(sheet.pk) for sheet in wanted]
    assert f'href="{peer(here, scorer="C")}"' in page  # a column's head leads to its scorer's paper
    assert f'href="{about(here)}"' in client.get(peer(here)).content.decode()  # and back
    assert f'href="{about(here)}"' in client.get(url(here, "sheets")).content.decode()


def test_a_level_the_year_does_not_use_has_no_column() -> None:
    here = hall(levels=["self", "peer"])
    page = signed_in(here).get(about(here)).content.decode()
    assert len(re.findall(r'data-sheet="(\d+)"', page)) == 3


def test_the_secretary_types_into_any_sheet_of_it(here: Hall, client: Client) -> None:
    own, other = here.sheet(Level.SELF, "B"), here.sheet("C", "B")
    form = fields(client, about(here)) | {name_of(here, own, "I.1"): "39", name_of(here, other, "II"): "12,5"}
    assert client.post(about(here), form).status_code == 302
    assert here.stored(own) == {"I.1": 39}
    assert here.stored(other) == {"II": Decimal("12.5")}
    wrong = fields(client, about(here)) | {name_of(here, other, "II"): "41"}
    answer = client.post(about(here), wrong)
    assert answer.status_code == 422
    assert "II · C" in answer.content.decode()
    assert Fields(answer.content.decode()).values[name_of(here, other, "II")] == "41"


def test_a_unit_sees_and_types_only_its_own_sheets(here: Hall) -> None:
    """B's head: of the sheets about A only B's own is there, of those about B only the self-sheet."""
    here.fill(here.sheet("C", "A"))
    hand_in(actor=here.secretary, **here.address, ids=[here.sheet("C", "A").pk])
    head = signed_in(here, head_of(here, "B"))
    page = head.get(about(here, "A")).content.decode()
    assert re.findall(r'data-sheet="(\d+)"', page) == [str(here.sheet("B", "A").pk)]
    page = head.get(about(here, "B")).content.decode()
    assert re.findall(r'data-sheet="(\d+)"', page) == [str(here.sheet(Level.SELF, "B").pk)]
    form = fields(head, about(here, "A")) | {
        name_of(here, here.sheet("B", "A"), "I.1"): "30",
        name_of(here, here.sheet("C", "A"), "I.1"): "1",
    }
    assert head.post(about(here, "A"), form).status_code == 302
    assert here.stored(here.sheet("B", "A")) == {"I.1": 30}
    assert here.stored(here.sheet("C", "A"))["I.1"] == 40


def test_no_unit_of_that_code_is_404(here: Hall, client: Client) -> None:
    assert client.get(about(here, "Z")).status_code == 404


# ── Scores far from the middle ───────────────────────────────────────────


def three_and_one(here: Hall) -> None:
    """About B: A, C, D give 40, 39, 38 of 40 for I.1, E gives 30: 8,5 from the middle 38,5."""
    for scorer, points in zip("ACDE", ("40", "39", "38", "30"), strict=True):
        here.fill(here.sheet(scorer, "B"), I_1=points)


@pytest.mark.parametrize(("percent", "marked"), [("21", True), ("21.25", False), (None, False)])
def test_far_is_beyond_the_year_s_percentage_of_the_maximum(
    here: Hall, client: Client, percent: str | None, marked: bool
) -> None:
    rules(here, outlier_percent=None if percent is None else Decimal(percent))
    three_and_one(here)
    page = client.get(about(here)).content.decode()
    assert (FAR in page) is marked
    if marked:
        assert "1 ô cách xa điểm giữa" in page
        assert "chấm 30, điểm giữa 38,5" in page
        cell = page.split(f'id="{name_of(here, here.sheet("E", "B"), "I.1")}"')[1].split("</td>")[0]
        assert "▼" in cell
        assert FAR in cell


def test_a_sheet_not_scoring_is_no_part_of_the_middle(here: Hall, client: Client) -> None:
    rules(here, outlier_percent=Decimal(5))
    three_and_one(here)
    assert FAR in client.get(about(here)).content.decode()
    Sheet.objects.filter(pk=here.sheet("E", "B").pk).update(state=SheetState.RECUSED)
    assert FAR not in client.get(about(here)).content.decode()


@pytest.mark.parametrize(
    ("shown", "named", "marked"),
    [
        (SheetsShown.NEVER, True, False),
        (SheetsShown.AFTER_OWN, False, False),
        (SheetsShown.AFTER_OWN, True, True),
    ],
)
def test_who_may_not_see_the_others_learns_nothing_of_the_middle(
    here: Hall, shown: SheetsShown, named: bool, marked: bool
) -> None:
    rules(here, outlier_percent=Decimal(20), sheets_shown=shown, scorers_named=named)
    three_and_one(here)
    for scored in "ACD":
        here.fill(here.sheet("E", scored))
    head = signed_in(here, head_of(here, "E"))
    assert FAR not in head.get(about(here)).content.decode()  # its own sheets are not in yet
    every = Sheet.objects.filter(year=here.year, level=Level.PEER, scored__code="B")
    own = Sheet.objects.filter(year=here.year, level=Level.PEER, scorer__code="E")
    ids = [*every.values_list("pk", flat=True), *own.values_list("pk", flat=True)]
    hand_in(actor=here.secretary, **here.address, ids=ids)
    page = head.get(about(here)).content.decode()
    assert (FAR in page) is marked
    assert page.count("data-sheet=") == (4 if marked else 1)


# ── What it costs ────────────────────────────────────────────────────────


@pytest.mark.parametrize("units", [3, 15])
def test_the_page_takes_the_same_queries_for_few_and_many(django_assert_num_queries: Any, units: int) -> None:
    here = hall(units=units, outlier_percent=Decimal(10))
    for scorer in "AC":
        here.fill(here.sheet(scorer, "B"))
    client = signed_in(here)
    client.get(about(here))
    with django_assert_num_queries(11):
        assert client.get(about(here)).status_code == 200


LARGEST = 300 * 1024


def test_the_largest_bloc_s_grids_stay_small() -> None:
    """15 units × 60 criteria, every cell filled: both ways in, and every self-sheet beside each other."""
    year = full_year(units=15, leaves=60, outlier_percent=Decimal(5))
    here = Hall(year, secretary(year))
    client = signed_in(here)
    Score.objects.filter(sheet__in=Sheet.objects.filter(year=year)).update(source=ScoreSource.PAPER)
    for address in (
        peer(here, scorer="DV01"),
        about(here, "DV01"),
        url(here, "grid", level="tu-cham"),
    ):
        page = client.get(address).content
        assert page.count(b'class="cell') >= 14 * 60
        assert len(page) <= LARGEST, address
