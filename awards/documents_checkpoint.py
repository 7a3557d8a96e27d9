"""The bloc's reports "sơ kết" and "tổng kết": one outline for PDF, Word and Excel (documents handbook §4.5, §4.12)."""

from collections.abc import Iterator
from decimal import Decimal

from awards.checkpoint_drafts import days_in_words, target_state
from awards.checkpoint_figures import CheckpointFigures
from awards.checkpoint_reading import TargetRow
from awards.checkpoint_report import CheckpointReport, Section, checkpoint_report
from awards.documents import ranking_table, rule_lines
from blocs.documents import DOTTED, DocumentKind
from blocs.documents import Heading as PaperHeading
from blocs.models import BlocYear
from blocs.terms import Checkpoint
from reports.paper.outline import (
    Align,
    AppendixHeading,
    Block,
    Cell,
    Column,
    Heading,
    Kind,
    Note,
    Page,
    Paper,
    Paragraph,
    Row,
    RowStyle,
    Table,
)
from reports.paper.words import percent, roman, short_date

KIND_OF = {Checkpoint.HALF_YEAR: "bao-cao-so-ket", Checkpoint.YEAR_END: "bao-cao-tong-ket"}
_SUBJECT = {
    Checkpoint.HALF_YEAR: "Sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm {}",
    Checkpoint.YEAR_END: "Tổng kết công tác thi đua, khen thưởng năm {}",
}
_DOTS = DOTTED * 4


def half_year_paper(year: BlocYear, heading: PaperHeading) -> Paper:
    return report_paper(checkpoint_report(year, Checkpoint.HALF_YEAR), heading)


def year_end_paper(year: BlocYear, heading: PaperHeading) -> Paper:
    return report_paper(checkpoint_report(year, Checkpoint.YEAR_END), heading)


def report_paper(report: CheckpointReport, heading: PaperHeading) -> Paper:
    """The report as it stands: edited sections as edited, the others as drafted now; only the leader signs."""
    checkpoint = report.checkpoint
    return heading.paper(
        kind=KIND_OF[checkpoint],
        title="BÁO CÁO",
        subject=(_SUBJECT[checkpoint].format(report.year.year),),
        blocks=(*_body(report, draft=heading.draft), *_appendices(report)),
        signers=heading.signers[-1:],
    )


def _body(report: CheckpointReport, *, draft: bool) -> list[Block]:
    """A section without a word is left out of an issued paper; a draft leaves room to write."""
    blocks: list[Block] = []
    at = 0
    for section in report.sections:
        if not section.text and not draft:
            continue
        if section.kind.part:
            blocks.append(Heading(section.part, centered=True))
        if section.number:
            at += 1
            blocks.append(Heading(f"{roman(at)}. {section.kind.heading.upper()}"))
        blocks += [Paragraph(text) for text in _paragraphs(section)]
    return _closed(blocks)


def _paragraphs(section: Section) -> list[str]:
    return [text for text in section.text.splitlines() if text.strip()] or [_DOTS]


def _closed(blocks: list[Block]) -> list[Block]:
    """The text ends with "./." (NĐ 30)."""
    if (
        blocks
        and isinstance(last := blocks[-1], Paragraph)
        and isinstance(last.text, str)
        and last.text != _DOTS
    ):
        blocks[-1] = Paragraph(f"{last.text.rstrip('./ ;')}./.")
    return blocks


def _appendices(report: CheckpointReport) -> Iterator[Block]:
    """I commendations, II registrations; at the year's end III scores and ranks; then targets and movements."""
    parts: list[tuple[str, list[Block]]] = [
        ("THỐNG KÊ KHEN THƯỞNG", _commendations(report.figures)),
        ("ĐĂNG KÝ DANH HIỆU THI ĐUA, HÌNH THỨC KHEN THƯỞNG", _registrations(report.figures)),
    ]
    found = report.results
    if found is not None and found.ranking.order:
        blocks: list[Block] = [
            ranking_table(found, found.in_rank_order()),
            Note(rule_lines(found), label="Cách tính:"),
        ]
        parts.append(("ĐIỂM VÀ XẾP HẠNG", blocks))
    if report.figures.data.targets:
        parts.append(("KẾT QUẢ THỰC HIỆN CHỈ TIÊU GIAO ƯỚC", _targets(report.figures)))
    if report.figures.data.movements:
        parts.append(("CÁC PHONG TRÀO THI ĐUA", _movements(report.figures)))
    for at, (title, blocks) in enumerate(parts, start=1):
        yield AppendixHeading(roman(at), title, page=Page.LANDSCAPE)
        yield from blocks


