"""Papers issued for good: numbers, hashes, anchors, replacements."""

import hashlib
from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.utils import timezone

from blocs import journal
from blocs.actions import papers as module
from blocs.models import (
    BlocYear,
    IssuedDocument,
    PaperSettings,
    SeatKind,
    StoredFile,
    UnitName,
    User,
)
from blocs.refusals import Invalid, NotAllowed, Refused
from reports.actions.import_year import import_year
from tests.builders import person, seat
from tests.builders_large import large_book
from tests.reports.papers_stage import YEAR, client, issue, stored_bytes, text_of, user, year
from tests.reports.workbook_builders import FULL_YEAR

__all__ = ["client", "user", "year"]

pytestmark = pytest.mark.django_db

# ── Issuing ──────────────────────────────────────────────────────────────


def test_an_issued_paper_carries_number_date_code_and_a_verifiable_anchor(year: BlocYear, user: User) -> None:
    before = journal.last_anchor(year)
    document = issue(user, year, number=5)
    content = stored_bytes(document)
    text = text_of(content)
    assert hashlib.sha256(content).hexdigest() == document.file.sha256
    assert "Số: 05/BTH-KTĐ" in text
    assert "Lào Cai, ngày 12 tháng 01 năm 2026" in text
    assert "DỰ THẢO" not in text
    assert f"Mã tra cứu: {document.code}" in text
    assert f"https://thidua.example/kiem-tra/{document.code}" in text
    # What is printed is the journal's last entry before the paper, and stays in the chain.
    assert str(before) in text
    number, _, digest = str(before).partition(":")
    assert journal.holds_anchor(int(number), digest)
    last = journal.last_anchor(year)
    assert last.number == before.number + 1
    entry = journal.JournalEntry.objects.get(number=last.number, chain__year=year)
    assert document.file.sha256 in entry.text
    assert list(journal.faults()) == []


def test_only_named_signers_stand_on_an_issued_paper(year: BlocYear, user: User) -> None:
    text = text_of(stored_bytes(issue(user, year)))
    assert "THƯ KÝ" not in text
    assert "PHÓ TRƯỞNG KHỐI" not in text
    assert "TRƯỞNG KHỐI" in text
    assert "...." not in text


def test_its_bytes_do_not_change_with_the_year(year: BlocYear, user: User, client: Client) -> None:
    document = issue(user, year)
    address = f"{YEAR}/van-ban/ban-hanh/{document.code}/"
    first = client.get(address).content
    UnitName.objects.update(name="Tên khác")
    PaperSettings.objects.update(issuer="KHỐI KHÁC")
    answer = client.get(address)
    assert answer.content == first == stored_bytes(document)
    assert answer["Content-Disposition"].startswith("inline; filename")


def test_a_number_is_taken_once(year: BlocYear, user: User) -> None:
    issue(user, year, number=3)
    with pytest.raises(Invalid, match=r"Số 03/BTH-KTĐ đã dùng\. Số tiếp theo là 04\."):
        issue(user, year, number=3)
    assert IssuedDocument.objects.count() == StoredFile.objects.count() == 1


def test_numbers_restart_with_the_calendar_year_and_are_shared_by_the_blocs_years(
    year: BlocYear, user: User
) -> None:
    issue(user, year, number=1)
    book = large_book(units=3, leaves=12, code="cac-hoi", year=2026)
    other = import_year(actor=None, book=book)
    PaperSettings.objects.create(
        year=other, issuer="K", place="Lào Cai", symbol="BTH-KTĐ", leader_name="Nguyễn Văn An"
    )
    user.forget_seats()
    with pytest.raises(Invalid, match="đã dùng"):
        issue(user, other, number=1, dated=date(2026, 3, 1))
    assert issue(user, other, number=2, dated=date(2026, 3, 1)).number == 2
    # The next calendar year begins anew, as far as this bloc-year has not used the number itself.
    assert issue(user, other, number=1, dated=date(2027, 1, 5)).number == 1


@pytest.mark.parametrize("field", ["issuer", "place", "symbol", "leader_title", "leader_name"])
def test_nothing_is_issued_while_a_needed_field_is_empty(year: BlocYear, user: User, field: str) -> None:
    PaperSettings.objects.update(**{field: ""})
    with pytest.raises(Invalid, match="còn thiếu"):
        issue(user, year)
    assert not IssuedDocument.objects.exists()


def test_a_paper_replaces_once_and_both_stay(year: BlocYear, user: User) -> None:
    first = issue(user, year, number=1)
    second = issue(user, year, number=2, replaces=first)
    with pytest.raises(Refused, match="đã được thay bằng số 02/BTH-KTĐ"):
        issue(user, year, number=3, replaces=first)
    assert second.replaces == first
    assert stored_bytes(first) != stored_bytes(second)


def test_only_the_secretariat_issues(year: BlocYear) -> None:
    board = person("so-noi-vu")
    seat(board, SeatKind.BOARD)
    with pytest.raises(NotAllowed):
        issue(board, year)


def test_a_failure_leaves_no_file_behind(year: BlocYear, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    before = default_storage.listdir("")[1]

    def broken(**_more: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(module, "record", broken)
    with pytest.raises(OSError, match="disk full"):
        issue(user, year)
    assert default_storage.listdir("")[1] == before
    assert not StoredFile.objects.exists()


def test_a_paper_of_a_published_year_is_issued(year: BlocYear, user: User) -> None:
    BlocYear.objects.update(results_published_at=timezone.now(), results_published_by=user)
    assert issue(user, year).number == 1


def test_an_issued_paper_keeps_its_year(year: BlocYear, user: User) -> None:
    issue(user, year)
    with pytest.raises(Refused, match="văn bản ban hành"):
        import_year(actor=None, book=FULL_YEAR, replace=True)


@override_settings(BASE_URL="https://khoi.example")
def test_the_sites_own_address_goes_before_the_one_it_was_reached_at(year: BlocYear, user: User) -> None:
    text = text_of(stored_bytes(issue(user, year)))
    assert "https://khoi.example/kiem-tra/" in text
