"""How a view comes by its paper: the year, the level in the address, and for cross-scoring the scorer's code."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from blocs.access import SignedInRequest, visible_year
from blocs.models import BlocYear, Membership
from blocs.refusals import NotAllowed
from blocs.rules import can_read_scores
from blocs.terms import Level
from scoring.rules import can_enter_scores, keeps_sheets
from scoring.sheet_queries import Column, ScorePaper, level_of, read_paper
from scoring.workflow import TAKES_SCORES


def open_year(request: SignedInRequest, bloc: str, year: str) -> BlocYear:
    """The year, or Http404 for those who may not read its sheets."""
    return visible_year(request, bloc, year, see=can_read_scores)


def paper_key(year: BlocYear, slug: str, code: str) -> tuple[Level, Membership | None]:
    """The level and the scorer an address names, or Http404: an unknown level or unit, or one not used this year."""
    level = level_of(slug)
    if level is None or level not in year.current_rules.levels or bool(code) != (level is Level.PEER):
        raise Http404
    if not code:
        return level, None
    scorer = next((member for member in year.members if member.code == code), None)
    if scorer is None:
        raise Http404
    return level, scorer


def open_paper(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str) -> ScorePaper:
    found = open_year(request, bloc, year)
    return read_paper(found, *paper_key(found, level, scorer))


def keep_paper(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str) -> ScorePaper:
    """The same for those whose seat lets them enter it; NotAllowed for those who only read."""
    paper = open_paper(request, bloc, year, level, scorer)
    if not keeps_sheets(request.user, paper.year, paper.level):
        raise NotAllowed(
            "Bạn xem được phiếu này nhưng không nhập điểm được; việc nhập là của tổ thư ký khối."
        )
    return paper


def takes_scores(request: SignedInRequest, paper: ScorePaper, column: Column) -> bool:
    """Whether this person may type into this column now."""
    return column.state is TAKES_SCORES and can_enter_scores(
        request.user, paper.year, paper.level, paper.by(column)
    )


def paper_url(name: str, paper: ScorePaper) -> str:
    """The address `name` of this paper; "grid" becomes "grid-peer" where there is a scorer."""
    if name == "grid" and paper.scorer is not None:
        name = "grid-peer"
    return reverse(name, kwargs={**year_kwargs(paper.year), **paper.address})


def to_paper(paper: ScorePaper) -> HttpResponse:
    return redirect(paper_url("grid", paper))


def year_kwargs(year: BlocYear) -> dict[str, Any]:
    return {"bloc": year.bloc.code, "year": year.slug}
