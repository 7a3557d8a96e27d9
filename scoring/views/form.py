"""The Excel form of a paper: down, and up again with a preview before anything is stored."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from blocs.access import SignedInRequest
from blocs.refusals import Invalid, Refused
from reports.paper.press import CONTENT_TYPES
from reports.paper.words import trimmed
from scoring.actions.cell_entries import CellEntry, NotAllSaved, Outcome
from scoring.actions.cells import save_cells
from scoring.forms.cells import read_points
from scoring.forms.upload import FormFile
from scoring.score_form import file_name, form_key, render_form
from scoring.score_form_reading import FilledForm, FormChange, WrongForm, read_form
from scoring.sheet_queries import ScorePaper
from scoring.views.papers import (
    keep_paper,
    narrowed,
    open_paper,
    paper_url,
    to_paper,
    year_kwargs,
)
from scoring.visibility import UNCOVER_FIRST

SALT = "scoring.form-upload"
PREVIEW_SECONDS = 3600


@require_GET
def download(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    paper = narrowed(request, open_paper(request, bloc, year, level, scorer))
    _require_uncovered(paper)
    response = HttpResponse(render_form(paper), content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="{file_name(paper)}"'
    return response


def _require_uncovered(paper: ScorePaper) -> None:
    """A form holds every column, or what is missing in it would be taken for empty cells."""
    if any(column.is_covered for column in paper.columns):
        raise Refused(UNCOVER_FIRST)


@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """First the file: what it would change, or all its faults. Then the confirmed preview: all of it or nothing."""
    paper = keep_paper(request, bloc, year, level, scorer)
    _require_uncovered(paper)
    if "preview" in request.POST:
        return _confirm(request, paper)
    if request.method != "POST":
        return _show(request, paper, FormFile())
    form = FormFile(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, paper, form, status=422)
    try:
        filled = read_form(paper, form.cleaned_data["file"].read())
    except WrongForm as error:
        form.add_error("file", str(error))
        return _show(request, paper, form, status=422)
    return _preview(request, paper, form, filled)


def _preview(request: SignedInRequest, paper: ScorePaper, form: FormFile, filled: FilledForm) -> HttpResponse:
    if filled.faults:
        return _show(request, paper, form, status=422, faults=filled.faults)
    if not filled.changes:
        messages.info(request, "Phiếu không có điểm nào khác với điểm đã lưu.")
        return to_paper(paper)
    return _show(
        request,
        paper,
        form,
        changes=[_shown(change) for change in filled.changes],
        conflicts=sum(change.is_conflict for change in filled.changes),
        token=_seal(request, paper, filled.changes),
    )


def _confirm(request: SignedInRequest, paper: ScorePaper) -> HttpResponse:
    entries = _unseal(request, paper, request.POST["preview"])
    address = year_kwargs(paper.year)
    try:
        answers = save_cells(actor=request.user, **address, entries=entries, from_form=True, whole=True)
    except NotAllSaved:
        messages.error(
            request,
            "Chưa ô nào được lưu: từ lúc xem trước, có ô đã được người khác sửa hoặc phiếu đã nộp. Hãy nạp lại phiếu.",
        )
        return redirect(paper_url("sheet-form-upload", paper))
    late = [answer for answer in answers if answer.outcome is Outcome.LATE]
    if late:
        messages.warning(request, f"{len(late)} ô từ phiếu Excel đến muộn. {late[0].sentence}")
    if len(answers) > len(late):
        messages.success(request, f"Đã lưu {len(answers) - len(late)} ô từ phiếu Excel.")
    return to_paper(paper)


def _seal(request: SignedInRequest, paper: ScorePaper, changes: list[FormChange]) -> str:
    """The previewed cells, signed for this person and paper, so that what is stored is what was shown."""
    cells = [
        (c.entry.sheet, c.entry.criterion, trimmed(c.entry.value), trimmed(c.entry.base)) for c in changes
    ]
    said = {"person": request.user.pk, "paper": form_key(paper), "cells": cells}
    return signing.dumps(said, salt=SALT, compress=True)


def _unseal(request: SignedInRequest, paper: ScorePaper, token: str) -> list[CellEntry]:
    try:
        said = signing.loads(token, salt=SALT, max_age=PREVIEW_SECONDS)
    except signing.BadSignature as error:
        raise Invalid("Bản xem trước đã quá hạn. Hãy nạp lại phiếu.") from error
    if said["person"] != request.user.pk or said["paper"] != form_key(paper):
        raise Invalid("Bản xem trước này không thuộc phiếu đang mở. Hãy nạp lại phiếu.")
    return [
        CellEntry(sheet, criterion, read_points(value), read_points(base))
        for sheet, criterion, value, base in said["cells"]
    ]


def _shown(change: FormChange) -> dict[str, Any]:
    return {
        "address": change.address,
        "where": change.where,
        "old": trimmed(change.entry.base) or "trống",
        "new": trimmed(change.entry.value) or "trống",
        "note": f"lúc tải phiếu là {trimmed(change.was) or 'trống'}" if change.is_conflict else "",
    }


def _show(
    request: SignedInRequest, paper: ScorePaper, form: FormFile, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "paper": paper,
        "form": form,
        "back": paper_url("grid", paper),
        "download": paper_url("sheet-form", paper),
        **more,
    }
    return render(request, "scoring/form_upload.html", context, status=status)
