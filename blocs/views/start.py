"""Where a person begins: the one year, or the list of blocs; founding a bloc, beginning a year."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_years
from blocs.actions.places import create_bloc
from blocs.actions.years import create_year
from blocs.context import year_url
from blocs.forms.places import COPY, BlocForm, YearForm
from blocs.installation import installation_lines
from blocs.models import Bloc, BlocYear
from blocs.next_thing import lead_on
from blocs.notice_queries import unread_count
from blocs.overview import urgent_things
from blocs.queries import blocs_visible_to
from blocs.refusals import Refused
from blocs.terms import BlocKind

MOST_URGENT = 12


@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """The one year where something is due, else the latest, where all a person sees is one bloc's; else the list."""
    years = [year for year in visible_years(request) if not year.is_practice]
    if len({year.bloc_id for year in years}) != 1:
        return redirect("blocs")
    due = {thing.year for thing in urgent_things(request.user, years)} if len(years) > 1 else set()
    if len(due) > 1:
        return redirect("blocs")
    chosen = [year for year in years if year.pk in due] or years
    return redirect(year_url("year-home", max(chosen, key=lambda year: year.year)))


@require_GET
def blocs(request: SignedInRequest) -> HttpResponse:
    years = visible_years(request)
    found = blocs_visible_to(request.user)
    may_found = rules.can_create_bloc(request.user)
    rows = [_bloc_row(request, bloc, [year for year in years if year.bloc_id == bloc.pk]) for bloc in found]
    named = Counter(row["name"] for row in rows)
    for row in rows:
        row["is_repeated"] = named[row["name"]] > 1
    things = urgent_things(request.user, years)
    context = {
        "rows": rows,
        "things": things[:MOST_URGENT],
        "more": max(0, len(things) - MOST_URGENT),
        "installation": installation_lines(request.user),
        "unread": unread_count(request.user),
        "may_found": may_found,
        "may_import": may_found or any(row["new_url"] for row in rows),
    }
    return render(request, "blocs/blocs.html", context)


def _bloc_row(request: SignedInRequest, bloc: Bloc, years: list[BlocYear]) -> dict[str, Any]:
    ordered = sorted(years, key=lambda year: (-year.year, year.is_practice))
    named = ordered[0].bloc_label if ordered else f"{BlocKind(bloc.kind).label} {bloc.name}"
    return {
        "name": named,
        "code": bloc.code,
        "province": bloc.province.name if bloc.province else "",
        "years": [
            {
                "label": year.label,
                "url": year_url("year-home", year),
                "is_published": year.is_published,
            }
            for year in ordered
        ],
        "new_url": reverse("year-new", args=[bloc.code]) if rules.can_create_year(request.user, bloc) else "",
    }


@require_http_methods(["GET", "POST"])
def bloc_new(request: SignedInRequest) -> HttpResponse:
    require(
        rules.can_create_bloc(request.user),
        "Khối mới do quản trị hệ thống hoặc cơ quan thường trực của tỉnh lập.",
    )
    form = BlocForm(posted(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_bloc(
                actor=request.user,
                code=form.cleaned_data["code"],
                name=form.cleaned_data["name"],
                kind=BlocKind(form.cleaned_data["kind"]),
                province=form.chosen_province(),
                new_province=form.cleaned_data.get("new_province", ""),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã lập {made.name}. Bây giờ hãy lập năm đầu tiên.")
            return redirect("year-new", made.code)
    context = {"form": form, "cancel_url": reverse("blocs")}
    return render(request, "blocs/bloc_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def year_new(request: SignedInRequest, bloc: str) -> HttpResponse:
    found = next((each for each in blocs_visible_to(request.user) if each.code == bloc), None)
    if found is None:
        raise Http404
    require(
        rules.can_create_year(request.user, found),
        "Năm mới do tổ thư ký khối, cơ quan thường trực hoặc quản trị hệ thống lập.",
    )
    years = BlocYear.objects.filter(bloc=found, is_practice=False).select_related("bloc", "rules", "province")
    latest = years.order_by("-year").first()
    form = YearForm(posted(request), bloc=found, latest=latest)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["source"]
        made = create_year(
            actor=request.user,
            bloc=found,
            number=form.cleaned_data["number"],
            source=latest if chosen == COPY else None,
            preset="" if chosen == COPY else chosen,
        )
        said = f"Đã lập năm {made.year}. Hãy xem lại từng phần trước khi bắt đầu."
        lead_on(request, made, said, runs_too=True)
        return redirect(year_url("setup", made))
    context = {"form": form, "bloc": found, "cancel_url": reverse("blocs")}
    return render(request, "blocs/year_new.html", context, status=422 if form.errors else 200)
