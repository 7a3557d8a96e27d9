"""The results page, "Vì sao hạng này" and the screen of a hall."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from awards.actions.publishing import results_hash
from awards.models import ResultVersion
from awards.objection_rules import can_object, can_see_objections
from awards.obstacles import obstacle
from awards.presenting.cells import cells_context
from awards.presenting.hall import hall_context, shown_from
from awards.presenting.result_versions import live_state
from awards.presenting.results_page import results_context
from awards.presenting.why_page import why_context
from awards.result_versions import last_approved, waiting_proposal
from awards.results import YearResults, year_results
from awards.rules import can_publish
from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.context import year_url
from blocs.models import BlocYear
from blocs.terms import Level
from blocs.transactions import read_snapshot
from scoring.visibility import require_uncovered, sight


@require_GET
def results(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_see_approved_results)
        found = year_results(opened)
        version = last_approved(opened) if opened.results_version else None
        if not shows_live(request, found, version):
            return redirect(year_url("results-version", opened, number=opened.results_version))
        context = results_context(found, sight(request.user, opened))
    state = live_state(opened, version, differs=version is not None and _differs(found, version))
    stops = (
        None
        if opened.is_published or not can_publish(request.user, opened)
        else obstacle(opened, found.ranking)
    )
    actions = _actions(request, opened, has_rows=bool(context["rows"]), may_approve=stops is None)
    context |= {"state": state, "obstacle": stops if context["rows"] else None, **actions}
    return render(request, "awards/results.html", context)


@require_GET
def why(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_see_approved_results)
        found = year_results(opened)
        if not shows_live(request, found, last_approved(opened) if opened.results_version else None):
            return redirect(year_url("results-version", opened, number=opened.results_version))
        if unit not in found.units:
            raise Http404
        chosen = found.units[unit]
        seen = sight(request.user, opened)
        context = why_context(found, chosen, seen) | cells_context(found, chosen, seen)
    context["back_url"] = year_url("results", opened)
    if seen.opens_cells_of(chosen.member):
        context["sheet_url"] = year_url("results-sheet", opened, unit=unit)
    if rules.is_head_of(request.user, chosen.member) and can_object(request.user, opened, chosen.member):
        context["object_url"] = year_url("objection-new", opened)
    return render(request, "awards/why.html", context)


@require_GET
def hall(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_see_approved_results)
        found = year_results(opened)
        if not shows_live(request, found, last_approved(opened) if opened.results_version else None):
            return redirect(year_url("results-version", opened, number=opened.results_version))
        context = hall_context(found, shown_from(request.GET))
    return render(request, "awards/results_hall.html", context)


def shows_live(request: SignedInRequest, found: YearResults, version: ResultVersion | None) -> bool:
    """Whether this person sees what is computed now: who reads all scores, and units where that is what was approved.

    Raises Refused for who is typing the second entry of a sheet.
    """
    if rules.can_read_scores(request.user, found.year):
        require_uncovered(request.user, found.year)
        return True
    return rules.can_see_results(request.user, found.year) and (
        version is None or not _differs(found, version)
    )


def _differs(found: YearResults, version: ResultVersion) -> bool:
    """Between an approval and its correction the year is closed; a name changed elsewhere may still move the page."""
    return found.year.is_published and results_hash(found) != version.results_hash


def _actions(
    request: SignedInRequest, year: BlocYear, *, has_rows: bool, may_approve: bool
) -> dict[str, Any]:
    """`may_approve`: nothing but the person's right is in the way of approving what is shown."""
    reads_all = rules.can_read_scores(request.user, year)
    quiet, action = [], None
    if has_rows:
        quiet.append({"label": "Trình chiếu", "url": year_url("results-hall", year)})
    if reads_all:
        quiet.append({"label": "Bản in", "url": year_url("papers", year)})
        quiet.append({"label": "Bỏ phiếu", "url": year_url("votes", year)})
    links = _links(request, year, has_rows=has_rows)
    # A unit has few of them: they stand as buttons, made for a telephone.
    if not reads_all:
        quiet, links = [*links, *quiet], []
    if year.is_published:
        if can_publish(request.user, year):
            quiet.append({"label": "Mở đính chính", "url": year_url("results-withdraw", year)})
    elif year.results_version:
        action = _correcting(request, year, may_approve=may_approve)
    elif has_rows and may_approve and can_publish(request.user, year):
        action = {"label": "Duyệt và niêm yết kết quả", "url": year_url("results-publish", year)}
    return {"actions_quiet": quiet, "action": action, "links": links}


def _links(request: SignedInRequest, year: BlocYear, *, has_rows: bool) -> list[dict[str, str]]:
    """What goes deeper into the results than most people need."""
    links = []
    if year.results_version:
        links.append({"label": "Các phiên bản", "url": year_url("results-versions", year)})
    if year.results_version and can_see_objections(request.user, year):
        links.append({"label": "Phản hồi", "url": year_url("objections", year)})
    if year.current_rules.number > 1:
        label = f"Quy tắc phiên bản {year.current_rules.number}"
        links.append({"label": label, "url": year_url("rules-versions", year)})
    if rules.can_read_scores(request.user, year):
        if Level.PEER in year.current_rules.levels:
            links.append({"label": "Độ đồng đều", "url": year_url("results-fairness", year)})
        if has_rows:
            links.append({"label": "Xem thử cách tính khác", "url": year_url("results-what-if", year)})
    return links


def _correcting(request: SignedInRequest, year: BlocYear, *, may_approve: bool) -> dict[str, str] | None:
    """The next act on a year that is being corrected: look at the proposal that waits, or make one."""
    if waiting_proposal(year) is not None:
        return {
            "label": f"Xem đề nghị phiên bản {year.results_version + 1}",
            "url": year_url("results-proposal", year),
        }
    if not may_approve or not can_publish(request.user, year):
        return None
    return {"label": "Đề nghị phiên bản mới", "url": year_url("results-propose", year)}
