"""What came after the deadline, beside the sheets it belongs to: shown to the unit, decided by those who keep the sheets."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs.access import SignedInRequest
from blocs.refusals import NotAllowed
from blocs.year_phases import moment_in_words
from reports.paper.words import trimmed
from scoring.actions.late import TakenLate, decide_late, take_sheets_late
from scoring.actions.sheet_locking import READS_ONLY
from scoring.forms.checks import LateForm
from scoring.forms.steps import StepForm
from scoring.lateness import Late, closed_since, late_values
from scoring.rules import keeps_sheets
from scoring.sheet_queries import ScorePaper
from scoring.views.checks import keepers_paper
from scoring.views.grid_words import codes_text
from scoring.views.papers import open_paper, paper_url, to_paper, year_kwargs
from scoring.visibility import COVERED, sight
from scoring.workflow import TAKE_LATE, TAKES_SCORES


@dataclass(frozen=True, slots=True)
class LateLine:
    """One late value in words."""

    pk: int
    unit: str
    code: str
    text: str
    stored: str
    points: str
    typed: str
    waits: bool
    decided: str

    @property
    def key(self) -> str:
        return str(self.pk)


def own_paper(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str) -> ScorePaper:
    """The paper with the sheets whose drafts this person may see: all of them, or those of the own unit; else Http404."""
    paper = open_paper(request, bloc, year, level, scorer)
    seen = sight(request.user, paper.year)
    mine = paper.only(
        column
        for column in paper.columns
        if seen.everything
        or seen.is_own(column.level, column.member.pk, column.scorer.pk if column.scorer else None)
    )
    if not mine.columns and not seen.everything:
        raise Http404
    return mine


@require_http_methods(["GET", "POST"])
def late(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """Late values of the paper's sheets; POST takes the chosen ones in or refuses them, with a reason."""
    paper = own_paper(request, bloc, year, level, scorer)
    keeps = keeps_sheets(request.user, paper.year, paper.level, paper.scorer)
    lines = late_lines(paper)
    waiting = [line.pk for line in lines if line.waits]
    if request.method == "POST" and not keeps:
        raise NotAllowed(READS_ONLY)
    form = LateForm(request.POST if request.method == "POST" else None, offered=[line.pk for line in lines])
    if request.method == "POST" and form.is_valid():
        decided = decide_late(actor=request.user, **year_kwargs(paper.year), **form.decision)
        messages.success(request, form.said.format(decided) if decided else "Việc này đã làm từ trước.")
        return redirect(paper_url("sheet-late", paper))
    context = {
        "paper": paper,
        "lines": lines,
        "keeps": keeps and not paper.year.is_published,
        "waiting": waiting,
        "form": form,
        "back": paper_url("grid", paper),
        "take_url": paper_url("sheet-take-late", paper),
    }
    return render(request, "scoring/late.html", context, status=422 if form.is_bound else 200)


def late_lines(paper: ScorePaper) -> list[LateLine]:
    """By unit, then in the order they came; a criterion that is no more is named so."""
    leaves = {leaf.criterion_id: leaf for leaf in paper.rules.leaves}
    found = late_values(column.sheet for column in paper.columns)
    lines = []
    for column in paper.columns:
        for one in found:
            if one.sheet == column.sheet:
                leaf = leaves.get(one.criterion)
                code, text = (leaf.code, leaf.text) if leaf else ("–", "Tiêu chí đã bỏ")
                lines.append(
                    LateLine(
                        pk=one.pk,
                        unit=column.member.name,
                        code=code,
                        text=text,
                        stored=COVERED if column.is_covered else trimmed(one.stored) or "trống",
                        points=COVERED if column.is_covered else trimmed(one.points) or "trống",
                        typed=f"{one.who}, {moment_in_words(one.when)}",
                        waits=one.waits,
                        decided=_decided(one),
                    )
                )
    return lines


def _decided(one: Late) -> str:
    if one.decided_at is None:
        return one.state.label
    return f"{one.state.label}: {one.reason} ({one.decided_by}, {moment_in_words(one.decided_at)})"


@require_http_methods(["GET", "POST"])
def take_late(request: SignedInRequest, bloc: str, year: str, level: str, scorer: str = "") -> HttpResponse:
    """ "Nhận phiếu nộp muộn": sheets whose window is over, with the late values beside them."""
    paper = keepers_paper(request, bloc, year, level, scorer)
    over = [
        column
        for column in paper.columns
        if column.state is not TAKES_SCORES or closed_since(paper.year, column.level, column.by)
    ]
    if request.method == "POST":
        form = StepForm(request.POST, step=TAKE_LATE, columns=over)
        if form.is_valid():
            ids, reason = form.cleaned_data["sheet"], form.cleaned_data["reason"]
            done = take_sheets_late(actor=request.user, **year_kwargs(paper.year), ids=ids, reason=reason)
            _say(request, paper, done)
            return redirect(paper_url("sheet-reasons", paper)) if done.unexplained else to_paper(paper)
    else:
        form = StepForm(initial={"sheet": request.GET.getlist("phieu")}, step=TAKE_LATE, columns=over)
    context = {
        "page": {
            "heading": "Nhận phiếu nộp muộn",
            "sentence": "Phiếu đủ điểm được nộp ngay; phiếu còn ô trống thì mở để tổ thư ký nhập tiếp từ phiếu giấy. "
            "Phiếu luôn ghi “nộp muộn” cùng lý do.",
            "button": "Nhận phiếu nộp muộn",
        },
        "form": form,
        "any_sheet": form.is_bound or any(column.state is TAKES_SCORES for column in over),
        "paper": paper,
        "back": paper_url("grid", paper),
    }
    return render(request, "scoring/sheet_step.html", context, status=422 if form.is_bound else 200)


def _say(request: SignedInRequest, paper: ScorePaper, done: TakenLate) -> None:
    names = {column.sheet: column.member.short_name for column in paper.columns}
    if done.now:
        messages.success(request, f"Đã nhận nộp muộn {len(done.now)} phiếu.")
    if done.incomplete:
        lacking = "; ".join(f"{names[sheet.pk]} {codes_text(codes)}" for sheet, codes in done.incomplete)
        messages.info(request, f"Đã mở để nhập tiếp {len(done.incomplete)} phiếu: {lacking}.")
    if done.unexplained:
        lacking = "; ".join(f"{names[sheet.pk]} {', '.join(codes)}" for sheet, codes in done.unexplained)
        messages.warning(
            request,
            f"Chưa nộp được vì có điểm cần ghi lý do: {lacking}. Hãy ghi lý do ở đây, rồi mở lại trang của phiếu để nộp.",
        )
    if not (done.now or done.incomplete or done.unexplained):
        messages.info(request, "Việc này đã làm từ trước.")
