"""The blank phiếu chấm as PDF, Word or Excel."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from blocs.access import SignedInRequest
from blocs.documents import marked
from blocs.models import BlocYear, User
from blocs.rules import can_read_scores, own_members
from blocs.terms import Level
from reports.paper import press
from scoring.documents import Blank, blank_sheets
from scoring.queries import rule_set
from scoring.sheet_queries import level_of, scored_by
from scoring.views.papers import open_year, paper_key


@require_GET
def blank(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """`?dinh-dang=docx` or `xlsx`, PDF otherwise. Cross-scoring without a scorer: every scorer's paper in one file."""
    extension = request.GET.get("dinh-dang", "pdf")
    if extension not in press.EXTENSIONS:
        raise Http404
    found = open_year(request, bloc, year)
    blanks = _blanks(request.user, found, level, scorer)
    if not blanks and not can_read_scores(request.user, found):
        raise Http404
    rules = rule_set(found.current_rules)
    paper = marked(found, blank_sheets(found, rules, level_of(level) or Level.PEER, blanks))
    response = HttpResponse(press.render(paper, extension), content_type=press.content_type(extension))
    response["Content-Disposition"] = press.disposition(paper, extension, inline=extension == "pdf")
    return response


def _blanks(user: User, year: BlocYear, level: str, scorer: str) -> list[Blank]:
    """Everybody's papers; for a unit's people their own: who scores whom is not theirs to see."""
    members = year.members if can_read_scores(user, year) else own_members(user, year)
    if level_of(level) is Level.PEER:
        if Level.PEER not in year.current_rules.levels:
            raise Http404
        asked = paper_key(year, level, scorer)[1] if scorer else None
        scorers = [member for member in members if asked is None or member is asked]
        return [Blank(who, scored_by(year, who)) for who in scorers if scored_by(year, who)]
    key, _ = paper_key(year, level, scorer)
    if key is Level.SELF:
        return [Blank(who, [who]) for who in members]
    return [Blank(None, members)] if can_read_scores(user, year) else []
