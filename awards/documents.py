"""The paper "Bảng tổng hợp điểm và xếp hạng": one outline for PDF, Word and Excel (documents handbook §4.8)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import ceil

from awards.eligibility import AwardResult
from awards.presenting.wording import combining_sentence, rank_note, why_not_final
from awards.queries import AwardLine
from awards.results import UnitResult, YearResults, year_results
from awards.wording import describe_undecided
from blocs.documents import DocumentKind
from blocs.documents import Heading as PaperHeading
from blocs.models import BlocYear
from blocs.terms import CriterionGroup, Level
from reports.paper.outline import (
    Align,
    Block,
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
from reports.paper.words import fraction, number, percent

RESULTS_KIND = "bang-tong-hop-diem"
BLOC_ORDER_KIND = "bang-tong-hop-diem-theo-khoi"

# Column weights are whole percents of the landscape page's 247 mm; a digit takes 1.95 mm, a cell 2.2 mm of air.
_ALL = 100
_PERCENT = Decimal("2.47")
_DIGIT, _AIR = Decimal("1.95"), Decimal("2.2")
_REMARK, _EMPTY_REMARK = 13, 5
_NARROWEST_NAME, _WIDEST_NAME = 20, 35


def results_paper(year: BlocYear, heading: PaperHeading) -> Paper:
    """The year's table in rank order with the nominations, in landscape."""
    found = year_results(year)
    return _paper(found, heading, RESULTS_KIND, found.in_rank_order())


def bloc_order_paper(year: BlocYear, heading: PaperHeading) -> Paper:
    """The same paper with the units in bloc order, as governance papers list them."""
    found = year_results(year)
    return _paper(found, heading, BLOC_ORDER_KIND, found.units.values())


def _paper(found: YearResults, heading: PaperHeading, kind: str, order: Iterable[UnitResult]) -> Paper:
    year = found.year
    return heading.paper(
        kind=kind,
        title="BẢNG TỔNG HỢP ĐIỂM VÀ XẾP HẠNG",
        subject=(f"{year.bloc_label} năm {year.year}",),
        page=Page.LANDSCAPE,
        blocks=(
            Heading("I. ĐIỂM VÀ XẾP HẠNG"),
            ranking_table(found, list(order)),
            Note(rule_lines(found), label="Cách tính:"),
            *_nomination_blocks(found),
        ),
    )


def ranking_table(found: YearResults, order: list[UnitResult]) -> Table:
    """Levels, agreed points, rank and remark of each unit, in the order given; widths are for a landscape page."""
    rules = found.consolidation.rules
    groups = {leaf.group for leaf in rules.leaves}
    extras = [group for group in (CriterionGroup.BONUS, CriterionGroup.PENALTY) if group in groups]
    remarks = [_remark(found, unit) for unit in order]
    rows = tuple(
        Row(
            (
                Decimal(index),
                unit.member.name,
                *(unit.score.total(level) for level in rules.levels),
                unit.score.content,
                *(_extra(unit, group) for group in extras),
                Cell(unit.score.final, bold=True),
                None if unit.standing.rank is None else Cell(Decimal(unit.standing.rank), bold=True),
                *([unit.standing.band or ""] if rules.bands else []),
                remark,
            )
        )
        for index, (unit, remark) in enumerate(zip(order, remarks, strict=True), start=1)
    )
    return Table(_ranking_columns(found, extras, any(remarks)), rows)


def _ranking_columns(
    found: YearResults, extras: Sequence[CriterionGroup], has_remarks: bool
) -> tuple[Column, ...]:
    """The levels' totals hold bonus and penalty, so both stand under their own headings beside what is agreed."""
    rules, places = found.consolidation.rules, found.decimals
    wide = _number_width(found)
    names = {CriterionGroup.BONUS: ("Thưởng", 7), CriterionGroup.PENALTY: ("Trừ", 5)}
    agreed = "Điểm thống nhất" if extras else ""
    scores = [
        *(
            Column(level.label, wide, Kind.NUMBER, places, group="Điểm các cấp chấm")
            for level in rules.levels
        ),
        Column("Nội dung" if extras else "Điểm thống nhất", wide, Kind.NUMBER, places, group=agreed),
        *(Column(*names[group], Kind.NUMBER, places, group=agreed) for group in extras),
        Column("Tổng điểm", wide, Kind.NUMBER, places),
        Column("Xếp hạng", 5, Kind.NUMBER, 0),
        *([Column("Xếp loại", 7, align=Align.CENTER)] if rules.bands else []),
    ]
    index = Column("STT", 4, Kind.NUMBER, 0)
    remark = _REMARK if has_remarks else _EMPTY_REMARK
    rest = _ALL - index.weight - sum(column.weight for column in scores)
    name = min(max(rest - remark, _NARROWEST_NAME), _WIDEST_NAME)
    return (index, Column("Đơn vị", name), *scores, Column("Ghi chú", max(rest - name, remark)))


