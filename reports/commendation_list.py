"""A list of commendations from Excel, as a file or pasted: rows ready to be stored, or every fault by its cell."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from awards.actions.commendations import CommendationDetails, Ground, commendation_faults
from blocs.terms import AwardObject
from blocs.text import fold
from reports.paper.words import short_date
from reports.workbook import grid
from reports.workbook.cell_values import shorten, squash
from reports.workbook.faults import Collector, Fault
from reports.workbook.grid import Cell, RawSheet
from reports.workbook.kinds import Date, Listed, Text, Whole
from reports.workbook.layout import COMMENDATIONS, Column, SheetLayout
from reports.workbook.opening import RefusedFile, open_package, read_bytes
from reports.workbook.raw_workbook import RawWorkbook
from reports.workbook.tables import Row, Table, read_table

MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row as it was written: unit, award and movement still by name."""

    unit: str
    award: str
    object: AwardObject | None
    count: int | None
    achievement_year: int | None
    decision_number: str
    decided_on: date | None
    recipient: str
    award_text: str
    presented_on: date | None
    movement: str


LIST = SheetLayout(
    COMMENDATIONS.title,
    "commendations",
    ListRow,
    (
        Column(
            "Đơn vị", "unit", Text(), needed=True, required=True, width=36, hint="Mã, tên hoặc tên gọn đơn vị"
        ),
        Column("Danh hiệu", "award", Text(), needed=True, required=True, width=36, hint="Mã hoặc tên"),
        Column("Đối tượng", "object", Listed(tuple(AwardObject))),
        Column("Số lượng", "count", Whole()),
        Column("Năm thành tích", "achievement_year", Whole(1901, 2199), width=16),
        Column("Số quyết định", "decision_number", Text(100, digits=True), default="", width=20),
        Column("Ngày quyết định", "decided_on", Date(), width=18),
        Column("Tên", "recipient", Text(), default="", width=36),
        Column("Nội dung khen", "award_text", Text(), default="", width=36),
        Column("Ngày trao", "presented_on", Date()),
        Column("Phong trào", "movement", Text(500), default="", width=36),
    ),
    needed=True,
)
_HEADINGS = {column.field: column.heading for column in LIST.columns}
# Where a fault of the stored row stands in the list.
_COLUMN_OF = {"member": "unit"}


@dataclass(frozen=True, slots=True)
class Names:
    """What units, awards and movements may be called; folded name -> membership id, code, movement id.

    `own`: the membership ids this person may write for.
    """

    units: Mapping[str, int]
    awards: Mapping[str, str]
    movements: Mapping[str, int]
    own: frozenset[int]


@dataclass(frozen=True, slots=True)
class PlacedFault:
    """ "Dòng 3, cột Số lượng" or "Khen thưởng!D3", and what is wrong there."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class ListReading:
    """The rows when there is no fault; `text` is the list again, for `pasted`; notices are what was passed over."""

    rows: tuple[CommendationDetails, ...] = ()
    faults: tuple[PlacedFault, ...] = ()
    notices: tuple[PlacedFault, ...] = ()
    text: str = ""


def pasted(text: str) -> RawSheet:
    """Cells as they are copied from Excel: tabs between them, quoted where a cell holds a line break."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    sheet = RawSheet()
    try:
        for number, cells in enumerate(rows, start=1):
            found = {
                index: Cell(grid.TEXT, value, 0)
                for index, value in enumerate(cells[: grid.MOST_COLUMNS], start=1)
                if value.strip()
            }
            if found:
                sheet.rows.append((number, found))
    except csv.Error as error:
        raise RefusedFile(
            "Có một ô dài quá mức hoặc dấu ngoặc kép không khép. Hãy chép lại từ Excel."
        ) from error
    return sheet


