"""The outline as HTML: what the PDF is printed from, and what a page of the site shows of a paper.

No inline style and no script (the site's content policy refuses both); every text is escaped here and nowhere else.
"""

from html import escape

from reports.paper.formats import MOTTO, NATIONAL_TITLE, SIGNER_PERCENT, PageFormat
from reports.paper.layout import (
    PrintedCell,
    Section,
    about_lines,
    letterhead_lines,
    listed,
    printed,
    proof_line,
    proof_lines,
    sections,
    signer_lines,
)
from reports.paper.outline import (
    AppendixHeading,
    Column,
    Heading,
    Kind,
    Mark,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Proof,
    Row,
    RowStyle,
    Run,
    SignatureGrid,
    Signer,
    Table,
)

# A table no longer than this stands on one page rather than be split by its end.
MOST_WHOLE_ROWS = 8
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
        _blocks(first),
        _signatures(paper),
        "" if paper.proof_last and appendices else _proof(paper.proof),
    ]
    html = f'<section class="paper {first.page} {_size(first)}">{"".join(parts)}</section>'
    last = len(appendices) - 1
    return html + "".join(
        _appendix(section, index, _proof(paper.proof) if paper.proof_last and index == last else "")
        for index, section in enumerate(appendices)
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
    superior, issuer = letterhead_lines(paper.letterhead, paper.page.measures)
    about = (
        ""
        if paper.title
        else "".join(f'<div class="about">{_text(line)}</div>' for line in about_lines(paper))
    )
    draft = f'<div class="draft">{paper.mark}</div>' if paper.mark else ""
    return (
        '<div class="letterhead"><div class="side"><div class="left">'
        f'<div class="names">{_lines(superior, "superior")}{_lines(issuer, "issuer")}<div class="rule"></div></div>'
        '</div><div class="right">'
        f'<div class="national">{NATIONAL_TITLE}</div><div class="motto"><span>{MOTTO}</span></div>'
        '</div></div><div class="side"><div class="left below">'
        f'<div class="number">{_text(paper.number_line)}</div>{about}{draft}'
        f'</div><div class="right below"><div class="place-date">{_text(paper.place_line)}</div></div></div></div>'
    )


def _title(paper: Paper) -> str:
    if not paper.title:
        return ""
    subject = ""
    if paper.subject:
        subject = f'<div class="subject">{_lines(paper.subject, "line")}<div class="rule"></div></div>'
    draft = f'<div class="draft">{paper.mark}</div>' if paper.mark and paper.letterhead is None else ""
    attached = f'<p class="attached">{_text(paper.attached_to)}</p>' if paper.attached_to else ""
    return f'<div class="title"><h1>{_text(paper.title)}</h1>{subject}{attached}{draft}</div>'


def _addressees(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return f'<p class="addressee">Kính gửi: {_text(names[0])}.</p>'
    lines = "".join(f"<div>- {_text(line)}</div>" for line in listed(names))
    return (
        '<div class="addressees"><div class="side"><div class="label">Kính gửi:</div>'
        f'<div class="names">{lines}</div></div></div>'
    )


def _appendix(section: Section, index: int, proof: str) -> str:
    """Two page names in turn, so that an appendix right after another begins its own page count."""
    turn = "ab"[index % 2]
    return (
        f'<section class="paper {section.page} {section.page}-{turn} {_size(section)}">'
        f"{_appendix_heading(section.heading) if section.heading else ''}{_blocks(section)}{proof}</section>"
    )


def _appendix_heading(heading: AppendixHeading) -> str:
    number = f"Phụ lục {heading.roman}".strip()
    attached = f'<p class="attached">{_text(heading.attached_to)}</p>' if heading.attached_to else ""
    return f'<div class="title"><p class="appendix">{_text(number)}</p><h1>{_text(heading.title)}</h1>{attached}</div>'


def _blocks(section: Section) -> str:
    return "".join(_block(block, section.page.measures) for block in section.blocks)


def _block(block: Part, measures: PageFormat) -> str:
    match block:
        case Paragraph():
            indent = " indent" if block.indent else ""
            return f'<p class="text {block.align}{indent}">{"".join(_run(run) for run in block.runs)}</p>'
        case Heading():
            part = " part" if block.centered else ""
            return f'<h{block.level + 1} class="text{part}">{_text(block.text)}</h{block.level + 1}>'
        case Table():
            return _table(block)
        case Note():
            lines = "".join(f"<div>- {_text(line)}</div>" for line in block.lines)
            return f'<div class="note"><div class="label">{_text(block.label)}</div>{lines}</div>'
        case PageBreak():
            return '<div class="page-break"></div>'
        case SignatureGrid():
            return _grid(block, measures)


def _run(run: Run) -> str:
    text = _text(run.text)
    if run.italic:
        text = f"<em>{text}</em>"
    return f"<strong>{text}</strong>" if run.bold else text


def _table(table: Table) -> str:
    caption = f'<p class="caption">{_text(table.caption)}</p>' if table.caption else ""
    columns = "".join(f'<col class="w-{percent}">' for percent in table.percents)
    more = f" h-{table.row_height}" if table.row_height else ""
    more += " whole" if len(table.rows) <= MOST_WHOLE_ROWS else ""
    return (
        f'{caption}<table class="grid{more}"><colgroup>{columns}</colgroup><thead>{_heading_rows(table)}</thead>'
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


def _recipients(names: tuple[str, ...]) -> str:
    lines = "".join(f"<div>- {_text(line)}</div>" for line in listed(names))
    return f'<div class="recipients"><div class="label">Nơi nhận:</div>{lines}</div>' if names else ""


def _signatures(paper: Paper) -> str:
    """One signer stands right of the recipients; several stand side by side above them."""
    measures, recipients = paper.page.measures, _recipients(paper.recipients)
    if len(paper.signers) == 1:
        block = _signature_block(paper.signers, 1, measures, measures.text_width * SIGNER_PERCENT / 100)
        return f'<div class="ending"><div class="side"><div class="from">{recipients}</div><div>{block}</div></div></div>'
    if not paper.signers:
        return recipients
    return _signature_block(paper.signers, len(paper.signers), measures, measures.text_width) + recipients


def _signature_block(signers: tuple[Signer, ...], columns: int, measures: PageFormat, width: float) -> str:
    """Signers side by side in rows, so that posts begin and names end on the same line in every column."""
    lines = [signer_lines(signer, width / columns, measures.sizes.body) for signer in signers]
    above = [
        _lines(authority, "authority")
        + (f'<div class="hint">{_text(signer.hint)}</div>' if signer.hint else "")
        for signer, (authority, _) in zip(signers, lines, strict=True)
    ]
    spaces = [f'<div class="space">{_text(signer.note)}</div>' for signer in signers]
    below = [
        f'{_lines(title, "own-title")}<div class="signer">{_text(signer.name)}</div>'
        for signer, (_, title) in zip(signers, lines, strict=True)
    ]
    rows = "".join(_signature_row(cells, columns) for cells in (above, spaces, below))
    return f'<div class="signatures {_NOUNS[columns]}">{rows}</div>'


def _signature_row(cells: list[str], columns: int) -> str:
    filled = "".join(f'<div class="cell">{cell}</div>' for cell in cells)
    return f'<div class="side">{filled}{"<div class=cell></div>" * (columns - len(cells))}</div>'


def _grid(grid: SignatureGrid, measures: PageFormat) -> str:
    heading = f'<p class="grid-heading">{_text(grid.heading)}</p>' if grid.heading else ""
    rows = "".join(
        _signature_block(
            grid.cells[start : start + grid.columns], grid.columns, measures, measures.text_width
        )
        for start in range(0, len(grid.cells), grid.columns)
    )
    return f'<div class="signature-grid">{heading}{rows}</div>'


def _proof(proof: Proof | None) -> str:
    if proof is None or not proof.target:
        return ""
    import segno

    code = segno.make(proof.target, error="m", micro=False)
    image = escape(code.svg_data_uri(border=0, omitsize=True))
    return (
        '<div class="proof"><div class="side"><div class="code">'
        f'<img class="qr" alt="Mã QR dẫn tới {escape(proof.target)}" src="{image}"></div>'
        f'<div class="said">{_lines(proof_lines(proof), "line")}</div></div></div>'
    )
