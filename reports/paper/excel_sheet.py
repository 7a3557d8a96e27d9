"""One worksheet being filled from the top: looks, spans, forced text, the page's set-up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from reports.paper import words
from reports.paper.formats import (
    FONT,
    LEFT_PERCENT,
    MILLIMETRES_PER_POINT,
    NATIONAL_TITLE,
    shares,
)
from reports.paper.layout import PrintedCell, Section
from reports.paper.measuring import filled, width_of
from reports.paper.outline import Align, Page, Row, RowStyle, Table

# Paper numbers of the file format.
PAPERS = {Page.PORTRAIT: "9", Page.LANDSCAPE: "9", Page.A5: "11"}
SHADES = {RowStyle.SECTION: "FFF3F3F3", RowStyle.TOTAL: "FFE9E9E9", RowStyle.HIGHLIGHTED: "FFF3F3F3"}
# Columns of a sheet without a table, in percent of the width: fine enough for a letterhead and two signatures.
PLAIN_COLUMNS = shares((1,) * 10)
# A narrower table is cut at these, so that three signers find their columns.
FEWEST_COLUMNS = 4
SIGNING_EDGES = (33, 50, 67)
# A digit of Times 12, which column widths are counted in, and the padding of a column, in pixels of 1/96 inch.
DIGIT_PIXELS = 8
COLUMN_PADDING = 5
PIXELS_PER_MILLIMETRE = 96 / 25.4
LINE_HEIGHT = 1.25
ROW_AIR = 4
# The plain face against the bold one in running text.
PLAIN_FACTOR = 0.95
MOST_TRIMMED = 6
FORMULA_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Look:
    size: int
    bold: bool = False
    italic: bool = False
    align: Align = Align.CENTER
    underline: bool = False
    bordered: bool = False
    shade: str = ""


@cache
def _font(look: Look) -> Font:
    underline = "single" if look.underline else None
    return Font(name=FONT, size=look.size, bold=look.bold, italic=look.italic, underline=underline)


@cache
def _alignment(look: Look) -> Alignment:
    return Alignment(horizontal=str(look.align), vertical="center", wrap_text=True)


_SIDE = Side(style="thin", color="FF000000")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


class Sheet:
    """A worksheet and the next free row; `edges` are its columns' right edges in percent of the width.

    `headed`: a letterhead will stand on it.
    """

    def __init__(
        self, book: Workbook, name: str, section: Section, foot: str, *, headed: bool = False
    ) -> None:
        self.measures = section.page.measures
        self.sizes = self.measures.sizes
        self.worksheet: Any = book.create_sheet(name)
        self.row = 1
        self.used = 0.0
        tables = [block for block in section.blocks if isinstance(block, Table)]
        self.widest = max(tables, key=lambda table: len(table.columns), default=None)
        percents = self.widest.percents if self.widest else PLAIN_COLUMNS
        self.edges = list(accumulate(percents))
        if len(percents) < FEWEST_COLUMNS:
            self.edges = sorted({*self.edges, *SIGNING_EDGES})
        if headed and not self._holds_letterhead():
            self.edges = sorted({*self.edges, LEFT_PERCENT})
        for position, (begin, end) in enumerate(pairwise([0, *self.edges]), start=1):
            pixels = self.measures.text_width * (end - begin) / 100 * PIXELS_PER_MILLIMETRE
            width = max(1.0, round((pixels - COLUMN_PADDING) / DIGIT_PIXELS, 2))
            self.worksheet.column_dimensions[get_column_letter(position)].width = width
        self._set_page(section.page, foot)

    def _holds_letterhead(self) -> bool:
        """Whether some edge of the table leaves the national title its line and the issuer at least half its column.

        Else the text column that lies over the letterhead's edge becomes two, merged in every row.
        """
        (_, edge), _ = self.spans((LEFT_PERCENT, 100 - LEFT_PERCENT))
        width, left = self.measures.text_width, self._edge(edge)
        right = width * (100 - left) / 100
        return right > width_of(NATIONAL_TITLE, self.sizes.national) and left * 2 > LEFT_PERCENT

    def _set_page(self, page: Page, foot: str) -> None:
        """A4, one page wide, the number at the top from page 2 on, no grid lines: a paper, not a grid."""
        sheet, measures = self.worksheet, self.measures
        sheet.page_setup.paperSize = PAPERS[page]
        sheet.page_setup.orientation = "landscape" if measures.width > measures.height else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 1, True
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        sheet.sheet_view.showGridLines = False
        for side in ("top", "bottom", "left", "right"):
            setattr(sheet.page_margins, side, round(getattr(measures, side) / 25.4, 3))
        sheet.page_margins.header = sheet.page_margins.footer = round(measures.top / 2 / 25.4, 3)
        sheet.HeaderFooter.differentFirst = True
        sheet.oddHeader.center.text = "&P"
        sheet.oddHeader.center.font, sheet.oddHeader.center.size = (
            f"{FONT},Regular",
            measures.sizes.page_number,
        )
        for footer in (sheet.oddFooter.center, sheet.firstFooter.center):
            # A single & would begin a code of the header's own language.
            footer.text = foot.replace("&", "&&") or None
            footer.font, footer.size = f"{FONT},Regular", measures.sizes.proof

    @property
    def page_height(self) -> float:
        """Points of a page between the margins."""
        measures = self.measures
        return (measures.height - measures.top - measures.bottom) / MILLIMETRES_PER_POINT

    def _finish_row(self, points: float) -> None:
        """Give the row its height, go to the next, and keep count of the page."""
        self.worksheet.row_dimensions[self.row].height = round(points, 1)
        self.used = points if self.used + points > self.page_height else self.used + points
        self.row += 1

    def skip(self, points: float = 10) -> None:
        """An empty row."""
        self._finish_row(points)

    def break_page(self) -> None:
        self.worksheet.row_breaks.append(Break(id=self.row - 1))
        self.used = 0.0

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written inside begins a new page rather than be split by the end of this one."""
        begun, used = self.row, self.used
        yield
        height = sum(self.worksheet.row_dimensions[row].height for row in range(begun, self.row))
        if used + height > self.page_height > height and begun > 1:
            self.worksheet.row_breaks.append(Break(id=begun - 1))
            self.used = height

    def spans(self, percents: tuple[int, ...]) -> list[tuple[int, int]]:
        """(first, last) columns for parts of these widths: the nearest edges, at least one column each."""
        found, begun, total = [], 0, 0
        for position, percent in enumerate(percents):
            total += percent
            left = len(percents) - position - 1
            choices = range(begun + 1, max(begun + 1, len(self.edges) - left) + 1)
            last = (
                min(choices, key=lambda column: abs(self._edge(column) - total)) if left else len(self.edges)
            )
            found.append((begun + 1, max(last, begun + 1)))
            begun = found[-1][1]
        return found

    def _edge(self, column: int) -> int:
        return self.edges[min(column, len(self.edges)) - 1]

    def write(self, percents: tuple[int, ...], texts: list[str], look: Look, height: float = 0) -> None:
        """One row of texts side by side; `height` in mm, else as high as the longest needs."""
        needed = height / MILLIMETRES_PER_POINT
        for (first, last), text in zip(self.spans(percents), texts, strict=False):
            self._put(first, last, text, look)
            needed = max(needed, self._height(text, first, last, look))
        self._finish_row(needed)

    def write_beside(
        self, percents: tuple[int, int], left: list[tuple[str, Look]], right: list[tuple[str, Look]]
    ) -> None:
        """Two columns of lines, each with its own look, from the same row down."""
        spans = self.spans(percents)
        for position in range(max(len(left), len(right))):
            needed = 0.0
            for (first, last), lines in zip(spans, (left, right), strict=True):
                if position < len(lines):
                    text, look = lines[position]
                    self._put(first, last, text, look)
                    needed = max(needed, self._height(text, first, last, look))
            self._finish_row(needed)

    def write_heads(self, table: Table) -> None:
        """The heading rows, those of grouped columns two deep; the caller says whether they are repeated."""
        look = Look(self.sizes.table, bold=True, bordered=True)
        spans, position = self.spans(table.percents), 0
        heads = 2 if table.grouped else 1
        heights = [self.sizes.table * LINE_HEIGHT + ROW_AIR] * heads
        for group, count in table.groups:
            columns, (first, last) = table.columns[position : position + count], spans[position]
            if group:
                self._put(first, spans[position + count - 1][1], group, look)
                for column, (start, end) in zip(columns, spans[position : position + count], strict=True):
                    self._put(start, end, column.heading, look, row=self.row + 1)
                    heights[-1] = max(heights[-1], self._height(column.heading, start, end, look))
            else:
                self._put(first, last, columns[0].heading, look, rows=heads)
                needed = self._height(columns[0].heading, first, last, look) / heads
                heights = [max(height, needed) for height in heights]
            position += count
        for height in heights:
            self._finish_row(height)

    def repeat_heads(self, begun: int, heads: int) -> None:
        """Print these rows on every page: only for a table longer than its page, or they would head the signatures."""
        if sum(self.worksheet.row_dimensions[row].height for row in range(1, self.row)) > self.page_height:
            self.worksheet.print_title_rows = f"{begun}:{begun + heads - 1}"

    def write_row(self, table: Table, row: Row, cells: tuple[PrintedCell, ...]) -> None:
        spans = self.spans(table.percents)
        needed = max(table.row_height / MILLIMETRES_PER_POINT, self.sizes.table * LINE_HEIGHT + ROW_AIR)
        for cell in cells:
            first, last = spans[cell.position][0], spans[cell.position + cell.span - 1][1]
            shade = SHADES.get(row.style, "")
            look = Look(self.sizes.table, cell.bold, cell.italic, cell.align, bordered=True, shade=shade)
            self._put(first, last, "", look)
            _set_value(self.worksheet.cell(self.row, first), cell)
            needed = max(needed, self._height(cell.text, first, last, look))
        self._finish_row(needed)

    def _put(self, first: int, last: int, text: str, look: Look, *, row: int = 0, rows: int = 1) -> None:
        """Text over the columns first..last and `rows` rows, with its look on every cell of the span."""
        top = row or self.row
        if last > first or rows > 1:
            self.worksheet.merge_cells(
                start_row=top, end_row=top + rows - 1, start_column=first, end_column=last
            )
        for line in range(top, top + rows):
            for column in range(first, last + 1):
                cell = self.worksheet.cell(line, column)
                cell.font, cell.alignment = _font(look), _alignment(look)
                if look.bordered:
                    cell.border = _BORDER
                if look.shade:
                    cell.fill = PatternFill("solid", fgColor=look.shade)
        if text:
            _set_text(self.worksheet.cell(top, first), text)

    def _height(self, text: str, first: int, last: int, look: Look) -> float:
        """Points the wrapped text needs: Excel measures no merged cell by itself."""
        percent = self.edges[last - 1] - (self.edges[first - 2] if first > 1 else 0)
        width = max(1.0, self.measures.text_width * percent / 100 - 2)
        size = look.size if look.bold else look.size * PLAIN_FACTOR
        lines = sum(max(1, len(filled(line.split(), width, size))) for line in text.split("\n"))
        return lines * look.size * LINE_HEIGHT + (ROW_AIR if look.bordered else 1)


def _set_text(cell: SheetCell, text: str) -> None:
    """Text that stays text: openpyxl takes "=1+1" for a formula and "#N/A" for an error."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(FORMULA_SIGNS):
        cell.quotePrefix = True


def _set_value(cell: SheetCell, printed: PrintedCell) -> None:
    """Numbers and dates as themselves, with the format that shows what PDF and Word print."""
    value = printed.value
    if value is None or value == "":
        return
    if isinstance(value, str):
        _set_text(cell, value)
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = "dd/mm/yyyy"
    elif printed.places is None:
        cell.value = words.rounded(value, MOST_TRIMMED).normalize()
        cell.number_format = "General"
    else:
        cell.value = words.rounded(value, printed.places)
        cell.number_format = "0." + "0" * printed.places if printed.places else "0"
