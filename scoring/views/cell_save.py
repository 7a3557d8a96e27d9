"""The address the grid's script saves to: one cell, or a small batch, answered cell by cell (design §4)."""

from typing import Any

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from blocs.access import SignedInRequest
from reports.paper.words import trimmed
from scoring.actions.cell_entries import CellAnswer, CellKey, Outcome
from scoring.actions.cells import save_cells
from scoring.forms.cells import PostedCells, posted_by_script, posted_single
from scoring.views.papers import open_year

# What is kept as late is taken: the browser need not send it again.
STATUS = {Outcome.SAVED: 200, Outcome.LATE: 200, Outcome.STALE: 409, Outcome.CLOSED: 409, Outcome.WRONG: 422}


@require_POST
def cell_save(request: SignedInRequest, bloc: str, year: str) -> JsonResponse:
    """JSON with `cells`: 200 with an answer a cell. Form fields of one cell: its answer with its status."""
    is_batch = request.content_type == "application/json"
    posted = posted_by_script(request.body) if is_batch else posted_single(request.POST.dict())
    if posted.person not in (None, request.user.pk):
        return JsonResponse({"message": OTHER_PERSON}, status=401)
    if not posted.entries:
        open_year(request, bloc, year)  # nothing reaches the action, which asks otherwise
    answers = answers_to(request, posted, bloc, year)
    if is_batch:
        return JsonResponse({"cells": answers})
    return JsonResponse(answers[0], status=answers[0]["status"])


OTHER_PERSON = "Trang này do người khác mở; các ô đang chờ chỉ được gửi khi chính người đó đăng nhập lại. Không ô nào bị mất."


def answers_to(request: SignedInRequest, posted: PostedCells, bloc: str, year: str) -> list[dict[str, Any]]:
    """One answer a posted cell, in order: {sheet, criterion, outcome, status, stored?, message?, who?, when?}."""
    said: dict[CellKey, dict[str, Any]] = {
        key: {"outcome": Outcome.WRONG.value, "status": 422, "message": sentence}
        for key, sentence in posted.faults.items()
    }
    for answer in save_cells(actor=request.user, bloc=bloc, year=year, entries=posted.entries):
        said[answer.entry.key] = said_of(answer)
    return [{"sheet": key[0], "criterion": key[1], **said[key]} for key in posted.order]


def said_of(answer: CellAnswer) -> dict[str, Any]:
    """What the browser is told of one cell."""
    said: dict[str, Any] = {
        "outcome": answer.outcome.value,
        "status": STATUS[answer.outcome],
        "stored": trimmed(answer.stored),
    }
    if answer.outcome is not Outcome.SAVED:
        said["message"] = answer.sentence
    if answer.outcome is Outcome.STALE and answer.when is not None:
        said["who"] = answer.who
        said["when"] = f"{timezone.localtime(answer.when):%H:%M %d/%m/%Y}"
    return said
