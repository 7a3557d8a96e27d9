"""Faults and notices of a reading, and where they stand."""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from reports.workbook.layout import SHEET_RANK


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the workbook is refused. `sheet` is the tab's name as in the file, empty when the whole file is meant;
    `cell` is like "C5"."""

    sheet: str
    cell: str
    message: str

    def __str__(self) -> str:
        """`Sheet!Cell: message`, the line that commands print (contract §1)."""
        return f"{self.sheet}!{self.cell}: {self.message}" if self.sheet else self.message


@dataclass(frozen=True, slots=True)
class Notice(Fault):
    """Something that was passed over and does not stop the import."""


def coordinate(row: int, column: int) -> str:
    """ "C5" for row 5, column 3."""
    return f"{get_column_letter(column)}{row}"


@dataclass
class Collector:
    """Gathers faults and notices in any order and gives them back by sheet, row and column."""

    _faults: list[tuple[tuple[int, int, int, int], Fault]] = field(default_factory=list)
    _notices: list[Notice] = field(default_factory=list)
    _rank: dict[str, int] = field(default_factory=dict)

    def name_sheet(self, title: str, canonical: str) -> None:
        """Lists the tab `title`'s faults where the sheet `canonical` comes in the contract."""
        self._rank[title] = SHEET_RANK[canonical]

    def fault(self, sheet: str, row: int, column: int, message: str) -> None:
        rank = self._rank.get(sheet, SHEET_RANK.get(sheet, len(SHEET_RANK)))
        place = (rank, row, column, len(self._faults))
        self._faults.append((place, Fault(sheet, coordinate(row, column), message)))

    def notice(self, sheet: str, row: int, column: int, message: str) -> None:
        self._notices.append(Notice(sheet, coordinate(row, column), message))

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(fault for _, fault in sorted(self._faults, key=lambda pair: pair[0]))

    @property
    def notices(self) -> tuple[Notice, ...]:
        return tuple(self._notices)
