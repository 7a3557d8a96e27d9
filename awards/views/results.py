"""The results page, "Vì sao hạng này", and publishing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from awards.actions.publishing import publish_results, withdraw_results
from awards.forms import ReasonForm
from awards.presenting.cells import cells_context
from awards.presenting.results_page import results_context
from awards.presenting.why_page import why_context
from awards.results import YearResults, year_results
from awards.rules import can_publish
from blocs import rules
from blocs.access import SignedInRequest, require, visible_year
from blocs.context import year_url
from blocs.models import BlocYear
from blocs.transactions import read_snapshot
from reports.paper.words import short_date


@require_GET
def results(request: SignedInRequest, bloc: str, year: int) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_see_results)
        found = year_results(opened)
        context = results_context(found, names=award_names(found))
    context |= {"state": _state(opened), **_actions(request, opened)}
    return render(request, "awards/results.html", context)


@require_GET
def why(request: SignedInRequest, bloc: str, year: int, unit: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_see_results)
        found = year_results(opened)
        if unit not in found.units:
            raise Http404
        chosen = found.units[unit]
        context = why_context(found, chosen, names=award_names(found)) | cells_context(found, chosen)
    context["back_url"] = year_url("results", opened)
    return render(request, "awards/why.html", context)


def award_names(found: YearResults) -> dict[str, str]:
    """The names of the awards that have a rule, which are all that a sentence may name."""
    return {line.rule.award: line.name for line in found.awards}


def _state(year: BlocYear) -> dict[str, str]:
    if year.results_published_at is not None:
        return {
            "tone": "success",
            "text": f"Đã niêm yết ngày {short_date(year.results_published_at.date())}.",
        }
    return {"tone": "info", "text": "Chưa niêm yết: chỉ tổ thư ký và Hội đồng TĐKT thấy trang này."}


def _actions(request: SignedInRequest, year: BlocYear) -> dict[str, Any]:
    quiet, action = [], None
    if rules.can_read_scores(request.user, year):
        quiet.append({"label": "Bản in", "url": year_url("papers", year)})
    if can_publish(request.user, year):
        if year.is_published:
            quiet.append({"label": "Rút niêm yết", "url": year_url("results-withdraw", year)})
        else:
            action = {"label": "Duyệt và niêm yết kết quả", "url": year_url("results-publish", year)}
    return {"actions_quiet": quiet, "action": action}


@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, bloc: str, year: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(can_publish(request.user, opened), "Chỉ tổ thư ký của khối niêm yết kết quả.")
    if request.method == "POST":
        publish_results(actor=request.user, year=opened)
        messages.success(request, "Đã niêm yết kết quả. Các đơn vị trong khối xem được từ bây giờ.")
        return redirect(year_url("results", opened))
    found = year_results(opened)
    context = {
        "heading": "Niêm yết kết quả",
        "what": f"Niêm yết kết quả năm {opened.year} của {opened.bloc_label}",
        "facts": [
            {"label": "Đơn vị được xếp hạng", "value": f"{len(found.ranking.order)}/{len(opened.members)}"},
            *(
                {"label": line.name, "value": _nominated(found, index)}
                for index, line in enumerate(found.awards)
            ),
        ],
        "follows": [
            "Mọi đơn vị trong khối xem được bảng xếp hạng và lý do của từng hạng.",
            "Phiếu điểm, đăng ký, số phiếu và quy tắc của năm khóa lại.",
            "Nhật ký ghi mã băm của đúng kết quả này.",
        ],
        "action_label": "Niêm yết",
        "cancel_url": year_url("results", opened),
    }
    return render(request, "confirm.html", context)


def _nominated(found: YearResults, index: int) -> str:
    names = [found.units[code].member.short_name for code in found.nominations[index].nominated]
    return ", ".join(names) or "chưa có đơn vị đạt"


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, bloc: str, year: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(can_publish(request.user, opened), "Chỉ tổ thư ký của khối rút niêm yết.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_results(actor=request.user, year=opened, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã rút niêm yết. Số liệu của năm sửa được trở lại.")
        return redirect(year_url("results", opened))
    context = {
        "heading": "Rút niêm yết",
        "what": f"Rút kết quả đã niêm yết của năm {opened.year}",
        "follows": ["Các đơn vị không còn thấy kết quả.", "Lý do được ghi vào nhật ký."],
        "form": form,
        "action_label": "Rút niêm yết",
        "cancel_url": year_url("results", opened),
        "tone": "danger",
    }
    return render(request, "confirm.html", context)
