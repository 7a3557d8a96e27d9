"""The sheet `Khối`: settings by name, in any order, into a BookHead and YearRules."""

from dataclasses import dataclass, field
from typing import Any

from reports.workbook import grid
from reports.workbook.book import BookHead
from reports.workbook.cell_values import CellFault, shorten, squash
from reports.workbook.faults import Collector
from reports.workbook.grid import Cell, RawSheet
from reports.workbook.kinds import Text
from reports.workbook.layout import BLOC_SHEET, NAME_HEADING, VALUE_HEADING, Column
from reports.workbook.settings_layout import (
    FORMAT,
    HEAD,
    RULES,
    SETTING_BY_NAME,
    SETTINGS,
    VERSION,
    Setting,
)
from reports.workbook.tables import find_headings, report_sheet_shape
from scoring.definitions import YearRules

_COLUMNS = (
    Column(NAME_HEADING, "name", Text(), needed=True),
    Column(VALUE_HEADING, "value", Text(), needed=True),
)


@dataclass
class SettingsTable:
    """The settings read. `places` are (row, column) of values; fields in `bad` hold a default or placeholder."""

    title: str = BLOC_SHEET
    heading_row: int = 1
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)

    def place(self, *fields: str) -> tuple[int, int]:
        """Where the first of these settings stands, the top of the sheet when none does."""
        return next((self.places[name] for name in fields if name in self.places), (self.heading_row, 1))

    def head(self) -> BookHead:
        return BookHead(**self._of(HEAD))

    def rules(self) -> YearRules:
        return YearRules(**self._of(RULES))

    def _of(self, owner: str) -> dict[str, Any]:
        return {setting.field: self.values[setting.field] for setting in SETTINGS if setting.owner == owner}


def read_settings(raw: RawSheet, title: str, collector: Collector) -> SettingsTable:
    """Every setting of the sheet, defaults for those that are absent or empty."""
    table = SettingsTable(title)
    if raw.rows:
        table.heading_row, columns = find_headings(raw, title, _COLUMNS, collector)
        report_sheet_shape(raw, title, table.heading_row, set(columns.values()), collector)
        if len(columns) == len(_COLUMNS):
            for number, cells in raw.rows:
                if number > table.heading_row:
                    _read_setting(table, number, cells, columns, collector)
            _report_missing(table, collector)
    else:
        collector.fault(title, 1, 1, f"Trang “{BLOC_SHEET}” trống; hãy ghi các mục của khối.")
    for setting in SETTINGS:
        if setting.field not in table.values:
            if setting.needed:
                table.bad.add(setting.field)
            table.values[setting.field] = setting.kind.placeholder if setting.needed else setting.default
    return table


def _read_setting(
    table: SettingsTable, number: int, cells: dict[int, Cell], columns: dict[str, int], collector: Collector
) -> None:
    name_cell, value_cell = cells.get(columns["name"]), cells.get(columns["value"])
    if name_cell is None or name_cell.kind != grid.TEXT:
        if name_cell is not None or value_cell is not None:
            collector.notice(table.title, number, columns["name"], "Dòng không có tên mục nên được bỏ qua.")
        return
    setting = SETTING_BY_NAME.get(squash(name_cell.value))
    if setting is None:
        collector.notice(
            table.title,
            number,
            columns["name"],
            f"Mục “{shorten(name_cell.value)}” không thuộc mẫu nên được bỏ qua.",
        )
    elif setting.field in table.places:
        collector.fault(
            table.title, number, columns["name"], f"Mục “{setting.name}” có hai lần; hãy xóa bớt một dòng."
        )
    else:
        table.places[setting.field] = (number, columns["value"])
        _read_value(table, setting, value_cell, collector)


def _read_value(table: SettingsTable, setting: Setting, cell: Cell | None, collector: Collector) -> None:
    row, column = table.places[setting.field]
    try:
        value = setting.kind.read(cell) if cell is not None else None
    except CellFault as fault:
        for message in fault.messages:
            collector.fault(table.title, row, column, message)
        table.values[setting.field] = setting.kind.placeholder if setting.needed else setting.default
        table.bad.add(setting.field)
        return
    if value is not None:
        table.values[setting.field] = value
    elif setting.needed:
        collector.fault(
            table.title, row, column, f"Chưa có giá trị của mục “{setting.name}”; hãy ghi vào ô này."
        )
    if setting.owner == FORMAT and value is not None and value != VERSION:
        collector.fault(
            table.title,
            row,
            column,
            f"Phiên bản “{value}” của mẫu tệp chưa được hỗ trợ; hãy dùng mẫu phiên bản {VERSION}.",
        )


def _report_missing(table: SettingsTable, collector: Collector) -> None:
    for setting in SETTINGS:
        if setting.needed and setting.field not in table.places:
            collector.fault(
                table.title,
                table.heading_row,
                1,
                f"Thiếu mục “{setting.name}”; hãy thêm một dòng với giá trị của mục.",
            )
