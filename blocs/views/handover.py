"""A hand-over from page to page: prepared, enacted, cancelled, its signed minutes kept."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.actions.handover import (
    Item,
    cancel_hand_over,
    enact_hand_over,
    keep_signed_minutes,
    plan_mark,
    save_hand_over,
)
from blocs.context import year_url
from blocs.editing import Stale
from blocs.forms.handover import (
    CancelForm,
    HandOverForm,
    MinutesForm,
    SecretariatForm,
    initial_of,
    item_rows,
    suggested,
)
from blocs.handover_checklist import suggested_items
from blocs.leading import (
    current_units,
    names_of,
    present,
    proposal,
    rotation,
    secretariat_candidates,
    secretariat_in_office,
)
from blocs.models import BlocYear, HandOver
from blocs.received_files import receive
from blocs.refusals import Faults, Invalid, Refused
from blocs.serving import file_answer
from blocs.terms import HandOverState, Succession
from blocs.uploads import too_large_to_take
from blocs.views.leading import open_for_hand_over, taken
from reports.paper.words import short_date


def _hand_over(year: BlocYear, pk: int, *states: HandOverState) -> HandOver:
    found = get_object_or_404(
        HandOver.objects.select_related("bloc", "deputy_unit", "to_unit", "signed_file"),
        pk=pk,
        from_year=year,
    )
    if states and found.state not in states:
        raise Refused("Lần bàn giao này không còn ở bước chuẩn bị. Hãy mở lại trang Trưởng khối.")
    return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the form of a hand-over begins with; `stored` None for a new one."""

    stored: HandOver | None
    initial: dict[str, Any]
    items: list[Item]
    hint: str = ""


