"""The practice copy of a year: make it, make it anew, end it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, visible_year, visible_years
from blocs.context import year_url
from blocs.models import BlocYear
from reports.actions.practice import end_practice, make_practice, reset_practice

ENDS = (
    "Mọi số liệu đã thử trong bản luyện tập mất hẳn; năm chính thức không đổi.",
    "Nhật ký của bản luyện tập được khép lại.",
    "Lúc nào cũng lập được bản luyện tập mới.",
)


def _pair(request: SignedInRequest, opened: BlocYear) -> tuple[BlocYear, BlocYear | None]:
    """The real year and its copy, whichever of them the page was opened in."""
    same = [y for y in visible_years(request) if (y.bloc_id, y.year) == (opened.bloc_id, opened.year)]
    real = next((year for year in same if not year.is_practice), None)
    if real is None:
        raise Http404
    return real, next((year for year in same if year.is_practice), None)


@require_http_methods(["GET", "POST"])
def practice(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """Posting makes the copy, or makes it anew where there is one ("viec" = "lam-lai")."""
    opened = visible_year(request, bloc, year, see=rules.can_run_year)
    real, copy = _pair(request, opened)
    if request.method == "POST":
        resets = request.POST.get("viec") == "lam-lai"
        act = reset_practice if resets else make_practice
        made = act(actor=request.user, year=real, keep_dates=request.POST.get("giu-ngay") == "co")
        done = "Đã làm lại" if resets else "Đã lập"
        messages.success(request, f"{done} bản luyện tập từ số liệu hiện có của năm {real.year}.")
        return redirect(year_url("year-home", made))
    context = {
        "copy_url": year_url("year-home", copy) if copy else "",
        "real_url": year_url("year-home", real),
        "real_label": real.label.lower(),
        "end_url": year_url("practice-end", real),
        "setup_url": year_url("setup", opened),
        "act_url": year_url("practice", real),
    }
    return render(request, "reports/practice.html", context)


@require_http_methods(["GET", "POST"])
def practice_end(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_run_year)
    real, _copy = _pair(request, opened)
    if request.method == "POST":
        end_practice(actor=request.user, year=real)
        messages.success(request, "Đã kết thúc luyện tập. Ông, bà đang ở năm chính thức.")
        return redirect(year_url("year-home", real))
    context = {
        "heading": "Kết thúc luyện tập",
        "what": f"Xóa bản luyện tập của năm {real.year}?",
        "follows": ENDS,
        "action_label": "Xóa bản luyện tập",
        "tone": "danger",
        "cancel_url": year_url("practice", real),
    }
    return render(request, "confirm.html", context)
