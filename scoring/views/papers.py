"""How a view comes by its paper: the year, the level in the address, and for cross-scoring the scorer's code."""

from enum import Enum
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from blocs.access import SignedInRequest, visible_year
from blocs.models import BlocYear, Membership
from blocs.refusals import NotAllowed
from blocs.rules import can_open_sheets
from blocs.terms import Level
from scoring.actions.sheet_locking import READS_ONLY, why_not
from scoring.rules import can_enter_scores, fills_paper, hands_in_paper, keeps_sheets
from scoring.sheet_queries import (
    LEVEL_SLUGS,
    AnyPaper,
    Column,
    ScorePaper,
    UnitPaper,
    level_of,
    read_paper,
    read_unit_paper,
)
from scoring.visibility import sight
from scoring.workflow import TAKES_SCORES, Step

# In an address: with the sheets of others that may be read.
ALL = "tat-ca"


def open_year(request: SignedInRequest, bloc: str, year: str) -> BlocYear:
    """The year, or Http404 for those who have no sheet of it to look at."""
    return visible_year(request, bloc, year, see=can_open_sheets)


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
    """The paper with the sheets this person may read, or Http404 when that is none."""
    found = open_year(request, bloc, year)
    seen = sight(request.user, found)
    paper = read_paper(found, *paper_key(found, level, scorer), seen)
    if not paper.columns and not seen.everything:
        raise Http404
    return paper


def keep_paper(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str) -> ScorePaper:
    """The same, with the sheets only that this person's seat lets fill; NotAllowed for those who only read."""
    paper = open_paper(request, bloc, year, level, scorer)
    own = own_columns(request, paper)
    if not own and not fills_paper(request.user, paper.year, paper.level, paper.scorer):
        raise NotAllowed(READS_ONLY)
    return paper.only(own)


def open_unit_paper(request: SignedInRequest, bloc: str, year: str, code: str) -> UnitPaper:
    """All sheets about the unit with this code that this person may read, or Http404 when that is none."""
    found = open_year(request, bloc, year)
    member = next((member for member in found.members if member.code == code), None)
    if member is None:
        raise Http404
    seen = sight(request.user, found)
    paper = read_unit_paper(found, member, seen)
    if not paper.columns and not seen.everything:
        raise Http404
    return paper


def own_columns(request: SignedInRequest, paper: AnyPaper) -> list[Column]:
    """The columns this person's seat lets fill."""
    return [c for c in paper.columns if fills_paper(request.user, paper.year, c.level, c.by)]


def keeps_any(request: SignedInRequest, paper: AnyPaper) -> bool:
    return bool(own_columns(request, paper))


def open_sheets(request: SignedInRequest, paper: AnyPaper) -> frozenset[int]:
    """The sheets that take scores from this person now."""
    return frozenset(c.sheet for c in paper.columns if takes_scores(request, paper, c))


def for_step(request: SignedInRequest, step: Step, paper: ScorePaper) -> ScorePaper:
    """Those sheets of a kept paper with which this person may take the step; NotAllowed when that is none."""
    user, found = request.user, paper.year
    own = [c for c in paper.columns if step.may(user, found, c.level, c.by)]
    if not own and not step.may(user, found, paper.level, paper.scorer):
        raise NotAllowed(why_not(step.may, fills=True))
    return paper.only(own)


def narrowed(request: SignedInRequest, paper: ScorePaper) -> ScorePaper:
    """What a unit's people work on: their own sheets alone, unless they have none here or ask for all they may read."""
    own = [c for c in paper.columns if fills_paper(request.user, paper.year, c.level, c.by)]
    return paper.only(own) if own and ALL not in request.GET else paper


class Part(Enum):
    """What a person has to do with the sheets of a paper."""

    KEEPER = "keeper"  # the secretariat, the board for its own
    HEAD = "head"
    OFFICER = "officer"
    READER = "reader"


def part_in(request: SignedInRequest, paper: ScorePaper) -> Part:
    user, year = request.user, paper.year
    if keeps_sheets(user, year, paper.level):
        return Part.KEEPER
    if any(hands_in_paper(user, year, column.level, column.by) for column in paper.columns):
        return Part.HEAD
    if any(fills_paper(user, year, column.level, column.by) for column in paper.columns):
        return Part.OFFICER
    return Part.READER


def takes_scores(request: SignedInRequest, paper: AnyPaper, column: Column) -> bool:
    """Whether this person may type into this column now; one accepted late takes scores of those who keep it."""
    if column.state is not TAKES_SCORES or column.is_covered or paper.year.is_published:
        return False
    user, year = request.user, paper.year
    if can_enter_scores(user, year, column.level, column.by):
        return True
    return bool(column.late_reason) and keeps_sheets(user, year, column.level, column.by)


def paper_url(name: str, paper: ScorePaper) -> str:
    """The address `name` of this paper; "grid" becomes "grid-peer" where there is a scorer."""
    return paper_address(paper.year, paper.level, paper.scorer, name)


def works_at(request: SignedInRequest, paper: ScorePaper) -> str:
    """Where this person works on the paper: a unit's head, mostly on a telephone, one criterion after another."""
    return paper_url("grid-one" if part_in(request, paper) is Part.HEAD else "grid", paper)


def paper_address(year: BlocYear, level: Level, scorer: Membership | None, name: str = "grid") -> str:
    if name == "grid" and scorer is not None:
        name = "grid-peer"
    address = {"level": LEVEL_SLUGS[level]} | ({"scorer": scorer.code} if scorer else {})
    return reverse(name, kwargs={**year_kwargs(year), **address})


def unit_url(year: BlocYear, member: Membership) -> str:
    """The grid of all sheets about a unit."""
    return reverse("grid-unit", kwargs={**year_kwargs(year), "code": member.code})


def to_paper(paper: ScorePaper) -> HttpResponse:
    return redirect(paper_url("grid", paper))


def year_kwargs(year: BlocYear) -> dict[str, Any]:
    return {"bloc": year.bloc.code, "year": year.slug}
