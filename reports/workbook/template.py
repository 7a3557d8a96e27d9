"""The empty workbook that people fill in: headings, defaults, lists to choose from, and a sheet of help."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from reports.workbook import layout
from reports.workbook.layout import AWARD, BLOC_SHEET, HELP_SHEET, LEAF, SHEETS, UNIT
from reports.workbook.settings_layout import SETTINGS, Setting
from reports.workbook.writing import (
    HEADING_FILL,
    HEADING_FONT,
    LAST_LISTED_ROW,
    SETTING_COLUMNS,
    TEXT_FORMAT,
    WRAPPED,
    add_list,
    prepare_sheet,
    saved,
)

_GENERAL = (
    "Trang Khối, Đơn vị và Tiêu chí phải có; các trang khác có thể để trống hoặc bỏ. Dòng trống được bỏ qua.",
    "Trang, cột và mục được nhận theo tên, thứ tự tùy ý, không phân biệt chữ hoa, dấu và khoảng trắng thừa.",
    "Mã đơn vị, mã tiêu chí và mã danh hiệu phải ghi giống hệt nhau ở mọi trang.",
    "Số có dấu phẩy hoặc dấu chấm thập phân, nhiều nhất 6 chữ số thập phân, không ngăn cách hàng nghìn.",
    "Ngày ghi dạng dd/mm/yyyy. Chữ dùng bảng mã Unicode.",
    "Ô Điểm để trống nghĩa là chưa chấm, khác với 0.",
    "Tệp có lỗi thì không nhập gì cả; mọi lỗi được liệt kê cùng lúc kèm tên trang và ô.",
)
_WIDTHS = (22, 32, 14, 60, 60)
_LAST_CODE_ROW = 500


def empty_workbook(awards: Sequence[tuple[str, str]] = ()) -> bytes:
    """The template as `.xlsx` bytes; `awards` are (code, name) of the catalogue, to choose from.

    Deterministic. Filled in and read, its help sheet is passed over in silence.
    """
    workbook = Workbook()
    helping = workbook.active
    helping.title = HELP_SHEET
    first_award = _write_help(helping, awards)
    _write_settings(workbook.create_sheet(BLOC_SHEET))
    for sheet in SHEETS:
        page = workbook.create_sheet(sheet.title)
        prepare_sheet(page, sheet.columns)
        _offer_codes(page, sheet, first_award, len(awards))
    workbook.active = workbook.sheetnames.index(BLOC_SHEET)
    helping.sheet_view.tabSelected = False
    return saved(workbook)


def _write_settings(page: Any) -> None:
    prepare_sheet(page, SETTING_COLUMNS)
    for setting in SETTINGS:
        if setting.only_when_set:
            continue
        page.append([setting.name, None if setting.needed else setting.kind.plain(setting.default)])
        if setting.needed:
            page.cell(page.max_row, 1).font = Font(bold=True)
        if setting.kind.choices or setting.kind.stays_text:
            page.cell(page.max_row, 2).number_format = TEXT_FORMAT


def _offer_codes(page: Any, sheet: layout.SheetLayout, first_award: int, award_count: int) -> None:
    """Lists of the codes that a column may refer to; only warnings, because a code may be typed before its row."""
    ranges = {
        UNIT: f"'{layout.UNITS.title}'!$B$2:$B${_LAST_CODE_ROW}",
        LEAF: f"'{layout.CRITERIA.title}'!$A$2:$A${_LAST_CODE_ROW}",
    }
    if award_count:
        ranges[AWARD] = f"'{HELP_SHEET}'!$A${first_award}:$A${first_award + award_count - 1}"
    for index, column in enumerate(sheet.columns, start=1):
        if column.refers in ranges:
            letter = get_column_letter(index)
            add_list(page, f"{letter}2:{letter}{LAST_LISTED_ROW}", ranges[column.refers], strict=False)


def _write_help(page: Any, awards: Sequence[tuple[str, str]]) -> int:
    """Fills the help sheet; the row where the award codes begin."""
    for index, width in enumerate(_WIDTHS, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    page.append(["Hướng dẫn điền tệp năm thi đua của khối"])
    page["A1"].font = Font(bold=True, size=14)
    for sentence in _GENERAL:
        page.append([sentence])
    _append_table(page, ("Trang Khối", "Mục", "Bắt buộc", "Giá trị", "Ghi chú"), _setting_help())
    _append_table(page, ("Trang", "Cột", "Bắt buộc", "Giá trị", "Ghi chú"), _column_help())
    _append_table(page, ("Mã danh hiệu", "Tên danh hiệu"), awards)
    return int(page.max_row) - len(awards) + 1


def _append_table(page: Any, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    page.append([])
    page.append(list(headings))
    for cell in page[page.max_row][: len(headings)]:
        cell.font, cell.fill = HEADING_FONT, HEADING_FILL
    for row in rows:
        page.append([text or None for text in row])
        for cell in page[page.max_row]:
            cell.alignment = WRAPPED
            cell.data_type = "s"


def _setting_help() -> Iterator[Sequence[str]]:
    for setting in SETTINGS:
        values = "; ".join(setting.kind.choices)
        yield BLOC_SHEET, setting.name, "Có" if setting.needed else "", values, _with_default(setting)


def _with_default(setting: Setting) -> str:
    default = None if setting.needed else setting.kind.plain(setting.default)
    sentences = (setting.hint, f"Để trống là {default}" if default is not None else "")
    return ". ".join(sentence for sentence in sentences if sentence)


def _column_help() -> Iterator[Sequence[str]]:
    for sheet in SHEETS:
        yield sheet.title, "", "Có" if sheet.needed else "", "", sheet.hint
        for column in sheet.columns:
            values = "; ".join(column.kind.choices)
            yield sheet.title, column.heading, "Có" if column.required else "", values, column.hint
