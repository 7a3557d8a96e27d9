"""The pages of the leader's role: who leads since when, the rotation, the first term."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year, visible_years
from blocs.actions.handover import record_first_term, set_rotation
from blocs.context import year_url
from blocs.forms.fields import FaultsForm
from blocs.forms.handover import FirstTermForm, RotationForm, first_term_initial
from blocs.leading import current_units, present, rotation
from blocs.leading_page import leading_context
from blocs.models import BlocYear
from blocs.refusals import Faults
from blocs.terms import Succession

_WHO = "Chỉ tổ thư ký của khối và cơ quan thường trực làm việc bàn giao."


@require_GET
def leading(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    same = (y for y in visible_years(request) if y.bloc_id == opened.bloc_id and not y.is_practice)
    latest = max(same, key=lambda y: y.year, default=opened)
    return render(request, "blocs/leading.html", leading_context(request.user, opened, latest))


def open_for_hand_over(request: SignedInRequest, bloc: str, year: str) -> BlocYear:
    """The year, for who may prepare and enact its hand-over; others who see it get 403."""
    opened = visible_year(request, bloc, year)
    require(rules.can_hand_over(request.user, opened), _WHO)
    return opened


@require_http_methods(["GET", "POST"])
def rotation_page(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = open_for_hand_over(request, bloc, year)
    units = current_units(opened, timezone.localdate())
    # Before anything was agreed the page proposes the bloc's own order.
    order = rotation(opened.bloc) or list(units)
    form = RotationForm(posted(request), units=units, order=order, way=opened.bloc.succession)
    if request.method == "POST" and form.is_valid():
        changed = set_rotation(
            actor=request.user,
            year=opened,
            way=Succession(form.cleaned_data["way"]),
            order=form.order(),
        )
        messages.success(request, "Đã lưu." if changed else "Không có gì thay đổi.")
        return redirect(year_url("leading", opened))
    context = {"form": form, "cancel_url": year_url("leading", opened)}
    return render(request, "blocs/leading_rotation.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def first_term(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = open_for_hand_over(request, bloc, year)
    form = FirstTermForm(
        posted(request),
        units=current_units(opened, timezone.localdate()),
        initial=first_term_initial(present(opened), opened.year, opened.bloc.succession),
    )

    def act() -> None:
        record_first_term(actor=request.user, year=opened, **form.term())

    if request.method == "POST" and form.is_valid() and taken(form, act):
        messages.success(request, "Đã ghi Trưởng khối.")
        return redirect(year_url("leading", opened))
    context = {"form": form, "cancel_url": year_url("leading", opened)}
    return render(request, "blocs/leading_first.html", context, status=422 if form.errors else 200)


def taken(form: FaultsForm, act: Callable[[], None]) -> bool:
    """Whether the action took the form; what it cannot take is shown on the form."""
    try:
        act()
    except Faults as error:
        form.show_faults(error)
        return False
    return True
