"""What the sheets wait for before they are locked, paper by paper, and the locking of what waits for nothing more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs.access import SignedInRequest, visible_year
from blocs.context import year_url
from blocs.models import BlocYear, Membership
from blocs.refusals import NotAllowed
from blocs.rules import can_read_scores
from blocs.terms import Level, SheetState
from scoring.actions.locking import Locked, lock
from scoring.actions.sheet_locking import READS_ONLY
from scoring.forms.steps import StepForm
from scoring.queries import SheetRow, late_waiting
from scoring.rules import keeps_sheets
from scoring.sheet_checks import Waits, waits
from scoring.sheet_queries import LEVEL_SLUGS, ScorePaper, paper_title, sheets_by_paper
from scoring.views.papers import open_paper, paper_url, to_paper, year_kwargs
from scoring.workflow import LOCK

MOST_NAMED = 12
# Where what a sheet waits for is done.
PAGES = {
    Waits.LATE: "sheet-late",
    Waits.SECOND: "sheet-second",
    Waits.COMPARING: "sheet-compare",
    Waits.REASONS: "sheet-reasons",
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One paper: how many of its sheets are where, with the addresses where the next thing is done."""

    key: str
    level: Level
    title: str
    url: str
    expected: int
    handed_in: int
    locked: int
    late: int
    waiting: list[tuple[str, str]]
    may_lock: bool


def keepers_paper(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str) -> ScorePaper:
    """A paper for those who keep its sheets; NotAllowed for those who may only read or fill it."""
    paper = open_paper(request, bloc, year, level, scorer)
    if not keeps_sheets(request.user, paper.year, paper.level, paper.scorer):
        raise NotAllowed(READS_ONLY)
    return paper


