"""The secretariat's answers to what units sent, how every unit stands, and who registered for what."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.actions.registration_decisions import accept_registrations, return_registrations
from awards.actions.unit_registrations import named, registrations_of, state_of
from awards.early_eligibility import Standing
from awards.forms import ReasonForm
from awards.presenting.registration_page import deadline_words
from awards.presenting.registration_summary import registration_summary
from awards.registration_flow import ACCEPT, RETURN
from awards.rules import can_decide_registrations, can_draft_registration
from awards.standings import standings
from awards.views.registration_own import open_unit, show_unit, to_unit
from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, Membership
from blocs.numbers import whole
from blocs.refusals import Faults, Refused
from blocs.tabs import pledge_tabs

ONLY_READ = "Ông, bà xem được trang này; việc nhận và trả lại là của tổ thư ký khối."


@require_POST
def registration_accept(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    """One (`muc`) or all that the unit sent."""
    opened, member = open_unit(request, bloc, year, unit)
    require(can_decide_registrations(request.user, opened), ONLY_READ)
    try:
        count = accept_registrations(
            actor=request.user,
            year=opened,
            member=member,
            base=request.POST.get("base", ""),
            pk=_one(request),
        )
    except Faults as error:
        return show_unit(request, opened, member, tuple(text for _, text in error.faults), error.status)
    except Stale as error:
        return show_unit(request, opened, member, (str(error),), error.status)
    messages.success(request, f"Đã nhận {count} đăng ký." if count else "Không còn gì chờ nhận.")
    return to_unit(opened, member)


@require_http_methods(["GET", "POST"])
def registration_return(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    """One (`?muc=`) or all that the unit sent, with a reason."""
    opened, member = open_unit(request, bloc, year, unit)
    require(can_decide_registrations(request.user, opened), ONLY_READ)
    form, pk = ReasonForm(posted(request)), _one(request)
    if request.method == "POST" and form.is_valid():
        try:
            count = return_registrations(
                actor=request.user,
                year=opened,
                member=member,
                reason=form.cleaned_data["reason"],
                base=request.POST.get("base", ""),
                pk=pk,
            )
        except Stale as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã trả lại {count} đăng ký; đơn vị thấy lý do trên trang của mình.")
            return to_unit(opened, member)
    return _show_return(request, opened, member, form, pk)


def _show_return(
    request: SignedInRequest,
    year: BlocYear,
    member: Membership,
    form: ReasonForm,
    pk: int | None,
) -> HttpResponse:
    rows = registrations_of(member)
    sources = RETURN.sources if pk is not None else ACCEPT.sources
    chosen = [row for row in rows if row.state in sources and pk in (None, row.pk)]
    if not chosen:
        raise Refused("Không có đăng ký nào để trả lại. Hãy xem lại trang đăng ký của đơn vị.")
    follows = ["Đơn vị thấy lý do, sửa rồi gửi lại.", "Đăng ký trả lại không tính vào bảng tổng hợp."]
    if not can_draft_registration(request.user, year, member):
        follows.append(f"{deadline_words(year, member)} Đơn vị chỉ sửa và gửi lại được khi có gia hạn.")
    context = {
        "heading": "Trả lại đăng ký",
        "what": f"Trả lại {member.name}: {'; '.join(named(row) for row in chosen)}",
        "follows": follows,
        "hidden": [{"name": "base", "value": fingerprint(state_of(rows))}],
        "form": form,
        "action_label": "Trả lại",
        "cancel_url": year_url("registration-unit", year, unit=member.code),
        "tone": "danger",
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


def _one(request: SignedInRequest) -> int | None:
    text = request.POST.get("muc") or request.GET.get("muc") or ""
    if text and whole(text) is None:
        raise Http404  # one that is not to be read is not all of them
    return whole(text)


@require_GET
def registration_summary_page(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    found = registration_summary(opened)
    readers = rules.can_read_scores(request.user, opened)
    context = {
        "summary": found,
        "awards": [
            {
                "name": column.name,
                "total": column.total,
                "who": [
                    (row.member.short_name, row.counts[index]) for row in found.rows if row.counts[index]
                ],
            }
            for index, column in enumerate(found.columns)
        ],
        "missing": [row.member.short_name for row in found.rows if not sum(row.counts)],
        "tabs": pledge_tabs(request.user, opened, "registrations"),
        "papers_url": year_url("papers", opened) if readers else "",
        "back_url": year_url("registrations", opened),
    }
    return render(request, "awards/registration_summary.html", context)


@require_GET
def registration_standings(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """How every unit stands for every title of the year's rules, as of now."""
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    found = standings(opened)
    rows = [
        {
            "name": member.name,
            "short": member.short_name,
            "url": year_url("registration-unit", opened, unit=member.code),
            "cells": [(found.awards[code].name, _cell(found.of(member, code))) for code in found.asked],
        }
        for member in opened.members
    ]
    context = {
        "columns": [found.awards[code] for code in found.asked],
        "rows": rows,
        "clear": [
            (found.awards[code].name, sum(1 for row in rows if not row["cells"][index][1]))
            for index, code in enumerate(found.asked)
        ],
        "tabs": pledge_tabs(request.user, opened, "registrations"),
        "back_url": year_url("registrations", opened),
        "rules_url": year_url("award-rules", opened) if rules.can_set_up_year(request.user, opened) else "",
    }
    return render(request, "awards/registration_standings.html", context)


def _cell(standing: Standing) -> list[str]:
    """The reasons in two or three words each; the unit's own page has the sentences."""
    words: list[Any] = [reason.label for reason in standing.reasons]
    return words
