"""Units that are not considered, and why."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from awards.actions.findings import add_finding, withdraw_finding
from awards.forms import FindingForm, ReasonForm
from awards.models import Finding
from awards.rules import can_record_findings
from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.context import year_url
from blocs.models import BlocYear
from blocs.tabs import pledge_tabs
from blocs.terms import Effect
from blocs.views.pledges import require_recording


@require_http_methods(["GET", "POST"])
def findings(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    form = FindingForm(posted(request), year=opened)
    if request.method == "POST":
        require_recording(request.user, opened, may=can_record_findings)
        if form.is_valid():
            add_finding(actor=request.user, year=opened, **form.finding())
            messages.success(request, "Đã ghi kết luận; kết quả được tính lại ngay.")
            return redirect(year_url("findings", opened))
    context = {
        "rows": _rows(opened),
        "form": form,
        "may_record": can_record_findings(request.user, opened) and not opened.is_published,
        "tabs": pledge_tabs(request.user, opened, "findings"),
    }
    return render(request, "awards/findings.html", context, status=422 if request.method == "POST" else 200)


def _rows(year: BlocYear) -> list[dict[str, str]]:
    names = {member.pk: member.name for member in year.members}
    return [
        {
            "unit": names[finding.membership_id],
            "effect": Effect(finding.effect).label,
            "reason": finding.reason,
            "url": year_url("finding-withdraw", year, pk=finding.pk),
        }
        for finding in Finding.objects.filter(membership__year=year)
    ]


@require_http_methods(["GET", "POST"])
def finding_withdraw(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require_recording(request.user, opened, may=can_record_findings)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        withdraw_finding(actor=request.user, year=opened, finding_id=pk, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã rút lại kết luận; kết quả được tính lại ngay.")
        return redirect(year_url("findings", opened))
    finding = get_object_or_404(
        Finding.objects.select_related("membership__unit_name"), pk=pk, membership__year=opened
    )
    context = {
        "heading": "Rút lại kết luận không xét",
        "what": f"{finding.membership.name}: {Effect(finding.effect).label}",
        "facts": [{"label": "Lý do đã ghi", "value": finding.reason or "–"}],
        "follows": ["Đơn vị được xếp hạng và xét khen như các đơn vị khác.", "Nhật ký giữ cả hai lần ghi."],
        "form": form,
        "action_label": "Rút lại",
        "cancel_url": year_url("findings", opened),
        "tone": "danger",
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)
