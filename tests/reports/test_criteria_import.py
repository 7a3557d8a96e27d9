"""Criteria taken from a workbook's sheet."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from blocs.models import BlocYear
from blocs.terms import Level
from reports.workbook.criteria_reading import read_criteria
from scoring.models import Score, Sheet
from scoring.stored_rules import criterion_rows
from tests.builders import bloc_year, secretary

ADDRESS = "/khoi/khoi-thu/2020/tieu-chi/lay-tu-so/"
HEADINGS = ("Mã", "Nội dung", "Nhóm", "Điểm tối đa", "Bước")
GOOD = (("I", "Chuyên môn", "Nội dung", 90, "0,5"), ("II", "Hoạt động khối", "Nội dung", "10", None))


def workbook(*rows: Any, title: str = "Tiêu chí", others: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in (HEADINGS, *rows):
        sheet.append(row)
    for other in others:
        book.create_sheet(other)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.fixture
def year() -> BlocYear:
    return bloc_year()


@pytest.fixture
def secretary_client(year: BlocYear, client: Client) -> Client:
    client.force_login(secretary(year), backend="blocs.backends.IdentifierBackend")
    return client


def send(client: Client, content: bytes) -> Any:
    return client.post(ADDRESS, {"file": SimpleUploadedFile("tieu-chi.xlsx", content)})


def codes(year: BlocYear) -> list[str]:
    return [row.code for row in criterion_rows(BlocYear.objects.get(pk=year.pk).current_rules)]


def test_the_sheet_is_found_by_name_or_as_the_only_one() -> None:
    assert [row.code for row in read_criteria(workbook(*GOOD, others=("Khác",))).rows] == ["I", "II"]
    assert [row.code for row in read_criteria(workbook(*GOOD, title="Sheet1")).rows] == ["I", "II"]
    missing = read_criteria(workbook(*GOOD, title="Sheet1", others=("Sheet2",)))
    assert "không có trang tính “Tiêu chí”" in missing.faults[0].message
    assert read_criteria(b"x").faults
    assert "chưa có dòng nào" in read_criteria(workbook()).faults[0].message


def test_faults_stand_at_their_cells() -> None:
    reading = read_criteria(
        workbook(
            ("I", "A", "Nội dung", "nhiều", None),
            ("II.1", "B", "Nội dung", 5, 0),
            ("I", "C", "Nội dung", 5, None),
        )
    )
    assert reading.rows == ()
    assert [(fault.sheet, fault.cell) for fault in reading.faults] == [
        ("Tiêu chí", "D2"),
        ("Tiêu chí", "A3"),
        ("Tiêu chí", "E3"),
        ("Tiêu chí", "A4"),
    ]


@pytest.mark.django_db
def test_a_good_sheet_replaces_the_tree(year: BlocYear, secretary_client: Client) -> None:
    assert "7 dòng tiêu chí đang có" in secretary_client.get(ADDRESS).content.decode()
    assert send(secretary_client, workbook(*GOOD)).status_code == 302
    assert codes(year) == ["I", "II"]
    assert "criteria.imported" in year.chain.entries.get().text


@pytest.mark.django_db
def test_a_faulty_sheet_changes_nothing(year: BlocYear, secretary_client: Client) -> None:
    answer = send(secretary_client, workbook(("I", "A", "Nội dung", None, None)))
    assert answer.status_code == 422
    assert "Tiêu chí!D2" in answer.content.decode()
    assert len(codes(year)) == 7
    assert send(secretary_client, b"").status_code == 422


@pytest.mark.django_db
def test_once_a_score_is_in_the_tree_stays(year: BlocYear, secretary_client: Client) -> None:
    sheet = Sheet.objects.filter(year=year, level=Level.SELF).first()
    criterion = year.current_rules.criteria.get(code="II").criterion
    Score.objects.create(sheet=sheet, criterion=criterion, points=1, source="own")
    assert 'type="file"' not in secretary_client.get(ADDRESS).content.decode()
    assert send(secretary_client, workbook(*GOOD)).status_code == 409
    assert len(codes(year)) == 7
