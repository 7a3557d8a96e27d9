"""What python-docx does not offer: all four fonts, Vietnamese as the language, rules, fixed tables, page fields."""

from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from reports.paper.formats import FONT
from reports.paper.outline import Align, Run

ALIGNMENTS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_SCRIPTS = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
_THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it is to look; spaces in points, indents in millimetres."""

    text: str | tuple[Run, ...]
    size: int
    bold: bool = False
    italic: bool = False
    align: Align = Align.CENTER
    before: float = 0
    after: float = 0
    spacing: float = 1.0
    first_line: float = 0
    side: float = 0
    keep: bool = False
    style: str = ""


def element(name: str, **attributes: str) -> Any:
    """A WordprocessingML element: element("w:shd", val="clear") is <w:shd w:val="clear"/>."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def use_font(properties: Any) -> None:
    """Times New Roman for every script of these run properties, with no theme font left to win over it."""
    fonts = properties.get_or_add_rFonts()
    for theme in _THEMES:
        fonts.attrib.pop(qn(theme), None)
    for script in _SCRIPTS:
        fonts.set(qn(script), FONT)


def speak_vietnamese(properties: Any) -> None:
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("w:lang", val="vi-VN", eastAsia="vi-VN", bidi="vi-VN"))


def be_of_today(settings: Any) -> None:
    """The template is of Word 2010 and American; below 15 Word says "compatibility mode" and hangs tables out."""
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for name, values in (
        ("w:themeFontLang", {"w:val": "vi-VN"}),
        ("w:decimalSymbol", {"w:val": ","}),
        ("w:listSeparator", {"w:val": ";"}),
    ):
        for found in settings.iter(qn(name)):
            found.attrib.clear()
            for key, value in values.items():
                found.set(qn(key), value)


def write(paragraph: WordParagraph, line: Line) -> WordParagraph:
    """The line's text and look in a paragraph that is still empty."""
    pieces = (Run(line.text),) if isinstance(line.text, str) else line.text
    for piece in pieces:
        if not piece.text:
            continue
        run = paragraph.add_run(piece.text)
        run.font.size = Pt(line.size)
        run.bold = (piece.bold or line.bold) or None
        run.italic = (piece.italic or line.italic) or None
        use_font(run._r.get_or_add_rPr())
    shape = paragraph.paragraph_format
    shape.alignment = ALIGNMENTS[line.align]
    shape.space_before, shape.space_after = Pt(line.before), Pt(line.after)
    shape.line_spacing = line.spacing
    if line.first_line:
        shape.first_line_indent = Mm(line.first_line)
    if line.side:
        shape.left_indent = shape.right_indent = Mm(line.side)
    shape.keep_with_next = line.keep or None
    return paragraph


def fill(cell: WordCell, lines: list[Line]) -> None:
    """The lines as the cell's paragraphs; a cell must keep one, so none leaves an empty one."""
    for position, line in enumerate(lines):
        write(cell.paragraphs[0] if position == 0 else cell.add_paragraph(), line)


def add_rule(
    cell: WordCell | Any, width: float, within: float, before: float = 0, keep: bool = False
) -> None:
    """A real line of `width` mm in the middle of `within` mm: the top border of a paragraph one point high."""
    paragraph = cell.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(max(0.0, (within - width) / 2))
    shape.space_before, shape.space_after = Pt(before), Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(2)
    shape.keep_with_next = keep or None
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz="6", space="1", color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def fix_table(table: WordTable, widths: list[float], *, bordered: bool, padding: float = 0) -> None:
    """Fixed columns of these widths (mm), with thin borders or none, and the cells' left and right padding."""
    properties = table._tbl.tblPr
    for name in ("w:tblStyle", "w:tblW", "w:tblLayout", "w:tblLook"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    properties.append(element("w:tblW", w=str(_twips(sum(widths))), type="dxa"))
    if bordered:
        borders = element("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
        properties.append(borders)
    properties.append(element("w:tblLayout", type="fixed"))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=str(_twips(padding)), type="dxa"))
    properties.append(margins)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(width)
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Mm(width)


def hold_row(row: Any, *, repeat: bool = False, height: float = 0, exactly: bool = False) -> None:
    """A row no page break splits; `repeat` prints it on every page; `height` (mm) is the least it takes."""
    properties = row.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if height:
        rule = "exact" if exactly else "atLeast"
        properties.append(element("w:trHeight", val=str(_twips(height)), hRule=rule))
    if repeat:
        properties.append(element("w:tblHeader"))


def shade(cell: Any, colour: str) -> None:
    """Fill a cell; it must come before the vertical alignment, which the caller sets later."""
    cell.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour))


def add_page_field(paragraph: WordParagraph, size: int) -> None:
    """The number of the page, as a field."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.size = Pt(size)
        use_font(run._r.get_or_add_rPr())
        if kind in {"begin", "separate", "end"}:
            run._r.append(element("w:fldChar", fldCharType=kind))
        elif not kind:
            code = element("w:instrText")
            code.text = text
            run._r.append(code)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)
