"""The outline of a paper: what it says, before it is PDF, Word or Excel.

Frozen dataclasses, standard library only, no other room of the house. The three writers read the same outline, so
they cannot disagree. Values are stated, not formatted: a number cell carries its Decimal or Fraction, a date its
date; None prints an empty cell, which is how a form to be filled by hand is made.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from reports.paper import words
from reports.paper.formats import (
    A5,
    DRAFT,
    HIGHEST_ROW,
    LANDSCAPE,
    LOWEST_ROW,
    PORTRAIT,
    PRACTICE,
    PageFormat,
    shares,
)

# More would not leave a name its line.
MOST_SIGNERS = 3


class Page(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    A5 = "a5"

    @property
    def measures(self) -> PageFormat:
        return {Page.PORTRAIT: PORTRAIT, Page.LANDSCAPE: LANDSCAPE, Page.A5: A5}[self]


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class Kind(StrEnum):
    """What a column holds; a number column centres its cells and gives them its places."""

    TEXT = "text"
    NUMBER = "number"


class RowStyle(StrEnum):
    PLAIN = "plain"
    SECTION = "section"
    TOTAL = "total"
    HIGHLIGHTED = "highlighted"


class Mark(StrEnum):
    """A drawn sign instead of a text: fonts of the Times family lack the ballot boxes."""

    BOX = "□"


Value = str | Decimal | Fraction | int | date | Mark | None


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph with its own weight."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text; `indent` is the first line's."""

    text: str | tuple[Run, ...]
    bold: bool = False
    italic: bool = False
    align: Align = Align.JUSTIFY
    indent: bool = True

    @property
    def runs(self) -> tuple[Run, ...]:
        pieces = (Run(self.text),) if isinstance(self.text, str) else self.text
        return tuple(Run(run.text, run.bold or self.bold, run.italic or self.italic) for run in pieces)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the text: level 1 is "I. MỤC" (bold), 2 is "1. ..." (bold), 3 is "a) ..." (bold italic).

    `centered` is for a part ("Phần thứ nhất: …") that stands over several of level 1.
    """

    text: str
    level: int = 1
    centered: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Small text under a table: the formula, the rounding, the tie-break."""

    lines: tuple[str, ...]
    label: str = "Ghi chú:"


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Column:
    """`weight` is the column's share of the width; neighbours of the same `group` stand under a common heading.

    `places`: the digits after the comma of its numbers, None for no trailing zeros.
    """

    heading: str
    weight: int = 10
    kind: Kind = Kind.TEXT
    places: int | None = None
    align: Align | None = None
    group: str = ""

    @property
    def alignment(self) -> Align:
        return self.align or (Align.CENTER if self.kind is Kind.NUMBER else Align.LEFT)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that differs from its column: spans to the right, its own weight, alignment or places."""

    value: Value = None
    span: int = 1
    bold: bool = False
    italic: bool = False
    align: Align | None = None
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Cells from the left; the spans must add up to the table's columns."""

    cells: tuple[Value | Cell, ...]
    style: RowStyle = RowStyle.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """`row_height` (mm, 4 to 60, 0 for what the text needs) is the least height of body rows: for forms.

    Raises ValueError without columns, for another height, and for a row whose spans do not add up to the columns: a
    shifted score is worse than no paper.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    row_height: int = 0

    def __post_init__(self) -> None:
        if not self.columns or any(column.weight < 1 for column in self.columns):
            raise ValueError("a table has columns, each with a weight of 1 or more")
        if self.row_height and not LOWEST_ROW <= self.row_height <= HIGHEST_ROW:
            raise ValueError(f"a row is {LOWEST_ROW} to {HIGHEST_ROW} mm high")
        for position, row in enumerate(self.rows, start=1):
            width = sum(cell.span if isinstance(cell, Cell) else 1 for cell in row.cells)
            if width != len(self.columns):
                raise ValueError(f"row {position} is {width} columns wide, the table {len(self.columns)}")

    @property
    def percents(self) -> tuple[int, ...]:
        """The columns' widths in whole percent, adding up to 100."""
        return shares(tuple(column.weight for column in self.columns))

    @property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """The upper heading row as (text, span) from the left; a column without a group is ("", 1)."""
        found: list[tuple[str, int]] = []
        for column in self.columns:
            if column.group and found and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1] + 1)
            else:
                found.append((column.group, 1))
        return tuple(found)

    @property
    def grouped(self) -> bool:
        return any(column.group for column in self.columns)


