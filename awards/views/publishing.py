"""Publishing the results to the bloc's units, and taking them back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from awards.actions.publishing import publish_results, results_hash, withdraw_results
from awards.forms import ReasonForm
from awards.obstacles import obstacle
from awards.presenting.nominations import paired
from awards.result_papers import print_results
from awards.results import YearResults, year_results
from awards.rules import can_publish
from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.context import year_url
from blocs.editing import Stale
from blocs.models import BlocYear
from blocs.transactions import read_snapshot
from scoring.visibility import require_uncovered

# What the button says while the papers of a version are printed, which takes seconds.
PRINTING = "Đang lập các văn bản…"


@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(can_publish(request.user, opened), "Chỉ tổ thư ký của khối niêm yết kết quả.")
    require_uncovered(request.user, opened)
    status = 200
    if request.method == "POST":
        try:
            _publish(request, opened)
        except Stale as error:
            messages.warning(request, str(error))
            status = error.status
        else:
            messages.success(
                request, "Đã duyệt và niêm yết kết quả. Các đơn vị trong khối xem được từ bây giờ."
            )
            return redirect(year_url("results", opened))
    with read_snapshot():
        context = _publish_context(opened, year_results(opened))
    return render(request, "confirm.html", context, status=status)


def _publish(request: SignedInRequest, year: BlocYear) -> None:
    """The papers are printed before anything is locked, of what stands now; the action compares."""
    prints = None
    if not (year.is_published or year.results_version or year.is_practice):
        site = request.build_absolute_uri("/")
        prints = print_results(year, number=1, people=request.user.full_name, site=site)
    publish_results(actor=request.user, year=year, shown=request.POST.get("shown", ""), prints=prints)


def _publish_context(year: BlocYear, found: YearResults) -> dict[str, Any]:
    ranked = f"{len(found.ranking.order)}/{len(year.members)}"
    stops = obstacle(year, found.ranking)
    return {
        "heading": "Duyệt và niêm yết kết quả",
        "obstacle": stops,
        "what": f"Niêm yết kết quả năm {year.year} của {year.bloc_label}",
        "facts": [
            {"label": "Đơn vị được xếp hạng", "value": ranked},
            *(
                {"label": line.name, "value": _named(found, nomination.nominated) or "chưa có đơn vị đạt"}
                for line, nomination in paired(found)
            ),
            *(
                {"label": f"Chưa phân định: {line.name}", "value": _named(found, nomination.undecided)}
                for line, nomination in paired(found)
                if nomination.undecided
            ),
        ],
        "follows": [
            "Mọi đơn vị trong khối xem được bảng xếp hạng và lý do của từng hạng.",
            "Phiếu điểm, đăng ký, số phiếu và quy tắc của năm khóa lại.",
            "Kết quả được lưu nguyên vẹn thành phiên bản 1 cùng số liệu, cách tính và bản in; việc in mất vài giây.",
            "Nhật ký ghi mã băm của đúng kết quả này.",
        ]
        if not stops
        else [],
        "hidden": [{"name": "shown", "value": results_hash(found)}],
        "action_label": "" if stops else "Duyệt và niêm yết",
        "busy": PRINTING,
        "cancel_url": year_url("results", year),
    }


def _named(found: YearResults, codes: tuple[str, ...]) -> str:
    return ", ".join(found.units[code].member.short_name for code in codes)


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(can_publish(request.user, opened), "Chỉ tổ thư ký của khối mở đính chính.")
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        withdraw_results(actor=request.user, year=opened, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã mở đính chính. Số liệu của năm sửa được trở lại.")
        return redirect(year_url("results", opened))
    number = opened.results_version
    context = {
        "heading": "Mở đính chính kết quả",
        "what": f"Mở đính chính kết quả đã niêm yết của năm {opened.year}",
        "follows": [
            f"Các đơn vị vẫn xem được phiên bản {number} đã lưu, có ghi “đang đính chính” và lý do này; không thấy số"
            " liệu đang sửa."
            if number
            else "Các đơn vị không còn thấy kết quả.",
            "Số liệu của năm sửa được trở lại.",
            f"Niêm yết lại là phiên bản {number + 1}: một người đề nghị, một người khác duyệt."
            if number
            else "Duyệt lại sẽ lưu kết quả thành phiên bản 1.",
        ],
        "form": form,
        "action_label": "Mở đính chính",
        "cancel_url": year_url("results", opened),
        "tone": "danger",
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)
