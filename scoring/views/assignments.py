"""Who scores whom: a table of ticks, everyone, or a ring."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, visible_year
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear
from blocs.numbers import whole
from blocs.refusals import Invalid
from blocs.terms import Level, PeerDraw
from scoring.actions.assignments import Pair, everyone, ring, set_assignments, stored_pairs
from scoring.freezing import why_assignments_frozen


@require_http_methods(["GET", "POST"])
def assignments(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    problem, status, ticked = "", 200, None
    if request.method == "POST":
        try:
            pairs, draw = _wanted(request, opened)
            ticked = pairs
            changed = set_assignments(
                actor=request.user, year=opened, pairs=pairs, draw=draw, base=request.POST.get("base", "")
            )
        except (Invalid, Stale) as error:
            problem, status = str(error), error.status
        else:
            messages.success(request, "Đã lưu phân công." if changed else "Không có gì thay đổi.")
            return redirect(year_url("assignments", opened))
    context = _context(opened, ticked)
    return render(request, "scoring/assignments.html", {**context, "problem": problem}, status=status)


def _wanted(request: SignedInRequest, year: BlocYear) -> tuple[set[Pair], PeerDraw]:
    """What the pressed button asks for. Raises Invalid for a ring of an impossible number."""
    members = [member.pk for member in year.members]
    act = request.POST.get("viec", "")
    if act == "tat-ca":
        return everyone(members), PeerDraw.ALL
    if act == "vong-tron":
        text = request.POST.get("k", "").strip()
        try:
            return ring(members, whole(text) or 0), PeerDraw.RING
        except ValueError as error:
            most = len(members) - 1
            raise Invalid(
                f"Mỗi đơn vị chấm được từ 1 đến {most} đơn vị khác; hãy ghi một số trong khoảng đó."
            ) from error
    return {_pair(value) for value in request.POST.getlist("pair")}, PeerDraw.ASSIGNED


def _pair(value: str) -> Pair:
    left, _, right = value.partition("-")
    scorer, scored = whole(left), whole(right)
    if scorer is None or scored is None:
        raise Invalid("Danh sách đơn vị vừa thay đổi. Hãy tải lại trang.")
    return scorer, scored


def _context(year: BlocYear, ticked: set[Pair] | None) -> dict[str, Any]:
    members = year.members
    stored = stored_pairs(year)
    shown = ticked if ticked is not None else set(stored) or everyone([member.pk for member in members])
    counts = {member.pk: sum(scored == member.pk for _, scored in shown) for member in members}
    return {
        "heads": [{"short": member.short_name, "name": member.name} for member in members],
        "rows": [
            {
                "name": scorer.name,
                "short": scorer.short_name,
                "cells": [
                    {
                        "value": f"{scorer.pk}-{scored.pk}",
                        "own": scorer.pk == scored.pk,
                        "ticked": (scorer.pk, scored.pk) in shown,
                        "label": f"{scorer.short_name} chấm {scored.short_name}",
                    }
                    for scored in members
                ],
                "count": sum(each == scorer.pk for each, _ in shown),
            }
            for scorer in members
        ],
        "totals": [counts[member.pk] for member in members],
        "without": [member.name for member in members if not counts[member.pk]],
        "sentence": _sentence(year, stored),
        "uses_peers": Level.PEER in year.current_rules.levels,
        "most": len(members) - 1,
        "frozen": why_assignments_frozen(year),
        "base": fingerprint(stored),
        "setup_url": year_url("setup", year),
        "rules_url": year_url("rules", year),
    }


def _sentence(year: BlocYear, stored: list[Pair]) -> str:
    if not stored:
        return f"Mọi đơn vị chấm nhau: mỗi đơn vị chấm {max(len(year.members) - 1, 0)} đơn vị khác."
    return f"{len(stored)} phiếu chấm chéo, chia theo cách {PeerDraw(year.current_rules.peer_draw).label.lower()}."
