"""The bloc-year workbook: upload with a preview, download, the empty template."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.models import Award
from blocs.access import SignedInRequest, require, visible_year
from blocs.context import year_url
from blocs.models import StoredFile
from blocs.refusals import Invalid, NotAllowed
from blocs.storage import read
from blocs.transactions import read_snapshot
from reports.actions.import_year import can_import, existing_year, import_year, matches
from reports.actions.uploads import drop_upload, keep_upload
from reports.forms import WorkbookForm
from reports.paper.press import content_type
from reports.queries import load_year_book
from reports.rules import can_export, can_open_import
from reports.workbook.book import YearBook
from reports.workbook.reading import Reading, read_workbook
from reports.workbook.template import empty_workbook
from reports.workbook.writing import write_workbook


@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest) -> HttpResponse:
    require(can_open_import(request.user), "Chỉ tổ thư ký, Hội đồng và quản trị hệ thống nhập sổ của năm.")
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "template_url": reverse("workbook-template")}
    if request.method != "POST" or not form.is_valid():
        return render(request, "reports/upload.html", context, status=422 if form.is_bound else 200)
    file = form.cleaned_data["file"]
    content = file.read()
    reading = _read(content)
    if reading.book is None:
        context |= {"file_name": file.name, "faults": [_fault_row(fault) for fault in reading.faults]}
        return render(request, "reports/upload.html", context, status=422)
    if not can_import(request.user, reading.book):
        raise NotAllowed("Bạn không được nhập sổ của khối này.")
    kept = keep_upload(actor=request.user, content=content, name=file.name)
    context = _preview(reading.book) | {
        "file_name": file.name,
        "notices": [_fault_row(notice) for notice in reading.notices],
        "confirm_url": reverse("import-confirm", kwargs={"pk": kept.pk}),
        "cancel_url": reverse("import-year"),
    }
    return render(request, "reports/preview.html", context)


def _read(content: bytes) -> Reading:
    return read_workbook(content, set(Award.objects.values_list("code", flat=True)))


def _fault_row(fault: Any) -> dict[str, str]:
    return {"sheet": fault.sheet, "cell": fault.cell, "message": fault.message}


def _preview(book: YearBook) -> dict[str, Any]:
    """What taking the workbook in will create, in words."""
    old = existing_year(book)
    units = matches(book)
    return {
        "book": book,
        "title": f"{book.head.name}, năm {book.head.year}",
        "facts": [
            {"label": "Mã khối", "value": book.head.code},
            {"label": "Thang điểm", "value": f"{book.rules.scale:f}"},
            {"label": "Cấp chấm", "value": ", ".join(level.label for level in book.rules.levels)},
            {"label": "Đơn vị", "value": len(book.units)},
            {"label": "Tiêu chí", "value": len(book.criteria)},
            {"label": "Ô điểm", "value": len(book.scores)},
            {"label": "Quy tắc khen", "value": len(book.award_rules)},
            {"label": "Đăng ký danh hiệu", "value": len(book.registrations)},
            {"label": "Giao ước", "value": len(book.pledges)},
            {"label": "Lần bỏ phiếu", "value": len(book.vote_counts)},
        ],
        "units": [
            {
                "code": match.row.code,
                "name": match.row.name,
                "role": capfirst(match.row.role.label),
                "match": "đơn vị mới"
                if match.is_new
                else f"đã có, tên trước: {match.known_as}"
                if match.is_renamed
                else "đã có trong khối",
            }
            for match in units
        ],
        "replaces": str(old) if old else "",
        "is_published": bool(old and old.is_published),
    }


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    require(can_open_import(request.user))
    kept = get_object_or_404(StoredFile, pk=pk, stored_by=request.user, year=None)
    reading = _read(read(kept))
    if reading.book is None:
        raise Invalid("Tệp đã tải lên không còn hợp lệ. Hãy tải lên lại.")
    year = import_year(
        actor=request.user,
        book=reading.book,
        replace=request.POST.get("replace") == "yes",
        digest=kept.sha256,
    )
    drop_upload(kept)
    messages.success(request, f"Đã nhập {year}: {len(reading.book.scores)} ô điểm.")
    return redirect(year_url("year-home", year))


@require_GET
def download(request: SignedInRequest, bloc: str, year: int) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=can_export)
        content = write_workbook(load_year_book(opened))
    return _file(content, f"{bloc}-{year}.xlsx")


@require_GET
def template(request: SignedInRequest) -> HttpResponse:
    return _file(empty_workbook(), "mau-so-nam-thi-dua.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type("xlsx"))
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
