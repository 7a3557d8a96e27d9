"""The paper "Thuyết minh cách tính điểm": how every unit's score and place came about, in rank order.

Every unit of the bloc may read it, so it names no scorer and no single sheet's points: of cross-scoring it tells how
many sheets counted, how many were dropped, and the exact value they gave.
"""

from collections.abc import Iterator

from awards.documents import rule_lines
from awards.eligibility import AwardResult
from awards.presenting.arithmetic import exact, levels_context, sum_context
from awards.presenting.ties import tie_context
from awards.presenting.wording import why_not_final
from awards.queries import AwardLine
from awards.results import UnitResult, YearResults, year_results
from awards.wording import describe, describe_undecided
from blocs.documents import Heading as PaperHeading
from blocs.models import BlocYear
from blocs.terms import Level
from reports.paper.outline import (
    Align,
    Block,
    Column,
    Heading,
    Note,
    Paper,
    Paragraph,
    Row,
    Table,
)
from reports.paper.words import number
from scoring.calculation import PeerWorking

ARITHMETIC_KIND = "thuyet-minh-cach-tinh"


def arithmetic_paper(year: BlocYear, heading: PaperHeading) -> Paper:
    """One part a unit, the best ranked first; then what decided each award."""
    found = year_results(year)
    units = enumerate(found.in_rank_order(), start=1)
    return heading.paper(
        kind=ARITHMETIC_KIND,
        title="THUYẾT MINH CÁCH TÍNH ĐIỂM VÀ XẾP HẠNG",
        subject=(f"{year.bloc_label} năm {year.year}",),
        blocks=(
            Note(rule_lines(found), label="Cách tính chung:"),
            *(block for place, unit in units for block in _unit(found, place, unit)),
        ),
        legal_bases=(),
    )


def _unit(found: YearResults, place: int, unit: UnitResult) -> Iterator[Block]:
    yield Heading(f"{place}. {unit.member.name}", level=2)
    yield Paragraph(_place(found, unit), indent=False)
    yield _levels(found, unit)
    lines = [*_peer(found, unit), *_sum(found, unit), *_tie(found, unit), *_awards(found, unit)]
    if lines:
        yield Note(tuple(lines), label="Cách tính:")


def _place(found: YearResults, unit: UnitResult) -> str:
    standing, final = unit.standing, unit.score.final
    if final is None:
        return f"Chưa có tổng điểm: {why_not_final(found, unit)}."
    points = f"Tổng điểm {number(final, found.decimals)}"
    if standing.rank is None:
        return f"{points}; thuộc trường hợp không xếp hạng."
    shared = " (đồng hạng)" if standing.shared else ""
    band = f"; xếp loại {standing.band}" if standing.band else ""
    return f"{points}; xếp hạng {standing.rank}{shared}{band}."


def _levels(found: YearResults, unit: UnitResult) -> Table:
    context = levels_context(found, unit)
    middle = {"has_bonus": ("Điểm thưởng", "bonus"), "has_penalty": ("Điểm trừ", "penalty")}
    parts = [("Nội dung", "content"), *(words for key, words in middle.items() if context[key])]
    columns = (
        Column("Cấp chấm", 22),
        *(Column(label, 16, align=Align.CENTER) for label, _name in parts),
        Column("Cộng", 16, align=Align.CENTER),
        Column("Tính vào tổng điểm", 20, align=Align.CENTER),
    )
    rows = [
        Row(
            (
                f"{row['label']} ({row['note']})" if row["note"] else row["label"],
                *(row[name] for _label, name in parts),
                row["total"],
                row["counts"] or "–",
            )
        )
        for row in context["rows"]
    ]
    return Table(columns, tuple(rows))


def _peer(found: YearResults, unit: UnitResult) -> Iterator[str]:
    working, value = unit.score.peer, unit.score.levels.get(Level.PEER)
    if working is None or value is None:
        return
    text = f"Chấm chéo: tính {len(working.counted)}/{len(working.expected)} phiếu{_left_out(working)}"
    before = exact(value.unrounded.total, found.decimals)
    yield f"{text}; giá trị trước khi làm tròn là {before}."


def _left_out(working: PeerWorking) -> str:
    parts = [
        (len(working.recused), "phiếu không chấm"),
        (len(working.replaced), "phiếu thiếu được tính thay theo quy tắc"),
    ]
    if working.averages is not None:
        content = working.averages.content
        parts += [
            (len(content.dropped_high), "phiếu bỏ vì cao"),
            (len(content.dropped_low), "phiếu bỏ vì thấp"),
        ]
    return "".join(f", {count} {words}" for count, words in parts if count)


def _sum(found: YearResults, unit: UnitResult) -> Iterator[str]:
    context = sum_context(found, unit)
    if context is None:
        return
    terms = " ".join(
        f"{term['sign']} {term['text']} ({term['label'].lower()})".strip() for term in context["terms"]
    )
    yield f"Tổng điểm: {terms} = {context['final']}."
    yield from context["workings"]
    if context["bounds"]:
        yield context["bounds"]
    sections = [f"mục {row['code']} {row['points']}/{row['maximum']}" for row in context["sections"]]
    if sections:
        yield f"Điểm từng mục: {'; '.join(sections)}."


def _tie(found: YearResults, unit: UnitResult) -> Iterator[str]:
    context = tie_context(found, unit)
    if context is not None:
        yield f"{context['heading']}. {context['sentence']}".strip()


def _awards(found: YearResults, unit: UnitResult) -> Iterator[str]:
    for line, result in zip(found.awards, found.nominations, strict=True):
        yield f"{line.name}: {_award(found, line, result, unit.member.code)}"


def _award(found: YearResults, line: AwardLine, result: AwardResult, code: str) -> str:
    if code in result.nominated:
        return "được đề nghị."
    if code in result.undecided:
        return f"chưa phân định. {describe_undecided(result)}"
    reasons = [describe(reason, result, code, found.award_names) for reason in result.excluded.get(code, ())]
    return " ".join(["không được đề nghị.", *reasons])
