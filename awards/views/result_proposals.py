"""Correcting approved results: proposing the next version, and being the second name under it."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from awards.actions.publishing import names_under
from awards.actions.result_versions import (
    GONE,
    approve_version,
    mark_of,
    propose_version,
    withdraw_proposal,
)
from awards.forms import ReasonForm
from awards.models import ResultVersion
from awards.obstacles import draft_in_the_way, obstacle
from awards.presenting.result_versions import differences_context, moment, table_context
from awards.result_papers import print_results
from awards.result_versions import shown_versions, waiting_proposal
from awards.results import year_results
from awards.rules import can_approve_version, can_publish
from awards.views.publishing import PRINTING
from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.context import year_url
from blocs.editing import Stale
from blocs.models import BlocYear, User
from blocs.numbers import whole
from blocs.refusals import Refused
from scoring.visibility import require_uncovered, sight

_SECOND_NAME = "Người duyệt là người khác trong tổ thư ký của khối, hoặc Hội đồng TĐKT."


@require_http_methods(["GET", "POST"])
def propose(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(can_publish(request.user, opened), "Chỉ tổ thư ký của khối đề nghị kết quả.")
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        propose_version(actor=request.user, year=opened, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã lưu đề nghị. Một người khác xem các chỗ khác nhau rồi duyệt.")
        return redirect(year_url("results-proposal", opened))
    context = _propose_context(opened, form)
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


def _propose_context(year: BlocYear, form: ReasonForm) -> dict[str, Any]:
    number = year.results_version + 1
    stops = obstacle(year, year_results(year).ranking)
    return {
        "obstacle": stops,
        "heading": f"Đề nghị phiên bản {number}",
        "what": f"Đề nghị kết quả năm {year.year} theo số liệu hiện có",
        "follows": [
            "Số liệu, bảng kết quả và mọi chỗ khác phiên bản trước được lưu lại đúng như lúc này.",
            _SECOND_NAME,
            "Các đơn vị chưa thấy gì cho đến khi có người duyệt.",
        ],
        "form": None if stops else form,
        "action_label": "" if stops else "Lưu đề nghị",
        "cancel_url": year_url("results", year),
    }


@require_http_methods(["GET", "POST"])
def proposal(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require_uncovered(request.user, opened)
    status = 200
    if request.method == "POST":
        require(can_approve_version(request.user, opened), _SECOND_NAME)
        try:
            _approve(request, opened)
        except Stale as error:
            messages.warning(request, str(error))
            status = error.status
        else:
            messages.success(request, "Đã duyệt và niêm yết. Các đơn vị trong khối xem được từ bây giờ.")
            return redirect(year_url("results", opened))
    context = _proposal_context(request, opened)
    return render(request, "awards/result_proposal.html", context, status=status)


def _approve(request: SignedInRequest, year: BlocYear) -> None:
    """The papers are printed before anything is locked, of what stands now; the action compares.

    A second click on the button is answered as the first: who has approved this proposal has approved it.
    """
    waiting = waiting_proposal(year)
    asked = request.POST.get("proposal", "")
    if _has_approved(request.user, year, asked):
        return
    if waiting is None or str(waiting.pk) != asked:
        raise Refused(GONE)
    prints = None
    if waiting.proposed_by != request.user and not year.is_practice:
        people = names_under(waiting.proposed_by, request.user)
        site = request.build_absolute_uri("/")
        prints = print_results(year, number=waiting.number, people=people, site=site)
    try:
        approve_version(
            actor=request.user,
            year=year,
            proposal=waiting.pk,
            shown=request.POST.get("shown", ""),
            prints=prints,
        )
    except Refused:
        if not _has_approved(request.user, year, asked):
            raise


def _has_approved(user: User, year: BlocYear, asked: str) -> bool:
    """Whether this person is the second name under the proposal with this id, which stands published."""
    pk = whole(asked)
    return (
        pk is not None
        and ResultVersion.objects.filter(
            pk=pk,
            year=year,
            year__results_published_at__isnull=False,
            approved_by=user,
            number=F("year__results_version"),
        ).exists()
    )


def _proposal_context(request: SignedInRequest, year: BlocYear) -> dict[str, Any]:
    waiting = shown_versions(year).filter(approved_at=None, withdrawn_at=None).first()
    context: dict[str, Any] = {"back_url": year_url("results", year), "waiting": waiting}
    if waiting is None:
        return context
    own = waiting.proposed_by == request.user
    may = can_approve_version(request.user, year)
    return (
        context
        | table_context(waiting)
        | {
            "number": waiting.number,
            "line": f"{waiting.proposed_by.full_name} đề nghị lúc {moment(waiting.proposed_at)}.",
            "reason": waiting.reason,
            "differences": differences_context(year, waiting, sight(request.user, year)),
            "results_hash": waiting.results_hash,
            "inputs_hash": waiting.inputs_hash,
            "shown": mark_of(waiting),
            "may_approve": may and not own and not draft_in_the_way(year),
            "busy": PRINTING,
            "draft": draft_in_the_way(year),
            "draft_url": year_url("rules-review", year),
            "why_not": _SECOND_NAME if own or not may else "",
            "withdraw_url": year_url("results-proposal-withdraw", year, pk=waiting.pk)
            if can_publish(request.user, year)
            else "",
        }
    )


@require_http_methods(["GET", "POST"])
def proposal_withdraw(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(can_publish(request.user, opened), "Chỉ tổ thư ký của khối rút đề nghị.")
    if not ResultVersion.objects.filter(pk=pk, year=opened, approved_at=None, withdrawn_at=None).exists():
        raise Refused(GONE)
    if request.method == "POST":
        withdraw_proposal(actor=request.user, year=opened, proposal=pk)
        messages.success(request, "Đã rút đề nghị.")
        return redirect(year_url("results", opened))
    context = {
        "heading": "Rút đề nghị",
        "what": f"Rút đề nghị phiên bản {opened.results_version + 1}",
        "follows": ["Đề nghị không còn chờ duyệt, nhưng vẫn được lưu.", "Sửa số liệu xong thì đề nghị lại."],
        "action_label": "Rút đề nghị",
        "cancel_url": year_url("results-proposal", opened),
        "tone": "danger",
    }
    return render(request, "confirm.html", context)
