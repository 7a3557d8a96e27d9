"""Reading a bloc-year workbook: all of it and no fault, or every fault at once and nothing (contract §1, §3)."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from blocs.text import clean
from reports.workbook import layout
from reports.workbook.book import YearBook
from reports.workbook.cell_values import shorten, squash
from reports.workbook.checks import Sheets, check_all
from reports.workbook.checks_scores import check_scores
from reports.workbook.faults import Collector, Fault, Notice
from reports.workbook.grid import RawSheet
from reports.workbook.opening import RefusedFile, open_package, read_bytes
from reports.workbook.raw_workbook import RawWorkbook
from reports.workbook.settings_reading import SettingsTable, read_settings
from reports.workbook.tables import Table, read_table

_BLOC = squash(layout.BLOC_SHEET)
_HELP = squash(layout.HELP_SHEET)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook gave: the book when there is no fault, else all faults by sheet and cell; notices always."""

    book: YearBook | None
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]


def read_workbook(file: BinaryIO | Path | bytes, known_awards: Collection[str]) -> Reading:
    """Reads and checks a whole workbook; `known_awards` are the codes of the installation's catalogue.

    Never raises for what the file holds, whatever its bytes are.
    """
    collector = Collector()
    try:
        raw = RawWorkbook(open_package(read_bytes(file)))
        sheets = _read_sheets(raw, collector, frozenset(known_awards))
    except RefusedFile as refusal:
        return Reading(None, (Fault("", "", str(refusal)),), ())
    check_all(sheets)
    check_scores(sheets)
    faults = collector.faults
    return Reading(None if faults else _book(sheets), faults, collector.notices)


def _read_sheets(raw: RawWorkbook, collector: Collector, known_awards: Collection[str]) -> Sheets:
    settings: SettingsTable | None = None
    tables: dict[str, Table] = {}
    seen: dict[str, str] = {}
    for index, tab in enumerate(raw.titles):
        title, name = clean(tab), squash(tab)
        if name != _BLOC and name not in layout.SHEET_BY_NAME:
            if name != _HELP:
                collector.notice(title, 1, 1, f"Trang “{shorten(title)}” không thuộc mẫu nên được bỏ qua.")
            continue
        canonical = layout.BLOC_SHEET if name == _BLOC else layout.SHEET_BY_NAME[name].title
        collector.name_sheet(title, canonical)
        if name in seen:
            collector.fault(title, 1, 1, f"Trang “{canonical}” có hai lần; hãy xóa hoặc đổi tên một trang.")
            continue
        seen[name] = title
        rows = raw.sheet(index)
        if name == _BLOC:
            settings = read_settings(rows, title, collector)
        else:
            sheet = layout.SHEET_BY_NAME[name]
            tables[sheet.key] = read_table(rows, title, sheet, collector)
    return Sheets(
        collector, settings or _no_settings(collector), known_awards, _with_missing(tables, collector)
    )


def _no_settings(collector: Collector) -> SettingsTable:
    collector.fault(layout.BLOC_SHEET, 1, 1, _missing(layout.BLOC_SHEET))
    return read_settings(RawSheet(), layout.BLOC_SHEET, Collector())


def _with_missing(tables: dict[str, Table], collector: Collector) -> dict[str, Table]:
    """The tables with an empty one for each sheet that is not there; needed ones are faults."""
    for sheet in layout.SHEETS:
        if sheet.key not in tables:
            tables[sheet.key] = Table(sheet, sheet.title)
            if sheet.needed:
                collector.fault(sheet.title, 1, 1, _missing(sheet.title))
    return tables


def _missing(title: str) -> str:
    return f"Thiếu trang tính “{title}”; hãy thêm trang này, tên và tiêu đề cột như trong mẫu."


def _book(sheets: Sheets) -> YearBook:
    rows: dict[str, tuple[Any, ...]] = {key: tuple(table.objects()) for key, table in sheets.tables.items()}
    rows["scores"] = tuple(score for score in rows["scores"] if score.points is not None)
    return YearBook(head=sheets.settings.head(), rules=sheets.settings.rules(), **rows)
