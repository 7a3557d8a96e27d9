"""The units' reports at the two reviews: the list, one report, saving as it is written, sending, reopening."""

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from blocs import report_rules, rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.actions.unit_reports import (
    FieldAnswer,
    FieldOutcome,
    hand_in_report,
    reopen_report,
    save_report,
)
from blocs.context import year_url
from blocs.forms.unit_reports import ReopenForm, posted_by_form, posted_by_script, typed_texts
from blocs.models import BlocYear, Membership
from blocs.next_thing import lead_on
from blocs.refusals import NotAllowed, Refused
from blocs.report_pages import list_context, report_context
from blocs.terms import Checkpoint

OTHER_PERSON = "Trang này do người khác mở; phần đang chờ chỉ được gửi khi chính người đó đăng nhập lại. Không chữ nào bị mất."
ONLY_READ = "Ông, bà xem được báo cáo này; việc viết và gửi là của đơn vị."
STATUS = {FieldOutcome.SAVED: 200, FieldOutcome.STALE: 409, FieldOutcome.WRONG: 422}


@require_GET
def reports(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=report_rules.can_see_reports)
    return render(request, "blocs/reports.html", list_context(request.user, opened))


@require_GET
def report_own(request: SignedInRequest, bloc: str, year: str, checkpoint: Checkpoint) -> HttpResponse:
    """To the report of the unit this person works for; who works for none goes to the list."""
    opened = visible_year(request, bloc, year, see=report_rules.can_see_reports)
    own = rules.own_members(request.user, opened)
    if not own:
        return redirect(year_url("reports", opened))
    return redirect(year_url("unit-report", opened, checkpoint=checkpoint, pk=own[0].pk))


def _open(request: SignedInRequest, bloc: str, year: str, pk: int) -> tuple[BlocYear, Membership]:
    opened = visible_year(request, bloc, year, see=report_rules.can_see_reports)
    member = next((member for member in opened.members if member.pk == pk), None)
    if member is None or not report_rules.can_see_report(request.user, opened, member):
        raise Http404
    return opened, member


@require_http_methods(["GET", "POST"])
def unit_report(
    request: SignedInRequest, bloc: str, year: str, checkpoint: Checkpoint, pk: int
) -> HttpResponse:
    opened, member = _open(request, bloc, year, pk)
    if request.method == "GET":
        return _show(request, opened, member, checkpoint)
    require(report_rules.drafts_report(request.user, opened, member), ONLY_READ)
    try:
        entries = posted_by_form(request.POST)
        answers = save_report(actor=request.user, member=member, checkpoint=checkpoint, entries=entries)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _show(request, opened, member, checkpoint, problem=str(refusal), status=refusal.status)
    if any(answer.outcome is not FieldOutcome.SAVED for answer in answers):
        return _show_faults(request, opened, member, checkpoint, answers)
    messages.success(request, "Đã lưu. Báo cáo chưa gửi: lãnh đạo đơn vị bấm Gửi báo cáo khi đã xong.")
    return redirect(year_url("unit-report", opened, checkpoint=checkpoint, pk=pk))


def _show_faults(
    request: SignedInRequest,
    year: BlocYear,
    member: Membership,
    checkpoint: Checkpoint,
    answers: Iterable[FieldAnswer],
) -> HttpResponse:
    """The page with what was typed, and what is wrong with the parts that could not be saved."""
    faults = {answer.field: answer for answer in answers if answer.outcome is not FieldOutcome.SAVED}
    problem = "Chưa lưu hết: hãy xem các phần có chữ đỏ. Phần còn lại đã lưu; chữ ông, bà nhập còn nguyên."
    status = max(STATUS[answer.outcome] for answer in faults.values())
    return _show(request, year, member, checkpoint, answers=faults, problem=problem, status=status)


def _show(
    request: SignedInRequest,
    year: BlocYear,
    member: Membership,
    checkpoint: Checkpoint,
    *,
    answers: Mapping[str, FieldAnswer] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = report_context(
        request.user,
        year,
        member,
        checkpoint,
        typed=typed_texts(request.POST) if request.method == "POST" else None,
        answers=answers,
        problem=problem,
    )
    return render(request, "blocs/unit_report.html", context, status=status)


@require_POST
def unit_report_save(
    request: SignedInRequest, bloc: str, year: str, checkpoint: Checkpoint, pk: int
) -> JsonResponse:
    """What the page's script sends: 200 with an answer a field, whatever became of each."""
    _opened, member = _open(request, bloc, year, pk)
    require(report_rules.drafts_report(request.user, _opened, member), ONLY_READ)
    person, entries = posted_by_script(request.body)
    if person != request.user.pk:
        return JsonResponse({"message": OTHER_PERSON}, status=401)
    answers = save_report(actor=request.user, member=member, checkpoint=checkpoint, entries=entries)
    said = [
        {
            "field": answer.field,
            "outcome": answer.outcome.value,
            "status": STATUS[answer.outcome],
            "stored": answer.stored,
            "message": answer.sentence,
        }
        for answer in answers
    ]
    return JsonResponse({"cells": said})


@require_POST
def unit_report_hand_in(
    request: SignedInRequest, bloc: str, year: str, checkpoint: Checkpoint, pk: int
) -> HttpResponse:
    """Send the report; what came along in the form is saved first."""
    opened, member = _open(request, bloc, year, pk)
    require(
        report_rules.sends_report(request.user, opened, member),
        "Báo cáo do lãnh đạo đơn vị gửi; phần ông, bà viết đã được lưu.",
    )
    try:
        entries = posted_by_form(request.POST) if "bases" in request.POST else []
        sending = hand_in_report(actor=request.user, member=member, checkpoint=checkpoint, entries=entries)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _show(request, opened, member, checkpoint, problem=str(refusal), status=refusal.status)
    if sending.faults:
        return _show_faults(request, opened, member, checkpoint, sending.faults)
    lead_on(request, opened, "Đã gửi báo cáo." if sending.now else "Báo cáo đã gửi từ trước.")
    return redirect(year_url("unit-report", opened, checkpoint=checkpoint, pk=pk))


@require_http_methods(["GET", "POST"])
def unit_report_reopen(
    request: SignedInRequest, bloc: str, year: str, checkpoint: Checkpoint, pk: int
) -> HttpResponse:
    opened, member = _open(request, bloc, year, pk)
    require(report_rules.sends_report(request.user, opened, member), ONLY_READ)
    form = ReopenForm(posted(request))
    back = year_url("unit-report", opened, checkpoint=checkpoint, pk=pk)
    if request.method == "POST" and form.is_valid():
        reopen_report(
            actor=request.user, member=member, checkpoint=checkpoint, reason=form.cleaned_data["reason"]
        )
        messages.success(request, "Đã mở lại báo cáo; nhớ gửi lại khi sửa xong.")
        return redirect(back)
    context = {"form": form, "back": back, "member": member}
    return render(request, "blocs/unit_report_reopen.html", context, status=422 if form.errors else 200)
