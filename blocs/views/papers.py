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
from blocs.documents import (
    DocumentKind,
    bases_to_edit,
    document_kinds,
    heading_of,
    settings_of,
    symbol_of,
)
from blocs.forms.papers import IssueForm, PaperSettingsForm, basis_rows
from blocs.kept_scores import require_scores
from blocs.models import BlocYear, IssuedDocument
from blocs.papers_page import issue_context, papers_context
from blocs.practice import refuse_in_practice
from blocs.refusals import Invalid
from blocs.serving import file_answer
from blocs.transactions import read_snapshot
from reports.paper.press import EXTENSIONS, content_type, disposition
from reports.paper.press import render as print_paper
from reports.paper.words import short_date


@require_GET
def papers(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    context = papers_context(opened, may=rules.can_run_year(request.user, opened))
    return render(request, "blocs/papers.html", context)


@require_GET
def draft(request: SignedInRequest, bloc: str, year: str, kind: str, extension: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_read_scores)
        chosen = _kind(request, opened, kind)
        if extension not in EXTENSIONS:
            raise Http404
        paper = chosen.describe(opened, heading_of(opened, kind=chosen))
    answer = HttpResponse(print_paper(paper, extension), content_type=content_type(extension))
    answer["Content-Disposition"] = disposition(paper, extension, inline=extension == "pdf")
    return answer


def _kind(request: SignedInRequest, year: BlocYear, kind: str) -> DocumentKind:
    """Http404 for an unknown kind, Refused for one with points that are kept from this person now."""
    chosen = document_kinds().get(kind)
    if chosen is None:
        raise Http404
    if chosen.tells_scores:
        require_scores(request.user, year)
    return chosen


@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(rules.can_run_year(request.user, opened), "Chỉ tổ thư ký của khối sửa trang này.")
    form = PaperSettingsForm.of(settings_of(opened), request.POST or None)
    found, suggested = bases_to_edit(opened)
    bases = basis_rows(found, request.POST or None)
    if request.method == "POST" and form.is_valid() and bases.is_valid():
        save_paper_settings(actor=request.user, year=opened, values=form.cleaned_data, bases=bases.chosen())
        messages.success(request, "Đã lưu thể thức và người ký.")
        return redirect(year_url("papers", opened))
    context = {
        "form": form,
        "bases": bases,
        "bases_suggested": suggested and request.method == "GET",
        "back_url": year_url("papers", opened),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "blocs/papers_settings.html", context, status=status)


@require_http_methods(["GET", "POST"])
def issue(request: SignedInRequest, bloc: str, year: str, kind: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    chosen = _kind(request, opened, kind)
    if not chosen.can_be_issued:
        raise Http404
    require(rules.can_run_year(request.user, opened), "Chỉ tổ thư ký của khối ban hành văn bản.")
    refuse_in_practice(opened, "ban hành văn bản")
    replaces = _replaced(opened, kind, request.GET.get("thay", ""))
    form = IssueForm(
        request.POST or None, initial=_issue_initial(opened, chosen), is_numbered=chosen.is_numbered
    )
    if request.method == "POST" and form.is_valid():
        try:
            document = issue_paper(
                actor=request.user,
                year=opened,
                kind=chosen,
                replaces=replaces,
                site=request.build_absolute_uri("/"),
                number=form.cleaned_data.get("number"),
                dated=form.cleaned_data["dated"],
            )
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ban hành {document.in_words}.")
            return redirect(year_url("papers", opened))
    context = issue_context(opened, chosen, replaces) | {"form": form}
    return render(request, "blocs/papers_issue.html", context, status=422 if form.errors else 200)


def _issue_initial(year: BlocYear, kind: DocumentKind) -> dict[str, Any]:
    today = timezone.localdate()
    number = next_number(year, symbol_of(settings_of(year), kind), today)
    return {"number": number, "dated": short_date(today)}


def _replaced(year: BlocYear, kind: str, code: str) -> IssuedDocument | None:
    if not code:
        return None
    return get_object_or_404(IssuedDocument, year=year, kind=kind, code=code)


@require_GET
def issued(request: SignedInRequest, bloc: str, year: str, code: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    document = get_object_or_404(IssuedDocument.objects.select_related("file"), year=opened, code=code)
    return file_answer(document.file, inline=True)