def _commendations(figures: CheckpointFigures) -> list[Block]:
    table = figures.table
    columns = (
        Column("STT", 5, Kind.NUMBER, 0),
        Column("Đơn vị", 30),
        *(Column(column.award.short_name, 9, Kind.NUMBER, 0) for column in table.columns),
        Column("Cộng", 8, Kind.NUMBER, 0),
    )
    rows = [
        Row(
            (
                Decimal(at),
                line.member.name,
                *(Decimal(count.number) if count.number else None for count in line.counts),
                Cell(Decimal(line.total.number) if line.total.number else None, bold=True),
            )
        )
        for at, line in enumerate(table.lines, start=1)
    ]
    total = Row(
        (
            None,
            "TỔNG CỘNG",
            *(Decimal(column.count.number) for column in table.columns),
            Decimal(table.total.number),
        ),
        RowStyle.TOTAL,
    )
    days = f"{short_date(figures.period.starts_on)} đến {short_date(figures.period.ends_on)}"
    lines = [f"Tính theo ngày quyết định khen thưởng, từ {days}."]
    if figures.certificates.are_there:
        lines.append("Không tính Giấy khen.")
    return [Table(columns, (*rows, total)), Note(tuple(lines))]


def _registrations(figures: CheckpointFigures) -> list[Block]:
    if not figures.registrations:
        return [Paragraph("Chưa có đơn vị đăng ký.", indent=False)]
    columns = (
        Column("STT", 5, Kind.NUMBER, 0),
        Column("Đơn vị", 30),
        *(Column(each.award.short_name, 9, Kind.NUMBER, 0) for each in figures.registrations),
        Column("Cộng", 8, Kind.NUMBER, 0),
    )
    counts = [
        [
            sum(
                row.member == member.pk and row.award == each.award.code for row in figures.data.registrations
            )
            for each in figures.registrations
        ]
        for member in figures.year.members
    ]
    rows = [
        Row(
            (
                Decimal(at),
                member.name,
                *(Decimal(count) if count else None for count in own),
                Cell(Decimal(sum(own)) if sum(own) else None, bold=True),
            )
        )
        for at, (member, own) in enumerate(zip(figures.year.members, counts, strict=True), start=1)
    ]
    sums = [each.number for each in figures.registrations]
    total = Row((None, "TỔNG CỘNG", *(Decimal(count) for count in sums), Decimal(sum(sums))), RowStyle.TOTAL)
    return [Table(columns, (*rows, total))]


def _targets(figures: CheckpointFigures) -> list[Block]:
    """Unit by unit; last year and the difference only where some target can be compared."""
    compares = any(target.last_year is not None for target in figures.data.targets)
    columns = (
        Column("STT", 5, Kind.NUMBER, 0),
        Column("Chỉ tiêu", 34),
        Column("Đơn vị tính", 11, align=Align.CENTER),
        Column("Kế hoạch", 10, Kind.NUMBER),
        Column("Thực hiện", 10, Kind.NUMBER),
        Column("Tỷ lệ", 9, align=Align.CENTER),
        *(
            (Column("Năm trước", 10, Kind.NUMBER), Column("So năm trước", 11, Kind.NUMBER))
            if compares
            else ()
        ),
    )
    rows: list[Row] = []
    for member in figures.year.members:
        own = [target for target in figures.data.targets if target.member == member.pk]
        if own:
            rows.append(Row((Cell(member.name, span=len(columns), align=Align.LEFT),), RowStyle.SECTION))
        rows += [_target(at, target, compares=compares) for at, target in enumerate(own, start=1)]
    return [Table(columns, tuple(rows))]


def _target(at: int, target: TargetRow, *, compares: bool) -> Row:
    figure, before = target.figure, target.last_year
    share = percent(figure.share) if target_state(target) != "unknown" else ""
    cells = (Decimal(at), figure.label, figure.measure, figure.planned, figure.value, share)
    if not compares:
        return Row(cells)
    change = figure.value - before if figure.value is not None and before is not None else None
    return Row((*cells, before, change))


def _movements(figures: CheckpointFigures) -> list[Block]:
    columns = (
        Column("STT", 5, Kind.NUMBER, 0),
        Column("Phong trào", 36),
        Column("Cấp", 11, align=Align.CENTER),
        Column("Hình thức", 11, align=Align.CENTER),
        Column("Phát động, văn bản", 23),
        Column("Thời gian", 14, align=Align.CENTER),
    )
    rows = [
        Row(
            (
                Decimal(at),
                row.name,
                row.level,
                row.form,
                "; ".join(part for part in (row.launcher, row.act) if part),
                days_in_words(row.starts_on, row.ends_on).strip(),
            )
        )
        for at, row in enumerate(figures.data.movements, start=1)
    ]
    return [Table(columns, tuple(rows))]


DOCUMENTS = [
    DocumentKind(
        KIND_OF[Checkpoint.HALF_YEAR],
        "Báo cáo sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm",
        half_year_paper,
        abbreviation="BC",
    ),
    DocumentKind(
        KIND_OF[Checkpoint.YEAR_END],
        "Báo cáo tổng kết công tác thi đua, khen thưởng năm",
        year_end_paper,
        abbreviation="BC",
        tells_scores=True,
    ),
]
