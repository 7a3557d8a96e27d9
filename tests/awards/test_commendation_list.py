"""The list of commendations: the half-year of 2022, every number with its rows, finding, what it costs."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils.html import escape

from awards.actions.commendations import CommendationDetails, add_commendation
from awards.commendation_counts import Period
from awards.commendation_lines import UNSTATED, WITHIN, count_year, rows_address
from awards.models import Commendation
from blocs.models import BlocYear, Movement, User
from tests.awards.scenes import signed_in, text_of, url
from tests.awards.test_commendation_counts import half_year_of_2022
from tests.awards.test_commendations import merit
from tests.builders import bloc_year, secretary

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

HALF_YEAR = Period(date(2022, 1, 1), date(2022, 6, 30))
MERITS = ["MERIT_PROV", "MERIT_CENTRAL_ASSOC"]
# Another form of praise counts by its wording.
PROGRAMME = "OTHER|chuong trinh hanh dong so 18"


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


@pytest.fixture
def clerk(year: BlocYear) -> User:
    return secretary(year)


@pytest.fixture
def half_year(request: pytest.FixtureRequest) -> tuple[BlocYear, User]:
    """The half-year of 2022 of eleven units, with some names among the tallies."""
    year = bloc_year(year=2022, units=11)
    clerk = secretary(year)
    for row in half_year_of_2022(with_records=True):
        add_commendation(
            actor=clerk,
            year=year,
            details=CommendationDetails(
                member=year.members[row.unit - 1].pk,
                award=row.award,
                award_text="Chương trình hành động số 18" if row.award == "OTHER" else "",
                object=row.object,
                recipient=row.recipient,
                count=row.count,
                achievement_year=row.achievement_year,
                decided_on=row.decided_on,
            ),
        )
    return year, clerk


def test_the_half_year_as_the_news_gives_it(half_year: tuple[BlocYear, User]) -> None:
    year, _clerk = half_year
    found = count_year(year, HALF_YEAR)
    numbers = {
        award: found.total(awards=[award]).number
        for award in ("FLAG_PROV", "FLAG_CENTRAL_ASSOC", *MERITS, "MEDAL_COMM", PROGRAMME, "CERT_UNIT")
    }
    assert list(numbers.values()) == [1, 2, 28, 89, 37, 4, 0]
    assert found.total(awards=MERITS).number == 117
    assert len(found.unstated) == 1


def test_every_number_leads_to_the_rows_it_counts(half_year: tuple[BlocYear, User]) -> None:
    year, clerk = half_year
    client = signed_in(clerk)
    found = count_year(year, HALF_YEAR)

    def listed(address: str) -> list[int]:
        answer = client.get(address)
        assert answer.status_code == 200
        return sorted(row.pk for row in answer.context["rows"])

    merits = found.total(awards=MERITS)
    address = rows_address(year, HALF_YEAR, awards=MERITS)
    assert listed(address) == sorted(merits.rows)
    assert sum(Commendation.objects.get(pk=pk).count or 0 for pk in listed(address)) == 117
    unit = found.total(unit=year.members[0].unit_id, awards=["MERIT_PROV"])
    assert listed(rows_address(year, HALF_YEAR, unit="A", awards=["MERIT_PROV"])) == sorted(unit.rows)
    medals = found.total(awards=["MEDAL_COMM"], object="person")
    assert listed(rows_address(year, HALF_YEAR, awards=["MEDAL_COMM"], object="person")) == sorted(
        medals.rows
    )
    assert listed(rows_address(year, HALF_YEAR, which=WITHIN)) == sorted(found.within)
    assert listed(rows_address(year, HALF_YEAR, which=UNSTATED)) == sorted(found.unstated)
    page = client.get(rows_address(year, HALF_YEAR)).content.decode()
    for line in ("28", "89", "37"):
        assert f">{line}<span" in page
    assert escape(rows_address(year, HALF_YEAR, awards=["MERIT_PROV"])) in page
    assert "không thống kê" in page
    assert "đã nằm trong số tổng hợp" in page


def test_more_names_than_the_tally_and_rows_without_a_date_are_told(year: BlocYear, clerk: User) -> None:
    add_commendation(
        actor=clerk, year=year, details=merit(year, recipient="", count=1, achievement_year=2020)
    )
    for name in ("Một", "Hai"):
        add_commendation(actor=clerk, year=year, details=merit(year, recipient=name, achievement_year=2020))
    add_commendation(actor=clerk, year=year, details=merit(year, recipient="Ba"))
    page = text_of(signed_in(clerk), url(year, "commendations"))
    assert "1 chỗ có nhiều tên hơn số tổng hợp" in page
    assert "1 dòng chưa ghi năm thành tích" in page
    assert "số tên nhiều hơn số tổng hợp" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Đức", "Bình", "Hội C"]),
        ("?tim=duc", ["Đức"]),
        ("?tim=nguyen+van+DUC", ["Đức"]),
        ("?tim=128%2FQD", ["Bình"]),
        ("?don-vi=B", ["Đức", "Bình"]),
        ("?khen=MEDAL_COMM", ["Bình"]),
        ("?cap=central_assoc", ["Bình", "Hội C"]),
        ("?cap=province", ["Đức"]),
        ("?doi-tuong=person", ["Bình"]),
        ("?tu=01/03/2020&den=31/03/2020", ["Bình"]),
        ("?den=29/02/2020", ["Đức"]),
        ("?nam=2019", ["Đức"]),
        ("?tim=khong+co", []),
        ("?trang=77", ["Đức", "Bình", "Hội C"]),
        ("?khen=KHONG", None),
        ("?tu=31/02/2020", None),
        ("?tu=02/03/2020&den=01/03/2020", None),
        ("?nam=abc", None),
        ("?muc=la", None),
        ("?phong-trao=abc", None),
        ("?don-vi=Z", None),
    ],
)
def test_finding_rows(year: BlocYear, clerk: User, query: str, found: list[str] | None) -> None:
    for details in (
        merit(year, recipient="Nguyễn Văn Đức", achievement_year=2019, decided_on=date(2020, 2, 29)),
        merit(
            year,
            award="MEDAL_COMM",
            object="person",
            recipient="Trần Thị Bình",
            decision_number="128/QĐ-TW",
            decided_on=date(2020, 3, 1),
        ),
        merit(year, 2, award="FLAG_CENTRAL_ASSOC", recipient="Hội C"),
    ):
        add_commendation(actor=clerk, year=year, details=details)
    answer = signed_in(clerk).get(url(year, "commendations") + query)
    if found is None:
        assert answer.status_code == 422
        assert "Chưa lọc được" in answer.content.decode()
    else:
        assert answer.status_code == 200
        assert [
            row.what.split(" ")[-1] if row.what != "Hội C" else row.what for row in answer.context["rows"]
        ] == found


def test_rows_of_a_movement(year: BlocYear, clerk: User) -> None:
    movement = Movement.objects.create(year=year, position=0, name="Vì người nghèo")
    add_commendation(actor=clerk, year=year, details=merit(year, movement=movement.pk))
    add_commendation(actor=clerk, year=year, details=merit(year, recipient="Khác"))
    answer = signed_in(clerk).get(f"{url(year, 'commendations')}?phong-trao={movement.pk}")
    assert [row.movement for row in answer.context["rows"]] == ["Vì người nghèo"]
    movement.delete()
    assert Commendation.objects.count() == 2


@pytest.mark.parametrize("units", [3, 15])
def test_the_page_costs_the_same_with_few_and_with_many(units: int, django_assert_num_queries: Any) -> None:
    year = bloc_year(units=units)
    clerk = secretary(year)
    for unit in range(units):
        for number in range(9):
            add_commendation(
                actor=clerk,
                year=year,
                details=replace(merit(year, unit), recipient=f"Tên {number}", achievement_year=2020),
            )
    client, address = signed_in(clerk), url(year, "commendations")
    client.get(address)
    with django_assert_num_queries(10):
        answer = client.get(address)
    assert len(answer.context["rows"]) == min(units * 9, 50)
    if units == 15:
        assert "Trang 1/3" in text_of(client, address)
        following = client.get(address + answer.context["next_url"])
        assert len(following.context["rows"]) == 50
