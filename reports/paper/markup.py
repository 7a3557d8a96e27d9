"""The outline as HTML: what the PDF is printed from, and what a page of the site shows of a paper.

No inline style and no script (the site's content policy refuses both); every text is escaped here and nowhere else.
"""

from html import escape

from reports.paper.formats import DRAFT, MOTTO, NATIONAL_TITLE, balanced
from reports.paper.layout import PrintedCell, Section, listed, printed, sections
from reports.paper.outline import (
    AppendixHeading,
    Block,
    Column,
    Heading,
    Kind,
    Mark,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Proof,
    Row,
    RowStyle,
    Run,
    SignatureGrid,
    Signer,
    Table,
)

_NOUNS = {1: "one", 2: "two", 3: "three"}


def page(paper: Paper) -> str:
    """The whole document, in Vietnamese, with its title; the style sheet is the PDF writer's."""
    issued = f'<meta name="dcterms.created" content="{paper.day.isoformat()}">' if paper.day else ""
    author = " ".join(paper.letterhead.issuer) if paper.letterhead else ""
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{escape(paper.name)}</title>'
        f'<meta name="author" content="{escape(author)}">{issued}</head>'
        f'<body data-proof="{escape(proof_line(paper.proof))}">{body(paper)}</body></html>'
    )


def body(paper: Paper) -> str:
    """The paper's sections, to stand in a page of the site; the outline must be tidy already."""
    first, *appendices = sections(paper)
    parts = [
        _letterhead(paper),
        _title(paper),
        _addressees(paper.addressees),
        "".join(f'<p class="basis">{_text(line)}</p>' for line in listed(paper.legal_bases)),
        _blocks(first.blocks),
        _signatures(paper),
        _proof(paper.proof),
    ]
    html = f'<section class="paper {first.page} {_size(first)}">{"".join(parts)}</section>'
    return html + "".join(_appendix(section, index) for index, section in enumerate(appendices))


def proof_line(proof: Proof | None) -> str:
    """The line at the foot of every page: the code and the journal's anchor."""
    if proof is None:
        return ""
    return " · ".join(
        part for part in (f"Mã tra cứu: {proof.code}" if proof.code else "", proof.anchor) if part
    )


def _size(section: Section) -> str:
    return "small" if section.page == "a5" else "large"


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _lines(lines: tuple[str, ...] | list[str], name: str) -> str:
    return "".join(f'<div class="{name}">{_text(line)}</div>' for line in lines)


def _letterhead(paper: Paper) -> str:
    if paper.letterhead is None:
        return ""
    letters = paper.page.measures.issuer_letters
    superior = [line for name in paper.letterhead.superior for line in balanced(name, letters)]
    issuer = [line for name in paper.letterhead.issuer for line in balanced(name, letters)]
    about = (
        "" if paper.title else "".join(f'<div class="about">{_text(line)}</div>' for line in _about(paper))
    )
    draft = f'<div class="draft">{DRAFT}</div>' if paper.draft else ""
    return (
        '<div class="letterhead"><div class="row"><div class="left">'
        f'<div class="names">{_lines(superior, "superior")}{_lines(issuer, "issuer")}<div class="rule"></div></div>'
        '</div><div class="right">'
        f'<div class="national">{NATIONAL_TITLE}</div><div class="motto"><span>{MOTTO}</span></div>'
        '</div></div><div class="row"><div class="left below">'
        f'<div class="number">{_text(paper.number_line)}</div>{about}{draft}'
        f'</div><div class="right below"><div class="place-date">{_text(paper.place_line)}</div></div></div></div>'
    )


def _about(paper: Paper) -> tuple[str, ...]:
    """A công văn's trích yếu, which stands under the number instead of under a title."""
    if not paper.subject:
        return ()
    return (f"V/v {paper.subject[0]}", *paper.subject[1:])


def _title(paper: Paper) -> str:
    if not paper.title:
        return ""
    subject = ""
    if paper.subject:
        subject = f'<div class="subject">{_lines(paper.subject, "line")}<div class="rule"></div></div>'
    draft = f'<div class="draft">{DRAFT}</div>' if paper.draft and paper.letterhead is None else ""
    attached = f'<p class="attached">{_text(paper.attached_to)}</p>' if paper.attached_to else ""
    return f'<div class="title"><h1>{_text(paper.title)}</h1>{subject}{attached}{draft}</div>'


