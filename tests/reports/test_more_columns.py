"""Columns of the workbook beyond the contract: there when a row needs them, read back, and nobody's harm."""

import dataclasses
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from awards.models import Commendation
from blocs.models import BlocYear, Membership, Movement, MovementReview
from blocs.terms import AwardObject
from reports.actions.import_year import import_year
from reports.queries import load_year_book
from reports.workbook.book import CommendationRow, MovementRow, YearBook
from reports.workbook.layout import COMMENDATIONS, MOVEMENTS
from reports.workbook.movement_text import codes_text, read_codes, read_reviews, reviews_text
from reports.workbook.writing import write_workbook
from scoring.models import Sheet
from tests.reports.workbook_builders import FULL_YEAR, addresses, edited, read

RICH = dataclasses.replace(
    FULL_YEAR,
    commendations=(
        CommendationRow(
            "A", "MERIT_PROV", AwardObject.PERSON, None, 2024, "12/QĐ", date(2025, 1, 2), "Bà An", "",
            date(2025, 7, 31), "Vì người nghèo",
        ),
        CommendationRow("B", "OTHER", AwardObject.COLLECTIVE, 4, award_text="Chương trình hành động số 18"),
        CommendationRow("B", "CERT_UNIT"),
    ),
    movements=(
        MovementRow(
            "Vì người nghèo", "Toàn quốc", "Chuyên đề", "Thủ tướng", date(2025, 1, 2), None, "QĐ 1876/QĐ-TTg",
            "Dòng một\nDòng hai", "A\nC",
            "[Sơ kết 30/06/2025] Tốt\ncòn tiếp\n[Tổng kết 15/12/2025] Đạt",
        ),
        MovementRow("Phong trào khác"),
    ),
)  # fmt: skip


def headings(data: bytes, sheet: str) -> list[Any]:
    return [cell.value for cell in load_workbook(io.BytesIO(data))[sheet][1]]


def test_columns_are_written_only_where_a_row_needs_them() -> None:
    plain, rich = write_workbook(FULL_YEAR), write_workbook(RICH)
    assert headings(plain, "Khen thưởng") == [column.heading for column in COMMENDATIONS.columns]
    assert headings(plain, "Phong trào") == [column.heading for column in MOVEMENTS.columns]
    assert headings(rich, "Khen thưởng")[7:] == ["Tên", "Nội dung khen", "Ngày trao", "Phong trào"]
    assert headings(rich, "Phong trào")[6:] == [
        "Văn bản phát động",
        "Mục tiêu",
        "Đơn vị tham gia",
        "Sơ kết, tổng kết",
    ]
    named = dataclasses.replace(
        FULL_YEAR, commendations=(CommendationRow("A", "MERIT_PM", recipient="Hội A"),)
    )
    assert headings(write_workbook(named), "Khen thưởng")[7:] == ["Tên"]


def test_read_back_they_are_the_same_without_a_notice() -> None:
    reading = read(write_workbook(RICH))
    assert (reading.faults, reading.notices) == ((), ())
    assert reading.book == RICH


@pytest.mark.django_db
def test_stored_and_exported_again_the_bytes_are_the_same() -> None:
    def load(year: BlocYear) -> YearBook:
        return load_year_book(BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk))

    first = load(import_year(actor=None, book=RICH))
    assert first.commendations == RICH.commendations
    assert first.movements == RICH.movements
    exported = write_workbook(first)
    book = read(exported).book
    assert book is not None
    again = load(import_year(actor=None, book=book, replace=True))
    assert write_workbook(again) == exported
    movement = Movement.objects.get(name="Vì người nghèo")
    assert {member.code for member in movement.participants.all()} == {"A", "C"}
    assert [(row.is_final, row.text) for row in movement.reviews.all()] == [
        (False, "Tốt\ncòn tiếp"),
        (True, "Đạt"),
    ]
    assert Commendation.objects.get(recipient="Bà An").movement == movement
    assert MovementReview.objects.count() == 2
    assert Membership.objects.filter(movements=movement).count() == 2


