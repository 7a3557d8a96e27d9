"""Reading only the criteria of a workbook, for a year that is being set up (issue 5)."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from blocs.text import clean
from reports.workbook import layout
from reports.workbook.cell_values import squash
from reports.workbook.checks import report_rows
from reports.workbook.faults import Collector, Fault
from reports.workbook.opening import RefusedFile, open_package, read_bytes
from reports.workbook.raw_workbook import RawWorkbook
from reports.workbook.tables import read_table
from scoring.definitions import CriterionRow
from scoring.rule_checks import check_criteria

_CRITERIA = squash(layout.CRITERIA.title)


@dataclass(frozen=True, slots=True)
class CriteriaReading:
    """The tree when there is no fault, else every fault with its cell."""

    rows: tuple[CriterionRow, ...]
    faults: tuple[Fault, ...]


def read_criteria(file: BinaryIO | Path | bytes) -> CriteriaReading:
    """The sheet `Tiêu chí` of an .xlsx, or its only sheet; never raises for what the file holds."""
    try:
        raw = RawWorkbook(open_package(read_bytes(file)))
        place = _place(raw)
        if place is None:
            title = layout.CRITERIA.title
            return _refused(f"Tệp không có trang tính “{title}”; hãy thêm trang này như trong mẫu.")
        collector = Collector()
        table = read_table(raw.sheet(place), clean(raw.titles[place]), layout.CRITERIA, collector)
    except RefusedFile as refusal:
        return _refused(str(refusal))
    rows = table.objects()
    if table.has("code", "group"):
        report_rows(collector, table, check_criteria(rows))
    if collector.faults:
        return CriteriaReading((), collector.faults)
    return CriteriaReading(tuple(rows), ())


def _place(raw: RawWorkbook) -> int | None:
    named = [index for index, title in enumerate(raw.titles) if squash(title) == _CRITERIA]
    if named:
        return named[0]
    return 0 if len(raw.titles) == 1 else None


def _refused(message: str) -> CriteriaReading:
    return CriteriaReading((), (Fault("", "", message),))
