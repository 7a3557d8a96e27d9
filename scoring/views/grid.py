"""The grid of one paper as a page and as an ordinary form, which is how it works without JavaScript."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from blocs.access import SignedInRequest
from blocs.context import year_url
from blocs.rules import can_run_year
from scoring.actions.cell_entries import CellKey, Outcome
from scoring.actions.cells import save_cells
from scoring.actions.sheet_locking import closed_sentence
from scoring.evidence_queries import evidence_counts
from scoring.forms.cells import posted_by_form
from scoring.sheet_queries import AnyPaper, ScorePaper, read_paper
from scoring.target_queries import promises_by_criterion
from scoring.views.check_words import check_panel
from scoring.views.grid_screen import Beside, Fault, Marks, screen
from scoring.views.grid_words import fault_lines, sentence, sheet_lines, why_closed
from scoring.views.papers import (
    Part,
    keep_paper,
    narrowed,
    open_paper,
    open_sheets,
    paper_url,
    part_in,
    to_paper,
    unit_url,
)
from scoring.visibility import sight

# Pages of one paper that its grid links to, by their name in the template.
PAGES = ("hand-in", "reopen", "recuse", "form", "form-upload", "blank")


@require_http_methods(["GET", "POST"])
def grid(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """One paper; POST saves every cell that changed and keeps those that could not be saved as typed.

    A unit's people see their own sheets; with `?tat-ca` whatever of the paper they may read.
    """
    if request.method != "POST":
        return show(request, narrowed(request, open_paper(request, bloc, year, level, scorer)))
    paper = keep_paper(request, bloc, year, level, scorer)
    faults, saved = save_form(request, paper)
    if faults:
        return show(request, reread(request, paper), faults)
    say_saved(request, saved)
    return to_paper(paper)


def say_saved(request: SignedInRequest, saved: int) -> None:
    messages.success(request, f"Đã lưu {saved} ô." if saved else "Không có ô nào thay đổi.")


def reread(request: SignedInRequest, paper: ScorePaper) -> ScorePaper:
    """The same sheets as they are now."""
    whole = read_paper(paper.year, paper.level, paper.scorer, sight(request.user, paper.year))
    kept = {column.sheet for column in paper.columns}
    return whole.only(column for column in whole.columns if column.sheet in kept)


def save_form(request: SignedInRequest, paper: AnyPaper) -> tuple[dict[CellKey, Fault], int]:
    """Save what changed in a posted grid: the cells that could not be saved, and how many were.

    What came late is neither: it is kept, and said so.
    """
    posted = posted_by_form(paper, request.POST)
    year = paper.year
    answers = save_cells(actor=request.user, bloc=year.bloc.code, year=year.slug, entries=posted.entries)
    faults = {key: Fault(posted.texts[key], said) for key, said in posted.faults.items()}
    late = [answer for answer in answers if answer.outcome is Outcome.LATE]
    for answer in answers:
        if answer.outcome not in (Outcome.SAVED, Outcome.LATE):
            key = answer.entry.key
            faults[key] = Fault(posted.texts[key], answer.sentence, answer.outcome is Outcome.STALE)
    if late:
        messages.warning(request, f"{len(late)} ô đến muộn. {late[0].sentence}")
    return faults, len(posted.order) - len(faults) - len(late)


def beside_cells(request: SignedInRequest, paper: AnyPaper) -> Beside:
    """Two queries: promises, and the evidence of the units whose claims this person may read."""
    seen = sight(request.user, paper.year)
    units = [column.member for column in paper.columns if seen.reads_self_sheet_of(column.member)]
    counts = evidence_counts(paper.year, units) if units else {}
    return Beside(promises_by_criterion(paper.year), counts, year_url("cell-save", paper.year))


def show(
    request: SignedInRequest, paper: ScorePaper, faults: Mapping[CellKey, Fault] | None = None
) -> HttpResponse:
    """The page; 422 with wrong cells, 409 with cells somebody else has changed."""
    faults = faults or {}
    taking = open_sheets(request, paper)
    part = part_in(request, paper)
    heads = {column.sheet: unit_url(paper.year, column.member) for column in paper.columns}
    context = {
        **screen(paper, Marks(taking, faults), beside_cells(request, paper), heads),
        "sentence": sentence(paper, part),
        "is_open": bool(taking),
        "hands_in": part in (Part.KEEPER, Part.HEAD),
        "closed": (closed := "" if taking else why_closed(paper, part)),
        # Who can prolong a window is led to where it is done.
        "phases_url": year_url("phases", paper.year)
        if closed == closed_sentence(paper.level) and can_run_year(request.user, paper.year)
        else "",
        "faults": fault_lines(paper, faults),
        "sheets": sheet_lines(request.user, paper),
        "checks": check_panel(request.user, paper),
        "keeps": part is not Part.READER,
        "first_leaf": next((leaf.criterion_id for leaf in paper.rules.leaves), None),
        "urls": {name.replace("-", "_"): paper_url(f"sheet-{name}", paper) for name in PAGES},
        "one_url": paper_url("grid-one", paper),
    }
    return render(request, "scoring/grid.html", context, status=status_of(faults))


def status_of(faults: Mapping[CellKey, Fault]) -> int:
    return 200 if not faults else 409 if any(fault.is_stale for fault in faults.values()) else 422
