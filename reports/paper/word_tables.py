"""Tables and signature blocks of the Word document."""

from io import BytesIO
from typing import Any

import segno
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
from docx.shared import Mm
from docx.table import _Cell as WordCell

from reports.paper.formats import QR_SIDE, SIGNER_PERCENT, SIGNING_SPACE, PageFormat
from reports.paper.layout import listed, printed, proof_lines, signer_lines
from reports.paper.outline import Align, Column, Paper, Row, RowStyle, SignatureGrid, Signer, Table
from reports.paper.word_parts import Line, fill, fix_table, hold_row, shade, write

CELL_PADDING = 1.1
SHADES = {RowStyle.SECTION: "F3F3F3", RowStyle.TOTAL: "E9E9E9", RowStyle.HIGHLIGHTED: "F3F3F3"}
# Space above and below a cell's text, in points, and above a signature block.
CELL_SPACE = 2
BLOCK_SPACE = 14


def add_table(document: Document, table: Table, measures: PageFormat) -> None:
    """A bordered table: heading rows repeated on every page, no row split."""
    size = measures.sizes.table
    if table.caption:
        caption = Line(
            table.caption, measures.sizes.body, bold=True, align=Align.LEFT, before=10, after=4, keep=True
        )
        write(document.add_paragraph(), caption)
    heads = 2 if table.grouped else 1
    made = document.add_table(heads + len(table.rows), len(table.columns))
    widths = [measures.text_width * percent / 100 for percent in table.percents]
    fix_table(made, widths, bordered=True, padding=CELL_PADDING)
    rows = made._tbl.tr_lst
    _fill_heads(made, rows[:heads], table, size)
    for row, given in zip(rows[heads:], table.rows, strict=True):
        hold_row(row, height=table.row_height)
        _fill_row(made, row, table, given, size)
    write(document.add_paragraph(), Line("", 4))


def _fill_heads(made: Any, rows: list[Any], table: Table, size: int) -> None:
    for row in rows:
        hold_row(row, repeat=True)
    lowest = rows[-1].tc_lst
    if len(rows) == 1:
        for cell, column in zip(lowest, table.columns, strict=True):
            _fill_head(WordCell(cell, made), column.heading, size)
        return
    position = 0
    upper = list(rows[0].tc_lst)
    for group, span in table.groups:
        columns: tuple[Column, ...] = table.columns[position : position + span]
        if group:
            _span(upper[position : position + span])
            _fill_head(WordCell(upper[position], made), group, size)
            for offset, column in enumerate(columns):
                _fill_head(WordCell(lowest[position + offset], made), column.heading, size)
        else:
            upper[position].vMerge, lowest[position].vMerge = "restart", "continue"
            _fill_head(WordCell(upper[position], made), columns[0].heading, size)
        position += span


def _fill_head(cell: WordCell, text: str, size: int) -> None:
    fill(cell, [Line(text, size, bold=True, before=CELL_SPACE, after=CELL_SPACE, keep=True)])
    cell.vertical_alignment = VERTICAL.CENTER


def _fill_row(made: Any, row: Any, table: Table, given: Row, size: int) -> None:
    cells = list(row.tc_lst)
    for cell in printed(table, given):
        _span(cells[cell.position : cell.position + cell.span])
        word_cell = WordCell(cells[cell.position], made)
        line = Line(
            cell.text, size, cell.bold, cell.italic, cell.align, before=CELL_SPACE, after=CELL_SPACE
        )  # fmt: skip
        fill(word_cell, [line])
        if given.style in SHADES:
            shade(word_cell._tc, SHADES[given.style])
        word_cell.vertical_alignment = VERTICAL.CENTER


def _span(cells: list[Any]) -> None:
    """The first of these neighbours takes the place of all."""
    if len(cells) > 1:
        cells[0].width = sum(cell.width for cell in cells)
        cells[0].grid_span = len(cells)
        for cell in cells[1:]:
            cell.getparent().remove(cell)


