"""Who signs for a unit in place of its head, by a written delegation."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from blocs import pledge_rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.actions.pledge_substitutes import end_substitute, name_substitute
from blocs.context import year_url
from blocs.forms.pledge import SubstituteForm
from blocs.models import BlocYear, Membership, Substitute
from blocs.pledge_unit_page import people_of, substitute_context
from blocs.refusals import Invalid
from reports.paper.words import short_date

ONLY_THE_HEAD = "Chỉ lãnh đạo đơn vị cử người ký thay; tổ thư ký nhập thay theo văn bản của đơn vị."


def _naming(request: SignedInRequest, bloc: str, year: str, unit: str) -> tuple[BlocYear, Membership]:
    """Also before there is a text: a head who travels names somebody in time."""
    opened = visible_year(request, bloc, year)
    member = next((member for member in opened.members if member.code == unit), None)
    if member is None or not pledge_rules.can_see_unit(request.user, opened, member):
        raise Http404
    require(pledge_rules.can_name_substitute(request.user, opened, member), ONLY_THE_HEAD)
    return opened, member


@require_http_methods(["GET", "POST"])
def substitute(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, member = _naming(request, bloc, year, unit)
    people = people_of(member, besides=request.user)
    initial = {"starts_on": short_date(timezone.localdate())}
    form = SubstituteForm(posted(request), request.FILES or None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            named = name_substitute(
                actor=request.user,
                year=opened,
                unit=member.pk,
                wanted=form.delegation(),
                scan=form.cleaned_data["file"],
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(
                request, f"{named.person.full_name} ký giao ước thay lãnh đạo {member.short_name}."
            )
            return redirect(year_url("pledge-substitute", opened, unit=member.code))
    context = substitute_context(request.user, opened, member) | {"form": form, "has_people": bool(people)}
    return render(request, "blocs/pledge_substitute.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, bloc: str, year: str, unit: str, pk: int) -> HttpResponse:
    opened, member = _naming(request, bloc, year, unit)
    named = get_object_or_404(Substitute.objects.select_related("person"), pk=pk, membership=member)
    if request.method == "POST":
        end_substitute(
            actor=request.user, year=opened, unit=member.pk, substitute=pk, day=timezone.localdate()
        )
        messages.success(request, f"{named.person.full_name} không còn ký thay.")
        return redirect(year_url("pledge-substitute", opened, unit=member.code))
    context = {
        "heading": "Thôi ký thay",
        "what": f"{named.person.full_name} thôi ký giao ước thay lãnh đạo {member.short_name}",
        "follows": ["Từ hôm nay người này không ký thay được nữa.", "Chữ ký đã có vẫn giữ."],
        "action_label": "Cho thôi",
        "cancel_url": year_url("pledge-substitute", opened, unit=member.code),
    }
    return render(request, "blocs/pledge_confirm.html", context)
