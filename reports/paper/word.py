"""The Word document: A4, Times New Roman by name, in Vietnamese, to be edited by the office that signs it."""

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.section import Section as WordSection
from docx.shared import Mm, Pt, RGBColor

from reports.paper.archive import settled
from reports.paper.formats import (
    FIRST_LINE_INDENT,
    MOTTO,
    NATIONAL_TITLE,
    PageFormat,
)
from reports.paper.layout import Section, about_lines, letterhead_lines, listed, proof_line, sections, tidy
from reports.paper.measuring import width_of
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
    Run,
    SignatureGrid,
    Table,
)
from reports.paper.word_parts import (
    Line,
    add_page_field,
    add_rule,
    be_of_today,
    element,
    fill,
    fix_table,
    speak_vietnamese,
    use_font,
    write,
)
from reports.paper.word_tables import add_proof, add_signature_grid, add_signatures, add_table

# Word's single line of Times is 1.15 of the size, so this comes near the PDF's 1.25.
BODY_SPACING = 1.1
# Rules are 1/3 to 1/2 of the line above them (NĐ 30).
RULE_SHARE = 0.4
# "Kính gửi:" ends where the list of addressees begins.
LABEL_SHARE = 0.25


def render(paper: Paper) -> bytes:
    """The paper as .docx; the same outline gives the same bytes."""
    paper = tidy(paper)
    document = docx.Document()
    _set_styles(document, paper.page.measures)
    _set_properties(document, paper)
    first, *appendices = sections(paper)
    _set_page(document.sections[0], paper.page.measures)
    _number_pages(document.sections[0], paper)
    if paper.letterhead is not None:
        _add_letterhead(document, paper, paper.letterhead)
    _add_title(document, paper)
    _add_opening(document, paper)
    _add_blocks(document, first)
    add_signatures(document, paper)
    if not (paper.proof_last and appendices):
        add_proof(document, paper)
    for section in appendices:
        page = document.add_section()
        _set_page(page, section.page.measures)
        page._sectPr.find(qn("w:cols")).addprevious(element("w:pgNumType", start="1"))
        if section.heading is not None:
            _add_appendix_heading(document, section.heading, section.page.measures)
        _add_blocks(document, section)
    if paper.proof_last and appendices:
        add_proof(document, paper)
    stream = BytesIO()
    document.save(stream)
    return settled(stream.getvalue(), paper.day)


