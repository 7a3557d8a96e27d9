"""Both entries of a paper side by side: what differs is decided cell by cell, by the person who is signed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs.access import SignedInRequest
from blocs.context import year_url
from blocs.refusals import Invalid
from blocs.year_phases import moment_in_words
from reports.paper.words import trimmed
from scoring.actions.settling import Choice, settle
from scoring.entered_twice import to_enter_twice
from scoring.forms.comparing import chosen_cells
from scoring.models import Sheet
from scoring.queries import CriterionNode
from scoring.sheet_checks import Entered, TwoEntries, two_entries
from scoring.sheet_queries import FIRST_ENTRY, SECOND_ENTRY, Column, ScorePaper
from scoring.two_entries import differences
from scoring.views.checks import keepers_paper
from scoring.views.papers import paper_url, year_kwargs


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two values in words, with who typed it and when."""

    value: str
    who: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell to be decided; `shown` is sent along, so that nothing is decided about other values."""

    name: str
    unit: str
    code: str
    text: str
    first: Side
    second: Side
    shown: str
    chosen: str = ""
    other: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A sheet whose second entry is finished: the two names and times of it."""

    unit: str
    second: str
    settled: str


@require_http_methods(["GET", "POST"])
def compare(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """What differs in the paper's sheets whose second entry is finished; POST settles the cells decided."""
    paper = keepers_paper(request, bloc, year, level, scorer)
    if request.method != "POST":
        return _show(request, paper)
    cells = chosen_cells(request.POST)
    sheets = {column.sheet for column in paper.columns}
    faults = {cell.name: cell.fault for cell in cells if cell.fault}
    choices = [
        Choice(cell.sheet, cell.criterion, cell.first, cell.second, cell.points)
        for cell in cells
        if not cell.fault and cell.sheet in sheets
    ]
    if faults:
        return _show(request, paper, Typed(request.POST, faults))
    try:
        settled = settle(actor=request.user, **year_kwargs(paper.year), choices=choices)
    except Invalid as error:
        messages.error(request, str(error))
        return _show(request, paper, Typed(request.POST))
    if choices:
        messages.success(
            request, f"Đã đối chiếu {settled} ô." if settled else "Các ô này đã đối chiếu từ trước."
        )
    else:
        messages.info(request, "Chưa chọn ô nào để đối chiếu.")
    return redirect(paper_url("sheet-compare", paper))


def _show(request: SignedInRequest, paper: ScorePaper, typed: "Typed | None" = None) -> HttpResponse:
    ids = [column.sheet for column in paper.columns]
    done = _finished(ids)
    waiting = to_enter_twice(paper.year)
    entries = two_entries(pk for pk in done if pk in waiting)
    context = {
        "paper": paper,
        "lines": _differences(paper, entries, typed or Typed()),
        "compared": [
            Compared(column.member.name, *done[column.sheet])
            for column in paper.columns
            if column.sheet in done
        ],
        "second_url": paper_url("sheet-second", paper),
        "back": year_url("sheet-checks", paper.year),
    }
    return render(request, "scoring/compare.html", context, status=422 if typed else 200)


def _finished(ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Sheet id -> who finished the second entry and when, who compared it and when; one query."""
    rows = Sheet.objects.filter(pk__in=ids, second_at__isnull=False)
    return {
        pk: (named(second_by, second_at), named(settled_by, settled_at))
        for pk, second_by, second_at, settled_by, settled_at in rows.values_list(
            "pk", "second_by__full_name", "second_at", "settled_by__full_name", "settled_at"
        )
    }


def named(who: str | None, when: datetime | None) -> str:
    """ "Trần Văn A, 14:05 ngày 21/11/2020"; empty when it has not happened."""
    return f"{who or ''}, {moment_in_words(when)}" if when else ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form: the fields as sent, and what is wrong by cell."""

    fields: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def _differences(paper: ScorePaper, entries: Mapping[int, TwoEntries], typed: Typed) -> list[Difference]:
    """By column, then in the order of the tree."""
    leaves = {leaf.criterion_id: leaf for leaf in paper.rules.leaves}
    return [
        _difference(column, leaves[criterion], both, typed)
        for column in paper.columns
        if (both := entries.get(column.sheet)) is not None
        for criterion in differences(
            both.points(FIRST_ENTRY), both.points(SECOND_ENTRY), both.settled, leaves
        )
    ]


def _difference(column: Column, leaf: CriterionNode, both: TwoEntries, typed: Typed) -> Difference:
    first, second = both.first.get(leaf.criterion_id), both.second.get(leaf.criterion_id)
    name = f"{column.sheet}-{leaf.criterion_id}"
    return Difference(
        name=name,
        unit=column.member.name,
        code=leaf.code,
        text=leaf.text,
        first=_side(first),
        second=_side(second),
        shown="|".join("" if cell is None else f"{cell.points:f}" for cell in (first, second)),
        chosen=typed.fields.get(f"chon-{name}", ""),
        other=typed.fields.get(f"khac-{name}", ""),
        fault=typed.faults.get(name, ""),
    )


def _side(cell: Entered | None) -> Side:
    if cell is None:
        return Side("để trống", "")
    return Side(trimmed(cell.points), named(cell.who, cell.when))
