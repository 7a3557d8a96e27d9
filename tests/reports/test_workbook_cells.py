"""What one cell means: numbers, dates, codes, words, old encodings."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from blocs.terms import Level, RankNumbering, Role
from reports.workbook import grid
from reports.workbook.cell_values import CellFault, shown
from reports.workbook.grid import Cell
from reports.workbook.kinds import (
    BlocCode,
    Code,
    Date,
    Kind,
    Levels,
    Listed,
    Number,
    Text,
    TieKeys,
    Whole,
    YesNo,
)
from reports.workbook.legacy_text import looks_legacy
from tests.reports.workbook_builders import addresses, changed, read


def text(value: str) -> Cell:
    return Cell(grid.TEXT, value, 0)


def number(value: str, style: int = 0) -> Cell:
    return Cell(grid.NUMBER, value, style)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (number("9.5"), "9.5"),
        (number("9.4999999999999996"), "9.5"),
        (number("0.30000000000000004"), "0.3"),
        (number("28.199999999999999"), "28.2"),
        (number("1E2"), "100"),
        (number("1.5E-3"), "0.0015"),
        (number("-0"), "0"),
        (number("10."), "10"),
        (text("9,5"), "9.5"),
        (text(" 9.5 "), "9.5"),
        (text("9.500"), "9.5"),
        (text("1.234"), "1.234"),
        (text("\u22122,5"), "-2.5"),
        (text("+3"), "3"),
        (text("\u00a07\u200b"), "7"),
        (text("0,30000000000000004"), "0.3"),
        (text("0,123456"), "0.123456"),
        (number("999999999.999999"), "999999999.999999"),
    ],
)
def test_numbers_are_read_exactly_to_15_digits(cell: Cell, value: str) -> None:
    assert Number().read(cell) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        (text("chín"), "không phải là số"),
        (text("1.234,5"), "1.234,5"),
        (text("1,234.5"), "1,234.5"),
        (text("1.234.5"), "1.234.5"),
        (text("1 234"), "1 234"),
        (text("80%"), "80%"),
        (text("1e3"), "1e3"),
        (text("5,"), "5,"),
        (text("1_000"), "1_000"),
        (text("nan"), "nan"),
        (text("Infinity"), "Infinity"),
        (text("٣"), "٣"),
        (text("9" * 5000), "không phải là số"),
        (number("NaN"), "NaN"),
        (number("INF"), "INF"),
        (number("1E+400"), "quá lớn"),
        (number("1000000000"), "quá lớn"),
        (text("-1000000000"), "quá lớn"),
        (number("1E9999"), "quá lớn"),
        (number("1E99999"), "không phải là số"),
        (number("1E-7"), "6 chữ số thập phân"),
        (number("1E-300"), "6 chữ số thập phân"),
        (number("0.333333333333333"), "6 chữ số thập phân"),
        (text("0,1234567"), "6 chữ số thập phân"),
        (number("0.8", grid.STYLE_PERCENT), "phần trăm"),
        (Cell(grid.DATE, "45000", grid.STYLE_DATE), "15/03/2023"),
        (Cell(grid.ISO_DATE, "2023-03-15", 0), "15/03/2023"),
        (Cell(grid.BOOLEAN, "1", 0), "TRUE"),
        (Cell(grid.BOOLEAN, "0", 0), "FALSE"),
        (Cell(grid.ERROR, "#DIV/0!", 0), "#DIV/0!"),
        (Cell(grid.FORMULA, "", 0), "Công thức"),
    ],
)
def test_what_is_no_number_is_said_with_its_value(cell: Cell, word: str) -> None:
    with pytest.raises(CellFault, match=re.escape(word)) as fault:
        Number().read(cell)
    assert word in fault.value.messages[0]
    assert len(fault.value.messages[0]) < 250


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (text("05/07/2026"), date(2026, 7, 5)),
        (text("5/7/2026"), date(2026, 7, 5)),
        (text(" 2026-07-05 "), date(2026, 7, 5)),
        (text("2026-07-05 00:00:00"), date(2026, 7, 5)),
        (Cell(grid.DATE, "46208", grid.STYLE_DATE), date(2026, 7, 5)),
        (Cell(grid.DATE, "46208.75", grid.STYLE_DATE), date(2026, 7, 5)),
        (Cell(grid.DATE, "44746", grid.STYLE_DATE | grid.STYLE_1904), date(2026, 7, 5)),
        (Cell(grid.ISO_DATE, "2026-07-05T00:00:00", 0), date(2026, 7, 5)),
        (text("29/02/2024"), date(2024, 2, 29)),
    ],
)
def test_dates_are_read(cell: Cell, day: date) -> None:
    assert Date().read(cell) == day


@pytest.mark.parametrize(
    "cell",
    [
        text("29/02/2025"), text("00/01/2025"), text("07/13/2025"), text("2025-02-30"), text("5.7.2025"), text("2025"),
        text("ngày 5"), number("46208"), Cell(grid.DATE, "0.5", 1), Cell(grid.DATE, "-5", 1),
        Cell(grid.DATE, "1E300", 1), Cell(grid.DATE, "x", 1), Cell(grid.ISO_DATE, "2025-99-99", 0),
        text("01/01/1900"), text("01/01/2200"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(cell: Cell) -> None:
    with pytest.raises(CellFault):
        Date().read(cell)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (text("I.1.a"), "I.1.a"),
        (text("  I.1\u00a0"), "I.1"),
        (text("\ufeffI.1 \u200b"), "I.1"),
        (text("1.10"), "1.10"),
        (text("A  B"), "A  B"),
        (text("ÐVN"), "ĐVN"),
        (text("Hội".encode().decode()), "Hội"),
        (text("Ho\u0323\u0302i"), "Hội"),
        (number("1"), "1"),
        (number("12.0"), "12"),
        (number("1E3"), "1000"),
    ],
)
def test_codes_are_trimmed_and_otherwise_kept(cell: Cell, code: str) -> None:
    assert Code().read(cell) == code


@pytest.mark.parametrize(
    "cell",
    [
        number("1.1"), number("1.5"), Cell(grid.DATE, "45000", 1), text("A\nB"), text("x" * 65), text("x" * 2000),
        Cell(grid.BOOLEAN, "1", 0),
    ],
)  # fmt: skip
def test_codes_that_excel_or_people_broke(cell: Cell) -> None:
    with pytest.raises(CellFault):
        Code().read(cell)


@pytest.mark.parametrize("cell", [text("yen-bai_2"), number("7")])
def test_bloc_codes_that_stand_in_an_address(cell: Cell) -> None:
    assert BlocCode().read(cell) == cell.value


@pytest.mark.parametrize("cell", [text("yên-bái"), text("a b"), text("a/b"), text("a" * 65)])
def test_bloc_codes_that_do_not(cell: Cell) -> None:
    with pytest.raises(CellFault):
        BlocCode().read(cell)


def test_text_is_normal_one_line_or_lines() -> None:
    assert Text().read(text("  Ho\u0323\u0302i\u00a0 \n Nhà  báo ")) == "Hội Nhà báo"
    assert Text(lines=True).read(text("a \r\n b")) == "a\nb"
    assert Text().read(number("912345678")) == "912345678"
    assert Text().read(number("9.12345678E8")) == "912345678"
    assert Text().read(number("2.5")) == "2,5"
    assert Text().read(text(" \u200b ")) is None
    for cell in (text("x" * 256), text("x" * 40_000), Cell(grid.DATE, "45000", 1)):
        with pytest.raises(CellFault):
            Text(255).read(cell)


def test_whole_numbers_and_their_range() -> None:
    assert Whole(1, 5).read(text("3,0")) == 3
    for cell in (text("3,5"), number("0"), number("6"), text("ba")):
        with pytest.raises(CellFault):
            Whole(1, 5).read(cell)


@pytest.mark.parametrize(
    "spelt", ["Trưởng khối", "TRƯỞNG KHỐI", "truong khoi", " Trưởng   khối ", "Trươ\u0309ng khô\u0301i"]
)
def test_listed_words_without_regard_to_case_accents_and_spaces(spelt: str) -> None:
    assert Listed(tuple(Role)).read(text(spelt)) == Role.LEADER


def test_other_kinds() -> None:
    assert Listed(tuple(RankNumbering)).read(text("1 - 1 - 2")) == RankNumbering.DENSE
    assert YesNo().read(text("CÓ")) is True
    assert YesNo().read(text("khong")) is False
    assert Levels().read(text("Thẩm định;tự chấm ; ")) == (Level.APPRAISAL, Level.SELF)
    assert TieKeys().read(text("mục I.x;  KHỐI; it diem tru; phieu FLAG_GOV")) == (
        "Mục I.x",
        "Khối",
        "Ít điểm trừ",
        "Phiếu FLAG_GOV",
    )
    assert TieKeys().read(text(" ; ")) is None
    for kind, cell in (
        (YesNo(), text("1")),
        (Listed(tuple(Role)), number("1")),
        (YesNo(), Cell(grid.BOOLEAN, "1", 0)),
    ):
        with pytest.raises(CellFault):
            kind.read(cell)
    with pytest.raises(TypeError):
        Kind()  # type: ignore[abstract]
    assert Date().placeholder is None


def test_long_contents_are_shortened_in_messages() -> None:
    assert shown(text("x" * 100)) == "x" * 57 + "…"
    assert shown(Cell(grid.DATE, "x", 1)) == "x"


OLD = [
    "Héi Ch÷ thËp ®á", "Héi KhuyÕn häc tØnh Yªn B¸i", "TiÕng ViÖt rÊt hay", "§¾k L¾k", "B×nh §Þnh", "Hoµ B×nh", "ViÖt",
    "Tieáng Vieät raát hay", "Hoäi Chöõ thaäp ñoû", "Hoäi Khuyeán hoïc",
]  # fmt: skip
TODAY = [
    "Hội Chữ thập đỏ", "Tây Nguyên", "Hà Nam", "Thanh Hoá", "hoà thuận", "Quý III", "Công ty ABC®", "10 m² × 5", "dài×rộng",
    "L'État à Orléans, l'œuvre Noël, août, aérien, créée, ouïe", "École supérieure", "§5 khoản 2", "a·b", "5µm", "naïf",
    "España, señor", "Müller, Köln", "ASCII only", "", "TÂY NGUYÊN", "Ê-đê", "“Ô”", "Hô\u0323i",
]  # fmt: skip


@pytest.mark.parametrize("written", OLD)
def test_old_encodings_are_seen(written: str) -> None:
    assert looks_legacy(written, legacy_font=False)
    with pytest.raises(CellFault, match="TCVN3"):
        Text().read(text(written))


@pytest.mark.parametrize("written", TODAY)
def test_unicode_is_never_taken_for_old(written: str) -> None:
    assert not looks_legacy(written, legacy_font=False)


def test_an_old_font_tells_what_letters_do_not() -> None:
    assert looks_legacy("Héi", legacy_font=True)
    assert not looks_legacy("I.1", legacy_font=True)
    assert not looks_legacy("Hội", legacy_font=True)
    assert not looks_legacy("I – II", legacy_font=True)


@pytest.mark.parametrize("font", [".VnTime", ".VnTimeH", "VNI-Times"])
def test_an_old_font_in_a_cell_or_heading_is_a_fault(font: str) -> None:
    from openpyxl.styles import Font

    def write_old(written: str) -> Any:
        def write(cell: Any) -> None:
            cell.value, cell.font = written, Font(name=font)

        return write

    reading = read(
        changed({"Đơn vị!C3": write_old("Héi"), "Đơn vị!D3": write_old("KH"), "Đơn vị!J1": write_old("®iÖn")})
    )
    assert addresses(reading) == ["Đơn vị!J1", "Đơn vị!C3"]
    assert all("TCVN3/VNI" in fault.message for fault in reading.faults)


def test_number_formats_of_real_files() -> None:
    def percent(cell: Any) -> None:
        cell.value, cell.number_format = 0.8, "0%"

    def quoted_percent(cell: Any) -> None:
        cell.value, cell.number_format = 80, '0"%"'

    def stamped(cell: Any) -> None:
        cell.value = datetime(2025, 2, 20, 14, 30)  # noqa: DTZ001

    assert addresses(read(changed({"Quy tắc khen!J2": percent}))) == ["Quy tắc khen!J2"]
    assert read(changed({"Quy tắc khen!J2": quoted_percent})).faults == ()
    book = read(changed({"Giao ước!D2": stamped})).book
    assert book is not None
    assert book.pledges[0].signed_on == date(2025, 2, 20)