def _set_styles(document: Document, measures: PageFormat) -> None:
    """The template's styles are American: US English, Calibri by theme, blue headings."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    use_font(properties)
    speak_vietnamese(properties)
    for name in ("Normal", "Header", "Footer", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        use_font(style.element.get_or_add_rPr())
        style.font.size = Pt(measures.sizes.body)
        style.font.color.rgb = RGBColor(0, 0, 0)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        shape = document.styles[name].paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(0), 1.0
    be_of_today(document.settings.element)


def _set_properties(document: Document, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = paper.name
    properties.author = " ".join(paper.letterhead.issuer) if paper.letterhead else ""
    properties.last_modified_by = ""
    properties.comments = ""
    properties.language = "vi-VN"


def _set_page(section: WordSection, measures: PageFormat) -> None:
    section.page_width, section.page_height = Mm(measures.width), Mm(measures.height)
    wide = measures.width > measures.height
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(measures.top), Mm(measures.bottom)
    section.left_margin, section.right_margin = Mm(measures.left), Mm(measures.right)
    section.header_distance = section.footer_distance = Mm(measures.top / 2)
    section.different_first_page_header_footer = True


def _number_pages(section: WordSection, paper: Paper) -> None:
    """The number stands centred at the top from page 2 on; the line of proof at the foot of every page."""
    sizes = paper.page.measures.sizes
    add_page_field(section.header.paragraphs[0], sizes.page_number)
    line = Line(proof_line(paper.proof), sizes.proof)
    write(section.footer.paragraphs[0], line)
    write(section.first_page_footer.paragraphs[0], line)
    write(section.first_page_header.paragraphs[0], Line("", sizes.page_number))


def _add_letterhead(document: Document, paper: Paper, letterhead: Letterhead) -> None:
    """Two columns without borders or padding; rules are drawn, never underlined or typed."""
    measures, sizes = paper.page.measures, paper.page.measures.sizes
    left, right = measures.left_column, measures.text_width - measures.left_column
    table = document.add_table(2, 2)
    fix_table(table, [left, right], bordered=False)
    names, state = table.cell(0, 0), table.cell(0, 1)
    superior, issuer = letterhead_lines(letterhead, measures)
    fill(
        names,
        [Line(line, sizes.issuer) for line in superior]
        + [Line(line, sizes.issuer, bold=True) for line in issuer],
    )
    longest = max((width_of(line, sizes.issuer) for line in (*superior, *issuer)), default=0)
    add_rule(names, longest * RULE_SHARE, left, before=2)
    fill(state, [Line(NATIONAL_TITLE, sizes.national, bold=True), Line(MOTTO, sizes.motto, bold=True)])
    add_rule(state, width_of(MOTTO, sizes.motto), right, before=2)
    below = [Line(paper.number_line, sizes.number, before=6)]
    below += [Line(line, sizes.number - 1) for line in about_lines(paper)]
    below += [Line(paper.mark, sizes.number, bold=True, before=3)] if paper.mark else []
    fill(table.cell(1, 0), below)
    fill(table.cell(1, 1), [Line(paper.place_line, sizes.place_date, italic=True, before=6)])


def _add_title(document: Document, paper: Paper) -> None:
    if not paper.title:
        return
    measures, size = paper.page.measures, paper.page.measures.sizes.title
    write(document.add_paragraph(), Line(paper.title, size, bold=True, before=16, keep=True))
    for line in paper.subject:
        write(document.add_paragraph(), Line(line, size, bold=True, keep=True))
    if paper.subject:
        longest = max(width_of(line, size) for line in paper.subject)
        add_rule(document, longest * RULE_SHARE, measures.text_width, before=2, keep=True)
    if paper.attached_to:
        write(document.add_paragraph(), Line(paper.attached_to, size, italic=True, keep=True))
    if paper.mark and paper.letterhead is None:
        write(document.add_paragraph(), Line(paper.mark, size, bold=True, keep=True))
    write(document.add_paragraph(), Line("", 6))


def _add_opening(document: Document, paper: Paper) -> None:
    """Kính gửi and the legal bases."""
    size = paper.page.measures.sizes.body
    if len(paper.addressees) == 1:
        write(document.add_paragraph(), Line(f"Kính gửi: {paper.addressees[0]}.", size, after=6))
    elif paper.addressees:
        width = paper.page.measures.text_width
        table = document.add_table(1, 2)
        fix_table(table, [width * LABEL_SHARE, width * (1 - LABEL_SHARE)], bordered=False)
        fill(table.cell(0, 0), [Line("Kính gửi:\u00a0\u00a0", size, align=Align.RIGHT)])
        fill(
            table.cell(0, 1), [Line(f"- {line}", size, align=Align.LEFT) for line in listed(paper.addressees)]
        )
    for line in listed(paper.legal_bases):
        write(document.add_paragraph(), _body(line, size, italic=True))


def _body(
    text: str | tuple[Run, ...],
    size: int,
    *,
    italic: bool = False,
    indent: bool = True,
    align: Align = Align.JUSTIFY,
) -> Line:
    return Line(
        text,
        size,
        italic=italic,
        align=align,
        before=6,
        spacing=BODY_SPACING,
        first_line=FIRST_LINE_INDENT if indent else 0,
    )


def _add_appendix_heading(document: Document, heading: AppendixHeading, measures: PageFormat) -> None:
    size = measures.sizes.title
    write(document.add_paragraph(), Line(f"Phụ lục {heading.roman}".strip(), size, bold=True, keep=True))
    write(document.add_paragraph(), Line(heading.title, size, bold=True, keep=True))
    if heading.attached_to:
        write(document.add_paragraph(), Line(heading.attached_to, size, italic=True, keep=True))
    write(document.add_paragraph(), Line("", 6))


def _add_blocks(document: Document, section: Section) -> None:
    for block in section.blocks:
        _add_block(document, block, section.page.measures)


def _add_block(document: Document, block: Part, measures: PageFormat) -> None:
    size = measures.sizes.body
    match block:
        case Paragraph():
            line = _body(block.runs, size, indent=block.indent, align=block.align)
            write(document.add_paragraph(), line)
        case Heading():
            _add_heading(document, block, size)
        case Table():
            add_table(document, block, measures)
        case Note():
            note = measures.sizes.note
            label = Line(block.label, note, bold=True, italic=True, align=Align.LEFT, before=5, keep=True)
            write(document.add_paragraph(), label)
            for text in block.lines:
                write(document.add_paragraph(), Line(f"- {text}", note, italic=True, align=Align.LEFT))
        case PageBreak():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case SignatureGrid():
            add_signature_grid(document, block, measures)


def _add_heading(document: Document, heading: Heading, size: int) -> None:
    line = Line(
        heading.text,
        size,
        bold=True,
        italic=heading.level == 3,
        align=Align.CENTER if heading.centered else Align.LEFT,
        before=6,
        spacing=BODY_SPACING,
        first_line=0 if heading.centered else FIRST_LINE_INDENT,
        keep=True,
    )
    write(document.add_paragraph(style=f"Heading {heading.level}"), line)
