"""A paper one criterion after another, made for a telephone: all its sheets under each other, then what is missing."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs.access import SignedInRequest
from blocs.context import year_url
from scoring.actions.cell_entries import CellKey
from scoring.queries import CriterionNode
from scoring.rules import can_enter_scores
from scoring.sheet_queries import ScorePaper
from scoring.views.cell_screen import FROM_ONE
from scoring.views.grid import beside_cells, reread, save_form, status_of
from scoring.views.grid_screen import Fault
from scoring.views.grid_words import fault_lines, why_closed
from scoring.views.one_screen import asked_leaves, criterion_screen, overview_screen
from scoring.views.papers import Part, keep_paper, open_sheets, own_columns, paper_url, part_in
from scoring.visibility import sight
from scoring.workflow import RESUME

END = "het"


@require_http_methods(["GET", "POST"])
def one_by_one(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """`?muc=I.2` one criterion, `?muc=het` what is missing; without it the first criterion not scored yet."""
    paper = keep_paper(request, bloc, year, level, scorer)
    if request.method != "POST":
        code = request.GET.get("muc") or first_missing(request, paper)
        return _overview(request, paper) if code == END else _criterion(request, paper, code, {})
    code = request.POST.get("muc", "")
    leaf = _leaf(paper, code)
    if "bases" in request.POST:
        faults, _saved = save_form(request, paper)
        if faults:
            mine = paper.only(own_columns(request, reread(request, paper)))
            return _criterion(request, mine, code, faults)
    way = request.POST.get("sang", "")
    if (sheet := _sheet_of(paper, way)) is not None:
        cell = year_url("cell", paper.year, sheet=sheet, criterion=leaf.criterion_id)
        return redirect(f"{cell}?{FROM_ONE}")
    return redirect(f"{paper_url('grid-one', paper)}?muc={_way_on(paper, leaf, way)}")


def first_missing(request: SignedInRequest, paper: ScorePaper) -> str:
    """The code of the first content criterion that an open sheet lacks; END when none does."""
    taking = open_sheets(request, paper)
    lacking = {code for c in paper.columns if c.sheet in taking for code in paper.missing(c)}
    return next((leaf.code for leaf in asked_leaves(paper) if leaf.code in lacking), END)


def _leaf(paper: ScorePaper, code: str) -> CriterionNode:
    leaf = next((leaf for leaf in asked_leaves(paper) if leaf.code == code), None)
    if leaf is None:
        raise Http404
    return leaf


def _sheet_of(paper: ScorePaper, way: str) -> int | None:
    """The sheet whose own page of the criterion is wanted ("o-17"), None for another way or a sheet of others."""
    return next((c.sheet for c in paper.columns if way == f"o-{c.sheet}"), None)


def _way_on(paper: ScorePaper, leaf: CriterionNode, way: str) -> str:
    """The code of the criterion before or after; END after the last and for whoever wants to see what is missing."""
    codes = [one.code for one in asked_leaves(paper)]
    place = codes.index(leaf.code)
    match way:
        case "truoc":
            return codes[max(place - 1, 0)]
        case "het":
            return END
        case _:
            return codes[place + 1] if place + 1 < len(codes) else END


def _criterion(
    request: SignedInRequest, paper: ScorePaper, code: str, faults: Mapping[CellKey, Fault]
) -> HttpResponse:
    taking = open_sheets(request, paper)
    leaf, seen = _leaf(paper, code), sight(request.user, paper.year)
    readable = frozenset(c.member.pk for c in paper.columns if seen.reads_self_sheet_of(c.member))
    context = {
        **criterion_screen(
            paper, leaf, taking, faults, beside=beside_cells(request, paper), readable=readable
        ),
        "faults": fault_lines(paper, faults),
        "is_open": bool(taking),
        "closed": "" if taking else why_closed(paper, part_in(request, paper)),
        **_addresses(request, paper),
    }
    return render(request, "scoring/one_by_one.html", context, status=status_of(faults))


def _overview(request: SignedInRequest, paper: ScorePaper) -> HttpResponse:
    taking = open_sheets(request, paper)
    context = {
        **overview_screen(request.user, paper, taking),
        "closed": "" if taking else why_closed(paper, part_in(request, paper)),
        **_addresses(request, paper),
    }
    return render(request, "scoring/one_by_one_end.html", context)


def _addresses(request: SignedInRequest, paper: ScorePaper) -> dict[str, Any]:
    """The way back of a unit's head is the list of the unit's sheets; the whole table is one link away."""
    table, is_head = paper_url("grid", paper), part_in(request, paper) is Part.HEAD
    recuse = "" if paper.scorer is None else paper_url("sheet-recuse", paper)
    return {
        "paper": paper,
        "back_url": year_url("sheets", paper.year) if is_head else table,
        "back_label": "Phiếu của đơn vị" if is_head else paper.title,
        "table_url": table if is_head else "",
        "one_url": paper_url("grid-one", paper),
        "recuse_url": recuse,
        "resume_url": f"{recuse}?lai=1" if is_head and _may_resume(request, paper) else "",
        "hand_in_url": paper_url("sheet-hand-in", paper),
    }


def _may_resume(request: SignedInRequest, paper: ScorePaper) -> bool:
    """Whether the head may score a unit after all: it is recused, and the window is still open for this unit."""
    user, year = request.user, paper.year
    return not year.is_published and any(
        column.state is RESUME.source and can_enter_scores(user, year, column.level, column.by)
        for column in paper.columns
    )
