"""The page "Văn bản": settings, drafts to print, issuing, and what was issued."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, require, visible_year
from blocs.actions.papers import issue_paper, next_number, save_paper_settings
from blocs.context import year_url
from blocs.documents import DocumentKind, document_kinds, heading_of, missing_fields, settings_of
from blocs.forms.papers import BasisFormSet, IssueForm, PaperSettingsForm
from blocs.models import BlocYear, IssuedDocument
from blocs.refusals import Invalid
from blocs.storage import read
from blocs.transactions import read_snapshot
from reports.paper.press import EXTENSIONS, content_type, disposition
from reports.paper.press import render as print_paper
from reports.paper.words import short_date

_ENDINGS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}


@require_GET
def papers(request: SignedInRequest, bloc: str, year: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    may = rules.can_run_year(request.user, opened)
    context = {
        "missing": missing_fields(opened),
        "kinds": [_kind_row(opened, kind, may=may) for kind in document_kinds().values()],
        "issued": [_issued_row(opened, document) for document in _issued(opened)],
        "settings_url": year_url("papers-settings", opened) if may else "",
    }
    return render(request, "blocs/papers.html", context)


def _kind_row(year: BlocYear, kind: DocumentKind, *, may: bool) -> dict[str, Any]:
    return {
        "title": kind.title,
        "links": [
            {
                "label": _ENDINGS[extension],
                "url": year_url("papers-draft", year, kind=kind.kind, extension=extension),
            }
            for extension in EXTENSIONS
        ],
        "issue_url": year_url("papers-issue", year, kind=kind.kind) if may and kind.can_be_issued else "",
    }


def _issued(year: BlocYear) -> list[IssuedDocument]:
    rows = IssuedDocument.objects.filter(year=year).select_related("file", "replaced_by")
    return list(rows.order_by("-issued_at"))


def _issued_row(year: BlocYear, document: IssuedDocument) -> dict[str, Any]:
    replaced_by = getattr(document, "replaced_by", None)
    return {
        "number": str(document),
        "title": document.title,
        "dated": short_date(document.dated),
        "state": f"đã thay bằng số {replaced_by}" if replaced_by else "đang hiệu lực",
        "is_replaced": replaced_by is not None,
        "code": document.code,
        "hash": document.file.sha256[:16],
        "url": year_url("papers-issued", year, code=document.code),
    }


@require_GET
def draft(request: SignedInRequest, bloc: str, year: int, kind: str, extension: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    chosen = document_kinds().get(kind)
    if chosen is None or extension not in EXTENSIONS:
        raise Http404
    with read_snapshot():
        paper = chosen.describe(opened, heading_of(opened))
    answer = HttpResponse(print_paper(paper, extension), content_type=content_type(extension))
    answer["Content-Disposition"] = disposition(paper, extension, inline=extension == "pdf")
    return answer


@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest, bloc: str, year: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(rules.can_run_year(request.user, opened), "Chỉ tổ thư ký của khối sửa trang này.")
    form = PaperSettingsForm.of(settings_of(opened), request.POST or None)
    bases = BasisFormSet(
        request.POST or None,
        prefix="bases",
        initial=[
            {
                "text": row.text,
                "valid_from": _typed(row.valid_from),
                "valid_to": _typed(row.valid_to),
            }
            for row in opened.legal_bases.all()
        ],
    )
    if request.method == "POST" and form.is_valid() and bases.is_valid():
        save_paper_settings(
            actor=request.user,
            year=opened,
            values=form.cleaned_data,
            bases=[row.basis() for row in bases if row.cleaned_data.get("text")],
        )
        messages.success(request, "Đã lưu thiết lập văn bản.")
        return redirect(year_url("papers", opened))
    context = {"form": form, "bases": bases, "back_url": year_url("papers", opened)}
    status = 422 if request.method == "POST" else 200
    return render(request, "blocs/papers_settings.html", context, status=status)


def _typed(day: Any) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


@require_http_methods(["GET", "POST"])
def issue(request: SignedInRequest, bloc: str, year: int, kind: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    chosen = document_kinds().get(kind)
    if chosen is None or not chosen.can_be_issued:
        raise Http404
    require(rules.can_run_year(request.user, opened), "Chỉ tổ thư ký của khối ban hành văn bản.")
    replaces = _replaced(opened, kind, request.GET.get("thay", ""))
    initial = {
        "number": next_number(opened, settings_of(opened).symbol),
        "dated": timezone.localdate().strftime("%d/%m/%Y"),
    }
    form = IssueForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            document = issue_paper(
                actor=request.user,
                year=opened,
                describe=chosen.describe,
                replaces=replaces,
                **form.cleaned_data,
            )
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ban hành văn bản số {document}.")
            return redirect(year_url("papers", opened))
    context = {
        "heading": f"Ban hành: {chosen.title}",
        "what": f"{chosen.title} năm {opened.year}",
        "facts": [{"label": "Còn thiếu", "value": field.label} for field in missing_fields(opened)],
        "follows": [
            "Bản PDF được lưu nguyên vẹn, không sửa được; muốn sửa thì ban hành văn bản thay thế.",
            "Trên văn bản có mã kiểm tra, mã QR và số nhật ký để đối chiếu.",
        ],
        "form": form,
        "action_label": "Ban hành",
        "cancel_url": year_url("papers", opened),
    }
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


def _replaced(year: BlocYear, kind: str, code: str) -> IssuedDocument | None:
    if not code:
        return None
    return get_object_or_404(IssuedDocument, year=year, kind=kind, code=code)


@require_GET
def issued(request: SignedInRequest, bloc: str, year: int, code: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    document = get_object_or_404(IssuedDocument.objects.select_related("file"), year=opened, code=code)
    answer = HttpResponse(read(document.file), content_type=document.file.content_type)
    answer["Content-Disposition"] = f'inline; filename="{document.symbol}-{document.number:02d}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
