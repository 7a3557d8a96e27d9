"""Pages that record what the nominations need: registrations, findings, votes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from awards.actions.findings import add_finding, withdraw_finding
from awards.actions.registrations import registered_pairs, set_registrations
from awards.actions.votes import clear_vote, record_vote, vote_state
from awards.forms import FindingForm, ReasonForm, VoteForm
from awards.models import Award, Finding
from awards.queries import award_lines, vote_counts
from awards.rules import can_record_findings, can_record_registrations, can_record_votes
from blocs import rules
from blocs.access import SignedInRequest, require, visible_year
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear
from blocs.refusals import Invalid
from blocs.terms import Effect
from blocs.views.pledges import record_links

_CLOSED = "Mốc này đã đóng nên không ghi được nữa. Tổ thư ký sửa ngày ở Thiết lập → Các mốc."


@require_http_methods(["GET", "POST"])
def registrations(request: SignedInRequest, bloc: str, year: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    shown = registered_pairs(opened)
    stale = ""
    status = 200
    if request.method == "POST":
        require(can_record_registrations(request.user, opened), _CLOSED)
        wanted = _ticked(request)
        try:
            count = set_registrations(
                actor=request.user, year=opened, wanted=wanted, base=request.POST.get("base", "")
            )
        except Stale as error:
            stale, status, shown_ticks = str(error), error.status, set(wanted)
        else:
            messages.success(request, f"Đã lưu {count} thay đổi." if count else "Không có gì thay đổi.")
            return redirect(year_url("registrations", opened))
    else:
        shown_ticks = set(shown)
    context = _registration_table(opened, shown, shown_ticks) | {
        "stale": stale,
        "may_record": can_record_registrations(request.user, opened) and not opened.is_published,
        "links": record_links(opened, "registrations"),
    }
    return render(request, "awards/registrations.html", context, status=status)


def _ticked(request: SignedInRequest) -> list[tuple[str, str]]:
    pairs = [tuple(value.split("|", 1)) for value in request.POST.getlist("pair") if "|" in value]
    if extra := request.POST.get("extra_award"):
        pairs.append((request.POST.get("extra_unit", ""), extra))
    return [(unit, award) for unit, award in pairs if unit and award]


def _registration_table(
    year: BlocYear, shown: list[tuple[str, str]], ticked: set[tuple[str, str]]
) -> dict[str, Any]:
    catalogue = list(Award.objects.all())
    wanted = [line.rule.award for line in award_lines(year.current_rules)]
    wanted += [code for _unit, code in sorted(set(shown) | ticked, key=lambda pair: pair[1])]
    columns = [award for code in dict.fromkeys(wanted) for award in catalogue if award.code == code]
    stored = set(shown)
    return {
        "columns": [
            {"code": award.code, "name": award.name, "short": award.short_name or award.name}
            for award in columns
        ],
        "rows": [
            {
                "name": member.name,
                "short": member.short_name,
                "cells": [
                    {
                        "value": f"{member.code}|{award.code}",
                        "label": f"{member.short_name}: {award.name}",
                        "ticked": (member.code, award.code) in ticked,
                        "differs": ((member.code, award.code) in ticked)
                        != ((member.code, award.code) in stored),
                    }
                    for award in columns
                ],
            }
            for member in year.members
        ],
        "totals": [sum(1 for _unit, code in ticked if code == award.code) for award in columns],
        "registered_count": len({unit for unit, _award in shown}),
        "member_count": len(year.members),
        "others": [award for award in catalogue if award not in columns],
        "members": [(member.code, member.name) for member in year.members],
        "base": fingerprint(shown),
    }


@require_http_methods(["GET", "POST"])
def findings(request: SignedInRequest, bloc: str, year: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    form = FindingForm(request.POST or None, year=opened)
    if request.method == "POST":
        require(can_record_findings(request.user, opened))
        if form.is_valid():
            add_finding(
                actor=request.user,
                year=opened,
                membership=form.members[form.cleaned_data["unit"]],
                effect=Effect(form.cleaned_data["effect"]),
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, "Đã ghi. Kết quả tính lại ngay.")
            return redirect(year_url("findings", opened))
    names = {member.pk: member.name for member in opened.members}
    context = {
        "rows": [
            {
                "unit": names[finding.membership_id],
                "effect": Effect(finding.effect).label,
                "reason": finding.reason,
                "url": year_url("finding-withdraw", opened, pk=finding.pk),
            }
            for finding in Finding.objects.filter(membership__year=opened)
        ],
        "form": form,
        "may_record": can_record_findings(request.user, opened) and not opened.is_published,
        "links": record_links(opened, "findings"),
    }
    return render(request, "awards/findings.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def finding_withdraw(request: SignedInRequest, bloc: str, year: int, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(can_record_findings(request.user, opened))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        withdraw_finding(actor=request.user, year=opened, finding_id=pk, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã rút lại.")
        return redirect(year_url("findings", opened))
    finding = get_object_or_404(
        Finding.objects.select_related("membership__unit_name"), pk=pk, membership__year=opened
    )
    context = {
        "heading": "Rút lại kết luận không xét",
        "what": f"{finding.membership.name}: {Effect(finding.effect).label}",
        "facts": [{"label": "Lý do đã ghi", "value": finding.reason}],
        "follows": ["Đơn vị được xếp hạng và xét khen như các đơn vị khác.", "Nhật ký giữ cả hai lần ghi."],
        "form": form,
        "action_label": "Rút lại",
        "cancel_url": year_url("findings", opened),
        "tone": "danger",
    }
    return render(request, "confirm.html", context)


@require_GET
def votes(request: SignedInRequest, bloc: str, year: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    counts = vote_counts(opened)
    context = {
        "awards": [
            {
                "name": line.name,
                "needed": line.rule.needs_vote,
                "count": counts.get(line.rule.award),
                "url": year_url("votes-award", opened, award=line.rule.award),
            }
            for line in award_lines(opened.current_rules)
        ],
        "results_url": year_url("results", opened),
    }
    return render(request, "awards/votes.html", context)


@require_http_methods(["GET", "POST"])
def vote(request: SignedInRequest, bloc: str, year: int, award: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    chosen = get_object_or_404(Award, code=award)
    state = vote_state(opened, chosen)
    may_record = can_record_votes(request.user, opened) and not opened.is_published
    form = VoteForm(request.POST or None, year=opened, initial=_vote_initial(opened, state))
    status = 200
    if request.method == "POST":
        require(can_record_votes(request.user, opened), _CLOSED)
        status = 422
        if form.is_valid():
            try:
                record_vote(
                    actor=request.user,
                    year=opened,
                    award=chosen,
                    ballots=form.ballots(),
                    approvals=form.approvals(),
                    base=form.cleaned_data["base"],
                )
            except (Invalid, Stale) as error:
                form.add_error(None, str(error))
                form.show_base(fingerprint(state))
            else:
                messages.success(request, f"Đã ghi kết quả kiểm phiếu: {chosen.name}.")
                return redirect(year_url("votes", opened))
    context = {
        "award": chosen,
        "form": form,
        "may_record": may_record,
        "stored": state,
        "back_url": year_url("votes", opened),
        "clear_url": year_url("votes-clear", opened, award=award) if state and may_record else "",
    }
    return render(request, "awards/vote.html", context, status=status)


def _vote_initial(year: BlocYear, state: dict[str, Any]) -> dict[str, Any]:
    initial: dict[str, Any] = {"called": len(year.members)}
    if state:
        initial |= state["counts"]
        initial |= {VoteForm.unit_field(code): count for code, count in state["approvals"].items()}
    return initial | {"base": fingerprint(state)}


@require_http_methods(["GET", "POST"])
def vote_clear(request: SignedInRequest, bloc: str, year: int, award: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    require(can_record_votes(request.user, opened), _CLOSED)
    chosen = get_object_or_404(Award, code=award)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        clear_vote(actor=request.user, year=opened, award=chosen, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã xóa số phiếu đã ghi.")
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
    return render(request, "confirm.html", context)
