"""The blank phiếu chấm as PDF, Word or Excel."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from blocs.access import SignedInRequest, visible_year
from blocs.documents import marked
from blocs.rules import can_read_scores
from blocs.terms import Level
from reports.paper import press
from scoring.documents import Blank, blank_sheets
from scoring.queries import rule_set
from scoring.sheet_queries import level_of, scored_by
from scoring.views.papers import paper_key


@require_GET
def blank(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """`?dinh-dang=docx` or `xlsx`, PDF otherwise. Cross-scoring without a scorer: every scorer's paper in one file."""
    extension = request.GET.get("dinh-dang", "pdf")
    if extension not in press.EXTENSIONS:
        raise Http404
    found = visible_year(request, bloc, year, see=can_read_scores)
    members = found.members
    if level_of(level) is Level.PEER:
        if Level.PEER not in found.current_rules.levels:
            raise Http404
        scorers = [paper_key(found, level, scorer)[1]] if scorer else members
        blanks = [Blank(who, scored_by(found, who)) for who in scorers if who and scored_by(found, who)]
    else:
        key, _ = paper_key(found, level, scorer)
        blanks = [Blank(who, [who]) for who in members] if key is Level.SELF else [Blank(None, members)]
    rules = rule_set(found.current_rules)
    paper = marked(found, blank_sheets(found, rules, level_of(level) or Level.PEER, blanks))
    response = HttpResponse(press.render(paper, extension), content_type=press.content_type(extension))
    response["Content-Disposition"] = press.disposition(paper, extension, inline=extension == "pdf")
    return response
