"""The cells of an `.xlsx` as the file holds them, before any meaning: kind, raw text, and three facts of the style.

Not openpyxl's reader: it turns numbers into floats before we can take 15 digits, cannot say whether a formula has a
stored value without reading twice, hides merged cells in its fast mode, and trusts the sizes a file claims. Here a
sheet is one pass of the expat parser, with document type declarations (and so every entity) refused.
"""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element
from xml.parsers import expat

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from reports.workbook.legacy_text import is_legacy_font
from reports.workbook.opening import BROKEN, Package, RefusedFile

NUMBER, TEXT, BOOLEAN, ERROR, DATE, ISO_DATE, FORMULA = "n", "s", "b", "e", "d", "iso", "f"
# Facts of a cell's style, added together in `Cell.style`.
STYLE_DATE, STYLE_PERCENT, STYLE_LEGACY_FONT, STYLE_1904 = 1, 2, 4, 8

MOST_ROWS = 60_000
MOST_COLUMNS = 256
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
LONGEST_TEXT = 32_767
"""What Excel lets a cell hold; one character more is kept, so that a longer text shows."""
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


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


class RawWorkbook:
    """The worksheets of a package by name, in the order of the tabs; a sheet is parsed when asked for.

    Raises RefusedFile when what every sheet needs cannot be read.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        book_path = self._book_path()
        book = _tree(package, book_path)
        targets = self._targets(book_path)
        self.titles: list[str] = []
        self._paths: list[str] = []
        for element in _all(book, "sheet"):
            relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            kind, path = targets.get(relation, ("", ""))
            if kind.endswith("/worksheet") and path in package.names:
                self.titles.append(element.get("name", ""))
                self._paths.append(path)
        is_1904 = any(element.get("date1904") in ("1", "true") for element in _all(book, "workbookPr"))
        folder = posixpath.dirname(book_path)
        kinds = dict(targets.values())
        self._styles = _styles(package, kinds, STYLE_1904 if is_1904 else 0, folder)
        self._strings = _strings(package, kinds, folder)

    def _book_path(self) -> str:
        for element in _all(_tree(self._package, "_rels/.rels"), "Relationship"):
            if element.get("Type", "").endswith("/officeDocument"):
                return element.get("Target", "").lstrip("/")
        return "xl/workbook.xml"

    def _targets(self, book_path: str) -> dict[str, tuple[str, str]]:
        """(relation type, part name) by relation id."""
        folder, name = posixpath.split(book_path)
        found = {}
        for element in _all(_tree(self._package, f"{folder}/_rels/{name}.rels"), "Relationship"):
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[element.get("Id", "")] = (element.get("Type", ""), path)
        return found

    def sheet(self, index: int) -> RawSheet:
        """The cells of the sheet at that place of `titles`. Raises RefusedFile when it cannot be parsed."""
        parser = _SheetParser(self._strings, self._styles)
        _parse(self._package.part(self._paths[index]), parser.start, parser.end, parser.text)
        return parser.sheet


class _Enough(Exception):
    """Stops the parser: the sheet has more rows than are read."""


def _parse(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
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
        self._style = self._styles[style] if style < len(self._styles) else 0
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
            self.sheet.rows.append((self._row_number, self._row))

    def _end_cell(self, value: str) -> None:
        kind, style = self._kind, self._style
        if not value:
            # Excel stores the empty text of a formula as a text value; anything else was never calculated.
            if self._formula and not (kind == "str" and self._has_value):
                self._row[self._column] = Cell(FORMULA, "", 0)
            return
        if kind == "s":
            value, legacy = self._strings[int(value)]
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


def unescape(text: str) -> str:
    """Excel's `_x000D_` as the character it stands for."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _tree(package: Package, name: str) -> Element:
    """A small part as a tree. Raises RefusedFile when it is missing, not XML, or declares entities."""
    try:
        root: Element = fromstring(package.part(name), forbid_dtd=True)
    except RefusedFile:
        raise
    # Whatever is wrong with the bytes (ZIP, compression, XML, encoding, entities), the file is broken.
    except Exception as error:
        raise RefusedFile(BROKEN) from error
    return root


def _all(tree: Element, name: str) -> list[Element]:
    """The elements of that local name, whatever the namespace (transitional or strict)."""
    return [element for element in tree.iter() if element.tag.rpartition("}")[2] == name]


def _styles(package: Package, kinds: dict[str, str], every: int, folder: str) -> list[int]:
    """The facts of each cell style, by the index that cells name."""
    path = _related(kinds, "/styles") or f"{folder}/styles.xml"
    if path not in package.names:
        return [every]
    tree = _tree(package, path)
    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    fonts: list[bool] = []
    facts: list[int] = []
    try:
        for element in _all(tree, "numFmt"):
            formats[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
        for group in _all(tree, "fonts")[:1]:
            for font in group:
                fonts.append(any(is_legacy_font(name.get("val", "")) for name in _all(font, "name")))
        for group in _all(tree, "cellXfs")[:1]:
            for style in group:
                font_index = int(style.get("fontId", "0"))
                fact = _format_facts(formats.get(int(style.get("numFmtId", "0")), ""))
                if font_index < len(fonts) and fonts[font_index]:
                    fact |= STYLE_LEGACY_FONT
                facts.append(every | fact)
    except ValueError as error:
        raise RefusedFile(BROKEN) from error
    return facts or [every]


def _format_facts(code: str) -> int:
    if is_date_format(code):
        return STYLE_DATE
    return STYLE_PERCENT if "%" in _QUOTED.sub("", code) else 0


def _related(kinds: dict[str, str], ending: str) -> str:
    return next((path for kind, path in kinds.items() if kind.endswith(ending)), "")


def _strings(package: Package, kinds: dict[str, str], folder: str) -> list[tuple[str, bool]]:
    """The shared strings, each with whether a run of it is in an old 8-bit font."""
    path = _related(kinds, "/sharedStrings") or f"{folder}/sharedStrings.xml"
    if path not in package.names:
        return []
    strings: list[tuple[str, bool]] = []
    pieces: list[str] = []
    state = {"collecting": False, "phonetic": False, "legacy": False}

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "si":
            pieces.clear()
            state.update(collecting=False, phonetic=False, legacy=False)
        elif tag == "t":
            state["collecting"] = not state["phonetic"]
        elif tag == "rPh":
            state["phonetic"] = True
        elif tag == "rFont" and is_legacy_font(attributes.get("val", "")):
            state["legacy"] = True

    def end(tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "si":
            strings.append((unescape("".join(pieces)[: LONGEST_TEXT + 1]), state["legacy"]))
        elif tag == "t":
            state["collecting"] = False
        elif tag == "rPh":
            state["phonetic"] = False

    def text(data: str) -> None:
        if state["collecting"]:
            pieces.append(data)

    _parse(package.part(path), start, end, text)
    return strings
