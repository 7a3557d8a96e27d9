"""Kinds of columns: what a raw cell means there, or one Vietnamese sentence saying why it means nothing.

A kind also knows how its values are written back, so that reading and writing cannot drift apart.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from blocs.terms import Answer, Level, Term
from blocs.text import clean, clean_lines
from reports.paper.words import short_date, trimmed
from reports.workbook import grid
from reports.workbook.cell_values import CellFault, day_of, decimal_of, shown, squash, text_of
from reports.workbook.grid import Cell
from reports.workbook.legacy_text import looks_legacy
from scoring.criterion_parameters import NOTHING, Parameters
from scoring.definitions import read_levels, read_tie_keys
from scoring.parameters_text import parameters_text, read_parameters

Plain = str | int | float | date | None
"""What openpyxl is given to write."""

LARGEST_POINTS = Decimal(10**9)
FIRST_YEAR, LAST_YEAR = 1901, 2199
_SLUG = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Kind(ABC):
    """What a column holds. `read` gives the value of a cell or raises CellFault; `plain` is the way back."""

    def read(self, cell: Cell) -> Any:
        if cell.kind == grid.FORMULA:
            raise CellFault(
                "Công thức chưa có giá trị được lưu; hãy mở tệp bằng Excel, lưu lại, hoặc thay công thức bằng giá trị."
            )
        if cell.kind == grid.ERROR:
            raise CellFault(f"Ô báo lỗi “{shown(cell)}”; hãy sửa công thức hoặc ghi giá trị.")
        if cell.kind == grid.BOOLEAN:
            raise CellFault(f"Ô chứa giá trị logic “{shown(cell)}”; hãy ghi chữ hoặc số.")
        if cell.kind == grid.TEXT and not clean(cell.value):
            return None
        if cell.kind == grid.TEXT and looks_legacy(cell.value, bool(cell.style & grid.STYLE_LEGACY_FONT)):
            raise CellFault(
                f"Chữ “{shown(cell)}” thuộc bảng mã cũ (TCVN3/VNI); hãy chuyển sang Unicode rồi nhập lại."
            )
        return self.value(cell)

    @abstractmethod
    def value(self, cell: Cell) -> Any:
        """The value of a number, text or date cell."""

    def plain(self, value: Any) -> Plain:
        """The value as it is written; None and empty texts leave the cell empty."""
        return value if value != "" else None

    @property
    def placeholder(self) -> Any:
        """A value of the right type that stands in where none could be read."""
        return None

    @property
    def choices(self) -> Sequence[str]:
        """The listed values, for the template's lists."""
        return ()

    @property
    def stays_text(self) -> bool:
        """Whether Excel must not make a number or date of what is typed: codes, phones, decision numbers."""
        return False


@dataclass(frozen=True)
class Text(Kind):
    """Text of at most `longest` characters, on one line unless `lines`; `digits` where it may look like a number."""

    longest: int = 255
    lines: bool = False
    digits: bool = False

    def value(self, cell: Cell) -> str | None:
        text = text_of(cell)
        if len(text) > grid.LONGEST_TEXT:
            raise CellFault(f"Nội dung dài quá {self.longest} ký tự; hãy rút gọn.")
        text = clean_lines(text) if self.lines else clean(text)
        if len(text) > self.longest:
            raise CellFault(f"Nội dung “{shown(cell)}” dài quá {self.longest} ký tự; hãy rút gọn.")
        return text or None

    @property
    def placeholder(self) -> str:
        return ""

    @property
    def stays_text(self) -> bool:
        return self.digits


@dataclass(frozen=True)
class Code(Kind):
    """A code, matched exactly after trimming. A whole number is its digits; another number is refused, because
    Excel may have eaten a digit of it (1.10 became 1.1) or turned a point into a comma."""

    longest: int = 64

    def value(self, cell: Cell) -> str | None:
        if cell.kind == grid.NUMBER:
            number = decimal_of(cell)
            if number != number.to_integral_value():
                raise CellFault(
                    f"Mã “{shown(cell)}” là số nên Excel có thể đã làm mất chữ số (1.10 thành 1.1); "
                    "hãy định dạng ô là Văn bản (Text) rồi gõ lại mã."
                )
        text = text_of(cell)
        if len(text) > 1000:
            raise CellFault(f"Mã “{shown(cell)}” dài quá {self.longest} ký tự; hãy rút gọn.")
        text = _trimmed(text)
        if "\n" in text or "\r" in text or "\t" in text:
            raise CellFault(f"Mã “{shown(cell)}” có xuống dòng; hãy ghi mã trên một dòng.")
        if len(text) > self.longest:
            raise CellFault(f"Mã “{shown(cell)}” dài quá {self.longest} ký tự; hãy rút gọn.")
        return text or None

    @property
    def placeholder(self) -> str:
        return ""

    @property
    def stays_text(self) -> bool:
        return True


