"""The other way into the grid: all sheets about one unit beside each other, as far as this person may read them."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs.access import SignedInRequest, require
from blocs.terms import Level
from scoring.actions.cell_entries import CellKey
from scoring.actions.sheet_locking import READS_ONLY
from scoring.far_scores import FarLine, far_scores
from scoring.forms.cells import cell_name
from scoring.rules import fills_paper
from scoring.sheet_queries import UnitPaper
from scoring.views.grid import beside_cells, save_form, say_saved, status_of
from scoring.views.grid_screen import Fault, Marks, screen
from scoring.views.grid_words import fault_lines, sheet_lines, why_unit_closed
from scoring.views.papers import keeps_any, open_sheets, open_unit_paper, own_columns, paper_address, unit_url
from scoring.visibility import sight


@require_http_methods(["GET", "POST"])
def unit_grid(request: SignedInRequest, bloc: str, year: str, code: str) -> HttpResponse:
    """Every sheet about one unit; POST saves the cells of those this person fills."""
    paper = open_unit_paper(request, bloc, year, code)
    if request.method != "POST":
        return _show(request, paper, {})
    own = own_columns(request, paper)
    require(bool(own) or fills_paper(request.user, paper.year, Level.SELF, paper.member), READS_ONLY)
    faults, saved = save_form(request, paper.only(own))
    if faults:
        return _show(request, open_unit_paper(request, bloc, year, code), faults)
    say_saved(request, saved)
    return redirect(unit_url(paper.year, paper.member))


def _show(request: SignedInRequest, paper: UnitPaper, faults: Mapping[CellKey, Fault]) -> HttpResponse:
    taking = open_sheets(request, paper)
    keeps = keeps_any(request, paper)
    far, far_lines = far_scores(paper, sight(request.user, paper.year))
    heads = {c.sheet: paper_address(paper.year, c.level, c.scorer) for c in paper.columns}
    context = {
        **screen(paper, Marks(taking, faults, far), beside_cells(request, paper), heads),
        "sentence": "Mỗi cột là một phiếu chấm đơn vị này; cột mang tên đơn vị bạn là phiếu chấm chéo.",
        "is_open": bool(taking),
        "keeps": keeps,
        "closed": "" if taking else why_unit_closed(paper, keeps),
        "faults": fault_lines(paper, faults),
        "sheets": sheet_lines(request.user, paper),
        "far_lines": [_linked(line) for line in far_lines],
        "others": [(member.short_name, unit_url(paper.year, member)) for member in paper.year.members],
        "here_url": unit_url(paper.year, paper.member),
    }
    return render(request, "scoring/grid_unit.html", context, status=status_of(faults))


def _linked(line: FarLine) -> dict[str, str]:
    return {
        "cell": cell_name(*line.cell),
        "where": f"{line.code} · {line.who}",
        "text": f"chấm {line.points}, điểm giữa {line.middle}",
    }
