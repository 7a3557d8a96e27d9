"""Handing in, reopening, "không chấm" and back, for the sheets of one paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs.access import SignedInRequest
from blocs.context import year_url
from blocs.next_thing import lead_on
from blocs.numbers import whole
from scoring.actions import sheets as actions
from scoring.actions.sheets import HandedIn
from scoring.forms.steps import StepForm
from scoring.rules import keeps_sheets
from scoring.sheet_queries import ScorePaper
from scoring.views.checks import keepers_paper
from scoring.views.evidence_warning import ask_without_evidence, unproven_lines
from scoring.views.grid import reread, save_form, show
from scoring.views.grid_words import codes_text
from scoring.views.hand_in_page import AGREED, hand_in_context, shown_mark
from scoring.views.papers import (
    Part,
    for_step,
    keep_paper,
    paper_url,
    part_in,
    to_paper,
    works_at,
    year_kwargs,
)
from scoring.workflow import HAND_IN, RECUSE, REOPEN, RESUME, UNLOCK, Step

# Points without evidence were named, and the sheet is handed in all the same.
WITHOUT_EVIDENCE = "thieu-minh-chung"


@dataclass(frozen=True, slots=True)
class StepPage:
    """The words of a page that takes one step."""

    step: Step
    heading: str
    sentence: str
    button: str
    done: str
    act: Callable[..., list[Any]]


REOPENING = StepPage(
    REOPEN,
    "Mở lại phiếu đã nộp",
    "Phiếu mở lại không được tính cho tới khi nộp lại; mọi ô sửa sau đó đều ghi vào nhật ký.",
    "Mở lại phiếu",
    "Đã mở lại {} phiếu.",
    actions.reopen,
)
RECUSING = StepPage(
    RECUSE,
    "Ghi “không chấm”",
    "Phiếu không chấm thì không phải nộp và không bị tính là thiếu; điểm đã nhập được giữ nhưng không tính.",
    "Ghi không chấm",
    "Đã ghi không chấm {} phiếu.",
    actions.recuse,
)
RESUMING = StepPage(
    RESUME,
    "Chấm lại phiếu đã ghi “không chấm”",
    "Phiếu trở lại trạng thái đang nhập, với các điểm đã nhập trước đó.",
    "Cho chấm lại",
    "Đã cho chấm lại {} phiếu.",
    actions.resume,
)
UNLOCKING = StepPage(
    UNLOCK,
    "Mở khóa phiếu",
    "Phiếu trở lại trạng thái đang nhập và không được tính cho tới khi nộp lại.",
    "Mở khóa phiếu",
    "Đã mở khóa {} phiếu.",
    actions.unlock,
)


@require_http_methods(["GET", "POST"])
def hand_in(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """Hand in all complete sheets of the paper; cells that came along are saved first.

    A unit's head is shown the totals before; the secretariat, which enters what has been signed on paper, is not.
    A self-sheet that claims points without the evidence they want is handed in when that is confirmed.
    """
    paper = for_step(request, HAND_IN, keep_paper(request, bloc, year, level, scorer))
    if request.method != "POST":
        return render(request, "confirm.html", hand_in_context(paper, works_at(request, paper)))
    if "bases" in request.POST:
        faults, _ = save_form(request, paper)
        if faults:
            messages.error(request, "Chưa nộp phiếu: còn ô chưa lưu được.")
            return show(request, reread(request, paper), faults)
        paper = for_step(request, HAND_IN, keep_paper(request, bloc, year, level, scorer))
    agreed = WITHOUT_EVIDENCE in request.POST or _has_agreed(request, paper)
    if not agreed and not keeps_sheets(request.user, paper.year, paper.level):
        return redirect(paper_url("sheet-hand-in", paper))
    if WITHOUT_EVIDENCE not in request.POST and (lacking := unproven_lines(paper)):
        return ask_without_evidence(request, paper, lacking)
    ids = [column.sheet for column in paper.columns]
    done = actions.hand_in(actor=request.user, **year_kwargs(paper.year), ids=ids)
    _say(request, paper, done)
    return redirect(paper_url("sheet-reasons", paper)) if done.unexplained else _after(request, paper)


def _after(request: SignedInRequest, paper: ScorePaper) -> HttpResponse:
    """A unit's head goes on from the list of the unit's sheets; who keeps the paper stays on it."""
    is_head = part_in(request, paper) is Part.HEAD
    return redirect(year_url("sheets", paper.year)) if is_head else to_paper(paper)


def _has_agreed(request: SignedInRequest, paper: ScorePaper) -> bool:
    """Whether the person has seen these very points; says so where they have changed since."""
    agreed = request.POST.get(AGREED, "")
    if agreed and agreed != shown_mark(paper):
        messages.warning(request, "Điểm vừa thay đổi nên chưa nộp. Ông, bà xem lại tổng điểm rồi nộp.")
    return agreed == shown_mark(paper)


def _say(request: SignedInRequest, paper: ScorePaper, done: HandedIn) -> None:
    if done.now:
        lead_on(request, paper.year, f"Đã nộp {len(done.now)} phiếu.")
    elif not done.incomplete:
        messages.info(request, "Các phiếu ở đây đã nộp từ trước.")
    if done.incomplete:
        names = {column.sheet: column.member.short_name for column in paper.columns}
        lacking = "; ".join(f"{names[sheet.pk]} {codes_text(codes)}" for sheet, codes in done.incomplete)
        messages.warning(request, f"Chưa nộp được {len(done.incomplete)} phiếu vì còn ô trống: {lacking}.")
    if done.unexplained:
        names = {column.sheet: column.member.short_name for column in paper.columns}
        lacking = "; ".join(f"{names[sheet.pk]} {', '.join(codes)}" for sheet, codes in done.unexplained)
        messages.warning(
            request,
            f"Chưa nộp được {len(done.unexplained)} phiếu vì có điểm cần ghi lý do: {lacking}."
            " Hãy ghi lý do ở đây, rồi mở lại trang của phiếu để nộp.",
        )


@require_http_methods(["GET", "POST"])
def reopen(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    return _step(request, REOPENING, keep_paper(request, bloc, year, level, scorer))


@require_http_methods(["GET", "POST"])
def recuse(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """ "Không chấm"; with `?lai=1` the way back."""
    page = RESUMING if "lai" in request.GET else RECUSING
    return _step(request, page, keep_paper(request, bloc, year, level, scorer))


@require_http_methods(["GET", "POST"])
def unlock(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    return _step(request, UNLOCKING, keepers_paper(request, bloc, year, level, scorer))


def _step(request: SignedInRequest, page: StepPage, paper: ScorePaper) -> HttpResponse:
    columns = for_step(request, page.step, paper).columns
    if request.method == "POST":
        form = StepForm(request.POST, step=page.step, columns=columns)
        if form.is_valid():
            reason = {"reason": form.cleaned_data["reason"]} if page.step.needs_reason else {}
            ids = form.cleaned_data["sheet"]
            moved = page.act(actor=request.user, **year_kwargs(paper.year), ids=ids, **reason)
            messages.success(request, page.done.format(len(moved)) if moved else "Việc này đã làm từ trước.")
            return _after(request, paper)
    else:
        asked = [text for text in request.GET.getlist("phieu") if whole(text) is not None]
        form = StepForm(initial={"sheet": asked}, step=page.step, columns=columns)
    any_sheet = form.is_bound or any(column.state is page.step.source for column in columns)
    context = {
        "page": page,
        "form": form,
        "any_sheet": any_sheet,
        "paper": paper,
        "back": works_at(request, paper),
    }
    return render(request, "scoring/sheet_step.html", context, status=422 if form.is_bound else 200)
