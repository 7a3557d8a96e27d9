"""The second entry of paper sheets: a blank grid that tells nothing of the first, then both entries side by side."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from blocs.access import SignedInRequest
from blocs.context import year_url
from scoring.actions.cell_entries import CellKey, Outcome
from scoring.actions.second_entry import Finished, finish_second, save_second
from scoring.entered_twice import to_enter_twice
from scoring.forms.cells import posted_by_form, posted_by_script
from scoring.sheet_checks import FIRST_BY_YOU, why_not_second
from scoring.sheet_queries import SECOND_ENTRY, ScorePaper, points_by_criterion
from scoring.views.cell_save import OTHER_PERSON, said_of
from scoring.views.checks import keepers_paper
from scoring.views.grid_screen import Beside, Fault, Marks, screen
from scoring.views.grid_words import codes_text, fault_lines
from scoring.views.papers import open_year, paper_url, year_kwargs


@require_http_methods(["GET", "POST"])
def second(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """The sheets of the paper this person may enter a second time; POST saves what changed, as a form without a script."""
    paper = keepers_paper(request, bloc, year, level, scorer)
    mine = _second_paper(request, paper)
    if request.method != "POST":
        return _show(request, paper, mine)
    faults, saved = _save_form(request, mine)
    if faults:
        return _show(request, paper, _second_paper(request, paper), faults)
    messages.success(request, f"Đã lưu {saved} ô." if saved else "Không có ô nào thay đổi.")
    return redirect(paper_url("sheet-second", paper))


@require_POST
def second_save(request: SignedInRequest, bloc: str, year: str) -> JsonResponse:
    """The same for the script: JSON as `cell_save` takes and answers it, for second entries alone."""
    posted = posted_by_script(request.body)
    if posted.person not in (None, request.user.pk):
        return JsonResponse({"message": OTHER_PERSON}, status=401)
    if not posted.entries:
        open_year(request, bloc, year)  # nothing reaches the action, which asks otherwise
    said = {
        key: {"outcome": Outcome.WRONG.value, "status": 422, "message": sentence}
        for key, sentence in posted.faults.items()
    }
    for answer in save_second(actor=request.user, bloc=bloc, year=year, entries=posted.entries):
        said[answer.entry.key] = said_of(answer)
    cells = [{"sheet": key[0], "criterion": key[1], **said[key]} for key in posted.order]
    return JsonResponse({"cells": cells})


@require_POST
def second_finish(
    request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = ""
) -> HttpResponse:
    """End the second entry of the complete sheets; cells that came along are saved first."""
    paper = keepers_paper(request, bloc, year, level, scorer)
    mine = _second_paper(request, paper)
    if "bases" in request.POST:
        faults, _ = _save_form(request, mine)
        if faults:
            messages.error(request, "Chưa xong lần hai: còn ô chưa lưu được.")
            return _show(request, paper, _second_paper(request, paper), faults)
    ids = [column.sheet for column in mine.columns]
    if not ids:
        messages.info(request, "Không còn phiếu nào ở đây chờ ông, bà nhập lần hai.")
        return redirect(paper_url("sheet-second", paper))
    done = finish_second(actor=request.user, **year_kwargs(paper.year), ids=ids)
    _say(request, paper, done)
    differing = len(done.now) > len(done.agreeing)
    return redirect(paper_url("sheet-compare" if differing else "sheet-second", paper))


def _say(request: SignedInRequest, paper: ScorePaper, done: Finished) -> None:
    if done.now:
        differing = len(done.now) - len(done.agreeing)
        tail = f"{differing} phiếu cần đối chiếu." if differing else "Hai lần nhập khớp nhau."
        messages.success(request, f"Đã nhập xong lần hai {len(done.now)} phiếu. {tail}")
    if done.incomplete:
        names = {column.sheet: column.member.short_name for column in paper.columns}
        lacking = "; ".join(f"{names[sheet.pk]} {codes_text(codes)}" for sheet, codes in done.incomplete)
        messages.warning(request, f"{len(done.incomplete)} phiếu còn ô trống: {lacking}.")


def _second_paper(request: SignedInRequest, paper: ScorePaper) -> ScorePaper:
    """The columns this person may enter a second time, with the second entry's points alone."""
    closed = why_not_second(request.user, paper.year, [column.sheet for column in paper.columns])
    columns = tuple(
        replace(column, is_covered=False) for column in paper.columns if column.sheet not in closed
    )
    points = points_by_criterion([column.sheet for column in columns], SECOND_ENTRY)
    return replace(paper, columns=columns, points=points, claims={})


def _save_form(request: SignedInRequest, mine: ScorePaper) -> tuple[dict[CellKey, Fault], int]:
    posted = posted_by_form(mine, request.POST)
    answers = save_second(actor=request.user, **year_kwargs(mine.year), entries=posted.entries)
    faults = {key: Fault(posted.texts[key], said) for key, said in posted.faults.items()}
    for answer in answers:
        if answer.outcome is not Outcome.SAVED:
            key = answer.entry.key
            faults[key] = Fault(posted.texts[key], answer.sentence, answer.outcome is Outcome.STALE)
    return faults, len(posted.order) - len(faults)


def _show(
    request: SignedInRequest,
    paper: ScorePaper,
    mine: ScorePaper,
    faults: Mapping[CellKey, Fault] | None = None,
) -> HttpResponse:
    faults = faults or {}
    waiting = to_enter_twice(paper.year) & {column.sheet for column in paper.columns}
    context = {
        **screen(
            mine, Marks(frozenset(column.sheet for column in mine.columns), faults), Beside({}, {}, ""), {}
        ),
        "heading": f"Nhập lần hai: {paper.title[:1].lower()}{paper.title[1:]}",
        "is_open": bool(mine.columns),
        "by_others": FIRST_BY_YOU if waiting and not mine.columns else "",
        "faults": fault_lines(mine, faults),
        "finish_url": paper_url("sheet-second-finish", paper),
        "compare_url": paper_url("sheet-compare", paper),
        "save_url": year_url("cell-save-second", paper.year),
        "back": year_url("sheet-checks", paper.year),
        # What waits in the browser for the second entry never mixes with the first.
        "queue": f"{paper.year.pk}.2",
    }
    return render(request, "scoring/second.html", context, status=422 if faults else 200)
