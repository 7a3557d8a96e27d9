"""What the cells of one sheet cannot say alone: references, repeated rows, contradicting rules (contract §3).

The rules themselves are in `scoring.rule_checks` and `awards.rule_checks`, which forms share; here their faults are
put on cells, and left out where they were judged from a cell that could not be read.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from awards.rule_checks import check_award_rules, check_vote_counts, check_vote_results, unknown_award
from blocs.terms import Role
from reports.workbook import layout
from reports.workbook.cell_values import shorten
from reports.workbook.faults import Collector
from reports.workbook.layout import AWARD, LEAF, SHEETS, UNIT, SheetLayout
from reports.workbook.movement_text import unknown_codes
from reports.workbook.settings_reading import SettingsTable
from reports.workbook.tables import Row, Table
from scoring.definitions import leaf_codes
from scoring.rule_checks import (
    RowFault,
    SettingFault,
    check_classes,
    check_criteria,
    check_scale,
    check_settings,
)


@dataclass
class Sheets:
    """All that was read of a workbook, with the place to report to."""

    collector: Collector
    settings: SettingsTable
    known_awards: Collection[str]
    tables: dict[str, Table] = field(default_factory=dict)

    def table(self, sheet: SheetLayout) -> Table:
        return self.tables[sheet.key]

    def report(self, table: Table, row: Row, message: str, *fields: str) -> None:
        """A fault at the first of these fields that has a column."""
        self.collector.fault(table.title, row.number, table.column(*fields), message)

    def codes(self, sheet: SheetLayout) -> set[str] | None:
        """The codes of `Đơn vị` or `Tiêu chí`, unreadable ones too; None when the sheet or column is missing."""
        table = self.table(sheet)
        if not table.has("code"):
            return None
        return {row.values["code"] for row in table.rows if "code" not in row.bad} | table.unread


def check_all(sheets: Sheets) -> None:
    """Every check between cells but those of scores and score sheets (`checks_scores`)."""
    _check_units(sheets)
    _check_rules(sheets)
    _check_references(sheets)
    _check_repeats(sheets)
    _check_assignments(sheets)
    _check_movements(sheets)
    _check_commendations(sheets)


def _check_units(sheets: Sheets) -> None:
    table = sheets.table(layout.UNITS)
    for column, name in (("code", "Mã"), ("order", "STT")):
        for row in _repeated(table, column):
            value = row.values[column]
            sheets.report(
                table, row, f"{name} “{value}” bị lặp lại; mỗi đơn vị phải có {name} riêng.", column
            )
    leaders = [row for row in table.rows if "role" not in row.bad and row.values["role"] == Role.LEADER]
    for row in leaders[1:]:
        sheets.report(
            table,
            row,
            f"Khối đã có {Role.LEADER.label} ở dòng {leaders[0].number}; mỗi khối chỉ có một {Role.LEADER.label}.",
            "role",
        )


def _repeated(table: Table, *fields: str) -> Iterable[Row]:
    """The rows whose values of these fields stood in a row before; empty and unread ones do not count."""
    seen: set[tuple[Any, ...]] = set()
    for row in table.rows:
        key = tuple(row.values[name] for name in fields)
        if row.bad.isdisjoint(fields) and None not in key:
            if key in seen:
                yield row
            seen.add(key)


def _check_rules(sheets: Sheets) -> None:
    settings = sheets.settings
    criteria = sheets.table(layout.CRITERIA)
    rows = criteria.objects()
    bad = set(settings.bad)
    if not criteria.has("code", "group") or any(row.bad & {"code", "group"} for row in criteria.rows):
        bad |= {"sections", "content_maxima"}
    if not criteria.rows or not criteria.has("maximum") or any("maximum" in row.bad for row in criteria.rows):
        bad.add("content_maxima")
    rules = settings.rules()
    _report_settings(sheets, bad, check_settings(rules, rows, sheets.known_awards))
    _report_settings(sheets, bad, check_scale(rules, rows))
    if criteria.has("code", "group"):
        report_rows(sheets.collector, criteria, check_criteria(rows))
    classes = sheets.table(layout.CLASSES)
    report_rows(sheets.collector, classes, check_classes(classes.objects()))
    awards = sheets.table(layout.AWARD_RULES)
    report_rows(sheets.collector, awards, check_award_rules(awards.objects(), sheets.known_awards))
    _check_votes(sheets)


def _check_votes(sheets: Sheets) -> None:
    counts, results = sheets.table(layout.VOTE_COUNTS), sheets.table(layout.VOTE_RESULTS)
    report_rows(sheets.collector, counts, check_vote_counts(counts.objects()))
    for row in counts.rows:
        if "valid" in row.bad:  # nothing is above a number that nobody could read
            row.values["valid"] = layout.VOTE_COUNTS_MOST
    report_rows(sheets.collector, results, check_vote_results(results.objects(), counts.objects()))


def _report_settings(sheets: Sheets, bad: set[str], faults: list[SettingFault]) -> None:
    settings = sheets.settings
    for fault in faults:
        if fault.field not in bad and bad.isdisjoint(fault.depends):
            row, column = settings.place(fault.field, *sorted(fault.depends))
            sheets.collector.fault(settings.title, row, column, fault.message)


def report_rows(collector: Collector, table: Table, faults: list[RowFault]) -> None:
    """Put the faults of rows on their cells, but for those judged from a cell that could not be read."""
    for fault in faults:
        judged = {(fault.row, fault.column), *fault.depends}
        if any(column in table.rows[row].bad for row, column in judged):
            continue
        others = sorted(column for row, column in fault.depends if row == fault.row)
        collector.fault(
            table.title, table.rows[fault.row].number, table.column(fault.column, *others), fault.message
        )


def _check_references(sheets: Sheets) -> None:
    """Unit, criterion and award codes that stand nowhere; the rules' own awards are checked with the rules."""
    units, criteria = sheets.codes(layout.UNITS), sheets.codes(layout.CRITERIA)
    leaves = leaf_codes(criteria) | sheets.table(layout.CRITERIA).unread if criteria is not None else None
    for sheet in SHEETS:
        table = sheets.table(sheet)
        for column in sheet.columns:
            if column.refers == UNIT and units is not None:
                _unknown(sheets, table, column.field, units, unknown_unit)
            elif column.refers == AWARD and sheet is not layout.AWARD_RULES:
                _unknown(sheets, table, column.field, sheets.known_awards, unknown_award)
            elif column.refers == LEAF and criteria is not None and leaves is not None:
                _unknown(sheets, table, column.field, criteria, unknown_criterion)
                if sheet is layout.TARGETS:
                    _unknown(
                        sheets,
                        table,
                        column.field,
                        leaves | (_used(table, column.field) - criteria),
                        not_a_leaf,
                    )


