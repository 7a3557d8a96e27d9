"""The papers of registration: the numbers of the half-year 2022 on screen and in every format, and the workbook."""

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import docx
import pypdf
import pytest
from openpyxl import load_workbook

from awards.actions.unit_registrations import registrations_of
from awards.documents_registration import SUMMARY_KIND, unit_paper
from awards.models import Award, Registration
from awards.presenting.registration_summary import registration_summary
from blocs.documents import document_kinds, heading_of
from blocs.models import BlocYear, Target
from blocs.terms import RegistrationState
from reports.actions.import_year import import_year
from reports.paper.outline import Paper, Table
from reports.paper.press import render
from reports.queries import load_year_book
from reports.workbook.writing import write_workbook
from tests.awards.registration_scenes import half_year_2022, registered
from tests.awards.scenes import fresh
from tests.builders import bloc_year
from tests.reports.workbook_builders import read

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def summary_paper(year: BlocYear) -> Paper:
    kind = document_kinds()[SUMMARY_KIND]
    return kind.describe(year, heading_of(year, kind=kind))


def tables(paper: Paper) -> list[Table]:
    return [block for block in paper.blocks if isinstance(block, Table)]


def pdf_text(paper: Paper) -> str:
    reader = pypdf.PdfReader(io.BytesIO(render(paper, "pdf")))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def word_text(paper: Paper) -> list[list[str]]:
    document = docx.Document(io.BytesIO(render(paper, "docx")))
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def excel_rows(paper: Paper) -> Iterator[list[Any]]:
    (sheet,) = load_workbook(io.BytesIO(render(paper, "xlsx"))).worksheets
    for row in sheet.iter_rows(values_only=True):
        yield [value for value in row if value is not None]


def test_half_year_2022_is_the_same_on_screen_and_in_every_format() -> None:
    year = half_year_2022(one_collective_title=True)
    found = registration_summary(year)
    assert [(column.code, column.total, column.own) for column in found.columns] == [
        ("FLAG_GOV", 1, 1),
        ("FLAG_PROV", 1, 1),
        ("MERIT_PROV", 9, 9),
    ]
    paper = summary_paper(year)
    (table,) = tables(paper)
    assert [column.heading for column in table.columns] == [
        "STT",
        "Đơn vị",
        "Cờ Chính phủ",
        "Cờ UBND tỉnh",
        "BK UBND tỉnh",
        "Ghi chú",
    ]
    assert len(table.rows) == 12
    check = "Danh hiệu, hình thức của chính đơn vị: 1 + 1 + 9 = 11, bằng đúng số đơn vị thành viên."
    printed = pdf_text(paper)
    assert "TỔNG CỘNG 1 1 9" in printed
    assert check in printed
    word = word_text(paper)
    assert ["TỔNG CỘNG", "TỔNG CỘNG", "1", "1", "9", ""] in word
    assert ["1", "Hội A", "1", "", "", ""] in word
    assert ["3", "Hội C", "", "", "1", ""] in word
    excel = list(excel_rows(paper))
    assert ["TỔNG CỘNG", 1, 1, 9] in excel
    assert [2, "Hội B", 1] in excel


def test_the_paper_has_no_number_and_is_signed_by_who_drew_it_up_and_the_leader() -> None:
    paper = summary_paper(half_year_2022())
    assert paper.number_line == ""
    assert [signer.authority[-1] for signer in paper.signers] == ["NGƯỜI LẬP", "TRƯỞNG KHỐI"]
    assert len(paper.blocks) == 1  # no check line where units may aim at several titles


def test_people_parts_and_what_does_not_count() -> None:
    year = bloc_year(year=2022)
    first, second, _third = year.members
    registered(first, "FLAG_PROV")
    registered(first, "FIGHTER_PROV", person="Nguyễn Văn A")
    registered(first, "FIGHTER_PROV", person="Trần Thị B", state=RegistrationState.SENT)
    registered(first, "COLL_ADVANCED", collective="Văn phòng")
    registered(second, "FLAG_GOV", state=RegistrationState.DRAFT)
    registered(second, "FLAG_GOV", state=RegistrationState.RETURNED, collective="x")
    found = registration_summary(fresh(year))
    assert [(column.code, column.total, column.own) for column in found.columns] == [
        ("FLAG_PROV", 1, 1),
        ("COLL_ADVANCED", 1, 0),
        ("FIGHTER_PROV", 2, 0),
    ]
    assert [row.remark for row in found.rows] == [
        "Có 1 tập thể trực thuộc, 2 cá nhân",
        "Chưa đăng ký",
        "Chưa đăng ký",
    ]


