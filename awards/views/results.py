"""The results page and "Vì sao hạng này"."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from awards.presenting.cells import cells_context
from awards.presenting.results_page import results_context
from awards.presenting.why_page import why_context
from awards.results import year_results
from awards.rules import can_publish
from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.context import year_url
from blocs.models import BlocYear
from blocs.transactions import read_snapshot
from reports.paper.words import short_date
from scoring.visibility import sight


@require_GET
def results(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_see_results)
        context = results_context(year_results(opened), sight(request.user, opened))
    context |= {"state": _state(opened), **_actions(request, opened, has_rows=bool(context["rows"]))}
    return render(request, "awards/results.html", context)


@require_GET
def why(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_see_results)
        found = year_results(opened)
        if unit not in found.units:
            raise Http404
        chosen = found.units[unit]
        seen = sight(request.user, opened)
        context = why_context(found, chosen, seen) | cells_context(found, chosen, seen)
    context["back_url"] = year_url("results", opened)
    return render(request, "awards/why.html", context)


def _state(year: BlocYear) -> dict[str, str]:
    if year.results_published_at is not None:
        day = timezone.localtime(year.results_published_at).date()
        return {
            "tone": "success",
            "text": f"Đã niêm yết ngày {short_date(day)}; các đơn vị trong khối xem được.",
        }
    return {"tone": "info", "text": "Chưa niêm yết: chỉ tổ thư ký và Hội đồng TĐKT thấy trang này."}


def _actions(request: SignedInRequest, year: BlocYear, *, has_rows: bool) -> dict[str, Any]:
    quiet, action = [], None
    if rules.can_read_scores(request.user, year):
        quiet.append({"label": "Bỏ phiếu", "url": year_url("votes", year)})
        quiet.append({"label": "Bản in", "url": year_url("papers", year)})
    if can_publish(request.user, year):
        if year.is_published:
            quiet.append({"label": "Rút niêm yết", "url": year_url("results-withdraw", year)})
        elif has_rows:
            action = {"label": "Duyệt và niêm yết kết quả", "url": year_url("results-publish", year)}
    return {"actions_quiet": quiet, "action": action}