@require_http_methods(["GET", "POST"])
def hand_over_new(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = open_for_hand_over(request, bloc, year)
    units = current_units(opened, timezone.localdate())
    proposed = proposal(opened, present(opened), units, rotation(opened.bloc))
    sheet = Sheet(None, suggested(proposed), suggested_items(opened), proposed.sentence)
    return _page(request, opened, sheet, units)


@require_http_methods(["GET", "POST"])
def hand_over_edit(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = open_for_hand_over(request, bloc, year)
    stored = _hand_over(opened, pk, HandOverState.PREPARED)
    items = [Item(row.name, row.quantity, row.form, row.note, row.is_done) for row in stored.items.all()]
    return _page(
        request,
        opened,
        Sheet(stored, initial_of(stored), items),
        current_units(opened, timezone.localdate()),
    )


def _page(request: SignedInRequest, year: BlocYear, sheet: Sheet, units: dict[int, str]) -> HttpResponse:
    form = HandOverForm(posted(request), units=units, initial=sheet.initial)
    rows = item_rows(sheet.items, posted(request))

    def act() -> None:
        save_hand_over(
            actor=request.user, year=year, plan=form.plan(), items=rows.chosen(), hand_over=sheet.stored
        )

    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]) and taken(form, act):
        messages.success(request, "Đã lưu chuẩn bị bàn giao. Quyền chưa chuyển cho tới khi bấm Bàn giao.")
        return redirect(year_url("leading", year))
    wrong = form.errors or (rows.is_bound and rows.total_error_count())
    context = {"form": form, "rows": rows, "hint": sheet.hint, "cancel_url": year_url("leading", year)}
    return render(request, "blocs/handover.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
def hand_over_enact(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = open_for_hand_over(request, bloc, year)
    stored = _hand_over(opened, pk)
    candidates = secretariat_candidates(stored)
    form = SecretariatForm(posted(request), candidates=candidates)
    if request.method == "POST" and form.is_valid():
        try:
            enact_hand_over(
                actor=request.user,
                year=opened,
                hand_over=stored,
                secretariat=form.people_chosen(),
                shown=request.POST.get("shown", ""),
            )
        except Faults as error:
            form.add_error(None, f"{error} Hãy sửa phần chuẩn bị.")
        except (Invalid, Stale) as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"Đã bàn giao. Quyền chuyển từ ngày {short_date(stored.takes_effect_on)}."
            )
            return redirect("home")
    context = _enact_context(opened, stored) | {"form": form}
    context["nobody"] = not any(candidate.is_of_unit for candidate in candidates)
    return render(request, "blocs/handover_enact.html", context, status=422 if form.errors else 200)


def _enact_context(year: BlocYear, stored: HandOver) -> dict[str, Any]:
    units = [stored.from_unit_id, stored.to_unit_id, *filter(None, [stored.deputy_unit_id])]
    names = names_of(units, stored.held_on)
    day = short_date(stored.takes_effect_on)
    ending = ", ".join(seat.user.full_name for seat in secretariat_in_office(stored))
    follows = [
        f"Từ ngày {day}, những người được chọn dưới đây điều hành khối; quyền tự chuyển, không ai phải vào phần quản trị.",
        f"Tổ thư ký hiện nay ({ending}) thôi từ ngày đó, trừ người được chọn ở lại; vẫn xem được năm mình phụ trách."
        if ending
        else "",
        f"Năm {year.year + 1} ghi {names[stored.to_unit_id]} là Trưởng khối.",
        f"Sổ cờ luân lưu ghi {names[stored.to_unit_id]} nhận cờ ngày {short_date(stored.held_on)}."
        if stored.hands_flag
        else "",
    ]
    return {
        "what": f"{names[stored.from_unit_id]} bàn giao Trưởng khối cho {names[stored.to_unit_id]}",
        "facts": [
            {"label": "Phó khối", "value": names.get(stored.deputy_unit_id or 0, "không có")},
            {"label": "Ngày bàn giao", "value": short_date(stored.held_on)},
            {"label": "Quyền chuyển từ ngày", "value": day},
            {"label": "Cách chọn", "value": Succession(stored.succession).label},
        ],
        "follows": [line for line in follows if line],
        "hidden": [{"name": "shown", "value": plan_mark(stored)}],
        "is_done": stored.state != HandOverState.PREPARED,
        "state": HandOverState(stored.state).label,
        "taker": names[stored.to_unit_id],
        "invite_url": reverse("person-invite"),
        "cancel_url": year_url("leading", year),
    }


@require_http_methods(["GET", "POST"])
def hand_over_cancel(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = open_for_hand_over(request, bloc, year)
    stored = _hand_over(opened, pk)
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        cancel_hand_over(
            actor=request.user, year=opened, hand_over=stored, reason=form.cleaned_data["reason"]
        )
        messages.success(request, "Đã hủy lần bàn giao đang chuẩn bị.")
        return redirect(year_url("leading", opened))
    taker = names_of([stored.to_unit_id], stored.held_on)[stored.to_unit_id]
    context = {
        "heading": "Hủy bàn giao đang chuẩn bị",
        "what": f"Hủy bàn giao cho {taker}?",
        "follows": ["Trưởng khối và quyền của mọi người giữ nguyên.", "Có thể lập lần bàn giao khác."],
        "form": form,
        "action_label": "Hủy bàn giao",
        "cancel_url": year_url("leading", opened),
        "tone": "danger",
    }
    return render(request, "confirm.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def minutes(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    """Keep the scan of the signed minutes."""
    opened = open_for_hand_over(request, bloc, year)
    stored = _hand_over(opened, pk, HandOverState.PREPARED, HandOverState.DONE)
    form = MinutesForm(posted(request), request.FILES if request.method == "POST" else None)
    if too_large_to_take(request):
        form.fields["file"].error_messages["required"] = "Tệp quá nặng; hãy quét lại ở khoảng 200 dpi."
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, opened, stored, form)
        except Invalid as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, "Đã lưu biên bản đã ký.")
            return redirect(year_url("leading", opened))
    context = {"form": form, "cancel_url": year_url("leading", opened)}
    return render(request, "blocs/handover_minutes.html", context, status=422 if form.errors else 200)


def _keep(request: SignedInRequest, year: BlocYear, stored: HandOver, form: MinutesForm) -> None:
    scan = receive(form.cleaned_data["file"])
    keep_signed_minutes(actor=request.user, year=year, hand_over=stored, scan=scan)


@require_GET
def scan(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    """The signed minutes, for who reads all of the year."""
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    stored = _hand_over(opened, pk)
    if stored.signed_file is None:
        raise Http404
    return file_answer(stored.signed_file, inline=True)
