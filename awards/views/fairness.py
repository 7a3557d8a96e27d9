"""How alike the cross-scoring is: for the secretariat and the board."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from awards.fairness import year_fairness
from awards.presenting.fairness_page import fairness_context
from awards.results import year_results
from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.transactions import read_snapshot
from scoring.visibility import require_uncovered


@require_GET
def fairness(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_read_scores)
        require_uncovered(request.user, opened)
        context = fairness_context(year_fairness(year_results(opened)))
    return render(request, "awards/fairness.html", context)
