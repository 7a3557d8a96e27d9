"""The worksheets of an `.xlsx` package by name, with the styles and shared strings that their cells point to."""

import posixpath
import re
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from reports.workbook.grid import (
    LONGEST_TEXT,
    STYLE_1904,
    STYLE_DATE,
    STYLE_LEGACY_FONT,
    STYLE_PERCENT,
    RawSheet,
    parse_part,
    parse_sheet,
    unescape,
)
from reports.workbook.legacy_text import is_legacy_font
from reports.workbook.opening import BROKEN, Package, RefusedFile

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


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
            if kind.endswith("/worksheet"):
                if path not in package.names:  # passed over, all its rows would be lost without a word
                    raise RefusedFile(BROKEN)
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
        return parse_sheet(self._package.part(self._paths[index]), self._strings, self._styles)


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

    parse_part(package.part(path), start, end, text)
    return strings
