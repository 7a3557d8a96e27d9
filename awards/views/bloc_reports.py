"""The bloc's report at a review: the page with its numbers, the editor of a section, the period."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.actions.bloc_reports import follow_data, save_section, set_period
from awards.checkpoint_report import FROM_UNITS, CheckpointReport, Section, checkpoint_report
from awards.presenting.bloc_report import picked_text, report_context, section_context
from awards.report_forms import PeriodForm, SectionForm
from blocs import rules
from blocs.access import SignedInRequest, require, visible_year
from blocs.context import year_url
from blocs.editing import Stale
from blocs.models import BlocYear
from blocs.refusals import Invalid
from blocs.terms import Checkpoint
from blocs.transactions import read_snapshot

ONLY_READ = "Ông, bà xem được báo cáo; việc soạn là của tổ thư ký khối."


@require_GET
def bloc_report(request: SignedInRequest, bloc: str, year: str, checkpoint: Checkpoint) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    with read_snapshot():
        report = checkpoint_report(opened, checkpoint)
    may = rules.can_run_year(request.user, opened)
    return render(request, "awards/bloc_report.html", report_context(report, may=may))


@require_POST
def bloc_report_period(
    request: SignedInRequest, bloc: str, year: str, checkpoint: Checkpoint
) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(rules.can_run_year(request.user, opened), ONLY_READ)
    form = PeriodForm(request.POST)
    status = 422
    if form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on")}
        try:
            base = request.POST.get("base", "")
            set_period(actor=request.user, year=opened, checkpoint=checkpoint, base=base, **days)
        except (Stale, Invalid) as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, "Đã đặt kỳ tính khen thưởng; các số bên dưới đã đếm lại.")
            return redirect(year_url("bloc-report", opened, checkpoint=checkpoint))
    report = checkpoint_report(opened, checkpoint)
    context = report_context(report, may=True, form=form)
    return render(request, "awards/bloc_report.html", context, status=status)


def _open(
    request: SignedInRequest, bloc: str, year: str, checkpoint: Checkpoint, key: str
) -> tuple[BlocYear, CheckpointReport, Section]:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(rules.can_run_year(request.user, opened), ONLY_READ)
    report = checkpoint_report(opened, checkpoint)
    section = report.section(key)
    if section is None:
        raise Http404
    return opened, report, section


@require_http_methods(["GET", "POST"])
def bloc_report_section(
    request: SignedInRequest, bloc: str, year: str, checkpoint: Checkpoint, key: str
) -> HttpResponse:
    """The editor; "?lay=<unit>" begins with the words of the chosen units, unsaved."""
    opened, report, section = _open(request, bloc, year, checkpoint, key)
    chosen = _chosen(request) if key in FROM_UNITS else None
    if request.method == "GET":
        text = section.text if chosen is None else picked_text(report, section, chosen)
        context = section_context(report, section, text, chosen=chosen)
        context["is_picked"] = chosen is not None
        return render(
            request,
            "awards/bloc_report_section.html",
            context | {"form": SectionForm(initial={"text": text})},
        )
    form = SectionForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            save_section(
                actor=request.user,
                year=opened,
                checkpoint=checkpoint,
                key=key,
                text=form.cleaned_data["text"],
                drafted=request.POST.get("drafted", ""),
                base=request.POST.get("base", ""),
            )
        except (Stale, Invalid) as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, "Đã lưu phần này của báo cáo.")
            return redirect(f"{year_url('bloc-report', opened, checkpoint=checkpoint)}#{key}")
    context = section_context(report, section, request.POST.get("text", ""))
    return render(request, "awards/bloc_report_section.html", context | {"form": form}, status=status)


def _chosen(request: SignedInRequest) -> set[int] | None:
    if "chon" not in request.GET:
        return None
    return {int(pk) for pk in request.GET.getlist("lay") if pk.isdecimal() and len(pk) < 19}


@require_POST
def bloc_report_follow(
    request: SignedInRequest, bloc: str, year: str, checkpoint: Checkpoint, key: str
) -> HttpResponse:
    """Back to the draft from the data."""
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(rules.can_run_year(request.user, opened), ONLY_READ)
    follow_data(actor=request.user, year=opened, checkpoint=checkpoint, key=key)
    messages.success(request, "Phần này lại theo số liệu; bản đã sửa còn trong nhật ký.")
    return redirect(f"{year_url('bloc-report', opened, checkpoint=checkpoint)}#{key}")
