"""The counts of paper votes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from awards.actions.votes import clear_vote, record_vote, vote_state
from awards.forms import ReasonForm, VoteForm
from awards.models import Award
from awards.presenting.votes import vote_rows
from awards.rules import can_record_votes
from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.context import year_url
from blocs.editing import Stale
from blocs.models import BlocYear
from blocs.refusals import Invalid
from blocs.views.pledges import require_recording


@require_GET
def votes(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    may_record = can_record_votes(request.user, opened) and not opened.is_published
    context = {
        "awards": vote_rows(opened),
        "may_record": may_record,
        "results_url": year_url("results", opened),
    }
    return render(request, "awards/votes.html", context)


@require_http_methods(["GET", "POST"])
def vote(request: SignedInRequest, bloc: str, year: str, award: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    chosen = get_object_or_404(Award, code=award)
    form = VoteForm(posted(request), year=opened, stored=vote_state(opened, chosen))
    status = 200
    if request.method == "POST":
        require_recording(request.user, opened, may=can_record_votes)
        status = _record(request, opened, chosen, form)
        if status == 200:
            messages.success(request, f"Đã ghi kết quả kiểm phiếu: {chosen.name}.")
            return redirect(year_url("votes", opened))
    return render(request, "awards/vote.html", _context(request, opened, chosen, form), status=status)


def _record(request: SignedInRequest, year: BlocYear, award: Award, form: VoteForm) -> int:
    """Store a valid form; the status to answer with, faults are then in the form."""
    if not form.is_valid():
        return 422
    try:
        record_vote(
            actor=request.user,
            year=year,
            award=award,
            ballots=form.ballots(),
            approvals=form.approvals(),
            base=form.cleaned_data["base"],
        )
    except (Invalid, Stale) as error:
        form.add_error(None, str(error))
        form.show_stored()
        return error.status
    return 200


def _context(request: SignedInRequest, year: BlocYear, award: Award, form: VoteForm) -> dict[str, Any]:
    may_record = can_record_votes(request.user, year) and not year.is_published
    return {
        "award": award,
        "form": form,
        "may_record": may_record,
        "back_url": year_url("votes", year),
        "clear_url": year_url("votes-clear", year, award=award.code) if form.stored and may_record else "",
    }


@require_http_methods(["GET", "POST"])
def vote_clear(request: SignedInRequest, bloc: str, year: str, award: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require_recording(request.user, opened, may=can_record_votes)
    chosen = get_object_or_404(Award, code=award)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        clear_vote(actor=request.user, year=opened, award=chosen, reason=form.cleaned_data["reason"])
        messages.success(request, f"Đã xóa số phiếu đã ghi: {chosen.name}.")
        return redirect(year_url("votes", opened))
    context = {
        "heading": "Xóa số phiếu đã ghi",
        "what": f"Xóa kết quả kiểm phiếu: {chosen.name}",
        "follows": ["Danh hiệu này coi như chưa bỏ phiếu.", "Nhật ký giữ số phiếu cũ và lý do."],
        "form": form,
        "action_label": "Xóa số phiếu",
        "cancel_url": year_url("votes-award", opened, award=award),
        "tone": "danger",
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)
