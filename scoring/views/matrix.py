"""Who has handed in what, on one page: each unit's sheets by level, and cross-scoring pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from blocs.access import SignedInRequest
from blocs.models import BlocYear, Membership, User
from blocs.rules import can_read_scores, can_set_up_year
from blocs.terms import Level, SheetState
from scoring.queries import COUNTING, SheetRow, rule_set, sheet_rows
from scoring.rules import keeps_sheets, scoring_is_open
from scoring.sheet_checks import Waits, waits
from scoring.sheet_queries import LEVEL_SLUGS, filled_counts, missing_codes, sheets_by_paper
from scoring.steps import sheet_counts
from scoring.views.own_page import own_context
from scoring.views.papers import open_year, unit_url, year_kwargs

# What a handed-in sheet waits for, short enough for a cell.
_WAITS = {
    Waits.LATE: "điểm đến muộn",
    Waits.SECOND: "chờ nhập lần hai",
    Waits.COMPARING: "chờ đối chiếu",
    Waits.REASONS: "chờ giải thích",
}


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """`state` as in includes/matrix.html: done, locked, part, none, off, late, own."""

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
    """A level of the year: how many of its sheets are in, and where they are entered and printed."""

    label: str
    done: int
    expected: int
    url: str
    blank_url: str
    is_open: bool
    may_enter: bool

    @property
    def width(self) -> str:
        return f"{100 * self.done / self.expected:.1f}" if self.expected else "0"

    @property
    def is_done(self) -> bool:
        return self.expected > 0 and self.done == self.expected


@require_GET
def sheets(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """The matrix page: two queries besides the frame's, for the sheets and for their filled cells.

    Who only works for a unit gets that unit's own sheets instead.
    """
    found = open_year(request, bloc, year)
    if not can_read_scores(request.user, found):
        return render(request, "scoring/own_sheets.html", own_context(request.user, found))
    matrix = _Matrix(found, request.user)
    context = {
        "heading": matrix.heading,
        "sentence": matrix.sentence,
        "cards": matrix.cards,
        "heads": [level.label for level in matrix.levels],
        "rows": matrix.rows(),
        "has_peer": Level.PEER in matrix.levels,
        "peer_heads": [member.short_name for member in found.members],
        "peer_rows": matrix.peer_rows(),
        "checks_url": reverse("sheet-checks", kwargs=year_kwargs(found)),
        "evidence_url": reverse("evidence", kwargs=year_kwargs(found)),
        "assignments_url": reverse("assignments", kwargs=year_kwargs(found))
        if Level.PEER in matrix.levels and can_set_up_year(request.user, found)
        else "",
    }
    return render(request, "scoring/sheets.html", context)


class _Matrix:
    """The year's sheets arranged for the page."""

    def __init__(self, year: BlocYear, user: User) -> None:
        self.year = year
        self.user = user
        self.levels = [Level(level) for level in year.current_rules.levels]
        self.papers = sheets_by_paper(year)
        self.filled = filled_counts(year)
        self.waiting = waits(year, sheet_rows(year))
        rules = rule_set(year.current_rules)
        self.required = {level: len(missing_codes(rules, {}, level)) for level in self.levels}

    def overdue(self, level: Level, unit: Membership | None = None) -> bool:
        """Whether the level's window is not open, for this unit or for everybody without an extension."""
        return not scoring_is_open(self.year, level, unit)

    @cached_property
    def by_pk(self) -> dict[int, Membership]:
        return {member.pk: member for member in self.year.members}

    @cached_property
    def cards(self) -> list[LevelCard]:
        return [self._card(level) for level in self.levels]

    def _card(self, level: Level) -> LevelCard:
        done, expected = sheet_counts(self.year).get(level, (0, 0))
        address = {**year_kwargs(self.year), "level": LEVEL_SLUGS[level]}
        return LevelCard(
            label=level.label,
            done=done,
            expected=expected,
            url="#cheo" if level is Level.PEER else reverse("grid", kwargs=address),
            blank_url=reverse("sheet-blank", kwargs=address),
            is_open=not self.overdue(level),
            may_enter=keeps_sheets(self.user, self.year, level),
        )

    @property
    def heading(self) -> str:
        done, expected = sum(card.done for card in self.cards), sum(card.expected for card in self.cards)
        if not expected:
            return "Chưa có phiếu nào phải nộp"
        return f"Đã nộp đủ {expected} phiếu" if done == expected else f"Đã nộp {done} trên {expected} phiếu"

    @property
    def sentence(self) -> str:
        lacking = [
            f"{card.label.lower()} còn {card.expected - card.done}" for card in self.cards if not card.is_done
        ]
        return f"Chưa nộp: {', '.join(lacking)} phiếu." if lacking else "Mọi cấp chấm đã đủ phiếu."

    def rows(self) -> list[MarkedRow]:
        """A row a unit: its own sheet of each level; for cross-scoring, the paper it hands in as scorer."""
        by_unit = {
            (row.level, row.scored): row
            for (level, _), rows in self.papers.items()
            if level is not Level.PEER
            for row in rows
        }
        return [
            MarkedRow(
                member.name,
                unit_url(self.year, member),
                [
                    self._paper(member)
                    if level is Level.PEER
                    else self._sheet(by_unit.get((level, member.pk)), self._grid_url(level, None))
                    for level in self.levels
                ],
            )
            for member in self.year.members
        ]

    def _paper(self, scorer: Membership) -> MarkedCell:
        rows = [
            row for row in self.papers.get((Level.PEER, scorer.pk), ()) if row.state is not SheetState.RECUSED
        ]
        done = sum(row.state in COUNTING for row in rows)
        url = self._grid_url(Level.PEER, scorer)
        if not rows:
            return MarkedCell("off", "không chấm ai")
        if done == len(rows):
            return MarkedCell("done", f"đã nộp {done} phiếu", url)
        state = "late" if self.overdue(Level.PEER, scorer) else "part"
        return MarkedCell(state, f"{done}/{len(rows)}", url)

    def peer_rows(self) -> list[MarkedRow]:
        if Level.PEER not in self.levels:
            return []
        return [self._peer_row(scorer, self.year.members) for scorer in self.year.members]

    def _peer_row(self, scorer: Membership, members: Sequence[Membership]) -> MarkedRow:
        url = self._grid_url(Level.PEER, scorer)
        by_scored = {row.scored: row for row in self.papers.get((Level.PEER, scorer.pk), ())}
        cells = [
            MarkedCell("own", "chính mình") if member is scorer else self._sheet(by_scored.get(member.pk), "")
            for member in members
        ]
        return MarkedRow(scorer.short_name, url, cells)

    def _sheet(self, row: SheetRow | None, url: str) -> MarkedCell:
        if row is None:
            return MarkedCell("own", "không phân công")
        if row.state in COUNTING:
            return self._handed_in(row, url)
        if row.state is SheetState.RECUSED:
            return MarkedCell("off", "không chấm", url)
        required = self.required.get(row.level, 0)
        filled = min(self.filled.get(row.pk, 0), required)
        text = f"{filled}/{required}"
        whose = row.scored if row.level is Level.SELF else row.scorer
        if self.overdue(row.level, self.by_pk.get(whose or 0)):
            return MarkedCell("late", text if filled else "quá hạn", url)
        return MarkedCell("part", text, url) if filled else MarkedCell("none", "chưa nhập", url)

    def _handed_in(self, row: SheetRow, url: str) -> MarkedCell:
        """What it waits for first; then that it is locked, or came late."""
        for why in self.waiting.get(row.pk, ()):
            if why in _WAITS:
                return MarkedCell("part", _WAITS[why], url)
        if row.came_late:
            return MarkedCell(
                "part", "nộp muộn, đã khóa" if row.state is SheetState.LOCKED else "nộp muộn", url
            )
        if row.state is SheetState.LOCKED:
            return MarkedCell("locked", "đã khóa", url)
        return MarkedCell("done", "đã nộp", url)

    def _grid_url(self, level: Level, scorer: Membership | None) -> str:
        kwargs = {**year_kwargs(self.year), "level": LEVEL_SLUGS[level]}
        if scorer is None:
            return reverse("grid", kwargs=kwargs)
        return reverse("grid-peer", kwargs={**kwargs, "scorer": scorer.code})
