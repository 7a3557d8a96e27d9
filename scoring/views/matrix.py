"""Who has handed in what, on one page: each unit's sheets by level, and the papers of cross-scoring cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from blocs.access import SignedInRequest
from blocs.models import BlocYear, Membership
from blocs.terms import CriterionGroup, Level, SheetState
from scoring.queries import SheetRow, rule_set
from scoring.rules import scoring_is_open
from scoring.sheet_queries import LEVEL_SLUGS, HANDED_IN_STATES, filled_counts, sheets_by_paper
from scoring.views.papers import open_year, year_kwargs


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """`state`: done, part, filling, none, off or late, as in includes/matrix.html."""

    state: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class MarkedRow:
    name: str
    url: str
    cells: list[MarkedCell]


@dataclass(frozen=True, slots=True)
class LevelCard:
    """A level of the year: how many of its sheets are in, and where they are entered."""

    label: str
    done: int
    expected: int
    url: str

    @property
    def width(self) -> str:
        return f"{100 * self.done / self.expected:.1f}" if self.expected else "0"


@require_GET
def sheets(request: SignedInRequest, bloc: str, year: int) -> HttpResponse:
    """The matrix page, in 3 queries besides the frame's: sheets, counts of cells, assignments come with sheets."""
    found = open_year(request, bloc, year)
    matrix = Matrix(found)
    context = {
        "cards": matrix.cards(),
        "heading": matrix.heading(),
        "heads": matrix.heads(),
        "rows": matrix.rows(),
        "peer_heads": [member.short_name for member in found.members],
        "peer_rows": matrix.peer_rows(),
    }
    return render(request, "scoring/sheets.html", context)
