"""What the grid's page says around the table: where its scores come from, why it is closed, each sheet's state."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from blocs.models import User
from blocs.terms import Level, SheetState
from blocs.year_phases import closes_for, moment_in_words
from scoring.actions.cell_entries import CellKey
from scoring.actions.sheet_locking import LEVEL_WORDS, closed_sentence
from scoring.forms.cells import cell_name
from scoring.rules import PHASE_OF_LEVEL
from scoring.sheet_queries import AnyPaper, Column, ScorePaper, UnitPaper
from scoring.views.grid_screen import Fault
from scoring.views.papers import Part
from scoring.workflow import TAKES_SCORES, WORDS, steps_from

TONES = {
    SheetState.FILLING: "due",
    SheetState.HANDED_IN: "done",
    SheetState.RECUSED: "",
    SheetState.LOCKED: "brand",
}


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A line under the grid that leads to its cell."""

    cell: str
    where: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sheet of the paper: its state, what it lacks, when it was handed in, and the steps that leave from here."""

    sheet: int
    name: str
    state: str
    tone: str
    missing: str
    handed_in: str
    told: tuple[str, ...]
    steps: tuple[str, ...]


def sentence(paper: ScorePaper, part: Part) -> str:
    count = len(paper.columns)
    if part in (Part.HEAD, Part.OFFICER):
        return _own_sentence(paper, part, count)
    match paper.level:
        case Level.PEER:
            return f"Nhập từ phiếu giấy · chấm {count} đơn vị bạn · không có cột của chính mình"
        case Level.SELF:
            return f"Nhập từ bảng tự chấm · mỗi cột là phiếu của một trong {count} đơn vị"
        case Level.BLOC:
            return f"Điểm Khối chấm cho {count} đơn vị · mỗi cột là phiếu của một đơn vị"
        case _:
            return f"Điểm của cơ quan thẩm định cho {count} đơn vị · mỗi cột là phiếu của một đơn vị"


def _own_sentence(paper: ScorePaper, part: Part, count: int) -> str:
    """What the unit's people do here, who hands in, and until when."""
    what = (
        f"Chấm {count} đơn vị bạn"
        if paper.level is Level.PEER
        else f"Tự chấm của {paper.columns[0].member.name}"
    )
    who = "" if part is Part.HEAD else "cán bộ nhập điểm, lãnh đạo đơn vị nộp phiếu"
    closes = closes_for(paper.year, PHASE_OF_LEVEL[paper.level], paper.columns[0].by)
    until = f"hạn {moment_in_words(closes)}" if closes else ""
    return " · ".join(filter(None, (what, until, who)))


def why_closed(paper: ScorePaper, part: Part) -> str:
    """Why no cell of this page takes scores from this person now."""
    if paper.year.is_published:
        return "Kết quả đã niêm yết nên các phiếu đã khóa."
    if part is Part.READER:
        return "Ông, bà đang xem; điểm ở đây do người khác nhập."
    if not any(column.state is TAKES_SCORES for column in paper.columns):
        if part is Part.KEEPER:
            return "Các phiếu ở đây đã nộp. Muốn sửa, hãy mở lại phiếu và ghi lý do."
        return (
            "Các phiếu ở đây đã nộp hoặc không chấm. Muốn sửa phiếu đã nộp, ông, bà đề nghị tổ thư ký mở lại."
        )
    if part is Part.KEEPER:
        return closed_sentence(paper.level)
    return (
        f"Thời gian {LEVEL_WORDS[paper.level]} chưa mở hoặc đã hết nên chưa sửa được phiếu."
        " Cần chấm tiếp, ông, bà đề nghị tổ thư ký gia hạn."
    )


def why_unit_closed(paper: UnitPaper, keeps: bool) -> str:
    """The same of a page whose sheets are filled by different hands."""
    if paper.year.is_published:
        return "Kết quả đã niêm yết nên các phiếu đã khóa."
    if not keeps:
        return "Trang này để xem; mỗi phiếu do người chấm nhập."
    return "Không phiếu nào ở đây đang nhận điểm: đã nộp, hoặc ngoài thời gian chấm."


def fault_lines(paper: AnyPaper, faults: Mapping[CellKey, Fault]) -> list[FaultLine]:
    """In the order of the table: by column, then criterion."""
    return [
        FaultLine(
            cell_name(column.sheet, leaf.criterion_id),
            f"{leaf.code} · {paper.names(column)[1]}",
            fault.sentence,
        )
        for column in paper.columns
        for leaf in paper.rules.leaves
        if (fault := faults.get((column.sheet, leaf.criterion_id)))
    ]


def sheet_lines(user: User, paper: AnyPaper) -> list[SheetLine]:
    """`told`: why a sheet is not scored, why it was opened again; `steps`: those this person may take."""
    return [
        SheetLine(
            sheet=column.sheet,
            name=paper.names(column)[0],
            state=state_words(column),
            tone=TONES[column.state],
            missing=missing_text(paper, column),
            handed_in=handed_in_text(column),
            told=told_of(column),
            steps=tuple(
                step.action.rpartition(".")[2]
                for step in steps_from(column.state)
                if step.may(user, paper.year, column.level, column.by)
            ),
        )
        for column in paper.columns
    ]


def state_words(column: Column) -> str:
    """ "nộp muộn" for a sheet taken after its window, where its reason is told too."""
    if column.state is SheetState.HANDED_IN and column.late_reason:
        return "nộp muộn"
    return WORDS[column.state].staff


def told_of(column: Column) -> tuple[str, ...]:
    """The reasons on the sheet, for those who may know them (Sight.tells_of)."""
    told = [f"Lý do nhận muộn: {column.late_reason}"] if column.late_reason else []
    if column.state is SheetState.RECUSED and column.recusal_reason:
        told.append(f"Lý do không chấm: {column.recusal_reason}")
    if column.reopened_at is not None:
        when = moment_in_words(column.reopened_at)
        told.append(f"Tổ thư ký mở lại lúc {when}: {column.reopening_reason}")
    return tuple(told)


def missing_text(paper: AnyPaper, column: Column) -> str:
    """ "còn 3 ô: I.4, II.1, II.2"; the first few codes, empty when a sheet is complete, not being filled, or covered."""
    if column.state is not TAKES_SCORES or column.is_covered:
        return ""
    return codes_text(paper.missing(column))


def codes_text(codes: list[str], most: int = 4) -> str:
    if not codes:
        return ""
    more = "…" if len(codes) > most else ""
    return f"còn {len(codes)} ô: {', '.join(codes[:most])}{more}"


def handed_in_text(column: Column) -> str:
    """ "14:05 ngày 21/11/2020 · Trần Văn A": the last handing-in; empty before the first."""
    if column.handed_in_at is None:
        return ""
    moment = timezone.localtime(column.handed_in_at)
    who = f" · {column.handed_in_by}" if column.handed_in_by else ""
    return f"{moment:%H:%M} ngày {moment:%d/%m/%Y}{who}"
