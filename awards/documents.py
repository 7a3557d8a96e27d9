"""The paper "Bảng tổng hợp điểm và xếp hạng": one outline for PDF, Word and Excel (documents handbook §4.8)."""

from decimal import Decimal

from awards.presenting.wording import combining_sentence, why_not_final
from awards.results import UnitResult, YearResults, year_results
from awards.wording import describe_undecided
from blocs.documents import DocumentKind
from blocs.documents import Heading as PaperHeading
from blocs.models import BlocYear
from blocs.terms import Level
from reports.paper.outline import (
    Align,
    Cell,
    Column,
    Heading,
    Kind,
    Note,
    Page,
    Paper,
    Row,
    RowStyle,
    Table,
)

RESULTS_KIND = "bang-tong-hop-diem"


def results_paper(year: BlocYear, heading: PaperHeading) -> Paper:
    """The year's ranked table with the nominations, in landscape."""
    found = year_results(year)
    return Paper(
        kind=RESULTS_KIND,
        title="BẢNG TỔNG HỢP ĐIỂM VÀ XẾP HẠNG",
        subject=(f"{year.bloc_label} năm {year.year}",),
        page=Page.LANDSCAPE,
        letterhead=heading.letterhead,
        number=heading.number,
        symbol=heading.symbol,
        place=heading.place,
        day=heading.day,
        draft=heading.draft,
        legal_bases=heading.legal_bases,
        blocks=(
            Heading("I. ĐIỂM VÀ XẾP HẠNG"),
            _ranking_table(found),
            Note((combining_sentence(found.consolidation.rules),), label="Cách tính:"),
            *_nomination_blocks(found),
        ),
        signers=heading.signers,
        recipients=heading.recipients,
        proof=heading.proof,
    )


def _ranking_table(found: YearResults) -> Table:
    rules, places = found.consolidation.rules, found.decimals
    levels = list(rules.levels)
    has_bonus = any(leaf.group == "bonus" for leaf in rules.leaves)
    has_penalty = any(leaf.group == "penalty" for leaf in rules.leaves)
    extras = [
        Column(heading, 9, Kind.NUMBER, places)
        for heading, used in (("Thưởng", has_bonus), ("Trừ", has_penalty))
        if used
    ]
    columns = (
        Column("STT", 5, Kind.NUMBER, 0),
        Column("Đơn vị", 30),
        *(Column(level.label, 9, Kind.NUMBER, places) for level in levels),
        *extras,
        Column("Tổng điểm", 10, Kind.NUMBER, places),
        Column("Xếp hạng", 7, Kind.NUMBER, 0),
        Column("Xếp loại", 11, align=Align.CENTER),
        Column("Ghi chú", 16),
    )
    rows = tuple(
        Row(
            (
                Decimal(index),
                unit.member.name,
                *(unit.score.total(level) for level in levels),
                *([unit.score.bonus] if has_bonus else []),
                *([unit.score.penalty] if has_penalty else []),
                Cell(unit.score.final, bold=True),
                None if unit.standing.rank is None else Decimal(unit.standing.rank),
                unit.standing.band or "",
                _remark(found, unit),
            )
        )
        for index, unit in enumerate(found.in_rank_order(), start=1)
    )
    return Table(columns, rows)


def _remark(found: YearResults, unit: UnitResult) -> str:
    parts = []
    if unit.standing.shared:
        parts.append("Đồng hạng")
    elif unit.standing.separated_by:
        parts.append(f"Xếp sau theo {unit.standing.separated_by}")
    peer = unit.score.peer
    if peer is not None and peer.missing and Level.PEER in found.consolidation.rules.levels:
        parts.append(f"{len(peer.counted)}/{len(peer.expected)} phiếu chấm chéo")
    if missing := why_not_final(found, unit):
        parts.append(missing[:1].upper() + missing[1:])
    return "; ".join(parts)


def _nomination_blocks(found: YearResults) -> tuple[Heading | Table | Note, ...]:
    if not found.awards:
        return ()
    columns = (
        Column("STT", 5, Kind.NUMBER, 0),
        Column("Hình thức đề nghị", 30),
        Column("Đơn vị", 34),
        Column("Tổng điểm", 10, Kind.NUMBER, found.decimals),
        Column("Hạng", 7, Kind.NUMBER, 0),
        Column("Phiếu đồng ý", 12, align=Align.CENTER),
    )
    rows: list[Row] = []
    undecided: list[str] = []
    for line, nomination in zip(found.awards, found.nominations, strict=True):
        for code in nomination.nominated:
            figures = nomination.figures[code]
            rows.append(
                Row(
                    (
                        Decimal(len(rows) + 1),
                        line.name,
                        found.units[code].member.name,
                        figures.points,
                        None if figures.rank is None else Decimal(figures.rank),
                        f"{figures.approvals}/{figures.base}" if figures.base else "",
                    )
                )
            )
        if nomination.undecided:
            names = ", ".join(found.units[code].member.short_name for code in nomination.undecided)
            undecided.append(f"{line.name}: {names}. {describe_undecided(nomination)}")
    if not rows:
        empty = Cell(
            "Chưa có đơn vị đủ điều kiện đề nghị.", span=len(columns), italic=True, align=Align.CENTER
        )
        rows.append(Row((empty,), RowStyle.PLAIN))
    table = Table(columns, tuple(rows))
    notes = (Note(tuple(undecided), label="Chưa phân định:"),) if undecided else ()
    return (Heading("II. ĐỀ NGHỊ KHEN THƯỞNG"), table, *notes)


DOCUMENTS = [DocumentKind(RESULTS_KIND, "Bảng tổng hợp điểm và xếp hạng", results_paper)]