@require_http_methods(["GET", "POST"])
def checks(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """Every paper with what it waits for; POST locks the papers that were chosen."""
    found = visible_year(request, bloc, year, see=can_read_scores)
    papers = _papers(found)
    kept = [paper for paper in papers if keeps_sheets(request.user, found, paper.level)]
    if request.method == "POST":
        if not kept:
            raise NotAllowed(READS_ONLY)
        chosen, level = request.POST.getlist("phieu"), request.POST.get("cap")
        _lock(
            request,
            found,
            [paper for paper in kept if (paper.key in chosen if level is None else paper.level == level)],
        )
        return redirect(year_url("sheet-checks", found))
    lines = _lines(found, papers, kept)
    context = {
        "levels": [
            (
                level,
                [line for line in lines if line.level is level],
                any(line.may_lock for line in lines if line.level is level),
            )
            for level in Level
            if any(line.level is level for line in lines)
        ],
        "may_lock": any(line.may_lock for line in lines),
        "back": year_url("sheets", found),
        "sentence": _sentence(lines),
    }
    return render(request, "scoring/checks.html", context)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper of the year with its sheets; `key` names it in the form."""

    level: Level
    scorer: Membership | None
    rows: Sequence[SheetRow]

    @property
    def address(self) -> dict[str, str]:
        return {"level": LEVEL_SLUGS[self.level]} | ({"scorer": self.scorer.code} if self.scorer else {})

    @property
    def key(self) -> str:
        return ":".join(self.address.values())


def _papers(year: BlocYear) -> list[_Paper]:
    """In the order of levels and units."""
    here = sheets_by_paper(year)
    found = []
    for level in map(Level, year.current_rules.levels):
        scorers: Sequence[Membership | None] = year.members if level is Level.PEER else [None]
        for scorer in scorers:
            if rows := here.get((level, scorer.pk if scorer else None)):
                found.append(_Paper(level, scorer, rows))
    return found


def _lines(year: BlocYear, papers: Sequence[_Paper], kept: Sequence[_Paper]) -> list[CheckLine]:
    waiting = waits(year, [row for paper in papers for row in paper.rows])
    return [_line(year, paper, waiting, paper in kept) for paper in papers]


def _line(year: BlocYear, paper: _Paper, waiting: Mapping[int, Sequence[Waits]], kept: bool) -> CheckLine:
    states = Counter(row.state for row in paper.rows)
    counts = Counter(why for row in paper.rows for why in waiting.get(row.pk, ()))
    counts[Waits.LATE] = sum(row.pk in late_waiting(year) for row in paper.rows)
    ready = any(row.state is SheetState.HANDED_IN and row.pk not in waiting for row in paper.rows)
    return CheckLine(
        key=paper.key,
        level=paper.level,
        title=paper_title(paper.level, paper.scorer),
        url=year_url("grid-peer" if paper.scorer else "grid", year, **paper.address),
        expected=len(paper.rows) - states[SheetState.RECUSED],
        handed_in=states[SheetState.HANDED_IN] + states[SheetState.LOCKED],
        locked=states[SheetState.LOCKED],
        late=sum(row.came_late for row in paper.rows),
        waiting=[
            (
                f"{counts[why]} phiếu {why.label}",
                year_url(PAGES[why], year, **paper.address) if kept and why in PAGES else "",
            )
            for why in Waits
            if counts[why]
        ],
        may_lock=kept and ready and not year.is_published,
    )


def _sentence(lines: Sequence[CheckLine]) -> str:
    locked, expected = sum(line.locked for line in lines), sum(line.expected for line in lines)
    return f"Đã khóa {locked} trên {expected} phiếu. Phiếu đã khóa không ai sửa được nữa; mở khóa phải ghi lý do."


def _lock(request: SignedInRequest, year: BlocYear, papers: Sequence[_Paper]) -> None:
    ids = [row.pk for paper in papers for row in paper.rows if row.state is not SheetState.RECUSED]
    if not ids:
        messages.error(request, "Hãy chọn ít nhất một phiếu để khóa.")
        return
    say_locked(request, lock(actor=request.user, **year_kwargs(year), ids=ids))


@require_http_methods(["GET", "POST"])
def lock_paper(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """Lock single sheets of one paper."""
    paper = keepers_paper(request, bloc, year, level, scorer)
    if request.method == "POST":
        form = StepForm(request.POST, step=LOCK, columns=paper.columns)
        if form.is_valid():
            ids = form.cleaned_data["sheet"]
            say_locked(request, lock(actor=request.user, **year_kwargs(paper.year), ids=ids))
            return to_paper(paper)
    else:
        form = StepForm(initial={"sheet": request.GET.getlist("phieu")}, step=LOCK, columns=paper.columns)
    context = {
        "page": {
            "heading": "Khóa phiếu",
            "sentence": "Phiếu đã khóa không ai sửa được nữa; mở khóa phải ghi lý do.",
            "button": LOCK.label,
        },
        "form": form,
        "any_sheet": form.is_bound or any(column.state is LOCK.source for column in paper.columns),
        "paper": paper,
        "back": paper_url("grid", paper),
    }
    return render(request, "scoring/sheet_step.html", context, status=422 if form.is_bound else 200)


def say_locked(request: SignedInRequest, done: Locked) -> None:
    """What was locked, and by name what was not and why."""
    if done.now:
        messages.success(request, f"Đã khóa {len(done.now)} phiếu.")
    elif done.before and not done.passed_over:
        messages.info(request, "Các phiếu này đã khóa từ trước.")
    if done.passed_over:
        named = [
            f"{sheet.scored.short_name}{f' (phiếu của {sheet.scorer.short_name})' if sheet.scorer else ''}: {why}"
            for sheet, why in done.passed_over[:MOST_NAMED]
        ]
        more = len(done.passed_over) - len(named)
        tail = f"; và {more} phiếu khác" if more > 0 else ""
        messages.warning(request, f"Chưa khóa {len(done.passed_over)} phiếu. {'; '.join(named)}{tail}.")
