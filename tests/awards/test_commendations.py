"""Commendations written, changed, found and counted: three dates, tallies and names, every number with its rows."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from awards.actions.commendations import (
    CommendationDetails,
    add_commendation,
    change_commendation,
    commendation_state,
    remove_commendation,
)
from awards.commendation_counts import Period
from awards.commendation_lines import UNSTATED, WITHIN, count_year, rows_address
from awards.models import Commendation
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, Movement, SeatKind, User
from blocs.refusals import Faults, NotAllowed
from blocs.sentences import sentence
from tests.awards.scenes import fresh, last_entry, publish, signed_in, text_of, url
from tests.awards.test_commendation_counts import half_year_of_2022
from tests.builders import bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db

HALF_YEAR = Period(date(2022, 1, 1), date(2022, 6, 30))
MERITS = ["MERIT_PROV", "MERIT_CENTRAL_ASSOC"]


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


@pytest.fixture
def clerk(year: BlocYear) -> User:
    return secretary(year)


@pytest.fixture
def head(year: BlocYear) -> User:
    """Of unit B."""
    user = person("truong-b")
    seat(user, SeatKind.HEAD, unit=year.members[1].unit)
    return user


def merit(year: BlocYear, unit: int = 1, **more: Any) -> CommendationDetails:
    values = {"member": year.members[unit].pk, "award": "MERIT_PROV", "recipient": "Ông Nguyễn Văn Đức"}
    return CommendationDetails(**values | more)  # type: ignore[arg-type]


def shown(row: Commendation) -> str:
    return fingerprint(commendation_state(Commendation.objects.get(pk=row.pk)))


def test_the_secretariat_enters_for_a_unit_and_it_is_seen(year: BlocYear, clerk: User, head: User) -> None:
    add_commendation(actor=clerk, year=year, details=merit(year))
    assert sentence(last_entry()) == "đã nhập thay khen thưởng của Hội B"
    assert "tổ thư ký nhập thay" in text_of(signed_in(head), url(year, "commendations"))
    add_commendation(actor=head, year=year, details=merit(year, recipient="Bà Trần Thị Bình"))
    entry = last_entry()
    assert sentence(entry) == "đã ghi khen thưởng của Hội B"
    assert entry["new"] == {"Danh hiệu, hình thức": "Bằng khen của UBND tỉnh", "Tên": "Bà Trần Thị Bình"}
    assert [row.entered_for for row in Commendation.objects.all()] == [True, False]


def test_a_unit_writes_only_of_itself(year: BlocYear, clerk: User, head: User) -> None:
    theirs = add_commendation(actor=clerk, year=year, details=merit(year, 0))
    mine = add_commendation(actor=head, year=year, details=merit(year))
    with pytest.raises(NotAllowed):
        add_commendation(actor=head, year=year, details=merit(year, 0, recipient="Khác"))
    with pytest.raises(NotAllowed):
        change_commendation(actor=head, year=year, pk=theirs.pk, details=merit(year, 0), base=shown(theirs))
    with pytest.raises(NotAllowed):
        change_commendation(actor=head, year=year, pk=mine.pk, details=merit(year, 0), base=shown(mine))
    with pytest.raises(NotAllowed):
        remove_commendation(actor=head, year=year, pk=theirs.pk, base=shown(theirs))
    assert signed_in(head).get(url(year, "commendation-edit", pk=theirs.pk)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"member": 99999}, "member", "không có trong khối"),
        ({"award": "LA"}, "award", "không có danh hiệu"),
        ({"award": "FLAG_PROV", "object": "person"}, "object", "không tặng cá nhân"),
        ({"award": "FIGHTER_BASE", "object": "collective"}, "object", "không tặng tập thể"),
        ({"count": 2}, "count", "chỉ tính 1"),
        ({"movement": 99999}, "movement", "không còn trong năm"),
        ({"decided_on": date(2020, 7, 2), "presented_on": date(2020, 7, 1)}, "presented_on", "Ngày trao"),
        (
            {"decided_on": date(2020, 7, 2), "achievement_year": 2021},
            "achievement_year",
            "trước năm thành tích",
        ),
    ],
)
def test_what_contradicts_itself_is_said_at_its_field(
    year: BlocYear, clerk: User, changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Faults, match=words) as caught:
        add_commendation(actor=clerk, year=year, details=merit(year, **changes))
    assert [name for name, _ in caught.value.faults] == [field]
    assert not Commendation.objects.exists()


@pytest.mark.parametrize("count", [None, 1])
def test_a_name_may_say_that_it_is_one(year: BlocYear, clerk: User, count: int | None) -> None:
    add_commendation(actor=clerk, year=year, details=merit(year, count=count))
    assert Commendation.objects.count() == 1


def test_sent_twice_it_stays_one(year: BlocYear, clerk: User) -> None:
    for _ in range(2):
        add_commendation(actor=clerk, year=year, details=merit(year))
    assert Commendation.objects.count() == 1


def test_two_who_change_one_row(year: BlocYear, clerk: User, head: User) -> None:
    row = add_commendation(actor=clerk, year=year, details=merit(year))
    base = shown(row)
    change_commendation(
        actor=head, year=year, pk=row.pk, details=merit(year, decision_number="1/QĐ"), base=base
    )
    entry = last_entry()
    assert sentence(entry) == "đã sửa Bằng khen của UBND tỉnh của Hội B"
    assert entry["new"]["Số quyết định"] == "1/QĐ"
    with pytest.raises(Stale):
        change_commendation(
            actor=clerk, year=year, pk=row.pk, details=merit(year, decision_number="2/QĐ"), base=base
        )
    with pytest.raises(Stale):
        remove_commendation(actor=clerk, year=year, pk=row.pk, base=base)
    sent = {"member": year.members[1].pk, "award": "MERIT_PROV", "recipient": "Tên khác", "base": base}
    answer = signed_in(clerk).post(url(year, "commendation-edit", pk=row.pk), sent)
    assert answer.status_code == 422
    assert "Đang lưu: 1/QĐ" in answer.content.decode()
    assert "Tên khác" in answer.content.decode()
    assert (
        signed_in(clerk).post(url(year, "commendation-remove", pk=row.pk), {"base": base}).status_code == 409
    )
    assert Commendation.objects.get().decision_number == "1/QĐ"


def test_removing_keeps_the_row_in_the_journal(year: BlocYear, clerk: User) -> None:
    row = add_commendation(actor=clerk, year=year, details=merit(year))
    client, address = signed_in(clerk), url(year, "commendation-remove", pk=row.pk)
    assert "Ông Nguyễn Văn Đức" in text_of(client, address)
    assert client.post(address, {"base": shown(row)}).status_code == 302
    entry = last_entry()
    assert sentence(entry) == "đã xóa khen thưởng của Hội B"
    assert entry["old"]["Tên"] == "Ông Nguyễn Văn Đức"


def test_another_form_of_praise_needs_its_words(year: BlocYear, clerk: User) -> None:
    client, address = signed_in(clerk), url(year, "commendation-new")
    sent = {"member": year.members[0].pk, "award": "OTHER", "count": "4"}
    assert "Hãy ghi nội dung khen" in client.post(address, sent).content.decode()
    words = "Tập thể hoàn thành xuất sắc nhiệm vụ Chương trình hành động số 18"
    assert client.post(address, sent | {"award_text": words}).status_code == 302
    assert words in text_of(client, url(year, "commendations"))


def test_the_decision_is_kept_and_served(year: BlocYear, clerk: User, head: User) -> None:
    client = signed_in(clerk)
    sent = {"member": year.members[1].pk, "award": "MERIT_PROV", "recipient": "Hội B"}
    client.post(url(year, "commendation-new"), sent | {"file": SimpleUploadedFile("qd.pdf", b"%PDF-1")})
    row = Commendation.objects.get()
    answer = signed_in(head).get(url(year, "commendation-file", pk=row.pk))
    assert (answer.status_code, answer.content) == (200, b"%PDF-1")
    client.post(url(year, "commendation-edit", pk=row.pk), sent | {"base": shown(row), "drop_file": "on"})
    assert signed_in(head).get(url(year, "commendation-file", pk=row.pk)).status_code == 404
    assert "Tệp quyết định" in last_entry()["old"]
    bad = sent | {"file": SimpleUploadedFile("qd.pdf", b"<html>")}
    answer = client.post(url(year, "commendation-new"), bad)
    assert answer.status_code == 422
    assert "không phải PDF" in answer.content.decode()


def test_three_dates_stay_three(clerk: User, year: BlocYear) -> None:
    """Certificates for 2019, decided in 2020, handed over on 31/7/2020: written into 2020."""
    details = merit(
        year,
        achievement_year=2019,
        decision_number="2135/QĐ-UBND",
        decided_on=date(2020, 6, 30),
        presented_on=date(2020, 7, 31),
    )
    add_commendation(actor=clerk, year=year, details=details)
    page = text_of(signed_in(clerk), url(year, "commendations"))
    assert "2019" in page
    assert "2135/QĐ-UBND ngày 30/06/2020" in page
    assert "31/07/2020" in page
    last = bloc_year(year=2019)
    assert count_year(last, Period(achievement_year=2019)).total().number == 1
    assert count_year(year, Period(achievement_year=2020)).total().number == 0
    assert count_year(year, Period(date(2020, 1, 1), date(2020, 6, 30))).total().number == 1
    assert count_year(year, Period(date(2020, 7, 1), date(2020, 12, 31))).total().number == 0
    seen = text_of(signed_in(clerk), rows_address(last, Period(achievement_year=2019)))
    assert "ghi ở năm 2020" in seen


def test_a_practice_year_counts_nowhere(year: BlocYear, clerk: User) -> None:
    practice = bloc_year("khoi-khac")
    BlocYear.objects.filter(pk=practice.pk).update(bloc=year.bloc, is_practice=True)
    practice = fresh(practice)
    add_commendation(actor=clerk, year=practice, details=merit(practice, achievement_year=2020))
    add_commendation(actor=clerk, year=year, details=merit(year, achievement_year=2020))
    assert count_year(year, Period(achievement_year=2020)).total().number == 1
    assert count_year(practice, Period(achievement_year=2020)).total().number == 1


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
        for award in ("FLAG_PROV", "FLAG_CENTRAL_ASSOC", *MERITS, "MEDAL_COMM", "OTHER", "CERT_UNIT")
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


def test_a_published_year_still_takes_them(year: BlocYear, clerk: User) -> None:
    publish(year, clerk)
    add_commendation(actor=clerk, year=fresh(year), details=merit(year))
    assert Commendation.objects.count() == 1


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