def _addressees(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return f'<p class="addressee">Kính gửi: {_text(names[0])}.</p>'
    lines = "".join(f"<div>- {_text(line)}</div>" for line in listed(names))
    return (
        '<div class="addressees"><div class="row"><div class="label">Kính gửi:</div>'
        f'<div class="names">{lines}</div></div></div>'
    )


def _appendix(section: Section, index: int) -> str:
    """Two page names in turn, so that an appendix right after another begins its own page count."""
    turn = "ab"[index % 2]
    return (
        f'<section class="paper {section.page} {section.page}-{turn} {_size(section)}">'
        f"{_appendix_heading(section.heading) if section.heading else ''}{_blocks(section.blocks)}</section>"
    )


def _appendix_heading(heading: AppendixHeading) -> str:
    number = f"Phụ lục {heading.roman}".strip()
    attached = f'<p class="attached">{_text(heading.attached_to)}</p>' if heading.attached_to else ""
    return f'<div class="title"><p class="appendix">{_text(number)}</p><h1>{_text(heading.title)}</h1>{attached}</div>'


def _blocks(blocks: tuple[Block, ...]) -> str:
    return "".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            indent = " indent" if block.indent else ""
            return f'<p class="text {block.align}{indent}">{"".join(_run(run) for run in block.runs)}</p>'
        case Heading():
            return f'<h{block.level + 1} class="text">{_text(block.text)}</h{block.level + 1}>'
        case Table():
            return _table(block)
        case Note():
            lines = "".join(f"<div>- {_text(line)}</div>" for line in block.lines)
            return f'<div class="note"><div class="label">{_text(block.label)}</div>{lines}</div>'
        case PageBreak():
            return '<div class="page-break"></div>'
        case SignatureGrid():
            return _grid(block)
        case AppendixHeading():
            return _appendix_heading(block)


def _run(run: Run) -> str:
    text = _text(run.text)
    if run.italic:
        text = f"<em>{text}</em>"
    return f"<strong>{text}</strong>" if run.bold else text


def _table(table: Table) -> str:
    caption = f'<p class="caption">{_text(table.caption)}</p>' if table.caption else ""
    columns = "".join(f'<col class="w-{percent}">' for percent in table.percents)
    height = f" h-{table.row_height}" if table.row_height else ""
    return (
        f'{caption}<table class="grid{height}"><colgroup>{columns}</colgroup><thead>{_heading_rows(table)}</thead>'
        f"<tbody>{''.join(_row(table, row) for row in table.rows)}</tbody></table>"
    )


def _heading_rows(table: Table) -> str:
    if not table.grouped:
        return f"<tr>{''.join(_head(column) for column in table.columns)}</tr>"
    upper, lower, position = "", "", 0
    for group, span in table.groups:
        column = table.columns[position]
        if group:
            upper += f'<th scope="colgroup" colspan="{span}">{_text(group)}</th>'
            lower += "".join(_head(inner) for inner in table.columns[position : position + span])
        else:
            upper += f'<th scope="col" rowspan="2">{_text(column.heading)}</th>'
        position += span
    return f"<tr>{upper}</tr><tr>{lower}</tr>"


def _head(column: Column) -> str:
    return f'<th scope="col">{_text(column.heading)}</th>'


def _row(table: Table, row: Row) -> str:
    style = "" if row.style is RowStyle.PLAIN else f' class="{row.style}"'
    return f"<tr{style}>{''.join(_cell(table, cell) for cell in printed(table, row))}</tr>"


def _cell(table: Table, cell: PrintedCell) -> str:
    names = [str(cell.align)]
    if cell.bold:
        names.append("bold")
    if cell.italic:
        names.append("italic")
    if table.columns[cell.position].kind is Kind.NUMBER:
        names.append("num")
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    text = '<span class="box"></span>' if cell.value is Mark.BOX else _text(cell.text)
    return f'<td class="{" ".join(names)}"{span}>{text}</td>'


def _signer(signer: Signer) -> str:
    hint = f'<div class="hint">{_text(signer.hint)}</div>' if signer.hint else ""
    note = f'<div class="space">{_text(signer.note)}</div>'
    title = f'<div class="own-title">{_text(signer.title)}</div>' if signer.title else ""
    return f'{_lines(signer.authority, "authority")}{hint}{note}{title}<div class="signer">{_text(signer.name)}</div>'


def _recipients(names: tuple[str, ...]) -> str:
    lines = "".join(f"<div>- {_text(line)}</div>" for line in listed(names))
    return f'<div class="recipients"><div class="label">Nơi nhận:</div>{lines}</div>'


def _signatures(paper: Paper) -> str:
    """One signer stands right of the recipients; several stand side by side above them."""
    if not paper.signers:
        return _recipients(paper.recipients) if paper.recipients else ""
    columns = "".join(f'<div class="cell">{_signer(signer)}</div>' for signer in paper.signers)
    if len(paper.signers) == 1:
        left = _recipients(paper.recipients) if paper.recipients else ""
        columns = f'<div class="cell from">{left}</div>{columns}'
        return f'<div class="signatures beside"><div class="row">{columns}</div></div>'
    below = _recipients(paper.recipients) if paper.recipients else ""
    many = _NOUNS[min(len(paper.signers), 3)]
    return f'<div class="signatures {many}"><div class="row">{columns}</div></div>{below}'


def _grid(grid: SignatureGrid) -> str:
    heading = f'<p class="grid-heading">{_text(grid.heading)}</p>' if grid.heading else ""
    rows = ""
    for start in range(0, len(grid.cells), grid.columns):
        cells = grid.cells[start : start + grid.columns]
        filled = "".join(f'<div class="cell">{_signer(cell)}</div>' for cell in cells)
        empty = '<div class="cell"></div>' * (grid.columns - len(cells))
        rows += f'<div class="signatures {_NOUNS[grid.columns]}"><div class="row">{filled}{empty}</div></div>'
    return f'<div class="signature-grid">{heading}{rows}</div>'


def _proof(proof: Proof | None) -> str:
    if proof is None or not proof.target:
        return ""
    import segno

    code = segno.make(proof.target, error="m", micro=False)
    image = escape(code.svg_data_uri(border=0, omitsize=True))
    said = [f"Mã tra cứu: {proof.code}"] if proof.code else []
    said += ["Quét mã hoặc mở địa chỉ dưới đây để kiểm tra bản này:", proof.target]
    return (
        '<div class="proof"><div class="row"><div class="code">'
        f'<img class="qr" alt="Mã QR dẫn tới {escape(proof.target)}" src="{image}"></div>'
        f'<div class="said">{_lines(said, "line")}</div></div></div>'
    )
