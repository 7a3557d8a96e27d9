"""Commendations written, changed and taken out: three dates, whose row it is, who comes second."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from awards.actions.commendations import (
    CommendationDetails,
    add_commendation,
    change_commendation,
    commendation_state,
    remove_commendation,
)
from awards.commendation_counts import Period
from awards.commendation_lines import count_year, rows_address
from awards.models import Commendation
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, SeatKind, StoredFile, User
from blocs.received_files import FileKind, ReceivedFile
from blocs.refusals import Faults, NotAllowed
from blocs.sentences import sentence
from tests.awards.scenes import fresh, last_entry, publish, signed_in, text_of, url
from tests.blocs.scans import scan
from tests.builders import bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db


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


def test_sent_twice_with_its_decision_it_stays_one(year: BlocYear, clerk: User) -> None:
    other = ReceivedFile(scan(width=120), "qd-khac.pdf", FileKind.PDF)
    for file in (ReceivedFile(scan(), "qd.pdf", FileKind.PDF),) * 2:
        add_commendation(actor=clerk, year=year, details=merit(year), file=file)
    assert (Commendation.objects.count(), StoredFile.objects.count()) == (1, 1)
    add_commendation(actor=clerk, year=year, details=merit(year), file=other)
    assert Commendation.objects.count() == 2


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


def test_what_is_stored_is_shown_in_words_and_never_as_markup(year: BlocYear, clerk: User) -> None:
    row = add_commendation(actor=clerk, year=year, details=merit(year))
    base = shown(row)
    other = merit(
        year,
        2,
        award="MEDAL_COMM",
        object="person",
        recipient="<b>Bà</b>",
        achievement_year=2019,
        decided_on=date(2020, 2, 3),
    )
    change_commendation(actor=clerk, year=year, pk=row.pk, details=other, base=base)
    sent = {"member": year.members[1].pk, "award": "MERIT_PROV", "recipient": "Ông C", "base": base}
    page = signed_in(clerk).post(url(year, "commendation-edit", pk=row.pk), sent).content.decode()
    for words in ("Hội C", "Kỷ niệm chương", "Cá nhân", "&lt;b&gt;Bà&lt;/b&gt;", "2019", "03/02/2020"):
        assert f"Đang lưu: {words}" in page
    assert "<b>Bà" not in page
    assert "Đang lưu: trống" not in page, "what is the same on both sides is not said"


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
    client.post(url(year, "commendation-new"), sent | {"file": SimpleUploadedFile("qd.pdf", scan())})
    row = Commendation.objects.get()
    answer = signed_in(head).get(url(year, "commendation-file", pk=row.pk))
    assert (answer.status_code, answer.content) == (200, scan())
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


def test_a_published_year_still_takes_them(year: BlocYear, clerk: User) -> None:
    publish(year, clerk)
    add_commendation(actor=clerk, year=fresh(year), details=merit(year))
    assert Commendation.objects.count() == 1
