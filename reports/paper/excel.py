"""The workbook: real numbers and dates, text that stays text, a page set up for printing as in the PDF.

One worksheet a section. The columns of a sheet are those of its widest table; whatever else stands on the sheet
(letterhead, other tables, signatures) spans the columns nearest to its own edges.
"""

from io import BytesIO

from openpyxl import Workbook

from reports.paper.archive import settled
from reports.paper.excel_sheet import Look, Sheet
from reports.paper.formats import (
    LEFT_PERCENT,
    MOTTO,
    NATIONAL_TITLE,
    SIGNER_PERCENT,
    SIGNING_SPACE,
)
from reports.paper.layout import (
    Section,
    about_lines,
    letterhead_lines,
    listed,
    printed,
    proof_line,
    proof_lines,
    sections,
    signer_lines,
    tidy,
)
from reports.paper.outline import (
    Align,
    AppendixHeading,
    Heading,
    Letterhead,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    SignatureGrid,
    Signer,
    Table,
)

HALVES = (LEFT_PERCENT, 100 - LEFT_PERCENT)
WHOLE = (100,)
# Sheet names may be this long and may not hold these.
NAME_LENGTH = 31
REFUSED_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")
EMPTY_ROWS_TO_SIGN = 4


def render(paper: Paper) -> bytes:
    """The paper as .xlsx; the same outline gives the same bytes."""
    paper = tidy(paper)
    book = Workbook()
    del book["Sheet"]
    book.properties.title = paper.name
    book.properties.creator = " ".join(paper.letterhead.issuer) if paper.letterhead else ""
    book.properties.language = "vi-VN"
    foot = proof_line(paper.proof)
    first, *appendices = sections(paper)
    sheet = Sheet(book, _sheet_name(paper), first, foot, headed=paper.letterhead is not None)
    if paper.letterhead is not None:
        _add_letterhead(sheet, paper, paper.letterhead)
    _add_title(sheet, paper)
    _add_opening(sheet, paper)
    _add_blocks(sheet, first)
    with sheet.together():
        _add_signatures(sheet, paper)
    if paper.proof is not None and paper.proof.target:
        sheet.skip()
        for line in proof_lines(paper.proof):
            sheet.write(WHOLE, [line], Look(sheet.sizes.proof, align=Align.LEFT))
    for section in appendices:
        heading = section.heading
        sheet = Sheet(book, f"Phụ lục {heading.roman if heading else ''}".strip(), section, foot)
        if heading is not None:
            _add_appendix_heading(sheet, heading)
        _add_blocks(sheet, section)
    stream = BytesIO()
    book.save(stream)
    return settled(stream.getvalue(), paper.day)


def _sheet_name(paper: Paper) -> str:
    return (paper.title.capitalize() or paper.kind).translate(REFUSED_IN_NAMES)[:NAME_LENGTH].strip()


def _add_letterhead(sheet: Sheet, paper: Paper, letterhead: Letterhead) -> None:
    sizes = sheet.sizes
    superior, issuer = letterhead_lines(letterhead, sheet.measures)
    plain, strong = Look(sizes.issuer), Look(sizes.issuer, bold=True)
    left = [*((line, plain) for line in superior), *((line, strong) for line in issuer)]
    right = [
        (NATIONAL_TITLE, Look(sizes.national, bold=True)),
        (MOTTO, Look(sizes.motto, bold=True, underline=True)),
    ]
    if left:
        # A sheet has no lines of its own length: underlined hard spaces stand for the rule under the issuer.
        left.append(("\u00a0" * max(len(text) for text, _ in left), Look(6, underline=True)))
    sheet.write_beside(HALVES, left, right)
    below = [(paper.number_line, Look(sizes.number))]
    below += [(line, Look(sizes.number - 1)) for line in about_lines(paper)]
    below += [(paper.mark, Look(sizes.number, bold=True))] if paper.mark else []
    sheet.write_beside(HALVES, below, [(paper.place_line, Look(sizes.place_date, italic=True))])


def _add_title(sheet: Sheet, paper: Paper) -> None:
    if not paper.title:
        return
    strong, quiet = Look(sheet.sizes.title, bold=True), Look(sheet.sizes.title, italic=True)
    sheet.skip()
    for line in (paper.title, *paper.subject):
        sheet.write(WHOLE, [line], strong)
    if paper.attached_to:
        sheet.write(WHOLE, [paper.attached_to], quiet)
    if paper.mark and paper.letterhead is None:
        sheet.write(WHOLE, [paper.mark], strong)
    sheet.skip()


def _add_opening(sheet: Sheet, paper: Paper) -> None:
    """Kính gửi and the legal bases."""
    if paper.addressees:
        names = paper.addressees
        label = [("Kính gửi:", Look(sheet.sizes.body, align=Align.RIGHT))]
        lines = [f"{names[0]}."] if len(names) == 1 else [f"- {line}" for line in listed(names)]
        body = Look(sheet.sizes.body, align=Align.LEFT)
        sheet.write_beside((30, 70), label, [(line, body) for line in lines])
    for line in listed(paper.legal_bases):
        sheet.write(WHOLE, [line], Look(sheet.sizes.body, italic=True, align=Align.LEFT))