def _used(table: Table, name: str) -> set[str]:
    return {row.values[name] for row in table.rows}


def _unknown(sheets: Sheets, table: Table, name: str, known: Collection[str], message: Any) -> None:
    unknown = _used(table, name) - set(known) - {""}
    for row in table.rows if unknown else ():
        if row.values[name] in unknown and name not in row.bad:
            sheets.report(table, row, message(row.values[name]), name)


def unknown_unit(code: str) -> str:
    return f"Đơn vị “{code}” không có trong trang Đơn vị; hãy sửa mã hoặc thêm đơn vị."


def unknown_criterion(code: str) -> str:
    return f"Tiêu chí “{code}” không có trong trang Tiêu chí; hãy sửa mã."


def not_a_leaf(code: str) -> str:
    return f"Tiêu chí “{code}” còn có tiêu chí con; hãy ghi mã tiêu chí nhỏ nhất."


def _check_repeats(sheets: Sheets) -> None:
    pledges = sheets.table(layout.PLEDGES)
    for row in _repeated(pledges, "unit"):
        sheets.report(
            pledges,
            row,
            f"Giao ước của đơn vị “{row.values['unit']}” được ghi hai lần; hãy bỏ bớt một dòng.",
            "unit",
        )
    registrations = sheets.table(layout.REGISTRATIONS)
    for row in _repeated(registrations, "unit", "award"):
        unit, award = row.values["unit"], row.values["award"]
        sheets.report(
            registrations, row, f"Đơn vị “{unit}” đăng ký “{award}” hai lần; hãy bỏ bớt một dòng.", "award"
        )


def _check_assignments(sheets: Sheets) -> None:
    table = sheets.table(layout.ASSIGNMENTS)
    for row in table.rows:
        scorer = row.values["scorer"]
        if scorer == row.values["scored"] and not row.bad:
            sheets.report(
                table, row, f"Đơn vị “{scorer}” được phân công chấm chính mình; hãy sửa lại.", "scored"
            )
    for row in _repeated(table, "scorer", "scored"):
        pair = f"“{row.values['scorer']}” chấm “{row.values['scored']}”"
        sheets.report(table, row, f"Phân công {pair} được ghi hai lần; hãy bỏ bớt một dòng.", "scored")


def _check_movements(sheets: Sheets) -> None:
    table = sheets.table(layout.MOVEMENTS)
    for row in table.rows:
        starts, ends = row.values["starts_on"], row.values["ends_on"]
        if starts is not None and ends is not None and ends < starts:
            sheets.report(table, row, "Đến ngày sớm hơn Từ ngày; hãy sửa lại một trong hai ngày.", "ends_on")
    units = sheets.codes(layout.UNITS)
    for row in table.rows if units is not None else ():
        for code in unknown_codes(row.values["participants"], units or ()):
            sheets.report(table, row, unknown_unit(code), "participants")


def _check_commendations(sheets: Sheets) -> None:
    table, movements = sheets.table(layout.COMMENDATIONS), sheets.table(layout.MOVEMENTS)
    known = {row.values["name"] for row in movements.rows}
    for row in table.rows:
        if row.values["recipient"] and row.values["count"] not in (None, 1):
            sheets.report(
                table, row, "Dòng có Tên chỉ tính 1; hãy bỏ trống Số lượng, hoặc bỏ trống Tên.", "count"
            )
        name = row.values["movement"]
        if name and name not in known:
            sheets.collector.notice(
                table.title,
                row.number,
                table.column("movement"),
                f"Không có phong trào “{shorten(name)}” ở trang Phong trào nên dòng này không gắn với phong trào nào.",
            )
