"""A unit over the years."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from awards.unit_history import HistoryRow, history
from blocs.access import SignedInRequest, visible_year, visible_years
from blocs.context import year_url
from blocs.models import BlocYear, UnitName
from blocs.tabs import movement_tabs


@require_GET
def unit_history(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    member = next((each for each in opened.members if each.code == unit), None)
    if member is None:
        raise Http404
    rows = history(member.unit_id)
    missing = {row.unit_id for row in rows if row.member is None}
    names = dict(UnitName.objects.filter(unit__in=missing).values_list("unit_id", "name")) if missing else {}
    years = {each.pk: each for each in visible_years(request)}
    context = {
        "member": member,
        "rows": [_row(row, names, years) for row in rows],
        "first": rows[-1].number if rows else opened.year,
        "tabs": movement_tabs(request.user, opened, "unit-history"),
        "back_url": year_url("commendations", opened),
    }
    return render(request, "awards/unit_history.html", context)


def _row(row: HistoryRow, names: dict[int, str], years: dict[int, BlocYear]) -> dict[str, Any]:
    member = row.member
    opens = years.get(member.year_id) if member else None
    # What it was given is told everywhere; how another bloc ranked it stays with those who may open that year.
    place = row.place if opens else None
    final, rank, band, nominated = place or ("", "", "", ())
    return {
        "year": row.number,
        "url": year_url("year-home", opens) if opens else "",
        "name": member.name if member else names.get(row.unit_id, ""),
        "bloc": member.year.bloc_label if member else "",
        "registered": row.registered if opens else (),
        "is_published": place is not None,
        "final": final,
        "rank": rank,
        "band": band,
        "nominated": nominated,
        "commended": [(each.award, each.number) for each in row.commended],
        "commendations_url": f"{year_url('commendations', opens)}?nam={row.number}&don-vi={member.code}"
        if opens and member and row.commended
        else "",
    }
