"""The Word document read back: page, language, fonts, rules, tables."""

import io
import re
import unicodedata
import zipfile
from datetime import UTC, date, datetime

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.paper import word
from reports.paper.outline import (
    Column,
    Letterhead,
    Mark,
    Note,
    Page,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    Signer,
    Table,
)
from tests.reports import paper_samples as samples


def opened(paper):
    return docx.Document(io.BytesIO(word.render(paper)))


def text(document):
    return "\n".join(
        "".join(node.text or "" for node in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))
    )


@pytest.fixture(scope="module")
def report():
    return opened(samples.report())


@pytest.fixture(scope="module")
def ranking():
    return opened(samples.ranking())


def millimetres(*lengths):
    return tuple(round(length / Mm(1)) for length in lengths)


def test_pages_are_a4_with_the_decrees_margins(report):
    first, lying, last = report.sections
    assert millimetres(first.page_width, first.page_height) == (210, 297)
    assert millimetres(first.top_margin, first.bottom_margin, first.left_margin, first.right_margin) == (
        20,
        20,
        30,
        15,
    )
    assert millimetres(lying.page_width, lying.page_height) == (297, 210)
    assert lying.orientation == 1
    assert millimetres(last.page_width, last.page_height) == (210, 297)


def test_number_is_a_field_in_the_header_from_page_two(report):
    for section in report.sections:
        assert section.different_first_page_header_footer
    header = report.sections[0].header
    assert [node.text for node in header._element.iter(qn("w:instrText"))] == ["PAGE"]
    assert header.paragraphs[0].alignment == 1
    assert not list(report.sections[0].first_page_header._element.iter(qn("w:instrText")))
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in report.sections]
    assert starts[0] is None
    assert [start.get(qn("w:start")) for start in starts[1:]] == ["1", "1"]
    for footer in (report.sections[0].footer, report.sections[0].first_page_footer):
        assert "Nhật ký số 412" in footer.paragraphs[0].text


def test_language_is_vietnamese(report):
    language = report.styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang"))
    assert {language.get(qn(f"w:{name}")) for name in ("val", "eastAsia", "bidi")} == {"vi-VN"}
    assert report.core_properties.language == "vi-VN"


def test_every_run_and_style_in_use_is_times_new_roman_for_every_script(report):
    properties = [run.find(qn("w:rPr")) for run in report.element.body.iter(qn("w:r"))]
    texts = [held for held in properties if held is not None and held.find(qn("w:sz")) is not None]
    assert texts
    styles = [
        report.styles[name].element.rPr for name in ("Normal", "Header", "Footer", "Heading 1", "Heading 2")
    ]
    defaults = report.styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:rPr"))
    for held in (*texts, *styles, defaults):
        fonts = held.find(qn("w:rFonts"))
        assert [fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")] == [
            "Times New Roman"
        ] * 4
        assert not [name for name in fonts.attrib if "heme" in name]


def test_letterhead_is_a_fixed_table_without_borders_or_padding(report):
    table = report.tables[0]
    assert table._tbl.tblPr.find(qn("w:tblBorders")) is None
    assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    assert {margin.get(qn("w:w")) for margin in table._tbl.tblPr.find(qn("w:tblCellMar"))} == {"0"}
    widths = [round(column.w / Mm(1)) for column in table._tbl.tblGrid.gridCol_lst]
    assert widths == [66, 99]
    left, right = table.rows[0].cells
    assert [p.text for p in right.paragraphs] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "",
    ]
    for cell in (left, right):
        assert cell.paragraphs[-1]._p.pPr.find(qn("w:pBdr")) is not None
    assert "LIÊN HIỆP CÁC HỘI" in left.text
    assert "DỰ THẢO" in table.rows[1].cells[0].text


def test_tables_repeat_their_headings_and_split_no_row(ranking):
    table = ranking.tables[1]
    for position, row in enumerate(table._tbl.tr_lst):
        assert row.trPr.find(qn("w:cantSplit")) is not None
        assert (row.trPr.find(qn("w:tblHeader")) is not None) == (position < 2)
    assert table._tbl.tblPr.find(qn("w:tblBorders")) is not None
    group = table._tbl.tr_lst[0].tc_lst[2]
    assert group.grid_span == 3
    assert table._tbl.tr_lst[0].tc_lst[0].vMerge == "restart"


