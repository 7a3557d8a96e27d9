"""The approved versions of the results, their papers, and whether what is stored still gives what was approved."""

import json
from dataclasses import asdict

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from awards.models import ResultPaper, ResultVersion
from awards.presenting.result_versions import (
    approved_line,
    differences_context,
    head_context,
    papers_context,
    table_context,
    versions_context,
)
from awards.result_versions import check_version, shown_versions, stored_version
from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.context import year_url
from blocs.models import BlocYear
from blocs.refusals import Refused
from blocs.serving import file_answer
from blocs.transactions import read_snapshot
from scoring.visibility import sight

_OTHER_FILE = "Tệp đang lưu không phải tệp đã duyệt. Hãy báo quản trị khôi phục từ bản sao lưu."


def _approved(versions: QuerySet[ResultVersion], number: int) -> ResultVersion:
    return get_object_or_404(versions, number=number, approved_at__isnull=False)


def _whole(year: BlocYear, number: int) -> ResultVersion:
    """With everything it was computed from."""
    people = ("proposed_by", "approved_by", "withdrawn_by")
    return _approved(ResultVersion.objects.filter(year=year).select_related(*people), number)


@require_GET
def versions(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_see_approved_results)
    reads_all = rules.can_read_scores(request.user, opened)
    return render(request, "awards/result_versions.html", versions_context(opened, reads_all=reads_all))


@require_GET
def version(request: SignedInRequest, bloc: str, year: str, number: int) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_see_approved_results)
        found = _approved(shown_versions(opened), number)
        context = head_context(opened, found) | table_context(found)
        context["papers"] = papers_context(opened, found, ResultPaper.objects.filter(version=found))
        if number > 1:
            context["differences"] = differences_context(opened, found, sight(request.user, opened))
    context["back_url"] = year_url("results-versions", opened)
    if rules.can_read_scores(request.user, opened):
        context["record_url"] = year_url("results-version-record", opened, number=number)
    return render(request, "awards/result_version.html", context)


@require_GET
def check(request: SignedInRequest, bloc: str, year: str, number: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_see_approved_results)
    found = _whole(opened, number)
    context = {
        "line": approved_line(found),
        "number": number,
        "result": check_version(found),
        "results_hash": found.results_hash,
        "inputs_hash": found.inputs_hash,
        "back_url": year_url("results-version", opened, number=number),
    }
    return render(request, "awards/result_check.html", context)


@require_GET
def paper(request: SignedInRequest, bloc: str, year: str, number: int, code: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_see_approved_results)
    papers = ResultPaper.objects.select_related("file").filter(version__approved_at__isnull=False)
    found = get_object_or_404(papers, version__year=opened, version__number=number, code=code)
    if found.file.sha256 != found.sha256:
        raise Refused(_OTHER_FILE)
    return file_answer(found.file, inline=True)


@require_GET
def record(request: SignedInRequest, bloc: str, year: str, number: int) -> HttpResponse:
    """The whole version as JSON, every sheet in it: for the secretariat and the board."""
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    found = _whole(opened, number)
    answer = HttpResponse(
        json.dumps(asdict(stored_version(found)), ensure_ascii=False, indent=1, sort_keys=True),
        content_type="application/json; charset=utf-8",
    )
    name = f"{opened.bloc.code}-{opened.slug}-ket-qua-phien-ban-{number}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
