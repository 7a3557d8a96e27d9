"""Reading an outline: widths, names over the rule, lists, one normal form."""

import unicodedata
from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.paper.formats import A5, LANDSCAPE, MOTTO, NATIONAL_TITLE, PORTRAIT, shares
from reports.paper.layout import about_lines, listed, printed, proof_line, sections, tidy, written
from reports.paper.markup import body
from reports.paper.measuring import balanced, width_of
from reports.paper.outline import (
    Align,
    AppendixHeading,
    Cell,
    Column,
    Kind,
    Letterhead,
    Mark,
    Page,
    Paper,
    Paragraph,
    Proof,
    Row,
    RowStyle,
    Run,
    SignatureGrid,
    Signer,
    Table,
)
from reports.paper.pdf import FONTS
from tests.reports import paper_samples as samples


@given(st.lists(st.integers(1, 100), min_size=1, max_size=40))
def test_shares_are_whole_percents_of_one_hundred(weights):
    percents = shares(tuple(weights))
    assert sum(percents) == 100
    assert len(percents) == len(weights)
    assert min(percents) >= 1


def test_shares_by_hand():
    assert shares((1, 1, 1)) == (34, 33, 33)
    assert shares((5, 30, 65)) == (5, 30, 65)
    assert shares((1, 999)) == (1, 99)


@given(st.lists(st.text("ABCĐỐ", min_size=1, max_size=9), min_size=1, max_size=12), st.integers(35, 120))
def test_balanced_keeps_every_word_and_no_line_is_too_long(parts, width):
    lines = balanced(" ".join(parts), width, 13)
    assert " ".join(lines).split() == parts
    assert all(width_of(line, 13) <= width - 2 for line in lines)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT TỈNH YÊN BÁI",
            ["LIÊN HIỆP CÁC HỘI", "KHOA HỌC VÀ KỸ THUẬT", "TỈNH YÊN BÁI"],
        ),
        (
            "HỘI NẠN NHÂN CHẤT ĐỘC DA CAM/DIOXIN TỈNH YÊN BÁI",
            ["HỘI NẠN NHÂN", "CHẤT ĐỘC DA CAM/DIOXIN", "TỈNH YÊN BÁI"],
        ),
        (
            "HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG TỈNH YÊN BÁI",
            ["HỘI ĐỒNG", "THI ĐUA - KHEN THƯỞNG", "TỈNH YÊN BÁI"],
        ),
        ("KHỐI THI ĐUA\nCÁC HỘI ĐẶC THÙ", ["KHỐI THI ĐUA", "CÁC HỘI ĐẶC THÙ"]),
        ("HỘI ĐÔNG Y", ["HỘI ĐÔNG Y"]),
        ("", []),
        (" ".join(["MỘT"] * 20), ["MỘT MỘT MỘT MỘT MỘT"] * 4),
    ],
)
def test_names_over_the_rule(name, lines):
    assert balanced(name, PORTRAIT.left_column, 13) == lines


def test_widths_are_those_of_the_embedded_bold_face():
    """Read from the font file itself: a wrong table would push the letterhead apart."""
    from fontTools.ttLib import TTFont

    font = TTFont(FONTS / "LiberationSerif-Bold.ttf")
    letters, advances, unit = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for text in (
        NATIONAL_TITLE,
        MOTTO,
        *samples.UNITS,
        *(unit_name.upper() for unit_name in samples.UNITS),
        "ƯỠ ƯƠNG (M&W) 12/2026",
    ):
        exact = sum(advances[letters[ord(char)]][0] for char in text) / unit * 13 * 25.4 / 72
        assert width_of(text, 13) == pytest.approx(exact, rel=0.02)
    assert width_of(NATIONAL_TITLE, 13) == pytest.approx(95.7, abs=0.1)


def test_pages():
    assert (PORTRAIT.text_width, LANDSCAPE.text_width, A5.text_width) == (165, 247, 123)
    assert Page.LANDSCAPE.measures is LANDSCAPE


def test_a_row_must_fill_its_table():
    columns = (Column("STT"), Column("Đơn vị"), Column("Điểm"))
    Table(columns, (Row((Cell("Tổng", span=2), 3)),))
    with pytest.raises(ValueError, match="row 2 is 2 columns wide, the table 3"):
        Table(columns, (Row((1, "a", 2)), Row((1, "a"))))


def test_what_no_writer_could_print_is_refused():
    signer = Signer(("TRƯỞNG KHỐI",))
    with pytest.raises(ValueError, match="has columns"):
        Table((), ())
    with pytest.raises(ValueError, match="weight"):
        Table((Column("x", 0),), ())
    with pytest.raises(ValueError, match="4 to 60 mm"):
        Table((Column("x"),), (), row_height=3)
    with pytest.raises(ValueError, match="1 to 3 columns"):
        Paper(kind="x", signers=(signer,) * 4)
    with pytest.raises(ValueError, match="1 to 3 columns"):
        SignatureGrid((signer,), columns=0)


def test_groups_of_columns():
    plain = Table((Column("a"), Column("b")), ())
    assert not plain.grouped
    table = Table(
        (Column("a"), Column("b", group="G"), Column("c", group="G"), Column("d", group="H"), Column("e")), ()
    )
    assert table.grouped
    assert table.groups == (("", 1), ("G", 2), ("H", 1), ("", 1))