def add_signatures(document: Document, paper: Paper) -> None:
    """One signer stands right of the recipients; several stand side by side above them."""
    measures = paper.page.measures
    if not paper.signers:
        for line in _recipients(paper):
            write(document.add_paragraph(), line)
        return
    # Signatures alone on a page could stand under any text.
    for before in document.paragraphs[-1:]:
        before.paragraph_format.keep_with_next = True
    write(document.add_paragraph(), Line("", BLOCK_SPACE // 2, keep=True))
    if len(paper.signers) > 1:
        _add_signers(document, paper.signers, len(paper.signers), measures)
        for line in _recipients(paper):
            write(document.add_paragraph(), line)
        return
    right = measures.text_width * SIGNER_PERCENT / 100
    table = document.add_table(1, 2)
    fix_table(table, [measures.text_width - right, right], bordered=False)
    hold_row(table._tbl.tr_lst[0])
    fill(table.cell(0, 0), _recipients(paper))
    above, space, below = _signer(paper.signers[0], right, measures)
    gap = SIGNING_SPACE * 72 / 25.4 - (measures.sizes.note * 1.15 if space.text else 0)
    first, *rest = below
    lower = [Line(first.text, first.size, bold=True, before=gap), *rest]
    fill(table.cell(0, 1), [*above, *([space] if space.text else []), *lower])


def add_signature_grid(document: Document, grid: SignatureGrid, measures: PageFormat) -> None:
    if grid.heading:
        write(
            document.add_paragraph(), Line(grid.heading, measures.sizes.body, bold=True, before=14, keep=True)
        )
    for start in range(0, len(grid.cells), grid.columns):
        write(document.add_paragraph(), Line("", BLOCK_SPACE // 2))
        _add_signers(document, grid.cells[start : start + grid.columns], grid.columns, measures)


def _add_signers(document: Document, signers: tuple[Signer, ...], columns: int, measures: PageFormat) -> None:
    """Three rows kept together: posts begin and names end on the same line in every column."""
    width = measures.text_width / columns
    table = document.add_table(3, columns)
    fix_table(table, [width] * columns, bordered=False)
    above_row, space_row, below_row = table._tbl.tr_lst
    hold_row(above_row)
    hold_row(space_row, height=SIGNING_SPACE)
    hold_row(below_row)
    for position, signer in enumerate(signers):
        above, space, below = _signer(signer, width, measures)
        fill(table.cell(0, position), above)
        fill(table.cell(1, position), [space])
        fill(table.cell(2, position), below)
        table.cell(2, position).vertical_alignment = VERTICAL.BOTTOM


def _signer(signer: Signer, width: float, measures: PageFormat) -> tuple[list[Line], Line, list[Line]]:
    """The lines above the signing space, what stands in it, and the lines below."""
    size, note = measures.sizes.body, measures.sizes.note
    authority, title = signer_lines(signer, width, size)
    above = [Line(line, size, bold=True, keep=True) for line in authority]
    above += [Line(signer.hint, note, italic=True, keep=True)] if signer.hint else []
    below = [Line(line, size, bold=True, keep=True) for line in title]
    return (
        above,
        Line(signer.note, note, italic=True, keep=True),
        [*below, Line(signer.name, size, bold=True)],
    )


def _recipients(paper: Paper) -> list[Line]:
    if not paper.recipients:
        return []
    sizes = paper.page.measures.sizes
    label = Line("Nơi nhận:", sizes.recipients_heading, bold=True, italic=True, align=Align.LEFT)
    return [
        label,
        *(Line(f"- {line}", sizes.recipients, align=Align.LEFT) for line in listed(paper.recipients)),
    ]


def add_proof(document: Document, paper: Paper) -> None:
    """The QR code with its address, at the end of the paper."""
    if paper.proof is None or not paper.proof.target:
        return
    measures = paper.page.measures
    write(document.add_paragraph(), Line("", 6))
    table = document.add_table(1, 2)
    side = QR_SIDE + 4
    fix_table(table, [side, measures.text_width - side], bordered=False)
    hold_row(table._tbl.tr_lst[0])
    stream = BytesIO()
    segno.make(paper.proof.target, error="m", micro=False).save(stream, kind="png", scale=8, border=0)
    stream.seek(0)
    picture = (
        write(table.cell(0, 0).paragraphs[0], Line("", measures.sizes.proof, align=Align.LEFT))
        .add_run()
        .add_picture(stream, width=Mm(QR_SIDE))
    )
    for distance in ("distT", "distB", "distL", "distR"):
        picture._inline.set(distance, "0")
    picture._inline.docPr.set("descr", f"Mã QR dẫn tới {paper.proof.target}")
    said = [Line(line, measures.sizes.proof, align=Align.LEFT) for line in proof_lines(paper.proof)]
    fill(table.cell(0, 1), said)
    table.cell(0, 1).vertical_alignment = VERTICAL.CENTER