def uploaded(content: bytes) -> tuple[RawSheet, str]:
    """(the cells, the tab's name) of the tab "Khen thưởng", or of the only tab there is. Raises RefusedFile."""
    raw = RawWorkbook(open_package(read_bytes(content)))
    titles = list(raw.titles)
    index = next((place for place, title in enumerate(titles) if squash(title) == squash(LIST.title)), None)
    if index is None and len(titles) != 1:
        raise RefusedFile("Tệp có nhiều trang tính. Hãy đặt tên trang cần nhập là “Khen thưởng”.")
    return raw.sheet(index or 0), titles[index or 0]


def read_list(raw: RawSheet, names: Names, ground: Ground, *, title: str = "") -> ListReading:
    """All rows or all faults; without `title` places are said by line and heading, as for what was pasted."""
    collector = Collector()
    table = read_table(raw, title or LIST.title, LIST, collector)
    if len(table.rows) > MOST_ROWS:
        said = f"Danh sách có hơn {MOST_ROWS} dòng. Hãy chia làm nhiều lần nhập."
        return ListReading(faults=(PlacedFault("", said),))
    rows = [_resolved(table, row, names, ground, collector) for row in table.rows]
    faults = tuple(_placed(fault, table, title) for fault in collector.faults)
    notices = tuple(_placed(notice, table, title) for notice in collector.notices)
    if faults:
        return ListReading(faults=faults, notices=notices)
    return ListReading(tuple(row for row in rows if row is not None), (), notices, _text(table.objects()))


def _resolved(
    table: Table, row: Row, names: Names, ground: Ground, collector: Collector
) -> CommendationDetails | None:
    """The row as it is stored, with its faults reported; None when a name stands nowhere."""
    if row.bad:
        return None
    values = ListRow(**row.values)

    def report(field: str, message: str) -> None:
        collector.fault(table.title, row.number, table.column(_COLUMN_OF.get(field, field)), message)

    member = names.units.get(fold(values.unit))
    award = names.awards.get(fold(values.award))
    movement = names.movements.get(fold(values.movement)) if values.movement else None
    if member is None:
        report("unit", f"Không có đơn vị “{shorten(values.unit)}” trong khối năm này; hãy ghi mã hoặc tên.")
    elif member not in names.own:
        report("unit", "Bạn chỉ nhập được khen thưởng của đơn vị mình; hãy bỏ dòng này.")
    if award is None:
        report("award", f"Danh mục không có “{shorten(values.award)}”; hãy ghi mã hoặc tên trong danh mục.")
    if values.movement and movement is None:
        report(
            "movement",
            f"Không có phong trào “{shorten(values.movement)}”; hãy thêm ở trang Phong trào hoặc bỏ trống.",
        )
    if member is None or award is None:
        return None
    details = CommendationDetails(
        member=member,
        award=award,
        award_text=values.award_text,
        object=values.object or "",
        recipient=values.recipient,
        count=values.count,
        achievement_year=values.achievement_year,
        decision_number=values.decision_number,
        decided_on=values.decided_on,
        presented_on=values.presented_on,
        movement=movement,
    )
    for field, message in commendation_faults(details, ground):
        report(field, message)
    return details


def _placed(fault: Fault, table: Table, title: str) -> PlacedFault:
    if title:
        return PlacedFault(f"{title}!{fault.cell}", fault.message)
    letters = fault.cell.rstrip("0123456789")
    row, index = fault.cell[len(letters) :], grid.column_index(letters)
    heading = next((_HEADINGS[name] for name, at in table.columns.items() if at == index), "")
    return PlacedFault(f"Dòng {row}, cột {heading or letters}", fault.message)


def _text(rows: Iterable[Any]) -> str:
    """The rows as `pasted` reads them, so that a preview can be confirmed without keeping a file."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    writer.writerow(_HEADINGS.values())
    for row in rows:
        writer.writerow(_plain(getattr(row, field.name)) for field in fields(ListRow))
    return written.getvalue()


def _plain(value: Any) -> str:
    if isinstance(value, AwardObject):
        return value.label
    if isinstance(value, date):
        return short_date(value)
    return "" if value is None else str(value)
