"""What the grid's page says around the table: where its scores come from, why it is closed, each sheet's state."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from blocs.terms import Level, SheetState
from scoring.actions.cell_entries import CellKey
from scoring.actions.sheet_locking import closed_sentence
from scoring.forms.cells import cell_name
from scoring.sheet_queries import AnyPaper, Column, ScorePaper, UnitPaper
from scoring.views.grid_screen import Fault
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
    steps: tuple[str, ...]


def sentence(paper: ScorePaper) -> str:
    count = len(paper.columns)
    match paper.level:
        case Level.PEER:
            return f"Nhập từ phiếu giấy · chấm {count} đơn vị bạn · không có cột của chính mình"
        case Level.SELF:
            return f"Nhập từ bảng tự chấm · mỗi cột là phiếu của một trong {count} đơn vị"
        case Level.BLOC:
            return f"Điểm Khối chấm cho {count} đơn vị · mỗi cột là phiếu của một đơn vị"
        case _:
            return f"Điểm của cơ quan thẩm định cho {count} đơn vị · mỗi cột là phiếu của một đơn vị"


def why_closed(paper: ScorePaper, keeps: bool) -> str:
    """Why no cell of this page takes scores from this person now."""
    if paper.year.is_published:
        return "Kết quả đã niêm yết nên các phiếu đã khóa."
    if not keeps:
        return "Bạn đang xem; việc nhập điểm là của tổ thư ký khối."
    if not any(column.state is TAKES_SCORES for column in paper.columns):
        return "Các phiếu ở đây đã nộp. Muốn sửa, hãy mở lại phiếu và ghi lý do."
    return closed_sentence(paper.level)


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


def sheet_lines(paper: AnyPaper) -> list[SheetLine]:
    return [
        SheetLine(
            sheet=column.sheet,
            name=paper.names(column)[0],
            state=WORDS[column.state].staff,
            tone=TONES[column.state],
            missing=missing_text(paper, column),
            handed_in=handed_in_text(column),
            steps=tuple(step.action.rpartition(".")[2] for step in steps_from(column.state)),
        )
        for column in paper.columns
    ]


def missing_text(paper: AnyPaper, column: Column) -> str:
    """ "còn 3 ô: I.4, II.1, II.2"; the first few codes, empty when a sheet is complete or not being filled."""
    if column.state is not TAKES_SCORES:
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
