"""The cells of an `.xlsx` as the file holds them, before any meaning: kind, raw text, and three facts of the style.

Not openpyxl's reader: it turns numbers into floats before we can take 15 digits, cannot say whether a formula has a
stored value without reading twice, hides merged cells in its fast mode, and trusts the sizes a file claims. Here a
sheet is one pass of the expat parser, with document type declarations (and so every entity) refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from reports.workbook.opening import BOMB, BROKEN, RefusedFile

NUMBER, TEXT, BOOLEAN, ERROR, DATE, ISO_DATE, FORMULA = "n", "s", "b", "e", "d", "iso", "f"
# Facts of a cell's style, added together in `Cell.style`.
STYLE_DATE, STYLE_PERCENT, STYLE_LEGACY_FONT, STYLE_1904 = 1, 2, 4, 8

# 47 units scoring each other on 60 criteria fill 138,180; what is exported must come in again.
MOST_ROWS = 150_000
MOST_COLUMNS = 256
# Rows times columns would still fill a small server's memory; a full sheet of scores has a third of this.
MOST_CELLS = 1_000_000
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
LONGEST_TEXT = 32_767
"""What Excel lets a cell hold; one character more is kept, so that a longer text shows."""
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


class Cell(NamedTuple):
    """A cell that holds something: `kind` is one of the constants above, `value` the raw text.

    FORMULA is a formula without a stored value; one with a value is of its value's kind.
    """

    kind: str
    value: str
    style: int


@dataclass(slots=True)
class RawSheet:
    """The rows of a sheet that hold anything, by row number and column index from 1; and the merged ranges."""

    rows: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    too_many_rows_at: int | None = None


def parse_sheet(data: bytes, strings: list[tuple[str, bool]], styles: list[int]) -> RawSheet:
    """The cells of a worksheet part. `strings` are the shared strings with whether they are in an old font, `styles`
    the facts of each style. Raises RefusedFile when it cannot be parsed."""
    parser = _SheetParser(strings, styles)
    parse_part(data, parser.start, parser.end, parser.text)
    return parser.sheet


class _Enough(Exception):
    """Stops the parser: the sheet has more rows than are read."""


def parse_part(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Runs the handlers over an XML part. Raises RefusedFile for what is not well-formed or declares a type."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except _Enough:
        pass
    except (expat.ExpatError, ValueError, IndexError, KeyError, OverflowError) as error:
        raise RefusedFile(BROKEN) from error


def _refuse_doctype(*_: object) -> None:
    raise RefusedFile(BROKEN)


class _SheetParser:
    """Handlers that turn one worksheet part into a RawSheet."""

    def __init__(self, strings: list[tuple[str, bool]], styles: list[int]) -> None:
        self.sheet = RawSheet()
        self._strings = strings
        self._styles = styles
        self._columns: dict[str, int] = {}
        self._row_number = 0
        self._row: dict[int, Cell] = {}
        self._column = 0
        self._in_cell = False
        self._phonetic = False
        self._collecting = False
        self._pieces: list[str] = []
        self._kind = ""
        self._style = 0
        self._formula = False
        self._has_value = False
        self._cells = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif self._in_cell:
            if tag == "v":
                self._has_value = self._collecting = True
            elif tag == "t":
                self._collecting = not self._phonetic
            elif tag == "f":
                self._formula = True
            elif tag == "rPh":
                self._phonetic = True
        elif tag == "row":
            self._row_number = int(attributes.get("r", self._row_number + 1))
            if not 1 <= self._row_number <= _LAST_ROW:
                raise ValueError("row number")
            self._row = {}
            self._column = 0
        elif tag == "mergeCell":
            self.sheet.merged.append(attributes["ref"])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column = self._column + 1 if reference is None else self._index(reference)
        self._kind = attributes.get("t", NUMBER)
        style = int(attributes.get("s", 0))
        self._style = self._styles[style] if 0 <= style < len(self._styles) else 0
        self._in_cell = True
        self._formula = self._has_value = self._collecting = self._phonetic = False
        self._pieces = []

    def _index(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        index = self._columns.get(letters)
        if index is None:
            index = self._columns[letters] = column_index(letters)
        return index

    def text(self, text: str) -> None:
        if self._collecting:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag in ("v", "t"):
            self._collecting = False
        elif tag == "c":
            self._in_cell = False
            if self._column <= MOST_COLUMNS:
                self._end_cell("".join(self._pieces))
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "row" and self._row:
            if len(self.sheet.rows) == MOST_ROWS:
                self.sheet.too_many_rows_at = self._row_number
                raise _Enough
            self._cells += len(self._row)
            if self._cells > MOST_CELLS:
                raise RefusedFile(BOMB)
            self.sheet.rows.append((self._row_number, self._row))

    def _end_cell(self, value: str) -> None:
        kind, style = self._kind, self._style
        if not value:
            # Excel stores the empty text of a formula as a text value; anything else was never calculated.
            if self._formula and not (kind == "str" and self._has_value):
                self._row[self._column] = Cell(FORMULA, "", 0)
            return
        if kind == "s":
            value, legacy = self._strings[_place(value)]
            if legacy:
                style |= STYLE_LEGACY_FONT
            kind = TEXT
        elif kind in ("inlineStr", "str"):
            kind, value = TEXT, unescape(value[: LONGEST_TEXT + 1])
        elif kind == "d":
            kind = ISO_DATE
        elif kind == NUMBER and style & STYLE_DATE:
            kind = DATE
        if value and not value.isspace():
            self._row[self._column] = Cell(kind, value, style)


def column_index(letters: str) -> int:
    """1 for "A", 28 for "AB". Raises ValueError when it is no column of a worksheet."""
    index = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError("column")
        index = index * 26 + ord(letter) - 64
    if not 1 <= index <= _LAST_COLUMN:
        raise ValueError("column")
    return index


def _place(text: str) -> int:
    """The place of a shared string. Raises ValueError below 0, where Python would count from the end."""
    place = int(text)
    if place < 0:
        raise ValueError("shared string")
    return place


def unescape(text: str) -> str:
    """Excel's `_x000D_` as the character it stands for; half a surrogate pair, which nothing can store, as U+FFFD."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
