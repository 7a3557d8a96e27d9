"""Publishing the results to the bloc's units, and taking them back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from awards.actions.publishing import publish_results, results_hash, withdraw_results
from awards.forms import ReasonForm
from awards.presenting.nominations import paired
from awards.results import YearResults, year_results
from awards.rules import can_publish
from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.context import year_url
from blocs.editing import Stale
from blocs.models import BlocYear
from blocs.transactions import read_snapshot


@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(can_publish(request.user, opened), "Chỉ tổ thư ký của khối niêm yết kết quả.")
    status = 200
    if request.method == "POST":
        try:
            publish_results(actor=request.user, year=opened, shown=request.POST.get("shown", ""))
        except Stale as error:
            messages.warning(request, str(error))
            status = error.status
        else:
            messages.success(request, "Đã niêm yết kết quả. Các đơn vị trong khối xem được từ bây giờ.")
            return redirect(year_url("results", opened))
    with read_snapshot():
        context = _publish_context(opened, year_results(opened))
    return render(request, "confirm.html", context, status=status)


def _publish_context(year: BlocYear, found: YearResults) -> dict[str, Any]:
    ranked = f"{len(found.ranking.order)}/{len(year.members)}"
    return {
        "heading": "Niêm yết kết quả",
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
            "Nhật ký ghi mã băm của đúng kết quả này.",
        ],
        "hidden": [{"name": "shown", "value": results_hash(found)}],
        "action_label": "Niêm yết",
        "cancel_url": year_url("results", year),
    }


def _named(found: YearResults, codes: tuple[str, ...]) -> str:
    return ", ".join(found.units[code].member.short_name for code in codes)


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(can_publish(request.user, opened), "Chỉ tổ thư ký của khối rút niêm yết.")
    form = ReasonForm(posted(request))
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
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)
