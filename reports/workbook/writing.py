"""Writing a bloc-year workbook: every sheet with every heading, the same book always giving the same bytes."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import ExcelWriter

from reports.workbook.book import YearBook
from reports.workbook.kinds import Date, Kind, Text
from reports.workbook.layout import BLOC_SHEET, NAME_HEADING, SHEETS, VALUE_HEADING, Column
from reports.workbook.settings_layout import HEAD, RULES, SETTINGS, VERSION, Setting

# Files carry no moment of their writing: equal books are equal bytes, and a hash of them means something.
_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel's properties know no zone
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

HEADING_FONT = Font(bold=True)
HEADING_FILL = PatternFill("solid", fgColor="E8EEF7")
WRAPPED = Alignment(wrap_text=True, vertical="top")
TEXT_FORMAT = "@"
DATE_FORMAT = "dd/mm/yyyy"
LAST_LISTED_ROW = 20_000
"""How far down the lists to choose from reach."""


class _TimelessArchive(zipfile.ZipFile):
    """A ZIP file whose members all bear the same time."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        member = zipfile.ZipInfo(name, _ZIP_MOMENT)
        member.external_attr = 0o600 << 16
        super().writestr(member, data, zipfile.ZIP_DEFLATED, compresslevel)

    def write(
        self,
        filename: Any,
        arcname: Any = None,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        with open(filename, "rb") as stream:
            self.writestr(str(arcname or filename), stream.read(), compress_type, compresslevel)


def saved(workbook: Workbook) -> bytes:
    """The workbook's bytes, without any trace of when it was written."""
    workbook.properties.creator = "Khối thi đua"
    workbook.properties.created = workbook.properties.modified = _MOMENT
    buffer = io.BytesIO()
    with _TimelessArchive(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(workbook, archive).save()
    return buffer.getvalue()


def safe_text(text: str) -> str:
    """Text as it may stand in a cell: no characters XML forbids, and no `_x000D_` that Excel would decode."""
    return _LOOKS_ESCAPED.sub("_x005F_", _NOT_XML.sub("", text))


# What openpyxl would take for a formula or an error value ("#REF!") when it begins a text.
_NOT_PLAIN = "=#"


def write_workbook(book: YearBook) -> bytes:
    """The `.xlsx` of a year; deterministic. Reading it gives the book back (see `YearBook`)."""
    workbook = Workbook(write_only=True)
    _write_sheet(workbook, BLOC_SHEET, SETTING_COLUMNS, _setting_rows(book))
    for layout in SHEETS:
        found = getattr(book, layout.key)
        columns = layout.columns + tuple(column for column in layout.more if _is_used(column, found))
        rows = ([(column.kind, getattr(row, column.field)) for column in columns] for row in found)
        _write_sheet(workbook, layout.title, columns, rows)
    return saved(workbook)


def _is_used(column: Column, rows: Iterable[Any]) -> bool:
    return any(getattr(row, column.field) != column.default for row in rows)


SETTING_COLUMNS = (
    Column(NAME_HEADING, "name", Text(), width=30),
    Column(VALUE_HEADING, "value", Text(), width=60),
)


def setting_value(book: YearBook, setting: Setting) -> Any:
    """The value of a setting in a book."""
    owners = {HEAD: book.head, RULES: book.rules}
    owner = owners.get(setting.owner)
    return VERSION if owner is None else getattr(owner, setting.field)


def _setting_rows(book: YearBook) -> Iterator[list[tuple[Kind, Any]]]:
    for setting in SETTINGS:
        value = setting_value(book, setting)
        if not setting.only_when_set or value != setting.default:
            yield [(SETTING_COLUMNS[0].kind, setting.name), (setting.kind, value)]


def _write_sheet(
    workbook: Workbook, title: str, columns: tuple[Column, ...], rows: Iterable[list[tuple[Kind, Any]]]
) -> None:
    sheet = workbook.create_sheet(title)
    prepare_sheet(sheet, columns)
    codes: dict[str, Cell] = {}
    for row in rows:
        sheet.append([_cell(sheet, kind, value, codes) for kind, value in row])


def prepare_sheet(sheet: Any, columns: tuple[Column, ...]) -> None:
    """Headings, widths, formats for rows still to be typed, and lists to choose from; before any row."""
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        letter = get_column_letter(index)
        dimension = sheet.column_dimensions[letter]
        dimension.width = column.width
        if column.kind.stays_text:
            dimension.number_format = TEXT_FORMAT
        elif isinstance(column.kind, Date):
            dimension.number_format = DATE_FORMAT
        if column.kind.choices:
            add_list(sheet, f"{letter}2:{letter}{LAST_LISTED_ROW}", quoted(column.kind.choices))
    if sheet.title == BLOC_SHEET:
        for row, setting in enumerate(SETTINGS, start=2):
            if setting.kind.choices and not setting.only_when_set:
                add_list(sheet, f"B{row}", quoted(setting.kind.choices))
    sheet.append([_heading(sheet, column) for column in columns])


def quoted(choices: Iterable[str]) -> str:
    """The choices as Excel's own list formula."""
    return f'"{",".join(choices)}"'


def add_list(sheet: Any, cells: str, formula: str, *, strict: bool = True) -> None:
    """A list to choose from on a range of cells; without `strict` another value is only warned of."""
    validation = DataValidation(type="list", formula1=formula, allow_blank=True, sqref=cells)
    validation.showErrorMessage = True
    validation.errorStyle = "stop" if strict else "warning"
    validation.errorTitle = "Giá trị không có trong danh sách"
    validation.error = "Hãy chọn một giá trị trong danh sách của ô."
    sheet.data_validations.append(validation)


def _heading(sheet: Any, column: Column) -> Cell:
    cell = WriteOnlyCell(sheet, column.heading)
    cell.font, cell.fill, cell.alignment = HEADING_FONT, HEADING_FILL, WRAPPED
    return cell


def _cell(sheet: Any, kind: Kind, value: Any, codes: dict[str, Cell]) -> Any:
    """What `append` is given: a plain value, or a cell where its type or format must be said.

    `codes` keeps the sheet's cells of codes, which come again in thousands of rows; each is written as soon as it is
    appended, and openpyxl takes a new one after every cell that has a format.
    """
    plain = kind.plain(value)
    if isinstance(plain, str):
        text = safe_text(plain)
        if not (kind.stays_text or plain[0].isdigit()):
            return text if text and text[0] not in _NOT_PLAIN else _text_cell(sheet, text)
        if text not in codes:
            codes[text] = _text_cell(sheet, text)
            codes[text].number_format = TEXT_FORMAT  # retyped in Excel, 1.10 stays 1.10 and 1-1-3 no date
        return codes[text]
    if isinstance(kind, Date) and plain is not None:
        cell = WriteOnlyCell(sheet, plain)
        cell.number_format = DATE_FORMAT
        return cell
    return plain


def _text_cell(sheet: Any, text: str) -> Cell:
    """Never a formula or an error value, whatever the text begins with."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