def _trimmed(text: str) -> str:
    """NFC without control characters, look-alike letters and outer spaces; inner spaces stay as they are."""
    return re.sub(r"\S+", lambda word: clean(word[0]), text).strip()


@dataclass(frozen=True)
class BlocCode(Code):
    """The bloc's code: it stands in addresses and on command lines."""

    def value(self, cell: Cell) -> str | None:
        text = super().value(cell)
        if text and not _SLUG.fullmatch(text):
            raise CellFault(
                f"Mã khối “{shown(cell)}” chỉ được có chữ cái không dấu, chữ số, dấu gạch nối và gạch dưới."
            )
        return text


@dataclass(frozen=True)
class Number(Kind):
    """An exact number below `limit` with at most 6 decimals, read to 15 significant digits (contract §3)."""

    limit: Decimal = LARGEST_POINTS

    def value(self, cell: Cell) -> Any:
        number = decimal_of(cell)
        if abs(number) >= self.limit:
            raise CellFault(
                f"Số “{shown(cell)}” quá lớn; số phải nhỏ hơn {trimmed(self.limit, thousands=True)}."
            )
        return number

    def plain(self, value: Decimal | None) -> Plain:
        if value is None:
            return None
        return int(value) if value == value.to_integral_value() else float(value)

    @property
    def placeholder(self) -> Any:
        return Decimal(0)


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = 999_999_999

    def value(self, cell: Cell) -> int:
        number = decimal_of(cell)
        whole = int(number)
        if whole != number:
            raise CellFault(f"“{shown(cell)}” phải là số nguyên.")
        if whole < self.least:
            raise CellFault(f"“{shown(cell)}” phải từ {self.least} trở lên.")
        if whole > self.most:
            raise CellFault(f"“{shown(cell)}” quá lớn; phải từ {self.most} trở xuống.")
        return whole

    @property
    def placeholder(self) -> int:
        return max(self.least, 0)


@dataclass(frozen=True)
class Listed(Kind):
    """One of the listed words, whatever its case, accents and spaces."""

    terms: tuple[Term, ...]

    def value(self, cell: Cell) -> Any:
        wanted = squash(text_of(cell))
        for term in self.terms:
            if squash(term.label) == wanted:
                return term
        names = ", ".join(self.choices)
        raise CellFault(f"“{shown(cell)}” không có trong danh sách; hãy chọn một trong: {names}.")

    def plain(self, value: Term | None) -> Plain:
        return value.label if value is not None else None

    @property
    def placeholder(self) -> Term:
        return self.terms[0]

    @property
    def choices(self) -> list[str]:
        return [term.label for term in self.terms]


@dataclass(frozen=True)
class YesNo(Kind):
    """`Có` or `Không`, a bool."""

    def value(self, cell: Cell) -> bool:
        return bool(Listed(tuple(Answer)).value(cell) == Answer.YES)

    def plain(self, value: bool | None) -> Plain:
        return None if value is None else (Answer.YES if value else Answer.NO).label

    @property
    def placeholder(self) -> bool:
        return False

    @property
    def choices(self) -> list[str]:
        return [answer.label for answer in Answer]


@dataclass(frozen=True)
class Date(Kind):
    """A date cell, `dd/mm/yyyy` or `yyyy-mm-dd`; a time of day is left out."""

    def value(self, cell: Cell) -> date:
        day = day_of(cell)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise CellFault(
                f"Ngày “{short_date(day)}” nằm ngoài các năm {FIRST_YEAR} đến {LAST_YEAR}; hãy sửa lại."
            )
        return day


@dataclass(frozen=True)
class Levels(Kind):
    """The ordered levels of scoring, separated by semicolons."""

    def value(self, cell: Cell) -> Any:
        levels, problems = read_levels(text_of(cell))
        if problems:
            raise CellFault(*problems)
        return levels

    def plain(self, value: tuple[Level, ...]) -> Plain:
        return "; ".join(level.label for level in value) or None

    @property
    def placeholder(self) -> Any:
        return ()


@dataclass(frozen=True)
class TieKeys(Kind):
    """The ordered tie keys, separated by semicolons."""

    def value(self, cell: Cell) -> Any:
        keys, problems = read_tie_keys(text_of(cell))
        if problems:
            raise CellFault(*problems)
        return keys or None

    def plain(self, value: tuple[str, ...]) -> Plain:
        return "; ".join(value) or None

    @property
    def placeholder(self) -> Any:
        return ()


@dataclass(frozen=True)
class RuleLines(Text):
    """What a criterion's rule needs, a line a rung or item (scoring/parameters_text.py)."""

    longest: int = 10_000
    lines: bool = True

    def value(self, cell: Cell) -> Any:
        parameters, problems = read_parameters(super().value(cell) or "")
        if problems:
            raise CellFault(*problems)
        return parameters

    def plain(self, value: Parameters) -> Plain:
        return parameters_text(value) or None

    @property
    def placeholder(self) -> Any:
        return NOTHING