def test_letters_and_numbers_come_back(report, ranking):
    said = text(report)
    assert unicodedata.is_normalized("NFC", said)
    assert samples.LETTERS in said
    table = ranking.tables[1]
    first = ["".join(node.text for node in cell.iter(qn("w:t"))) for cell in table._tbl.tr_lst[2].tc_lst]
    assert first[:8] == ["1", samples.UNITS[0], "968,50", "963,17", "925,50", "25,00", "0,00", "950,50"]


def test_signature_block_stays_together(ranking):
    block = next(table for table in ranking.tables if "THƯ KÝ" in table.rows[0].cells[0].text)
    rows = block._tbl.tr_lst
    assert len(rows) == 3
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    assert all(p.paragraph_format.keep_with_next for cell in block.rows[0].cells for p in cell.paragraphs)
    assert [cell.paragraphs[-1].text for cell in block.rows[2].cells] == [
        "Nguyễn Thị Hằng",
        "Lưỡng Đặng Ẩn",
        "Phạm Đức Hưởng",
    ]


def test_qr_code_is_a_picture_with_words_for_those_who_cannot_see_it(ranking):
    (picture,) = ranking.inline_shapes
    assert round(picture.width / Mm(1)) == 19
    assert picture._inline.docPr.get("descr") == f"Mã QR dẫn tới {samples.PROOF.target}"


def test_single_addressee_letter_without_signers_breaks_and_boxes():
    paper = Paper(
        kind="cong-van",
        page=Page.A5,
        subject=("đôn đốc",),
        letterhead=Letterhead((), ("KHỐI THI ĐUA",)),
        addressees=("Hội Đông y",),
        blocks=(
            Paragraph("Một & hai <ba>\nbốn", bold=True),
            PageBreak(),
            Table((Column("Đồng ý"),), (Row((Mark.BOX,)),), caption="Phiếu", row_height=9),
            Note(("Cộng một",)),
        ),
        recipients=("Như trên",),
    )
    document = opened(paper)
    said = text(document)
    for piece in (
        "V/v đôn đốc",
        "Kính gửi: Hội Đông y.",
        "Một & hai <ba>",
        "□",
        "- Cộng một",
        "Nơi nhận:",
        "- Như trên.",
    ):
        assert piece in said
    assert millimetres(document.sections[0].page_width) == (148,)
    assert document.tables[1]._tbl.tr_lst[1].trPr.find(qn("w:trHeight")).get(qn("w:val")) == "510"


def test_signers_alone_and_drafts_without_letterhead():
    paper = Paper(
        kind="bang", title="BẢNG", draft=True, attached_to="(Kèm theo Báo cáo số 05/BC-KTĐ)",
        signers=(Signer(("TRƯỞNG KHỐI",), "Phạm Đức Hưởng", note="Đã xác nhận điện tử lúc 08:30"),),
    )  # fmt: skip
    said = text(opened(paper))
    for piece in (
        "DỰ THẢO",
        "(Kèm theo Báo cáo số 05/BC-KTĐ)",
        "Đã xác nhận điện tử lúc 08:30",
        "Phạm Đức Hưởng",
    ):
        assert piece in said


def test_equal_outlines_give_equal_bytes_dated_as_the_paper(ranking):
    assert word.render(samples.ranking()) == word.render(samples.ranking())
    assert ranking.core_properties.modified == datetime(2021, 1, 12, tzinfo=UTC)
    assert ranking.core_properties.author == "KHỐI THI ĐUA CÁC HỘI ĐẶC THÙ"
    with zipfile.ZipFile(io.BytesIO(word.render(samples.blank_sheet()))) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert re.findall(rb"<dcterms:modified[^>]*>([^<]*)<", packed.read("docProps/core.xml")) == [
            b"1980-01-01T00:00:00Z"
        ]


def test_word_opens_it_without_compatibility_mode(report):
    modes = [
        setting.get(qn("w:val"))
        for setting in report.settings.element.iter(qn("w:compatSetting"))
        if setting.get(qn("w:name")) == "compatibilityMode"
    ]
    assert modes == ["15"]
    assert date(2021, 1, 5) == report.core_properties.created.date()
