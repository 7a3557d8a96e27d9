"""The bloc-year workbook: upload with a preview, download, the empty template."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.models import Award
from blocs.access import SignedInRequest, require, visible_year
from blocs.context import year_url
from blocs.models import StoredFile
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.storage import read
from blocs.transactions import read_snapshot
from reports.actions.import_year import why_not
from reports.actions.uploads import NOT_WAITING, keep_upload, take_in
from reports.forms import WorkbookForm
from reports.paper.press import content_type
from reports.paper.words import number
from reports.preview import fault_rows, preview_context
from reports.queries import load_year_book
from reports.rules import can_export, can_open_import
from reports.workbook.faults import Fault
from reports.workbook.reading import Reading, read_workbook
from reports.workbook.template import empty_workbook
from reports.workbook.writing import write_workbook
from scoring.visibility import require_uncovered

_WHO = "Chỉ tổ thư ký, Hội đồng và quản trị hệ thống nhập sổ của năm."


@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    require(can_open_import(request.user), _WHO)
    form = WorkbookForm.of(request)
    context: dict[str, Any] = {"form": form, "template_url": reverse("workbook-template")}
    if not form.is_bound or not form.is_valid():
        return render(request, "reports/upload.html", context, status=422 if form.is_bound else 200)
    file = form.cleaned_data["file"]
    content = file.read()
    reading = _read(content)
    if reading.book is None:
        context |= {
            "file_name": file.name,
            "faults": fault_rows(reading.faults),
            "fault_count": len(reading.faults),
        }
        return render(request, "reports/upload.html", context, status=422)
    if refusal := why_not(request.user, reading.book):
        raise NotAllowed(refusal)
    kept = keep_upload(actor=request.user, content=content, name=file.name)
    context = preview_context(reading.book, file_name=kept.name) | {
        "notices": [_notice_row(notice) for notice in reading.notices],
        "confirm_url": reverse("import-confirm", kwargs={"pk": kept.pk}),
        "cancel_url": reverse("import-year"),
    }
    return render(request, "reports/preview.html", context)


def _read(content: bytes) -> Reading:
    return read_workbook(content, set(Award.objects.values_list("code", flat=True)))


def _notice_row(notice: Fault) -> dict[str, str]:
    return {"place": f"{notice.sheet}!{notice.cell}:" if notice.sheet else "", "message": notice.message}


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    require(can_open_import(request.user), _WHO)
    kept = StoredFile.objects.filter(pk=pk, year=None).first()
    if kept is None:
        raise Refused(NOT_WAITING)
    if kept.stored_by_id != request.user.pk:
        raise Http404
    reading = _read(read(kept))
    if reading.book is None:
        raise Invalid("Tệp đã tải lên không còn hợp lệ. Hãy tải lên lại.")
    replace = request.POST.get("replace") == "yes"
    year = take_in(actor=request.user, kept=kept, book=reading.book, replace=replace)
    count = number(len(reading.book.scores), 0, thousands=True)
    messages.success(request, f"Đã nhập {year}: {len(reading.book.units)} đơn vị, {count} ô điểm.")
    return redirect(year_url("year-home", year))


@require_GET
def download(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=can_export)
        require_uncovered(request.user, opened)
        content = write_workbook(load_year_book(opened))
    return _file(content, f"{bloc}-{year}.xlsx")


@require_GET
def template(request: SignedInRequest) -> HttpResponse:
    return _file(empty_workbook(list(Award.objects.values_list("code", "name"))), "mau-so-nam-thi-dua.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type("xlsx"))
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