def _number_width(found: YearResults) -> int:
    """Percents that the longest total of the table needs, in bold."""
    scores = [unit.score for unit in found.units.values()]
    totals = [score.total(level) for score in scores for level in found.consolidation.rules.levels]
    shown = (number(total, found.decimals) for total in (*totals, *(score.final for score in scores)))
    return ceil((max(map(len, shown), default=0) * _DIGIT + _AIR) / _PERCENT)


def _extra(unit: UnitResult, group: CriterionGroup) -> Decimal | None:
    return unit.score.bonus if group is CriterionGroup.BONUS else unit.score.penalty


def _remark(found: YearResults, unit: UnitResult) -> str:
    peer = unit.score.peer
    parts = [rank_note(found, unit), why_not_final(found, unit)]
    if peer is not None and peer.missing and Level.PEER in found.consolidation.rules.levels:
        parts.append(f"{len(peer.counted)}/{len(peer.expected)} phiếu chấm chéo")
    text = "; ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def rule_lines(found: YearResults) -> tuple[str, ...]:
    """How the scores came about; how equals are told apart and numbers rounded."""
    text = combining_sentence(found.consolidation.rules, found.award_names)
    scores, mark, equals = text.partition(" Bằng điểm ")
    return (scores, f"{mark}{equals}".strip()) if mark else (text,)


def _nomination_blocks(found: YearResults) -> tuple[Block, ...]:
    if not found.awards:
        return ()
    columns = (
        Column("STT", 4, Kind.NUMBER, 0),
        Column("Hình thức đề nghị", 32),
        Column("Đơn vị", 37),
        Column("Tổng điểm", 9, Kind.NUMBER, found.decimals),
        Column("Xếp hạng", 6, Kind.NUMBER, 0),
        Column("Phiếu đồng ý", 12, align=Align.CENTER),
    )
    pairs = list(zip(found.awards, found.nominations, strict=True))
    nominated = [(line, result, code) for line, result in pairs for code in result.nominated]
    rows = [
        _nominated_row(index, found, line, result, code)
        for index, (line, result, code) in enumerate(nominated, start=1)
    ]
    if not rows:
        nobody = "Chưa có đơn vị đủ điều kiện đề nghị."
        empty = Cell(nobody, span=len(columns), italic=True, align=Align.CENTER)
        rows = [Row((empty,), RowStyle.PLAIN)]
    undecided = tuple(_undecided(found, line, result) for line, result in pairs if result.undecided)
    notes = (Note(undecided, label="Chưa phân định:"),) if undecided else ()
    return (Heading("II. ĐỀ NGHỊ KHEN THƯỞNG"), Table(columns, tuple(rows)), *notes)


def _nominated_row(index: int, found: YearResults, line: AwardLine, result: AwardResult, code: str) -> Row:
    figures = result.figures[code]
    votes = f"{fraction(figures.approvals, figures.base)} ({percent(figures.share)})" if figures.base else ""
    return Row(
        (
            Decimal(index),
            line.name,
            found.units[code].member.name,
            figures.points,
            None if figures.rank is None else Decimal(figures.rank),
            votes,
        )
    )


def _undecided(found: YearResults, line: AwardLine, result: AwardResult) -> str:
    names = ", ".join(found.units[code].member.short_name for code in result.undecided)
    return f"{line.name}: {names}. {describe_undecided(result)}"


DOCUMENTS = [
    DocumentKind(RESULTS_KIND, "Bảng tổng hợp điểm và xếp hạng", results_paper, tells_scores=True),
    DocumentKind(
        BLOC_ORDER_KIND,
        "Bảng tổng hợp điểm và xếp hạng (theo thứ tự khối)",
        bloc_order_paper,
        tells_scores=True,
    ),
]
