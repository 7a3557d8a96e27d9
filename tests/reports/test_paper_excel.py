"""The workbook read back: numbers that are numbers, text that is text, a page that prints."""

import io
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest

from reports.paper import excel
from reports.paper.outline import (
    AppendixHeading,
    Cell,
    Column,
    Heading,
    Kind,
    Letterhead,
    Mark,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    SignatureGrid,
    Signer,
    Table,
)
from tests.reports import paper_samples as samples


def opened(paper):
    return openpyxl.load_workbook(io.BytesIO(excel.render(paper)))


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row]


def texts(sheet):
    return [cell.value for cell in cells(sheet) if isinstance(cell.value, str)]


def row_of(sheet, text):
    return next(cell.row for cell in cells(sheet) if cell.value == text)


@pytest.fixture(scope="module")
def ranking():
    return opened(samples.ranking()).worksheets[0]


def test_numbers_are_numbers_with_the_papers_places(ranking):
    row = row_of(ranking, samples.UNITS[0])
    values = [ranking.cell(row, column).value for column in range(1, 9)]
    assert values == [1, samples.UNITS[0], 968.5, 963.17, 925.5, 25, 0, 950.5]
    formats = [ranking.cell(row, column).number_format for column in (3, 4, 5, 6, 7, 8)]
    assert formats == ["0.00"] * 6
    assert ranking.cell(row, 9).value == "11/11"


@pytest.mark.parametrize("text", ["=1+1", "+84 91", "-5", "@x", "#N/A", "'a", "0912345678", "1e5"])
def test_text_stays_text(text):
    paper = Paper(
        kind="x",
        title=text,
        blocks=(Paragraph(text), Table((Column(text),), (Row((text,)),)), Heading(text)),
        signers=(Signer((text,), text),),
    )
    sheet = opened(paper).worksheets[0]
    held = [cell for cell in cells(sheet) if cell.value == text]
    assert len(held) == 7
    assert {cell.data_type for cell in held} == {"s"}
    assert all(bool(cell.quotePrefix) == (text[0] in "=+-@") for cell in held)


def test_values_of_every_kind():
    columns = tuple(Column(str(n), kind=Kind.NUMBER) for n in range(7))
    row = Row(
        (
            Decimal("96.50"),
            Fraction(2, 3),
            Cell(Fraction(2, 3), places=0),
            date(2021, 1, 12),
            None,
            Mark.BOX,
            500,
        )
    )
    sheet = opened(Paper(kind="x", blocks=(Table(columns, (row,)),))).worksheets[0]
    last = list(sheet[3])
    assert [cell.value for cell in last] == [96.5, 0.666667, 1, datetime(2021, 1, 12), None, "□", 500]  # noqa: DTZ001
    assert [cell.number_format for cell in last[:4]] == ["General", "General", "0", "dd/mm/yyyy"]


def test_page_is_a4_one_page_wide(ranking):
    assert (ranking.page_setup.paperSize, ranking.page_setup.orientation) == (9, "landscape")
    assert ranking.sheet_properties.pageSetUpPr.fitToPage
    assert (ranking.page_setup.fitToWidth, ranking.page_setup.fitToHeight) == (1, 0)
    assert round(ranking.page_margins.left * 25.4) == 30
    assert ranking.oddHeader.center.text == "&P"
    assert ranking.firstHeader.center.text is None
    assert "Nhật ký số 412" in ranking.oddFooter.center.text
    assert "Nhật ký số 412" in ranking.firstFooter.center.text


def test_everything_is_times_new_roman(ranking):
    assert {cell.font.name for cell in cells(ranking) if cell.value is not None} == {"Times New Roman"}


def test_heads_repeat_only_on_a_table_longer_than_its_page(ranking):
    assert not ranking.print_title_rows
    book = opened(samples.report())
    assert [sheet.title for sheet in book] == ["Báo cáo", "Phụ lục I", "Phụ lục II"]
    assert book["Phụ lục I"].print_title_rows == "$6:$7"
    assert book["Phụ lục I"].page_setup.orientation == "landscape"