def _add_appendix_heading(sheet: Sheet, heading: AppendixHeading) -> None:
    strong, quiet = Look(sheet.sizes.title, bold=True), Look(sheet.sizes.title, italic=True)
    for line in (f"Phụ lục {heading.roman}".strip(), heading.title):
        sheet.write(WHOLE, [line], strong)
    if heading.attached_to:
        sheet.write(WHOLE, [heading.attached_to], quiet)
    sheet.skip()


def _add_blocks(sheet: Sheet, section: Section) -> None:
    for block in section.blocks:
        _add_block(sheet, block)


def _add_block(sheet: Sheet, block: Part) -> None:
    size = sheet.sizes.body
    match block:
        case Paragraph():
            runs = block.runs
            look = Look(
                size,
                bold=bool(runs) and all(run.bold for run in runs),
                italic=bool(runs) and all(run.italic for run in runs),
                align=Align.LEFT if block.align is Align.JUSTIFY else block.align,
            )
            sheet.write(WHOLE, ["".join(run.text for run in runs)], look)
        case Heading():
            align = Align.CENTER if block.centered else Align.LEFT
            sheet.write(WHOLE, [block.text], Look(size, bold=True, italic=block.level == 3, align=align))
        case Table():
            _add_table(sheet, block)
        case Note():
            note = sheet.sizes.note
            with sheet.together():
                sheet.write(WHOLE, [block.label], Look(note, bold=True, italic=True, align=Align.LEFT))
                for line in block.lines:
                    sheet.write(WHOLE, [f"- {line}"], Look(note, italic=True, align=Align.LEFT))
        case PageBreak():
            sheet.break_page()
        case SignatureGrid():
            if block.heading:
                sheet.write(WHOLE, [block.heading], Look(size, bold=True))
            for start in range(0, len(block.cells), block.columns):
                sheet.skip()
                with sheet.together():
                    _add_signers(sheet, block.cells[start : start + block.columns], block.columns)


def _add_table(sheet: Sheet, table: Table) -> None:
    sheet.skip(6)
    if table.caption:
        sheet.write(WHOLE, [table.caption], Look(sheet.sizes.body, bold=True, align=Align.LEFT))
    begun = sheet.row
    sheet.write_heads(table)
    heads = sheet.row - begun
    for row in table.rows:
        sheet.write_row(table, row, printed(table, row))
    if table is sheet.widest:
        sheet.repeat_heads(begun, heads)
    sheet.skip(6)


def _add_signatures(sheet: Sheet, paper: Paper) -> None:
    sizes = sheet.sizes
    recipients = []
    if paper.recipients:
        label = Look(sizes.recipients_heading, bold=True, italic=True, align=Align.LEFT)
        line_look = Look(sizes.recipients, align=Align.LEFT)
        recipients = [("Nơi nhận:", label), *((f"- {line}", line_look) for line in listed(paper.recipients))]
    sheet.skip()
    if len(paper.signers) == 1:
        sheet.write_beside(
            (100 - SIGNER_PERCENT, SIGNER_PERCENT), recipients, _signer_column(sheet, paper.signers[0])
        )
        return
    if paper.signers:
        _add_signers(sheet, paper.signers, len(paper.signers))
    for text, look in recipients:
        sheet.write(WHOLE, [text], look)


def _signer_column(sheet: Sheet, signer: Signer) -> list[tuple[str, Look]]:
    """One signer as lines, with empty rows to sign in, beside the recipients."""
    strong, quiet = Look(sheet.sizes.body, bold=True), Look(sheet.sizes.note, italic=True)
    above, below = signer_lines(signer, sheet.measures.text_width * SIGNER_PERCENT / 100, sheet.sizes.body)
    lines = [(line, strong) for line in above]
    lines += [(signer.hint, quiet)] if signer.hint else []
    lines += [(signer.note, quiet)] + [("", quiet)] * (EMPTY_ROWS_TO_SIGN - 1)
    return [*lines, *((line, strong) for line in below), (signer.name, strong)]


def _add_signers(sheet: Sheet, signers: tuple[Signer, ...], columns: int) -> None:
    """Side by side: posts begin and names end on the same row in every column."""
    parts = (100 // columns,) * columns
    strong, quiet = Look(sheet.sizes.body, bold=True), Look(sheet.sizes.note, italic=True)
    lines = [
        signer_lines(signer, sheet.measures.text_width / columns, sheet.sizes.body) for signer in signers
    ]
    for row in range(max(len(above) for above, _ in lines)):
        sheet.write(parts, [above[row] if row < len(above) else "" for above, _ in lines], strong)
    if any(signer.hint for signer in signers):
        sheet.write(parts, [signer.hint for signer in signers], quiet)
    sheet.write(parts, [signer.note for signer in signers], quiet, height=SIGNING_SPACE)
    deepest = max(len(below) for _, below in lines)
    for row in range(deepest):
        sheet.write(
            parts,
            [below[at] if (at := row - deepest + len(below)) >= 0 else "" for _, below in lines],
            strong,
        )
    sheet.write(parts, [signer.name for signer in signers], strong)