def test_a_bloc_where_nobody_registered_and_one_with_everything() -> None:
    empty = bloc_year("khoi-khong", 2022)
    assert "TỔNG CỘNG" in pdf_text(summary_paper(empty))
    full = bloc_year("khoi-het", 2022, units=15)
    for award in Award.objects.all():
        registered(full.members[0], award.code)
    paper = summary_paper(fresh(full))
    assert len(tables(paper)[0].columns) == 3 + Award.objects.count()
    assert sum(tables(paper)[0].percents) == 100
    render(paper, "pdf")


def test_a_units_own_paper() -> None:
    year = bloc_year(year=2022)
    unit = year.members[1]
    unit.representative = "Phạm Thị Ngọc"
    Target.objects.create(
        membership=unit, position=0, text="Hội viên mới", measure="người", planned=Decimal("120.5")
    )
    registered(unit, "FLAG_PROV", basis="Năm 2021: Bằng khen")
    registered(unit, "MERIT_PROV", collective="Văn phòng Hội", state=RegistrationState.SENT)
    registered(unit, "FIGHTER_PROV", person="Nguyễn Văn A", person_title="Chánh Văn phòng")
    registered(unit, "FLAG_GOV", state=RegistrationState.RETURNED)
    paper = unit_paper(year, unit, registrations_of(unit))
    assert not paper.draft
    targets, collectives, people = tables(paper)
    assert [row.cells[:2] for row in targets.rows] == [(Decimal(1), "Hội viên mới")]
    assert [row.cells[1:5] for row in collectives.rows] == [
        ("Hội B", "Cờ thi đua của UBND tỉnh", "", "Năm 2021: Bằng khen"),
        ("Văn phòng Hội", "", "Bằng khen của UBND tỉnh", ""),
    ]
    assert [row.cells[1:4] for row in people.rows] == [
        ("Nguyễn Văn A", "Chánh Văn phòng", "Chiến sĩ thi đua cấp tỉnh")
    ]
    printed = pdf_text(paper)
    for text in ("HỘI B", "120,5", "Kính gửi", "THỦ TRƯỞNG ĐƠN VỊ", "Phạm Thị Ngọc", "Chánh Văn phòng"):
        assert text in printed
    assert any("Nguyễn Văn A" in row for row in word_text(paper))
    registered(unit, "COLL_EXCELLENT", state=RegistrationState.DRAFT)
    assert unit_paper(year, unit, registrations_of(unit)).draft
    assert "Không có" in pdf_text(unit_paper(year, year.members[2], []))


def test_the_workbook_takes_what_counts_for_units_and_gives_the_same_cells_again() -> None:
    year = bloc_year("so-nam", 2022)
    first, second, third = year.members
    registered(first, "FLAG_PROV", state=RegistrationState.SENT)
    registered(second, "MERIT_PROV")
    registered(third, "MERIT_PROV", state=RegistrationState.DRAFT)
    registered(third, "FLAG_GOV", state=RegistrationState.RETURNED)
    registered(second, "MERIT_PROV", person="Nguyễn Văn A")
    registered(second, "COLL_ADVANCED", collective="Văn phòng")
    book = load_year_book(fresh(year))
    pairs = [("A", "FLAG_PROV"), ("B", "MERIT_PROV")]
    assert [(row.unit, row.award) for row in book.registrations] == pairs
    again = read(write_workbook(book)).book
    assert again is not None
    import_year(actor=None, book=again, replace=True)
    made = BlocYear.objects.select_related("bloc", "rules", "province").get(bloc__code="so-nam")
    assert set(Registration.objects.values_list("state", flat=True)) == {RegistrationState.ACCEPTED.value}
    assert load_year_book(made).registrations == book.registrations
    assert write_workbook(load_year_book(made)) == write_workbook(again)
