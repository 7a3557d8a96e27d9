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
from openpyxl.writer.excel import ExcelWriter

from reports.workbook.book import YearBook
from reports.workbook.kinds import Code, Date, Kind, Text
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


def write_workbook(book: YearBook) -> bytes:
    """The `.xlsx` of a year; deterministic. Reading it gives the book back (see `YearBook`)."""
    workbook = Workbook(write_only=True)
    _write_sheet(workbook, BLOC_SHEET, SETTING_COLUMNS, _setting_rows(book))
    for layout in SHEETS:
        columns = layout.columns
        rows = (
            [(column.kind, getattr(row, column.field)) for column in columns]
            for row in getattr(book, layout.key)
        )
        _write_sheet(workbook, layout.title, columns, rows)
    return saved(workbook)


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
        yield [(SETTING_COLUMNS[0].kind, setting.name), (setting.kind, setting_value(book, setting))]


def _write_sheet(
    workbook: Workbook, title: str, columns: tuple[Column, ...], rows: Iterable[list[tuple[Kind, Any]]]
) -> None:
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.append([_heading(sheet, column) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, kind, value) for kind, value in row])


def _heading(sheet: Any, column: Column) -> Cell:
    cell = WriteOnlyCell(sheet, column.heading)
    cell.font, cell.fill, cell.alignment = HEADING_FONT, HEADING_FILL, WRAPPED
    return cell


def _cell(sheet: Any, kind: Kind, value: Any) -> Any:
    """What `append` is given: a plain value, or a cell where its type or format must be said."""
    plain = kind.plain(value)
    if isinstance(plain, str):
        cell = WriteOnlyCell(sheet, safe_text(plain))
        cell.data_type = "s"  # never a formula or an error value, whatever the text begins with
        if isinstance(kind, Code):
            cell.number_format = (
                TEXT_FORMAT  # so that Excel does not eat the zero of 1.10 when somebody retypes it
            )
        return cell
    if isinstance(kind, Date) and plain is not None:
        cell = WriteOnlyCell(sheet, plain)
        cell.number_format = DATE_FORMAT
        return cell
    return plain