@dataclass(frozen=True, slots=True)
class AppendixHeading:
    """Begins an appendix on a new page, numbered from 1 by itself; `page` None keeps the paper's."""

    roman: str
    title: str
    attached_to: str = ""
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """One column of the signature block.

    `authority` above the space ("TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI"); `title` below it, the post in the signer's own
    unit where its seal is used; `note` stands in the space ("Đã xác nhận điện tử lúc …") in place of ink.
    """

    authority: tuple[str, ...]
    name: str = ""
    title: str = ""
    hint: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignatureGrid:
    """Signatures of many units in 1 to 3 columns, row by row; no cell splits over pages. Raises ValueError for more."""

    cells: tuple[Signer, ...]
    columns: int = 2
    heading: str = ""

    def __post_init__(self) -> None:
        _refuse_columns(self.columns)


Part = Paragraph | Heading | Table | Note | PageBreak | SignatureGrid
Block = Part | AppendixHeading


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Cell 2: the superior body (plain) and the issuer (bold); a stored line may break with "\\n"."""

    superior: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What lets a reader check the paper: a code, the page's address behind the QR, the journal's anchor."""

    code: str = ""
    target: str = ""
    anchor: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A whole paper. `kind` names it in files and code ("bang-tong-hop"), `title` is its tên loại.

    `number` None with a `symbol` leaves the gap a draft has; without both there is no number line. `day` None prints
    dotted lines, `year` filling in what is known. `proof_last`: the QR stands after the last appendix. Without `title` the subject becomes a công văn's "V/v …".
    Raises ValueError for more than three signers: those stand in a SignatureGrid.
    """

    kind: str
    title: str = ""
    subject: tuple[str, ...] = ()
    attached_to: str = ""
    page: Page = Page.PORTRAIT
    letterhead: Letterhead | None = None
    number: str | None = None
    symbol: str = ""
    place: str = ""
    day: date | None = None
    year: int | None = None
    draft: bool = False
    practice: bool = False
    legal_bases: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    signers: tuple[Signer, ...] = ()
    recipients: tuple[str, ...] = ()
    proof: Proof | None = None
    proof_last: bool = False

    def __post_init__(self) -> None:
        _refuse_columns(len(self.signers) or 1)

    @property
    def name(self) -> str:
        """The paper's name in one line, for the document's title and its file."""
        return " ".join((self.title, *self.subject)).strip() or self.kind

    @property
    def mark(self) -> str:
        """What stands under the number to say that the paper is none: "LUYỆN TẬP" of a practice copy, "DỰ THẢO"."""
        return PRACTICE if self.practice else DRAFT if self.draft else ""

    @property
    def number_line(self) -> str:
        """ "Số: 05/BC-KTĐ", with a gap for a number that is not given yet."""
        if not self.number and not self.symbol:
            return ""
        number = self.number or "\u00a0" * 6
        return f"Số: {number}/{self.symbol}" if self.symbol else f"Số: {number}"

    @property
    def place_line(self) -> str:
        """ "Yên Bái, ngày 12 tháng 01 năm 2021", dotted where it is to be filled in by hand."""
        when = words.long_date(self.day) or f"ngày ..... tháng ..... năm {self.year or '........'}"
        return f"{self.place}, {when}" if self.place else when


def _refuse_columns(columns: int) -> None:
    if not 1 <= columns <= MOST_SIGNERS:
        raise ValueError(f"signatures stand in 1 to {MOST_SIGNERS} columns")
