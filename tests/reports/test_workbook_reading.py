"""What may differ between workbooks that mean the same, what is passed over with a notice, and the examples."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from blocs.terms import Level, PeerAverage, SheetState
from blocs.text import fold
from reports.workbook.book import UnitRow, in_bloc_order
from reports.workbook.cell_values import squash
from reports.workbook.layout import SHEETS
from reports.workbook.reading import read_workbook
from reports.workbook.settings_layout import SETTINGS
from scoring.definitions import YearRules
from tests.reports.workbook_builders import (
    AWARDS,
    EXAMPLES,
    FULL_YEAR,
    addresses,
    changed,
    edited,
    read,
)


@pytest.mark.parametrize(
    ("name", "units", "criteria", "scores"),
    [
        ("yen-bai-2020", 11, 27, 3146),
        ("lam-dong-2020", 8, 19, 600),
        ("mau-trung-binh", 6, 3, 54),
        ("mau-trung-binh-cat", 6, 3, 54),
        ("mau-trong-so", 6, 3, 54),
    ],
)
def test_the_examples_are_read_without_a_fault_or_notice(
    name: str, units: int, criteria: int, scores: int
) -> None:
    reading = read_workbook(EXAMPLES / f"{name}.xlsx", AWARDS)
    assert (reading.faults, reading.notices) == ((), ())
    assert reading.book is not None
    assert (len(reading.book.units), len(reading.book.criteria), len(reading.book.scores)) == (
        units,
        criteria,
        scores,
    )


def test_an_example_says_what_it_says() -> None:
    book = read_workbook(EXAMPLES / "yen-bai-2020.xlsx", AWARDS).book
    assert book is not None
    assert (book.head.code, book.head.year, book.head.province) == ("yen-bai-hoi-dac-thu", 2020, "Yên Bái")
    assert book.rules.tie_keys == ("Mục I", "Thẩm định", "Ít điểm trừ", "Phiếu FLAG_PROV")
    assert book.rules.levels == (Level.SELF, Level.PEER, Level.BLOC, Level.APPRAISAL)
    assert book.pledges[0].signed_on == date(2020, 3, 6)
    assert book.award_rules[2].min_points == 900
    assert {score.scorer for score in book.scores if score.level == Level.BLOC} == {""}
    assert all(score.scorer == score.scored for score in book.scores if score.level == Level.SELF)


def _without_accents(text: str) -> str:
    return fold(text).upper()


@pytest.mark.parametrize(
    "spelling",
    [
        str.upper,
        _without_accents,
        lambda text: f"  {text.replace(' ', '   ')} ",
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "\n"),
    ],
    ids=["capitals", "no accents", "spaces", "NFD", "hard spaces", "line breaks"],
)
def test_names_headings_settings_and_listed_values_in_any_spelling(spelling: Any) -> None:
    def respell(workbook: Workbook) -> None:
        for page, layout in zip(workbook.worksheets[1:], SHEETS, strict=True):
            for index, column in enumerate(layout.columns, start=1):
                page.cell(1, index).value = spelling(column.heading)
                if column.kind.choices:
                    for (cell,) in page.iter_rows(min_row=2, min_col=index, max_col=index):
                        cell.value = spelling(cell.value) if cell.value else None
        settings = workbook.worksheets[0]
        written = [setting for setting in SETTINGS if not setting.only_when_set]
        for row, setting in enumerate(written, start=2):
            settings.cell(row, 1).value = spelling(setting.name)
            value = settings.cell(row, 2).value
            if setting.kind.choices and value:
                settings.cell(row, 2).value = spelling(value)
        settings["B13"] = "; ".join(spelling(part) for part in settings["B13"].value.split("; "))
        for page in workbook.worksheets:
            if "\n" not in spelling("a b"):
                name, page.title = spelling(page.title), "x"
                page.title = name

    reading = read(edited(respell))
    assert reading.faults == ()
    assert reading.book == FULL_YEAR


def test_all_names_stay_apart_without_case_accents_and_spaces() -> None:
    for names in (
        [sheet.title for sheet in SHEETS] + ["Khối", "Hướng dẫn"],
        [setting.name for setting in SETTINGS],
        *[[column.heading for column in sheet.columns] for sheet in SHEETS],
        *[list(column.kind.choices) for sheet in SHEETS for column in sheet.columns],
        *[list(setting.kind.choices) for setting in SETTINGS],
    ):
        assert len({squash(name) for name in names}) == len(names)


def test_sheets_and_columns_and_settings_in_any_order() -> None:
    def shuffle(workbook: Workbook) -> None:
        workbook._sheets.reverse()
        for page in workbook.worksheets:
            rows = [list(reversed(row)) for row in page.iter_rows(values_only=True)]
            if page.title == "Khối":
                rows[1:] = reversed(rows[1:])
            for row_index, row in enumerate(rows, start=1):
                for column_index, value in enumerate(row, start=1):
                    page.cell(row_index, column_index).value = value
                    page.cell(row_index, column_index).number_format = "General"
            if page.title in ("Giao ước", "Khen thưởng", "Phong trào"):
                for row_cells in page.iter_rows(min_row=2):
                    for cell in row_cells:
                        if cell.is_date or hasattr(cell.value, "year"):
                            cell.value = cell.value.strftime("%d/%m/%Y")

    reading = read(edited(shuffle))
    assert reading.faults == ()
    assert reading.book == FULL_YEAR


def test_numbers_as_text_and_nfd_text_mean_the_same() -> None:
    def as_text(workbook: Workbook) -> None:
        for page in workbook.worksheets:
            for row in page.iter_rows(min_row=2):
                for cell in row:
                    if isinstance(cell.value, int | float):
                        cell.value = f" {cell.value}".replace(".", ",")
                    elif isinstance(cell.value, str):
                        cell.value = unicodedata.normalize("NFD", cell.value)

    assert read(edited(as_text)).book == FULL_YEAR


def test_empty_rows_anywhere_and_titles_above_the_headings() -> None:
    def spread(workbook: Workbook) -> None:
        for page in workbook.worksheets:
            page.insert_rows(2, 3)
            page.insert_rows(1, 2)
        workbook["Điểm"]["C1"] = "BẢNG ĐIỂM"

    reading = read(edited(spread))
    assert reading.book == FULL_YEAR
    assert [str(notice) for notice in reading.notices] == [
        "Điểm!C1: Dòng 1 nằm trên dòng tiêu đề nên được bỏ qua."
    ]


def test_what_is_unknown_is_passed_over_with_a_notice() -> None:
    def add(workbook: Workbook) -> None:
        workbook.create_sheet("Nháp")["A1"] = "=1/0"
        workbook.create_sheet("huong dan")["A1"] = "x"
        workbook["Đơn vị"]["L1"] = "Màu"
        workbook["Đơn vị"]["L2"] = "=1+1"
        workbook["Đơn vị"]["M4"] = "ghi thêm"
        workbook["Đơn vị"]["L9"] = "chỉ có ở cột lạ"
        workbook["Khối"]["A29"] = "Người lập"
        workbook["Khối"]["B30"] = "không tên"

    reading = read(edited(add))
    assert reading.book == FULL_YEAR
    assert [f"{notice.sheet}!{notice.cell}" for notice in reading.notices] == [
        "Khối!A29",
        "Khối!A30",
        "Đơn vị!L1",
        "Đơn vị!M1",
        "Nháp!A1",
    ]


def test_a_reason_without_points_is_passed_over_with_a_notice() -> None:
    """An empty score cell is "not scored": there is no score that the reason could stand with."""
    row = {"A": "Khối", "B": "B", "D": "I.1", "F": "chưa có minh chứng"}
    reading = read(changed({f"Điểm!{column}60": value for column, value in row.items()}))
    assert reading.book == FULL_YEAR
    assert [f"{notice.sheet}!{notice.cell}" for notice in reading.notices] == ["Điểm!F60"]


def test_absent_and_empty_settings_are_the_defaults() -> None:
    needed = {"Tên khối", "Mã khối", "Năm", "Thang điểm", "Các cấp chấm"}

    def empty(workbook: Workbook) -> None:
        for name in ("Giao ước", "Điểm", "Phiếu"):
            workbook.remove(workbook[name])
        for row in workbook["Khối"].iter_rows(min_row=2):
            if row[0].value not in needed:
                row[1].value = None

    def absent(workbook: Workbook) -> None:
        empty(workbook)
        page = workbook["Khối"]
        kept = [[cell.value for cell in row] for row in page.iter_rows() if row[0].value in needed | {"Mục"}]
        page.delete_rows(1, 99)
        for row in kept:
            page.append(row)

    wanted = YearRules(scale=FULL_YEAR.rules.scale, levels=FULL_YEAR.rules.levels)
    for edit in (empty, absent):
        book = read(edited(edit)).book
        assert book is not None, read(edited(edit)).faults
        assert book.rules == wanted
        assert (book.head.province, book.head.note, book.rules.peer_average) == ("", "", PeerAverage.MEAN)


def test_optional_columns_may_be_missing() -> None:
    def drop(workbook: Workbook) -> None:
        workbook["Đơn vị"].delete_cols(4, 7)
        workbook["Đơn vị"].delete_cols(1)
        workbook["Chỉ tiêu"].delete_cols(7, 2)
        workbook["Điểm"].delete_cols(6)

    book = read(edited(drop)).book
    assert book is not None
    assert book.units[0] == UnitRow(None, "A", "Hội Chữ thập đỏ")
    assert book.targets[0].criterion == ""


def test_self_and_bloc_scorers_are_spelt_one_way() -> None:
    book = read(changed({"Điểm!C2": None, "Điểm!C4": "A", "Phiếu!C3": "D"})).book
    assert book is not None
    assert book.scores == FULL_YEAR.scores
    assert book.sheets == FULL_YEAR.sheets


def test_without_assignments_everyone_scores_everyone_else() -> None:
    spoilt = {"Điểm!C3": "D", "Phiếu!C2": "A"}
    assert addresses(read(changed(spoilt))) == ["Điểm!C3", "Phiếu!C2"]
    without = edited(lambda workbook: workbook["Phân công"].delete_rows(2, 9), changed(spoilt))
    assert read(without).faults == ()


def test_bloc_order_puts_empty_numbers_last() -> None:
    assert [unit.code for unit in in_bloc_order(FULL_YEAR.units)] == ["B", "A", "C", "D"]


def test_whole_number_codes_are_codes() -> None:
    changes: dict[str, Any] = {"Đơn vị!B5": 4, "Phiếu!B3": "4", "Phân công!B4": 4, "Không xét!A2": 4}
    book = read(changed(changes)).book
    assert book is not None
    assert (book.units[3].code, book.findings[0].unit) == ("4", "4")
    states: list[SheetState] = [row.state for row in book.sheets]
    assert states == [SheetState.FILLING, SheetState.RECUSED]


def test_awards_of_the_installation_are_known() -> None:
    data = changed({"Đăng ký!B2": "OURS"})
    assert addresses(read(data)) == ["Đăng ký!B2"]
    assert read_workbook(data, [*AWARDS, "OURS"]).faults == ()


def test_formulas_with_stored_values_are_their_values() -> None:
    from tests.reports.test_workbook_opening import part, rebuilt

    name = "xl/worksheets/sheet4.xml"
    stored = part(name).replace(b"<v>9.5</v>", b"<f>SUM(4.5,5)</f><v>9.5</v>")
    assert stored != part(name)
    assert read(rebuilt({name: stored})).book == FULL_YEAR
