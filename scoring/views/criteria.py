"""The criteria tree on one page: sums checked, rows added, changed, moved, removed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.addresses import page
from blocs.context import year_url
from blocs.draft_page import draft_context
from blocs.drafting import rules_in_edit
from blocs.models import BlocYear
from blocs.refusals import Faults
from blocs.terms import CriterionGroup
from scoring.actions.criteria import (
    add_criterion,
    change_criterion,
    move_criterion,
    remove_criterion,
    renumber_criteria,
)
from scoring.criteria_page import criteria_page
from scoring.definitions import CriterionRow
from scoring.forms.criteria import CriterionForm
from scoring.freezing import why_rules_stay
from scoring.readiness import rows_in
from scoring.tree_edits import is_below, next_code


@require_GET
def criteria(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    context = {
        **criteria_page(opened),
        **draft_context(opened, why_rules_stay(opened)),
        "new_url": year_url("criterion-new", opened),
        "renumber_url": year_url("criteria-renumber", opened),
        "import_url": page("criteria-import", opened),
        "setup_url": year_url("setup", opened),
        "rules_url": year_url("rules", opened),
    }
    return render(request, "scoring/criteria.html", context)


def _find(year: BlocYear, code: str) -> CriterionRow:
    found = next((row for row in rows_in(rules_in_edit(year)) if row.code == code), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def criterion_new(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """A further criterion; ?cha=I: under that one, in its group."""
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    parent_code = request.GET.get("cha", "")
    parent = _find(opened, parent_code) if parent_code else None
    form = CriterionForm(
        posted(request), row=_suggested(opened, parent), is_leaf=True, group_is_given=parent is not None
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_criterion(actor=request.user, year=opened, row=form.criterion())
        except Faults as error:
            form.show_faults(error)
        else:
            code = form.cleaned_data["code"]
            messages.success(request, f"Đã thêm tiêu chí {code}.")
            return redirect(_place(opened, code))
    context = {
        "form": form,
        "parent": parent,
        **draft_context(opened, why_rules_stay(opened)),
        "cancel_url": _place(opened, parent_code),
    }
    return render(request, "scoring/criterion.html", context, status=422 if form.errors else 200)


def _suggested(year: BlocYear, parent: CriterionRow | None) -> CriterionRow:
    """An empty row with the next free code; the first below a scored criterion begins with its points."""
    rows = rows_in(rules_in_edit(year))
    if parent is None:
        return CriterionRow(next_code(rows, ""), "", CriterionGroup.CONTENT)
    beside = [row for row in rows if row.parent_code == parent.code]
    step = beside[-1].step if beside else parent.step
    return CriterionRow(
        next_code(rows, parent.code), "", parent.group, None if beside else parent.maximum, step
    )


def _place(year: BlocYear, code: str) -> str:
    """The page at that row."""
    anchor = f"#{criterion_anchor(code)}" if code else ""
    return f"{year_url('criteria', year)}{anchor}"


def criterion_anchor(code: str) -> str:
    return f"tc-{code.replace('.', '-')}"


@require_http_methods(["GET", "POST"])
def criterion_edit(request: SignedInRequest, bloc: str, year: str, code: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    row = _find(opened, code)
    frozen = why_rules_stay(opened)
    is_leaf = not any(is_below(each.code, code) for each in rows_in(rules_in_edit(opened)))
    form = CriterionForm(
        posted(request),
        row=row,
        is_leaf=is_leaf,
        group_is_given=bool(row.parent_code),
        frozen=bool(frozen),
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_criterion(actor=request.user, year=opened, code=code, row=form.criterion())
        except Faults as error:
            form.show_faults(error)
        else:
            messages.success(request, "Đã lưu." if changed else "Không có gì thay đổi.")
            return redirect(_place(opened, form.cleaned_data["code"]))
    context: dict[str, Any] = {
        "form": form,
        "row": row,
        "is_leaf": is_leaf,
        **draft_context(opened, frozen),
        "published": opened.is_published,
        "cancel_url": _place(opened, code),
    }
    return render(request, "scoring/criterion.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def criterion_remove(request: SignedInRequest, bloc: str, year: str, code: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    row = _find(opened, code)
    below = [each for each in rows_in(rules_in_edit(opened)) if is_below(each.code, code)]
    fault = ""
    if request.method == "POST":
        try:
            count = remove_criterion(actor=request.user, year=opened, code=code)
        except Faults as error:
            fault = str(error)
        else:
            messages.success(request, f"Đã bỏ {count} dòng." if count > 1 else f"Đã bỏ tiêu chí {code}.")
            return redirect(_place(opened, row.parent_code))
    follows = ["Tổng điểm thay đổi theo; trang tiêu chí báo nếu không còn khớp thang điểm."]
    if below:
        follows.insert(0, f"{len(below)} dòng bên dưới cũng bị bỏ: {', '.join(each.code for each in below)}.")
    context = {
        "heading": f"Bỏ tiêu chí {code}",
        "what": f"Bỏ {code} “{row.text}”?",
        "fault": fault,
        **draft_context(opened, why_rules_stay(opened)),
        "follows": follows,
        "action_label": "Bỏ tiêu chí",
        "cancel_url": _place(opened, code),
        "tone": "danger",
    }
    return render(request, "blocs/setup_confirm.html", context, status=422 if fault else 200)


@require_POST
def criterion_move(request: SignedInRequest, bloc: str, year: str, code: str) -> HttpResponse:
    """One place up ("len") or down among its siblings."""
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    _find(opened, code)
    now = move_criterion(actor=request.user, year=opened, code=code, up=request.POST.get("huong") == "len")
    return redirect(_place(opened, now))


@require_POST
def criteria_renumber(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    count = renumber_criteria(actor=request.user, year=opened)
    messages.success(request, f"Đã đánh số lại {count} dòng." if count else "Các mã đã liền nhau.")
    return redirect(year_url("criteria", opened))
