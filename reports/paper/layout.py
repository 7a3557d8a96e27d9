"""Reading an outline: its sections, its cells as they are printed, its texts in one normal form."""

import dataclasses
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from reports.paper import words
from reports.paper.formats import PageFormat
from reports.paper.measuring import balanced
from reports.paper.outline import (
    Align,
    AppendixHeading,
    Cell,
    Letterhead,
    Page,
    Paper,
    Part,
    Proof,
    Row,
    RowStyle,
    Signer,
    Table,
    Value,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A run of pages of one format: the paper itself (`heading` None) or one appendix."""

    page: Page
    heading: AppendixHeading | None
    blocks: tuple[Part, ...]


def sections(paper: Paper) -> tuple[Section, ...]:
    """The paper and its appendices, in order; signatures and recipients belong to the end of the first."""
    found: list[Section] = []
    heading: AppendixHeading | None = None
    held: list[Part] = []
    for block in paper.blocks:
        if isinstance(block, AppendixHeading):
            found.append(_section(paper, heading, held))
            heading, held = block, []
        else:
            held.append(block)
    found.append(_section(paper, heading, held))
    return tuple(found)


def _section(paper: Paper, heading: AppendixHeading | None, held: list[Part]) -> Section:
    page = heading.page if heading is not None and heading.page is not None else paper.page
    return Section(page, heading, tuple(held))


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell with everything its column and row say about it; `position` is its first column, from 0."""

    value: Value
    text: str
    position: int
    span: int
    align: Align
    bold: bool
    italic: bool
    places: int | None


def printed(table: Table, row: Row) -> tuple[PrintedCell, ...]:
    """The row's cells from the left; sections, totals and highlighted rows are bold."""
    found: list[PrintedCell] = []
    position = 0
    for given in row.cells:
        cell = given if isinstance(given, Cell) else Cell(given)
        column = table.columns[position]
        places = column.places if cell.places is None else cell.places
        found.append(
            PrintedCell(
                value=cell.value,
                text=written(cell.value, places),
                position=position,
                span=cell.span,
                align=cell.align or column.alignment,
                bold=cell.bold or row.style is not RowStyle.PLAIN,
                italic=cell.italic,
                places=places,
            )
        )
        position += cell.span
    return tuple(found)


def written(value: Value, places: int | None) -> str:
    """What PDF and Word print: "1.250", "950,50", "12/01/2021", an empty text for None."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date):
        return words.short_date(value)
    return (
        words.trimmed(value, thousands=True)
        if places is None
        else words.number(value, places, thousands=True)
    )


def listed(lines: tuple[str, ...], last: str = ".") -> list[str]:
    """Lines of a list as NĐ 30 ends them: ";" after each, `last` after the last; what stands there is replaced."""
    bare = [line.rstrip().rstrip(";.,").rstrip() for line in lines]
    return [f"{line}{last if position == len(bare) else ';'}" for position, line in enumerate(bare, start=1)]


def about_lines(paper: Paper) -> tuple[str, ...]:
    """A công văn's trích yếu, which stands under the number instead of under a title."""
    if paper.title or not paper.subject:
        return ()
    return (f"V/v {paper.subject[0]}", *paper.subject[1:])


def proof_line(proof: Proof | None) -> str:
    """The line at the foot of every page: the code and the journal's anchor."""
    if proof is None:
        return ""
    return " · ".join(
        part for part in (f"Mã tra cứu: {proof.code}" if proof.code else "", proof.anchor) if part
    )


def proof_lines(proof: Proof) -> tuple[str, ...]:
    """What stands beside the QR code."""
    code = (f"Mã tra cứu: {proof.code}",) if proof.code else ()
    return (*code, "Quét mã hoặc mở địa chỉ dưới đây để kiểm tra bản này:", proof.target)


def signer_lines(signer: Signer, width: float, size: int) -> tuple[list[str], list[str]]:
    """The lines above and below the signing space, broken to stand in a column of `width` mm."""
    above = [line for given in signer.authority for line in balanced(given, width, size)]
    return above, balanced(signer.title, width, size)


def letterhead_lines(letterhead: Letterhead, measures: PageFormat) -> tuple[list[str], list[str]]:
    """The superior body's lines and the issuer's, broken to stand in the left cell."""
    width, size = measures.left_column, measures.sizes.issuer
    superior = [line for name in letterhead.superior for line in balanced(name, width, size)]
    return superior, [line for name in letterhead.issuer for line in balanced(name, width, size)]


_Part = TypeVar("_Part")
# What XML, and so Word and Excel, cannot hold: control characters, lone surrogates and non-characters.
_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(55296, 57344), 65534, 65535))


def tidy(part: _Part) -> _Part:
    """The same outline with every text in NFC and without characters no document format can hold."""
    if isinstance(part, StrEnum):
        return part
    if isinstance(part, str):
        text = unicodedata.normalize("NFC", part.replace("\r\n", "\n").replace("\r", "\n"))
        return text.translate(_UNPRINTABLE)  # type: ignore[return-value]
    if isinstance(part, tuple):
        return tuple(tidy(item) for item in part)  # type: ignore[return-value]
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        return dataclasses.replace(
            part, **{field.name: tidy(getattr(part, field.name)) for field in dataclasses.fields(part)}
        )
    return part
