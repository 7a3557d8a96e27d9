"""Units over time: the list of what happened, and recording an event after seeing what it does."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.context import year_url
from blocs.editing import fingerprint
from blocs.forms.unit_events import FORMS, ActingForm
from blocs.leading import current_units
from blocs.models import BlocYear, User
from blocs.queries import blocs_managed_by
from blocs.refusals import Faults, Refused
from blocs.terms import MidYearMerger, UnitEventKind
from blocs.unit_events import events_of, people_of_units, preview

_BOARD_ONLY = "Chỉ cơ quan thường trực và quản trị hệ thống chuyển đơn vị sang khối khác."


@require_GET
def unit_events(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_record_unit_events)
    context = {
        "events": events_of(opened),
        "kinds": [
            {"label": kind.label, "url": year_url("unit-event-new", opened, kind=slug), "about": about}
            for slug, (kind, _form, _heading, about) in FORMS.items()
            if kind is not UnitEventKind.MOVE or rules.can_move_units(request.user, opened)
        ],
        "rule": MidYearMerger(opened.current_rules.merger).label,
        "rules_url": f"{year_url('rules', opened)}#sap-nhap"
        if rules.can_set_up_year(request.user, opened)
        else "",
        "back_url": year_url("leading", opened),
    }
    return render(request, "blocs/unit_events.html", context)


@require_http_methods(["GET", "POST"])
def unit_event_new(request: SignedInRequest, bloc: str, year: str, kind: str) -> HttpResponse:
    """First what the event does is shown; sending the same again records it."""
    opened = visible_year(request, bloc, year, see=rules.can_record_unit_events)
    if kind not in FORMS:
        raise Http404
    what, _, heading, about = FORMS[kind]
    require(what is not UnitEventKind.MOVE or rules.can_move_units(request.user, opened), _BOARD_ONLY)
    form = _form(request, opened, kind)
    lines: list[str] = []
    if request.method == "POST" and form.is_valid():
        lines, done = _take(request.user, opened, form)
        if done:
            messages.success(request, f"Đã ghi sự kiện: {what.label.lower()}.")
            return redirect(year_url("unit-events", opened))
    context = {
        "form": form,
        "heading": heading,
        "about": about,
        "lines": lines,
        "mark": _mark(form) if lines else "",
        "cancel_url": year_url("unit-events", opened),
    }
    return render(request, "blocs/unit_event.html", context, status=422 if form.errors else 200)


def _take(user: User, year: BlocYear, form: ActingForm) -> tuple[list[str], bool]:
    """What the event does, where that is still to be seen; whether it was recorded. Faults are put on the form."""
    try:
        if form.seen == _mark(form):
            form.act(user, year)
            return [], True
        lines = preview(lambda: form.act(user, year), year, user)
    except Faults as error:
        form.show_faults(error)
        return [], False
    except Refused as error:
        if error.status == 403:
            raise
        form.add_error(None, str(error))
        return [], False
    return lines, False


def _mark(form: ActingForm) -> str:
    """Names exactly what was typed, so that what is recorded is what was looked at."""
    return fingerprint({name: str(value) for name, value in form.cleaned_data.items()})


def _form(request: SignedInRequest, year: BlocYear, kind: str) -> ActingForm:
    units = current_units(year, timezone.localdate())
    what, make, _, _ = FORMS[kind]
    more: dict[str, Any] = {}
    if what is UnitEventKind.MERGE:
        more["people"] = people_of_units(list(units))
    if what is UnitEventKind.MOVE:
        blocs = blocs_managed_by(request.user).exclude(pk=year.bloc_id)
        more["blocs"] = {each.pk: each.name for each in blocs}
    return make(posted(request), units=units, **more)
