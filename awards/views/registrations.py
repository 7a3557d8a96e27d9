"""Which titles each unit registered for: the secretariat's table."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from awards.actions.registrations import Pair, registered_pairs, set_registrations
from awards.presenting.registrations import registration_table
from awards.rules import can_record_registrations
from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear
from blocs.refusals import Faults
from blocs.tabs import pledge_tabs
from blocs.views.pledges import require_recording


@require_http_methods(["GET", "POST"])
def registrations(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    if not rules.can_read_scores(request.user, opened):
        return _own_page(request, opened)
    stored = registered_pairs(opened)
    ticked, problem, status = set(stored), "", 200
    if request.method == "POST":
        require_recording(request.user, opened, may=can_record_registrations)
        ticked = set(_ticked(request, opened))
        try:
            count = set_registrations(
                actor=request.user, year=opened, wanted=ticked, base=request.POST.get("base", "")
            )
        except (Stale, Faults) as error:
            problem, status = str(error), error.status
        else:
            messages.success(request, f"Đã lưu {count} thay đổi." if count else "Không có gì thay đổi.")
            return redirect(year_url("registrations", opened))
    context = registration_table(opened, stored, ticked) | {
        "problem": problem,
        "base": fingerprint(stored),
        "may_record": can_record_registrations(request.user, opened) and not opened.is_published,
        "tabs": pledge_tabs(request.user, opened, "registrations"),
    }
    return render(request, "awards/registrations.html", context, status=status)


def _own_page(request: SignedInRequest, year: BlocYear) -> HttpResponse:
    """Units have a page of their own; everybody else of the year reads who registered for what."""
    if request.method == "POST":
        raise Http404
    own = rules.own_members(request.user, year)
    if own:
        return redirect(year_url("registration-unit", year, unit=own[0].code))
    return redirect(year_url("registration-summary", year))


def _ticked(request: SignedInRequest, year: BlocYear) -> list[Pair]:
    """What was sent, as (unit code, award code); a unit that is not in the year has an empty code."""
    units = {str(member.pk): member.code for member in year.members}
    sent = [value.partition("|") for value in request.POST.getlist("pair")]
    pairs = [(units.get(unit, ""), award) for unit, _bar, award in sent]
    if award := request.POST.get("extra_award"):
        pairs.append((units.get(request.POST.get("extra_unit", ""), ""), award))
    return pairs
