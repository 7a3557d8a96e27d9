"""The annex "Phân công chấm chéo" to the year's plan (documents handbook §4.7): who scores whom, and how it was drawn."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from blocs.documents import DOTTED, DocumentKind
from blocs.documents import Heading as PaperHeading
from blocs.documents_plan import PLAN_KIND
from blocs.models import BlocYear, IssuedDocument
from blocs.refusals import Invalid
from blocs.terms import DrawWay, Level
from reports.paper.outline import Block, Column, Heading, Kind, Paper, Paragraph, Row, RowStyle, Signer, Table
from reports.paper.words import short_date
from scoring.draw_queries import (
    InForce,
    draws_of,
    in_force,
    is_as_recorded,
    lots_before,
    recorded,
    repeated,
    stored_pairs,
    way_of,
)
from scoring.draw_words import (
    groups_in_words,
    how_to_repeat,
    mutual_in_words,
    share_in_words,
)
from scoring.drawing import Drawn, Pair
from scoring.models import Draw

ANNEX_KIND = "phan-cong-cham-cheo"
_NO_PEERS = "Năm này không chấm chéo: không có gì để phân công."
_ALL_OTHERS, _NOBODY = "Tất cả các đơn vị khác", "Không chấm"
_NO_DRAW = "Bảng phân công dưới đây không theo lần rút thăm nào được ghi trong năm."


def annex_paper(year: BlocYear, heading: PaperHeading) -> Paper:
    """What is in force, with the draw it came from. Raises Invalid when it is to be issued without cross-scoring."""
    if Level.PEER not in year.current_rules.levels:
        if not heading.draft:
            raise Invalid(_NO_PEERS)
        return _paper(year, heading, (Paragraph(_NO_PEERS),))
    stands = in_force(year, stored_pairs(year))
    pairs = sorted(stands.pairs)
    draws = draws_of(year)
    last = next((row for row in draws[:1] if stands.came_of(row)), None)
    names = {member.pk: member.short_name for member in year.members}
    blocks: list[Block] = [Heading("I. CÁCH PHÂN CÔNG")]
    blocks += [Paragraph(text) for text in _how(last, draws, stands, names)]
    blocks += [Heading("II. BẢNG PHÂN CÔNG"), _table(year, pairs, last)]
    again = repeated(last) if last is not None else None
    if last is not None and again is not None and is_as_recorded(last, again):
        blocks.append(Heading("III. CÁCH KIỂM TRA LẠI KẾT QUẢ RÚT THĂM"))
        blocks += [Paragraph(text) for text in _checking(last, again)]
    return _paper(year, heading, tuple(blocks))


def _paper(year: BlocYear, heading: PaperHeading, blocks: tuple[Block, ...]) -> Paper:
    secretary = next((signer.name for signer in heading.signers if signer.authority == ("THƯ KÝ",)), DOTTED)
    return Paper(
        kind=ANNEX_KIND,
        title="PHỤ LỤC",
        subject=("PHÂN CÔNG CHẤM CHÉO", f"{year.bloc_label} năm {year.year}"),
        attached_to=_attached_to(year),
        year=year.year,
        draft=heading.draft,
        blocks=blocks,
        signers=(Signer(("NGƯỜI LẬP",), name=secretary), *heading.signers[-1:]),
        proof=heading.proof,
    )


def _attached_to(year: BlocYear) -> str:
    plan = (
        IssuedDocument.objects.filter(year=year, kind=PLAN_KIND, replaced_by=None)
        .order_by("-dated", "-pk")
        .first()
    )
    if plan is None:
        return f"(Kèm theo Kế hoạch số ....... ngày ..... tháng ..... năm {year.year})"
    return f"(Kèm theo Kế hoạch số {plan} ngày {short_date(plan.dated)})"


def _how(last: Draw | None, draws: Sequence[Draw], stands: InForce, names: Mapping[int, str]) -> list[str]:
    """The way with its number, when and by whom; the lots before it; what came of it; the drawn order."""
    pairs = sorted(stands.pairs)
    lines = []
    if last is None and stands.are_stored:
        lines.append(_NO_DRAW)
    elif last is None:
        lines.append("Mọi đơn vị chấm nhau; không rút thăm.")
    else:
        at = timezone.localtime(last.drawn_at)
        way = way_of(last)
        lines.append(f"Cách phân công: {way[:1].lower()}{way[1:]}.")
        lines.append(
            f"Lần {last.number}, lúc {at:%H:%M} ngày {short_date(at.date())}; người ghi: {last.drawn_by.full_name}."
        )
        if last.reason:
            lines.append(f"Lý do: {last.reason}")
        if before := lots_before(last, draws):
            lines.append(before)
    lines.append(f"Kết quả: {share_in_words(pairs, stands.units)} {mutual_in_words(pairs, names)}")
    if last is not None:
        kept = recorded(last)
        groups = groups_in_words(DrawWay(last.pattern), kept.order, kept.silent, names, last.count or 0)
        lines += [f"{label}: {units}." for label, units in groups]
    return lines


def _table(year: BlocYear, pairs: list[Pair], last: Draw | None) -> Table:
    """A row a unit: after a lot in the order of the numbers it was drawn by, else in bloc order."""
    units = year.standing_members
    names = {member.pk: member.short_name for member in units}
    kept = recorded(last) if last is not None and last.seed else None
    if kept is not None:
        units = sorted(units, key=lambda member: (member.pk not in kept.listed, member.pk))
    columns = (
        Column("Số" if kept else "STT", 6, Kind.NUMBER, 0),
        *((Column("Thứ tự rút", 7, Kind.NUMBER, 0),) if kept else ()),
        Column("Đơn vị chấm", 28),
        Column("Chấm các đơn vị", 43),
        Column("Số phiếu chấm", 8, Kind.NUMBER, 0),
        Column("Số phiếu được chấm", 9, Kind.NUMBER, 0),
    )
    rows, found = [], set(pairs)
    for index, member in enumerate(units, start=1):
        first = (_place(member.pk, kept.listed), _place(member.pk, kept.order)) if kept else (index,)
        scored = [names[other.pk] for other in units if (member.pk, other.pk) in found]
        words = _ALL_OTHERS if len(scored) == len(units) - 1 > 2 else ", ".join(scored) or _NOBODY
        by = sum(other == member.pk for _scorer, other in pairs)
        rows.append(Row((*first, member.name, words, len(scored), by)))
    empty = (None,) * (len(columns) - 4)
    rows.append(Row((*empty, "TỔNG CỘNG", None, len(pairs), len(pairs)), RowStyle.TOTAL))
    return Table(columns, tuple(rows))


def _place(unit: int, units: Sequence[int]) -> int | None:
    """From 1; None for a unit that came into the year after the draw."""
    return units.index(unit) + 1 if unit in units else None


def _checking(last: Draw, again: Drawn) -> list[str]:
    kept = recorded(last)
    steps = how_to_repeat(
        DrawWay(last.pattern), last.seed, len(kept.listed), again.apart, silent=len(kept.silent)
    )
    return [f"{number}. {step}" for number, step in enumerate(steps, start=1)]


DOCUMENTS = [DocumentKind(ANNEX_KIND, "Phụ lục phân công chấm chéo", annex_paper, abbreviation="")]