@pytest.mark.parametrize(
    ("cells", "faulty", "words"),
    [
        ({"Khen thưởng!D2": 3}, ["Khen thưởng!D2"], "Dòng có Tên chỉ tính 1"),
        ({"Phong trào!I2": "A; Z"}, ["Phong trào!I2"], "“Z” không có trong trang Đơn vị"),
        ({"Khen thưởng!J2": "mai"}, ["Khen thưởng!J2"], "không phải là ngày"),
    ],
)
def test_what_cannot_be_read_there(cells: dict[str, Any], faulty: list[str], words: str) -> None:
    def edit(workbook: Any) -> None:
        for address, value in cells.items():
            sheet, _, cell = address.partition("!")
            workbook[sheet][cell] = value

    reading = read(edited(edit, write_workbook(RICH)))
    assert addresses(reading) == faulty
    assert words in reading.faults[0].message


def test_an_unknown_movement_is_passed_over_with_a_notice() -> None:
    def edit(workbook: Any) -> None:
        workbook["Khen thưởng"]["K2"] = "Lạ"

    reading = read(edited(edit, write_workbook(RICH)))
    assert reading.faults == ()
    [notice] = reading.notices
    assert (notice.sheet, notice.cell) == ("Khen thưởng", "K2")


words = st.text("abcĐ ;[]/1", max_size=12).map(lambda text: " ".join(text.split()))
review = st.tuples(st.booleans(), st.dates(date(1990, 1, 1), date(2100, 1, 1)), words)


@given(st.lists(review, max_size=4))
def test_reviews_written_and_read_are_the_same(reviews: list[tuple[bool, date, str]]) -> None:
    assert read_reviews(reviews_text(reviews), None, 2025) == reviews


@given(
    st.lists(st.text("AB; 1", min_size=1, max_size=5).map(str.strip).filter(bool), unique=True, max_size=5)
)
def test_codes_written_and_read_are_the_same(codes: list[str]) -> None:
    codes = [code for code in codes if "  " not in code]
    assert read_codes(codes_text(codes), codes) == codes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Viết tay", [(False, date(2025, 3, 1), "Viết tay")]),
        (
            "Đầu\n[Tổng kết 31/02/2025] Sai ngày",
            [(False, date(2025, 3, 1), "Đầu"), (True, date(2025, 3, 1), "Sai ngày")],
        ),
    ],
)
def test_reviews_typed_by_hand(text: str, found: list[Any]) -> None:
    assert read_reviews(text, date(2025, 3, 1), 2025) == found
    assert [row[1] for row in read_reviews(text, None, 2025)] == [date(2025, 1, 1)] * len(found)


@pytest.mark.django_db
def test_a_unit_that_left_in_the_middle_of_the_year_has_left_after_a_round_trip() -> None:
    units = tuple(
        dataclasses.replace(row, left_on=date(2025, 7, 1)) if row.code == "B" else row
        for row in FULL_YEAR.units
    )
    written = write_workbook(dataclasses.replace(FULL_YEAR, units=units))
    assert headings(written, "Đơn vị")[-1] == "Thôi thuộc khối từ"
    assert "Thôi thuộc khối từ" not in headings(write_workbook(FULL_YEAR), "Đơn vị")
    reading = read(written)
    assert (reading.faults, reading.notices) == ((), ())
    assert reading.book is not None
    year = import_year(actor=None, book=reading.book)
    left = Membership.objects.filter(year=year).exclude(left_on=None)
    assert list(left.values_list("code", "left_on")) == [("B", date(2025, 7, 1))]
    assert not Sheet.objects.filter(year=year, scored__code="B", scores=None).exists()
    again = load_year_book(BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk))
    assert set(again.units) == set(reading.book.units)
