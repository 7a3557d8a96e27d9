"""Who scores whom: a draw to look at and to keep, a table of ticks, the draws on record."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.addresses import page
from blocs.context import year_url
from blocs.editing import Stale
from blocs.models import BlocYear
from blocs.numbers import whole
from blocs.refusals import Invalid
from blocs.terms import PeerDraw
from blocs.text import clean
from scoring.actions.assignments import set_assignments
from scoring.actions.draws import draw_assignments, drawn_for
from scoring.assignments_page import assignments_context, draw_context, preview_context
from scoring.documents_draw import ANNEX_KIND
from scoring.drawing import Pair
from scoring.forms.draws import DrawForm
from scoring.models import Draw

_ANY_NUMBER = "0"


@require_http_methods(["GET", "POST"])
def assignments(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    problem, status, ticked = "", 200, None
    sent = request.POST if request.method == "POST" else request.GET
    form = DrawForm(sent if "cach" in sent else None, units=len(opened.standing_members))
    if request.method == "POST":
        try:
            if request.POST.get("viec") == "rut" and form.is_valid():
                return _keep(request, opened, form)
            if request.POST.get("viec") != "rut":
                ticked = {_pair(value) for value in request.POST.getlist("pair")}
                return _by_hand(request, opened, ticked)
            status = 422
        except (Invalid, Stale) as error:
            problem, status = str(error), error.status
    context = assignments_context(opened, ticked) | _preview(opened, form)
    context |= {"form": form, "problem": problem, "annex_url": _annex_url(request, opened)}
    context["by_hand_reason"] = request.POST.get("lydo", "")
    status = 422 if form.errors else status
    return render(request, "scoring/assignments.html", context, status=status)


def _keep(request: SignedInRequest, year: BlocYear, form: DrawForm) -> HttpResponse:
    draw = draw_assignments(
        actor=request.user,
        year=year,
        reason=form.cleaned_data["lydo"],
        base=request.POST.get("base", ""),
        **form.values(),
    )
    messages.success(
        request,
        "Đã ghi kết quả phân công." if draw else "Kết quả này đã được ghi từ trước; không có gì thay đổi.",
    )
    return redirect(year_url("assignments", year))


def _by_hand(request: SignedInRequest, year: BlocYear, pairs: set[Pair]) -> HttpResponse:
    changed = set_assignments(
        actor=request.user,
        year=year,
        pairs=pairs,
        draw=PeerDraw.ASSIGNED,
        base=request.POST.get("base", ""),
        reason=clean(request.POST.get("lydo", ""))[:500],
    )
    messages.success(request, "Đã lưu phân công." if changed else "Không có gì thay đổi.")
    return redirect(year_url("assignments", year))


def _pair(value: str) -> Pair:
    left, _, right = value.partition("-")
    scorer, scored = whole(left), whole(right)
    if scorer is None or scored is None:
        raise Invalid("Danh sách đơn vị vừa thay đổi. Hãy tải lại trang.")
    return scorer, scored


def _preview(year: BlocYear, form: DrawForm) -> dict[str, Any]:
    """What the form is about to draw, when it is filled in; what cannot be drawn is said at the form."""
    if not form.is_bound or not form.is_valid():
        return {}
    values = form.values()
    by_machine = values.pop("by_machine")
    try:
        # The machine's number is taken when it draws; what is shown here is the same whichever it will be.
        drawn = drawn_for(year, **values | ({"seed": _ANY_NUMBER} if by_machine else {}))
    except Invalid as error:
        form.add_error("k", str(error))
        return {}
    return {"preview": preview_context(year, drawn, form.values()), "sent": form.sent()}


def _annex_url(request: SignedInRequest, year: BlocYear) -> str:
    if not rules.can_read_scores(request.user, year):
        return ""
    return page("papers-draft", year, kind=ANNEX_KIND, extension="pdf")


@require_GET
def assignments_draw(request: SignedInRequest, bloc: str, year: str, number: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    row = get_object_or_404(Draw.objects.select_related("drawn_by"), year=opened, number=number)
    context = draw_context(opened, row) | {
        "heading": f"Phân công chấm chéo lần {row.number}",
        "back_url": year_url("assignments", opened),
    }
    return render(request, "scoring/assignments_draw.html", context)
