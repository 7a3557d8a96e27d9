"""From the raw cells of one sheet to rows of typed values, by heading; whatever cannot be read is a fault."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import range_boundaries

from blocs.text import clean
from reports.workbook import grid
from reports.workbook.cell_values import CellFault, shorten, squash
from reports.workbook.faults import Collector
from reports.workbook.grid import Cell, RawSheet
from reports.workbook.kinds import Code
from reports.workbook.layout import Column, SheetLayout
from reports.workbook.legacy_text import looks_legacy

_NONE_BAD: frozenset[str] = frozenset()
# How far below the top a heading row is looked for: a title or two may stand above it.
_HEADING_DEPTH = 20
_NOTHING_READ: Any = object()


@dataclass(slots=True)
class Row:
    """A row's values by field; fields in `bad` could not be read and hold a placeholder."""

    number: int
    values: dict[str, Any]
    bad: frozenset[str]


@dataclass
class Table:
    """A sheet's rows; `columns` are the indexes, from 1, of the fields whose columns are there."""

    layout: SheetLayout
    title: str
    columns: dict[str, int] = field(default_factory=dict)
    heading_row: int = 1
    rows: list[Row] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Texts of code cells that could not be read: what refers to them is not unknown as well."""

    def has(self, *fields: str) -> bool:
        return all(name in self.columns for name in fields)

    def column(self, *fields: str) -> int:
        """The index of the first of these columns that is there; the sheet's first column otherwise."""
        return next((self.columns[name] for name in fields if name in self.columns), 1)

    def objects(self) -> list[Any]:
        """The rows as the layout's dataclass, placeholders standing in for what could not be read."""
        return [self.layout.row_type(**row.values) for row in self.rows]


def find_headings(
    raw: RawSheet, title: str, columns: Sequence[Column], collector: Collector
) -> tuple[int, dict[str, int]]:
    """(heading row, field → column index). Faults: a heading twice, a needed one missing, one that cannot be read.

    The heading row is the first that holds two known headings, or else the first that holds anything.
    """
    known = {squash(column.heading): column for column in columns}
    number, cells = _heading_row(raw, known)
    found: dict[str, int] = {}
    for index in sorted(cells):
        cell = cells[index]
        column = known.get(squash(cell.value)) if cell.kind == grid.TEXT else None
        if column is not None and column.field not in found:
            found[column.field] = index
        elif column is not None:
            collector.fault(title, number, index, f"Cột “{column.heading}” có hai lần; hãy xóa bớt một cột.")
        elif problem := _unreadable_heading(cell):
            collector.fault(title, number, index, problem)
        else:
            collector.notice(
                title, number, index, f"Cột “{shorten(cell.value)}” không thuộc mẫu nên được bỏ qua."
            )
    for column in columns:
        if column.needed and column.field not in found:
            collector.fault(
                title, number, 1, f"Thiếu cột “{column.heading}”; hãy thêm cột này vào trang tính."
            )
    _notice_nameless(raw, title, number, cells, collector)
    return number, found


def _heading_row(raw: RawSheet, known: dict[str, Column]) -> tuple[int, dict[int, Cell]]:
    for number, cells in raw.rows[:_HEADING_DEPTH]:
        if sum(1 for cell in cells.values() if cell.kind == grid.TEXT and squash(cell.value) in known) >= 2:
            return number, cells
    return raw.rows[0] if raw.rows else (1, {})


def _unreadable_heading(cell: Cell) -> str:
    if cell.kind == grid.FORMULA:
        return "Tiêu đề cột là công thức chưa có giá trị; hãy gõ tiêu đề bằng chữ."
    if cell.kind == grid.TEXT and looks_legacy(cell.value, bool(cell.style & grid.STYLE_LEGACY_FONT)):
        return f"Tiêu đề “{shorten(cell.value)}” thuộc bảng mã cũ (TCVN3/VNI); hãy chuyển sang Unicode."
    return ""