def test_cells_take_what_they_do_not_say_from_their_column():
    table = Table(
        (Column("Tên"), Column("Điểm", kind=Kind.NUMBER, places=2), Column("Ngày", align=Align.RIGHT)),
        (
            Row(("Hội Đông y", Fraction(2, 3), date(2021, 1, 12))),
            Row((Cell("Tổng", 2, italic=True), None), RowStyle.TOTAL),
        ),
    )
    first, total = (printed(table, row) for row in table.rows)
    assert [cell.text for cell in first] == ["Hội Đông y", "0,67", "12/01/2021"]
    assert [cell.align for cell in first] == [Align.LEFT, Align.CENTER, Align.RIGHT]
    assert [(cell.text, cell.position, cell.span) for cell in total] == [("Tổng", 0, 2), ("", 2, 1)]
    assert all(cell.bold for cell in total)
    assert total[0].italic
    assert not any(cell.bold for cell in first)
    assert (
        printed(Table((Column("x", places=2),), (Row((Cell(5, places=0),)),)), Row((Cell(5, places=0),)))[
            0
        ].text
        == "5"
    )


def test_written_values():
    assert written(None, 2) == ""
    assert written(Decimal("950.5"), 2) == "950,50"
    assert written(Decimal("96.50"), None) == "96,5"
    assert written(Mark.BOX, None) == "□"


def test_lists_end_with_semicolons_and_a_stop():
    assert listed(("Như trên;", "Lưu: VT.")) == ["Như trên;", "Lưu: VT."]
    assert listed(("Một", "Hai,")) == ["Một;", "Hai."]
    assert listed(()) == []


def test_sections_split_at_appendices():
    paper = Paper(
        kind="x",
        blocks=(
            Paragraph("a"),
            AppendixHeading("I", "M", page=Page.LANDSCAPE),
            Paragraph("b"),
            Paragraph("c"),
            AppendixHeading("II", "N"),
        ),
    )
    found = sections(paper)
    assert [section.page for section in found] == [Page.PORTRAIT, Page.LANDSCAPE, Page.PORTRAIT]
    assert [len(section.blocks) for section in found] == [1, 2, 0]
    assert [section.heading and section.heading.roman for section in found] == [None, "I", "II"]


def test_tidy_composes_and_drops_what_no_format_holds():
    given_text = unicodedata.normalize("NFD", "Hội Đông y\x00\x0b\ud800\uffff\r\ndòng hai")
    paper = tidy(
        Paper(
            kind="x",
            letterhead=Letterhead((), (given_text,)),
            blocks=(Paragraph((Run(given_text, bold=True),)),),
        )
    )
    assert paper.letterhead == Letterhead((), ("Hội Đông y\ndòng hai",))
    assert paper.blocks == (Paragraph((Run("Hội Đông y\ndòng hai", bold=True),)),)


def test_tidy_leaves_numbers_dates_and_marks():
    table = Table(
        (Column("a"), Column("b"), Column("c"), Column("d")),
        (Row((Decimal("1.50"), date(2021, 1, 2), Mark.BOX, None)),),
    )
    assert tidy(table) == table
    assert tidy(table).rows[0].cells[2] is Mark.BOX


def test_the_lines_of_a_paper():
    paper = Paper(
        kind="bc",
        title="BÁO CÁO",
        subject=("Tổng kết", "năm 2020"),
        number="05",
        symbol="BC-KTĐ",
        place="Yên Bái",
        day=date(2021, 2, 9),
    )
    assert paper.name == "BÁO CÁO Tổng kết năm 2020"
    assert paper.number_line == "Số: 05/BC-KTĐ"
    assert paper.place_line == "Yên Bái, ngày 09 tháng 02 năm 2021"
    assert about_lines(paper) == ()
    blank = Paper(kind="phieu", number="7")
    assert blank.name == "phieu"
    assert blank.number_line == "Số: 7"
    assert blank.place_line == "ngày ..... tháng ..... năm ........"
    assert Paper(kind="phieu").number_line == ""
    assert about_lines(Paper(kind="cv", subject=("việc này", "và việc kia"))) == (
        "V/v việc này",
        "và việc kia",
    )
    with pytest.raises(FrozenInstanceError):
        paper.number = "06"  # type: ignore[misc]


def test_the_line_at_the_foot():
    assert proof_line(None) == ""
    assert proof_line(Proof(code="AB", anchor="Nhật ký số 4: ff")) == "Mã tra cứu: AB · Nhật ký số 4: ff"
    assert proof_line(Proof(anchor="Nhật ký số 4: ff")) == "Nhật ký số 4: ff"


def test_thousands_stand_in_groups() -> None:
    assert written(Decimal("1250000.00"), None) == "1.250.000"
    assert written(Decimal("1000"), 2) == "1.000,00"
    assert written(Decimal("950.5"), 2) == "950,50"


def test_the_code_stands_after_the_last_appendix_where_that_is_asked() -> None:
    proof = Proof("ABCD-EFGH", "https://khoi.example/kiem-tra/ABCDEFGH")
    appendices = (AppendixHeading("I", "MỘT"), Paragraph("a"), AppendixHeading("II", "HAI"), Paragraph("b"))
    paper = Paper(kind="thu", title="THỬ", blocks=(Paragraph("c"), *appendices), proof=proof)
    before, after = body(paper), body(replace(paper, proof_last=True))
    assert before.index('class="qr"') < before.index("MỘT")
    assert after.index('class="qr"') > after.index("HAI")
    assert after.count('class="qr"') == 1
    alone = body(replace(paper, blocks=(Paragraph("c"),), proof_last=True))
    assert alone.count('class="qr"') == 1
