""" "Giải thích điểm chênh lệch": the own cells that need a reason, and the words for it; nobody else's points are told."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs.access import SignedInRequest
from blocs.refusals import Invalid
from blocs.terms import SheetState
from reports.paper.words import trimmed
from scoring.actions.cell_entries import CellKey
from scoring.actions.explaining import MOST_REASON, explain_cells
from scoring.explaining import Asked, asked_cells
from scoring.given_reasons import LEAST_SAID
from scoring.queries import sheet_rows
from scoring.reasons import Why
from scoring.rules import hands_in_paper, keeps_sheets
from scoring.sheet_queries import ScorePaper
from scoring.views.papers import keep_paper, paper_url, works_at, year_kwargs

WORDS = {
    Why.SELF: "Điểm khác điểm tự chấm của đơn vị được chấm quá mức năm nay quy định.",
    Why.SUGGESTION: "Điểm khác điểm gợi ý theo quy tắc của tiêu chí.",
    Why.OUTLIER: "Điểm của đơn vị cách xa điểm giữa của các đơn vị khác.",
}
_EXPLAINABLE = (SheetState.FILLING, SheetState.HANDED_IN)


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """A cell that needs a reason; `may_write`: this person may give it now."""

    name: str
    unit: str
    code: str
    text: str
    points: str
    whys: list[str]
    reason: str
    is_open: bool
    may_write: bool


@require_http_methods(["GET", "POST"])
def reasons(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """The cells of this person's sheets; POST writes the reasons typed, and leaves cells without words as they are."""
    paper = keep_paper(request, bloc, year, level, scorer)
    asked = _asked(paper)
    if request.method != "POST":
        return _show(request, paper, asked, {})
    typed = {key: request.POST.get(_name(key), "").strip() for key in asked}
    given = {key: text for key, text in typed.items() if text and text != asked[key].reason}
    try:
        written = explain_cells(actor=request.user, **year_kwargs(paper.year), reasons=given)
    except Invalid as error:
        messages.error(request, str(error))
        return _show(request, paper, asked, typed)
    messages.success(request, f"Đã ghi {written} lý do." if written else "Không có lý do nào thay đổi.")
    return redirect(paper_url("sheet-reasons", paper))


def _asked(paper: ScorePaper) -> dict[CellKey, Asked]:
    """By column, then in the order of the tree."""
    sheets = {
        column.sheet for column in paper.columns if column.state in _EXPLAINABLE and not column.is_covered
    }
    found = asked_cells(paper.year, [row for row in sheet_rows(paper.year) if row.pk in sheets])
    return {
        (column.sheet, leaf.criterion_id): found[column.sheet][leaf.code]
        for column in paper.columns
        for leaf in paper.rules.leaves
        if leaf.code in found.get(column.sheet, {})
    }


def _name(key: CellKey) -> str:
    return f"ly-do-{key[0]}-{key[1]}"


def _show(
    request: SignedInRequest, paper: ScorePaper, asked: Mapping[CellKey, Asked], typed: Mapping[CellKey, str]
) -> HttpResponse:
    columns = {column.sheet: column for column in paper.columns}
    leaves = {leaf.criterion_id: leaf for leaf in paper.rules.leaves}
    lines = []
    for key, cell in asked.items():
        column, leaf = columns[key[0]], leaves[key[1]]
        head = hands_in_paper(request.user, paper.year, column.level, column.by)
        lines.append(
            ReasonLine(
                name=_name(key),
                unit=column.member.name,
                code=leaf.code,
                text=leaf.text,
                points=trimmed(paper.points[column.sheet].get(leaf.criterion_id)),
                whys=[WORDS[why] for why in cell.whys],
                reason=typed.get(key, cell.reason),
                is_open=cell.is_open,
                may_write=not paper.year.is_published and (head or column.state is SheetState.FILLING),
            )
        )
    context = {
        "paper": paper,
        "lines": lines,
        "left": sum(line.is_open for line in lines),
        "may_write": any(line.may_write for line in lines),
        "most": MOST_REASON,
        "least": LEAST_SAID,
        "keeps": keeps_sheets(request.user, paper.year, paper.level, paper.scorer),
        "covered": [column.member.name for column in paper.columns if column.is_covered],
        "back": works_at(request, paper),
    }
    return render(request, "scoring/reasons.html", context, status=422 if typed else 200)
