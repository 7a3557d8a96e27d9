"""The ranking under another combining rule, only to look at (GET; nothing is stored)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from awards.presenting.what_if import what_if_context
from awards.queries import award_names
from awards.what_if import faults_of, tried_settings, what_if
from awards.what_if_form import WhatIfForm
from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.context import year_url
from blocs.models import BlocYear
from blocs.terms import CriterionGroup
from blocs.transactions import read_snapshot
from scoring.readiness import rows_of
from scoring.stored_rules import year_rules
from scoring.visibility import require_uncovered


@require_GET
def what_if_page(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_read_scores)
        require_uncovered(request.user, opened)
        awards = award_names()
        form = WhatIfForm(
            request.GET or None,
            rules=year_rules(opened.current_rules),
            sections=_sections(opened),
            awards=awards,
        )
        context = _looked(opened, form, awards) if form.is_bound and form.is_valid() else {}
    context |= {
        "form": form,
        "themes": [(title, [form[name] for name in form.names_of(names)]) for title, names in _THEMES],
        "back_url": year_url("results", opened),
        "page_url": year_url("results-what-if", opened),
    }
    return render(request, "awards/what_if.html", context, status=422 if form.errors else 200)


_THEMES = (
    (
        "Cách tổng hợp",
        ("combining", "weight_self", "weight_peer", "weight_bloc", "weight_appraisal", "extras_source"),
    ),
    ("Chấm chéo", ("peer_average", "trim", "aggregation", "missing_peer")),
    ("Bằng điểm, đánh số hạng, làm tròn", ("tie_", "numbering", "decimals")),
)


def _looked(year: BlocYear, form: WhatIfForm, awards: dict[str, str]) -> dict[str, Any]:
    """Both rankings, or nothing where the tried rules contradict themselves: then the form says so."""
    settings = tried_settings(year, form.tried())
    if faults := faults_of(year, settings, awards):
        form.show_setting_faults(faults)
        return {}
    return what_if_context(year, settings, what_if(year, settings))


def _sections(year: BlocYear) -> dict[str, str]:
    return {
        row.code: row.text
        for row in rows_of(year)
        if row.group is CriterionGroup.CONTENT and "." not in row.code
    }
