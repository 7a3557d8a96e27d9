"""What a unit's head is asked before sheets are handed in: each sheet with its total, or with what it lacks."""

from decimal import Decimal
from typing import Any

from blocs.editing import fingerprint
from blocs.terms import Level, SheetState
from scoring.sheet_queries import Column, ScorePaper, unfit_codes
from scoring.views.grid_screen import grand_totals, places_of, points_text
from scoring.views.grid_words import codes_text
from scoring.workflow import HAND_IN, WORDS

AGREED = "dong-y"
_SELF_NAME = "Tổng điểm tự chấm"


def hand_in_context(paper: ScorePaper, back: str) -> dict[str, Any]:
    """The context of confirm.html; without a sheet that can go in, the button is not there."""
    totals, places = grand_totals(paper), places_of(paper)
    filling = [column for column in paper.columns if column.state is HAND_IN.source]
    complete = [column for column in filling if not _lacking(paper, column)]
    return {
        "heading": "Nộp phiếu tự chấm" if paper.level is Level.SELF else "Nộp phiếu chấm chéo",
        "what": _what(paper, filling, complete),
        "facts": [
            {"label": _name(paper, column), "value": _value(paper, column, totals[column.sheet], places)}
            for column in paper.columns
        ],
        "follows": _follows(filling, complete),
        "hidden": [{"name": AGREED, "value": shown_mark(paper)}],
        "action_label": _button(paper, complete) if complete else "",
        "cancel_url": back,
    }


def shown_mark(paper: ScorePaper) -> str:
    """A short name of the points that are shown, so that what is handed in is what was agreed to."""
    return fingerprint(
        {sheet: {key: str(value) for key, value in cells.items()} for sheet, cells in paper.points.items()}
    )


def _lacking(paper: ScorePaper, column: Column) -> list[str]:
    """What keeps a sheet from being handed in: cells not scored, and points the criteria no longer allow."""
    return paper.missing(column) + unfit_codes(paper.rules, paper.points[column.sheet])


def _name(paper: ScorePaper, column: Column) -> str:
    return _SELF_NAME if paper.level is Level.SELF else column.member.name


def _value(paper: ScorePaper, column: Column, total: Decimal | None, places: int | None) -> str:
    if column.state is SheetState.RECUSED:
        return "không chấm"
    if column.state is not HAND_IN.source:
        return f"{points_text(total, places)} điểm, {WORDS[column.state].staff}"
    lacking = codes_text(_lacking(paper, column))
    return f"chưa nộp được, {lacking}" if lacking else f"{points_text(total, places)} điểm"


def _what(paper: ScorePaper, filling: list[Column], complete: list[Column]) -> str:
    if not filling:
        return "Các phiếu ở đây đã nộp từ trước."
    if not complete:
        return "Chưa có phiếu nào đủ điểm để nộp."
    if paper.level is Level.SELF:
        return f"Nộp phiếu tự chấm của {complete[0].member.name}"
    return f"Nộp {len(complete)} trên {len(filling)} phiếu chấm đơn vị bạn"


def _follows(filling: list[Column], complete: list[Column]) -> list[str]:
    follows = []
    if complete:
        follows.append(
            "Phiếu đã nộp thì không sửa được nữa; muốn sửa phải đề nghị tổ thư ký mở lại, có lý do."
        )
    if len(complete) < len(filling):
        follows.append(
            f"{len(filling) - len(complete)} phiếu còn ô trống được giữ lại để chấm tiếp, nộp sau."
        )
    return follows


def _button(paper: ScorePaper, complete: list[Column]) -> str:
    return "Nộp phiếu tự chấm" if paper.level is Level.SELF else f"Nộp {len(complete)} phiếu"
