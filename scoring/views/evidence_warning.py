"""Before a self-sheet is handed in: which claimed points want evidence and have none. A warning, not a refusal."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from blocs.access import SignedInRequest
from blocs.context import year_url
from blocs.terms import Level
from scoring.evidence_queries import evidence_counts, unproven
from scoring.queries import CriterionNode
from scoring.sheet_queries import ScorePaper
from scoring.views.papers import works_at
from scoring.workflow import TAKES_SCORES


@dataclass(frozen=True, slots=True)
class Lacking:
    """A unit, what it claims without evidence, and where it is added."""

    unit: str
    url: str
    criteria: list[CriterionNode]


def unproven_lines(paper: ScorePaper) -> list[Lacking]:
    """Of a paper of self-sheets, the complete ones that would be handed in now: one query; empty at other levels."""
    if paper.level is not Level.SELF:
        return []
    columns = [c for c in paper.columns if c.state is TAKES_SCORES and not paper.missing(c)]
    counts = evidence_counts(paper.year, [c.member for c in columns]) if columns else {}
    found = []
    for column in columns:
        shown = {criterion for member, criterion in counts if member == column.member.pk}
        if lacking := unproven(paper.rules, paper.points[column.sheet], shown):
            url = year_url("evidence-unit", paper.year, pk=column.member.pk)
            found.append(Lacking(column.member.name, url, lacking))
    return found


def ask_without_evidence(request: SignedInRequest, paper: ScorePaper, lacking: list[Lacking]) -> HttpResponse:
    """The page that names what is missing, and hands in all the same when asked to."""
    context = {
        "paper": paper,
        "lacking": lacking,
        "count": sum(len(one.criteria) for one in lacking),
        "back": works_at(request, paper),
    }
    return render(request, "scoring/without_evidence.html", context)
