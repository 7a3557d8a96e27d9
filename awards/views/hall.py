"""The results on the screen of a hall."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from awards.presenting.hall import hall_context, shown_from
from awards.results import year_results
from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.transactions import read_snapshot


@require_GET
def hall(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_see_results)
        context = hall_context(year_results(opened), shown_from(request.GET))
    return render(request, "awards/results_hall.html", context)
