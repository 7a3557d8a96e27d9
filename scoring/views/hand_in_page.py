"""What a unit's head is asked before sheets are handed in: each sheet with its total, or with what it lacks."""

from typing import Any

from blocs.editing import fingerprint
from blocs.terms import Level, SheetState
from scoring.explaining import unexplained
from scoring.queries import sheet_rows
from scoring.sheet_queries import Column, ScorePaper, unfit_codes
from scoring.views.grid_screen import grand_totals, places_of, points_text
from scoring.views.grid_words import codes_text
from scoring.visibility import COVERED
from scoring.workflow import HAND_IN, WORDS

AGREED = "dong-y"
_SELF_NAME = "Tổng điểm tự chấm"


def hand_in_context(paper: ScorePaper, back: str) -> dict[str, Any]:
    """The context of confirm.html; without a sheet that can go in, the button is not there."""
    totals, places = grand_totals(paper), places_of(paper)
    filling = [column for column in paper.columns if column.state is HAND_IN.source]
    lacking = {column.sheet: _lacking(paper, column) for column in filling}
    wanted = _to_explain(paper, [column for column in filling if not lacking[column.sheet]])
    kept = {
        column.sheet: codes_text(lacking[column.sheet])
        or (f"cần ghi lý do: {', '.join(wanted[column.sheet])}" if column.sheet in wanted else "")
        for column in filling
    }
    complete = [column for column in filling if not kept[column.sheet]]
    return {
        "heading": "Nộp phiếu tự chấm" if paper.level is Level.SELF else "Nộp phiếu chấm chéo",
        "what": _what(paper, filling, complete),
        "facts": [
            {
                "label": _name(paper, column),
                "value": _value(
                    column, kept.get(column.sheet, ""), points_text(totals[column.sheet], places)
                ),
            }
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


def _to_explain(paper: ScorePaper, complete: list[Column]) -> dict[int, list[str]]:
    """Sheet -> the codes of its cells that wait for a reason, of the sheets that are complete."""
    sheets = {column.sheet for column in complete}
    found = unexplained(paper.year, [row for row in sheet_rows(paper.year) if row.pk in sheets])
    order = [leaf.code for leaf in paper.rules.leaves]
    return {pk: [code for code in order if code in cells] for pk, cells in found.items()}


def _value(column: Column, kept: str, total: str) -> str:
    """`kept`: why the sheet cannot go in; `total`: its points in words."""
    if column.state is SheetState.RECUSED:
        return "không chấm"
    if column.is_covered:
        return f"{WORDS[column.state].staff}, {COVERED}"
    if column.state is not HAND_IN.source:
        return f"{total} điểm, {WORDS[column.state].staff}"
    return f"chưa nộp được, {kept}" if kept else f"{total} điểm"


def _what(paper: ScorePaper, filling: list[Column], complete: list[Column]) -> str:
    if not filling:
        return "Các phiếu ở đây đã nộp từ trước."
    if not complete:
        return "Chưa có phiếu nào nộp được."
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
            f"{len(filling) - len(complete)} phiếu còn ô trống hoặc còn điểm cần ghi lý do được giữ lại, nộp sau."
        )
    return follows


def _button(paper: ScorePaper, complete: list[Column]) -> str:
    return "Nộp phiếu tự chấm" if paper.level is Level.SELF else f"Nộp {len(complete)} phiếu"