def test_letterhead_and_signatures_stand_as_in_the_pdf(ranking):
    said = texts(ranking)
    for piece in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "KHỐI THI ĐUA CÁC HỘI ĐẶC THÙ",
        "Số: 05/BC-KTĐ",
        "Phạm Đức Hưởng",
    ):
        assert piece in said
    names = row_of(ranking, "Nguyễn Thị Hằng")
    assert names == row_of(ranking, "Lưỡng Đặng Ẩn") == row_of(ranking, "Phạm Đức Hưởng")
    assert (
        row_of(ranking, "THƯ KÝ") == row_of(ranking, "PHÓ TRƯỞNG KHỐI") == row_of(ranking, "TM. KHỐI THI ĐUA")
    )
    assert ranking.row_dimensions[names - 3].height > 60


def test_a_wide_text_column_leaves_the_national_title_its_line():
    sheet = opened(samples.blank_sheet()).worksheets[0]
    merged = {span.coord: span for span in sheet.merged_cells.ranges}
    title = next(cell for cell in cells(sheet) if cell.value == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    span = next(span for span in merged.values() if title.coordinate in span)
    width = sum(
        sheet.column_dimensions[openpyxl.utils.get_column_letter(c)].width
        for c in range(span.min_col, span.max_col + 1)
    )
    pixels = width * 8 + 5 * (span.max_col - span.min_col + 1)
    assert pixels / 96 * 25.4 == pytest.approx(99, abs=1)
    row = row_of(sheet, "Đoàn kết nội bộ, dân chủ ở cơ sở")
    assert sheet.cell(row, 4).value == 50


def test_reports_grids_breaks_and_appendices():
    paper = Paper(
        kind="gi/ao:uoc*",
        letterhead=Letterhead(),
        addressees=("Hội Đông y",),
        draft=True,
        blocks=(
            Paragraph("một", bold=True),
            PageBreak(),
            Paragraph("hai"),
            AppendixHeading("", "KÝ TÊN", "(Kèm theo)"),
            SignatureGrid(
                tuple(Signer((f"ĐƠN VỊ {n}",), f"Tên {n}", hint="(Ký)") for n in range(9)), 3, "CHỨNG KIẾN"
            ),
        ),
        recipients=("Lưu: VT",),
    )
    book = opened(paper)
    main, appendix = book.worksheets
    assert (main.title, appendix.title) == ("Giaouoc", "Phụ lục") or main.title == "giaouoc"
    assert [br.id for br in main.row_breaks.brk] == [row_of(main, "một")]
    assert {"Hội Đông y.", "- Lưu: VT.", "DỰ THẢO"} <= set(texts(main))
    assert row_of(appendix, "Tên 0") == row_of(appendix, "Tên 2") < row_of(appendix, "Tên 3")
    assert "(Kèm theo)" in texts(appendix)


def test_a_signature_block_begins_a_page_rather_than_split():
    paper = Paper(
        kind="x",
        blocks=tuple(Paragraph(f"Đoạn {n}") for n in range(36)),
        signers=(Signer(("TRƯỞNG KHỐI",), "A"),),
    )
    sheet = opened(paper).worksheets[0]
    (cut,) = sheet.row_breaks.brk
    assert row_of(sheet, "Đoạn 35") <= cut.id < row_of(sheet, "TRƯỞNG KHỐI")


def test_draft_without_letterhead_and_its_attachment_line():
    said = texts(opened(Paper(kind="bang", title="BẢNG", draft=True, attached_to="(Kèm theo)")).worksheets[0])
    assert {"BẢNG", "DỰ THẢO", "(Kèm theo)"} <= set(said)


def test_equal_outlines_give_equal_bytes():
    assert excel.render(samples.report()) == excel.render(samples.report())
    assert opened(samples.ranking()).properties.modified == datetime(2021, 1, 12)  # noqa: DTZ001