def _notice_nameless(
    raw: RawSheet, title: str, heading_row: int, headings: dict[int, Cell], collector: Collector
) -> None:
    used: set[int] = set()
    for number, cells in raw.rows:
        if number > heading_row:
            used.update(cells)
        elif number < heading_row:
            collector.notice(
                title, number, min(cells), f"Dòng {number} nằm trên dòng tiêu đề nên được bỏ qua."
            )
    for index in sorted(used - set(headings)):
        collector.notice(title, heading_row, index, "Cột không có tiêu đề nên được bỏ qua.")


def read_table(raw: RawSheet, title: str, layout: SheetLayout, collector: Collector) -> Table:
    """The sheet's rows; rows without a value in any known column are skipped."""
    table = Table(layout, title)
    if not raw.rows:
        if layout.needed:
            collector.fault(title, 1, 1, f"Trang “{layout.title}” trống; hãy ghi tiêu đề cột và dữ liệu.")
        return table
    table.heading_row, table.columns = find_headings(raw, title, layout.every_column, collector)
    report_sheet_shape(raw, title, table.heading_row, set(table.columns.values()), collector)
    plan: list[tuple[Column, int, dict[Cell, Any]]] = [
        (column, table.columns.get(column.field, 0), {}) for column in layout.every_column
    ]
    for number, cells in raw.rows:
        if number > table.heading_row:
            row = _read_row(number, cells, plan, table, collector)
            if row is not None:
                table.rows.append(row)
    if layout.needed and not table.rows:
        collector.fault(
            title,
            table.heading_row + 1,
            1,
            f"Trang “{layout.title}” chưa có dòng nào; hãy ghi ít nhất một dòng.",
        )
    return table


def _read_row(
    number: int,
    cells: dict[int, Cell],
    plan: list[tuple[Column, int, dict[Cell, Any]]],
    table: Table,
    collector: Collector,
) -> Row | None:
    """One row, or None when it is empty. `plan` keeps what each column's cells meant: equal cells are read once."""
    results: list[Any] = []
    empty = True
    for column, index, seen in plan:
        cell = cells.get(index)
        if cell is None:
            results.append(None)
            continue
        result = seen.get(cell, _NOTHING_READ)
        if result is _NOTHING_READ:
            result = seen[cell] = _read_cell(column, cell)
        results.append(result)
        empty = empty and result is None
    if empty:
        return None
    values: dict[str, Any] = {}
    bad: list[str] = []
    for (column, index, _), result in zip(plan, results, strict=True):
        if isinstance(result, CellFault):
            for message in result.messages:
                collector.fault(table.title, number, index, message)
            if isinstance(column.kind, Code):
                table.unread.add(clean(cells[index].value))
        elif result is not None:
            values[column.field] = result
            continue
        elif not column.required:
            values[column.field] = column.default
            if index or not column.needed:
                continue
        elif index:
            collector.fault(table.title, number, index, f"Chưa có {column.heading}; hãy ghi vào ô này.")
        values[column.field] = column.kind.placeholder
        bad.append(column.field)
    return Row(number, values, frozenset(bad) if bad else _NONE_BAD)


def _read_cell(column: Column, cell: Cell) -> Any:
    try:
        return column.kind.read(cell)
    except CellFault as fault:
        return fault


def report_sheet_shape(
    raw: RawSheet, title: str, heading_row: int, columns: set[int], collector: Collector
) -> None:
    """Faults for too many rows, and for merged cells over known columns of rows that hold something."""
    if raw.too_many_rows_at is not None:
        collector.fault(
            title,
            raw.too_many_rows_at,
            1,
            f"Trang tính có hơn {grid.MOST_ROWS} dòng dữ liệu; hãy xóa các dòng thừa hoặc chia theo năm.",
        )
    numbers = [number for number, _ in raw.rows]
    for reference in raw.merged:
        try:
            left, top, right, bottom = range_boundaries(reference)
        except (ValueError, TypeError):
            continue
        if None in (left, top, right, bottom) or not any(left <= index <= right for index in columns):
            continue
        first = bisect_left(numbers, max(top, heading_row))
        if first < bisect_right(numbers, bottom):
            collector.fault(
                title, top, left, f"Các ô {reference} bị gộp; hãy bỏ gộp ô và ghi giá trị vào từng ô."
            )
