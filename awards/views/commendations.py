"""Commendations: the list with its numbers, one row, its decision's file."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from awards.actions.commendations import (
    NOT_YOURS,
    add_commendation,
    change_commendation,
    commendation_state,
    remove_commendation,
)
from awards.commendation_counts import Period, count_commendations
from awards.commendation_forms import CommendationForm, FilterForm
from awards.commendation_lines import Line, ids_of, lines_of
from awards.models import Award, Commendation
from awards.presenting.commendations import (
    WHICH_WORDS,
    history_links,
    page_address,
    period_words,
    shown_lines,
    sum_lines,
    told,
)
from awards.rules import can_add_commendations, can_write_commendation
from blocs.access import SignedInRequest, posted, require, visible_year, visible_years
from blocs.addresses import page
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, User
from blocs.refusals import Faults
from blocs.serving import file_answer
from blocs.tabs import movement_tabs

_PAGE = 50


@require_GET
def commendations(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    form = FilterForm(request.GET, year=opened, awards=list(Award.objects.all()))
    may_add = can_add_commendations(request.user, opened)
    context: dict[str, Any] = {
        "form": form,
        "tabs": movement_tabs(request.user, opened, "commendations"),
        "new_url": year_url("commendation-new", opened) if may_add else "",
        "import_url": page("commendations-import", opened) if may_add else "",
        "clear_url": year_url("commendations", opened),
        "is_filtered": any(request.GET.values()),
        "histories": history_links(opened).values(),
    }
    if form.is_valid():
        context |= _found(request, opened, form)
    status = 422 if form.errors else 200
    return render(request, "awards/commendations.html", context, status=status)


def _found(request: SignedInRequest, year: BlocYear, form: FilterForm) -> dict[str, Any]:
    """The rows the reader asked for, and the numbers over all rows of the period but for the unit's filter."""
    years = {each.pk: each for each in visible_years(request) if each.bloc_id == year.bloc_id}
    asked, wanted = form.period(), form.wanted()
    period = asked or Period(achievement_year=year.year)
    lines = lines_of(year, period, years=years)
    of_unit = [line for line in lines if wanted.unit_id in (None, line.unit_id)]
    counting = count_commendations([line.counted() for line in of_unit], period)
    rows = [line for line in of_unit if wanted.takes(line) and _belongs(line, year, asked, wanted.which)]
    if wanted.which:
        ids = ids_of(counting, wanted.which)
        rows = [line for line in rows if line.id in ids]
    shown = Paginator(rows, _PAGE).get_page(request.GET.get("trang"))
    unit = form.cleaned_data["unit"]
    return {
        "rows": shown_lines(request.user, year, list(shown), counting, years),
        "count": len(rows),
        "page": shown,
        "next_url": page_address(request.GET, shown.next_page_number()) if shown.has_next() else "",
        "previous_url": page_address(request.GET, shown.previous_page_number())
        if shown.has_previous()
        else "",
        "sums": sum_lines(year, period, counting, lines, unit),
        "told": told(year, period, counting, unit),
        "period": period_words(period),
        "which": WHICH_WORDS.get(wanted.which, ""),
        "several": _names(lines, wanted.awards)
        if len(wanted.awards) > 1 or "noi-dung" in request.GET
        else [],
    }


def _belongs(line: Line, year: BlocYear, asked: Period | None, which: str) -> bool:
    """Without a period the list is what was written into the year; with one, what belongs to it."""
    if which:
        return True
    return line.year_id == year.pk if asked is None else bool(asked.takes(line.counted()))


def _names(lines: list[Line], awards: Collection[str]) -> list[str]:
    """What the awards asked for are called, each once."""
    asked = [line for line in lines if line.award in awards or line.counted_as in awards]
    return list(dict.fromkeys(line.award_name if line.award in awards else line.title for line in asked))


@require_http_methods(["GET", "POST"])
def commendation_new(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    require(can_add_commendations(request.user, opened), NOT_YOURS)
    form = CommendationForm(posted(request), request.FILES, year=opened, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            add_commendation(
                actor=request.user, year=opened, details=form.details(), file=form.cleaned_data["file"]
            )
        except Faults as error:
            form.show_faults(error)
        else:
            messages.success(request, "Đã ghi khen thưởng.")
            again = "them-nua" in request.POST
            return redirect(year_url("commendation-new" if again else "commendations", opened))
    return _show(request, opened, form, "Ghi khen thưởng")


@require_http_methods(["GET", "POST"])
def commendation_edit(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    row = _find(opened, pk, request.user)
    form = CommendationForm(posted(request), request.FILES, year=opened, user=request.user, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_commendation(
                actor=request.user,
                year=opened,
                pk=pk,
                details=form.details(),
                base=form.cleaned_data["base"],
                file=form.cleaned_data["file"],
                drop_file=bool(form.cleaned_data.get("drop_file")),
            )
        except Stale as error:
            form.show_stored(commendation_state(row), str(error))
        except Faults as error:
            form.show_faults(error)
        else:
            messages.success(request, "Đã lưu." if changed else "Không có gì thay đổi.")
            return redirect(f"{year_url('commendations', opened)}#dong-{pk}")
    return _show(request, opened, form, "Sửa khen thưởng")


def _show(request: SignedInRequest, year: BlocYear, form: CommendationForm, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "cancel_url": year_url("commendations", year)}
    return render(request, "awards/commendation_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def commendation_remove(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    row = _find(opened, pk, request.user)
    if request.method == "POST":
        remove_commendation(actor=request.user, year=opened, pk=pk, base=request.POST.get("base", ""))
        messages.success(request, "Đã xóa dòng khen thưởng.")
        return redirect(year_url("commendations", opened))
    told_by = row.recipient or (f"số lượng {row.count}" if row.count is not None else "không có số lượng")
    context = {
        "heading": "Xóa dòng khen thưởng",
        "what": f"Xóa {row.award_text or row.award.name} của {row.membership.name}: {told_by}?",
        "follows": ["Các số tổng hợp và báo cáo đang soạn giảm theo.", "Nhật ký giữ dòng đã xóa."],
        "hidden": [{"name": "base", "value": fingerprint(commendation_state(row))}],
        "action_label": "Xóa dòng này",
        "cancel_url": year_url("commendations", opened),
        "tone": "danger",
    }
    return render(request, "confirm.html", context)


@require_GET
def commendation_file(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    rows = Commendation.objects.filter(pk=pk, membership__year=opened).select_related("file")
    row = rows.first()
    if row is None or row.file is None:
        raise Http404
    return file_answer(row.file)


def _find(year: BlocYear, pk: int, user: User) -> Commendation:
    rows = Commendation.objects.filter(pk=pk, membership__year=year)
    row = rows.select_related("membership__unit_name", "award", "file").first()
    if row is None:
        raise Http404
    require(can_write_commendation(user, year, row.membership), NOT_YOURS)
    return row
