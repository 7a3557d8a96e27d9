"""One unit's sheet to carry into the hall: as a page, and as PDF, Word or Excel from the same outline."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from awards.documents_unit import unit_sheet_paper
from awards.result_versions import last_approved
from awards.results import year_results
from awards.unit_sheet import unit_sheet
from awards.views.results import shows_live
from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.context import year_url
from blocs.documents import marked
from blocs.transactions import read_snapshot
from reports.paper import press
from reports.paper.layout import tidy
from reports.paper.markup import body
from scoring.visibility import sight


@require_GET
def results_sheet(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    """`?dinh-dang=pdf`, `docx` or `xlsx` for the file; the page otherwise."""
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=rules.can_see_approved_results)
        found = year_results(opened)
        if not shows_live(request, found, last_approved(opened) if opened.results_version else None):
            return redirect(year_url("results-version", opened, number=opened.results_version))
        seen = sight(request.user, opened)
        if unit not in found.units or not seen.opens_cells_of(found.units[unit].member):
            raise Http404
        paper = marked(opened, unit_sheet_paper(unit_sheet(found, found.units[unit], seen)))
    extension = request.GET.get("dinh-dang", "")
    if extension in press.EXTENSIONS:
        response = HttpResponse(press.render(paper, extension), content_type=press.content_type(extension))
        response["Content-Disposition"] = press.disposition(paper, extension, inline=extension == "pdf")
        return response
    if extension:
        raise Http404
    context = {
        "name": found.units[unit].member.short_name,
        "year": opened,
        "paper": SafeString(body(tidy(paper))),
        "extensions": press.EXTENSIONS,
        "back_url": year_url("results-why", opened, unit=unit),
    }
    return render(request, "awards/unit_sheet.html", context)
