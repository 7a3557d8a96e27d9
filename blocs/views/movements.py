"""The year's movements: the list, one movement, its plan, its place, those of the year before."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from blocs import movement_rules, rules
from blocs.access import SignedInRequest, posted, require, visible_year, visible_years
from blocs.actions.movements import (
    NOT_YOURS,
    add_movement,
    change_movement,
    order_movements,
    remove_movement,
    take_over_movements,
)
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.forms.edited import EditedForm
from blocs.forms.movements import MovementDataForm, TakeOverForm
from blocs.models import BlocYear, Movement, User
from blocs.movements import (
    movement_state,
    offers_more,
    ordered_movements,
    running_movements,
    year_before,
)
from blocs.movements_page import movement_groups
from blocs.refusals import Faults
from blocs.serving import file_answer
from blocs.tabs import movement_tabs


@require_GET
def movements(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    rows = ordered_movements(opened)
    last = year_before(opened, visible_years(request)) if rules.can_run_year(request.user, opened) else None
    context = {
        "groups": movement_groups(request.user, opened, rows),
        "count": len(rows),
        "tabs": movement_tabs(request.user, opened, "movements"),
        "new_url": year_url("movement-new", opened)
        if movement_rules.can_launch_movements(request.user, opened)
        else "",
        "take_over_url": year_url("movement-take-over", opened)
        if last and offers_more(last, opened, rows)
        else "",
        "last_year": last.year if last else "",
    }
    return render(request, "blocs/movements.html", context)


def find(year: BlocYear, pk: int, user: User) -> Movement:
    """The movement this person may write about; Http404 when it is not of the year, 403 when it is another's."""
    movement = next((row for row in ordered_movements(year) if row.pk == pk), None)
    if movement is None:
        raise Http404
    taking_part = [member.pk for member in movement.participants.all()]
    require(movement_rules.can_write_movement(user, year, movement.level, taking_part), NOT_YOURS)
    return movement


def show_form(request: SignedInRequest, year: BlocYear, form: EditedForm, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "cancel_url": year_url("movements", year)}
    return render(request, "blocs/movement_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def movement_new(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    require(movement_rules.can_launch_movements(request.user, opened), NOT_YOURS)
    form = MovementDataForm(posted(request), request.FILES, year=opened, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            movement = add_movement(
                actor=request.user, year=opened, details=form.details(), plan=form.cleaned_data["plan"]
            )
        except Faults as error:
            form.show_faults(error)
        else:
            messages.success(request, f"Đã thêm phong trào {movement.name}.")
            return redirect(year_url("movements", opened))
    return show_form(request, opened, form, "Thêm phong trào")


@require_http_methods(["GET", "POST"])
def movement_edit(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    movement = find(opened, pk, request.user)
    form = MovementDataForm(posted(request), request.FILES, year=opened, user=request.user, movement=movement)
    if request.method == "POST" and form.is_valid():
        try:
            changed = _change(request.user, opened, pk, form)
        except Stale as error:
            form.show_stored(movement_state(movement), str(error))
        except Faults as error:
            form.show_faults(error)
        else:
            messages.success(request, "Đã lưu." if changed else "Không có gì thay đổi.")
            return redirect(f"{year_url('movements', opened)}#phong-trao-{pk}")
    return show_form(request, opened, form, "Sửa phong trào")


def _change(actor: User, year: BlocYear, pk: int, form: MovementDataForm) -> bool:
    data = form.cleaned_data
    return change_movement(
        actor=actor,
        year=year,
        pk=pk,
        details=form.details(),
        base=data["base"],
        plan=data["plan"],
        drop_plan=bool(data.get("drop_plan")),
    )


@require_http_methods(["GET", "POST"])
def movement_remove(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    movement = find(opened, pk, request.user)
    if request.method == "POST":
        remove_movement(actor=request.user, year=opened, pk=pk, base=request.POST.get("base", ""))
        messages.success(request, f"Đã xóa phong trào {movement.name}.")
        return redirect(year_url("movements", opened))
    context = {
        "heading": "Xóa phong trào",
        "what": f"Xóa phong trào “{movement.name}”?",
        "follows": [
            f"{movement.reviews.count()} đánh giá của phong trào bị xóa theo; nhật ký giữ nội dung đã xóa.",
            "Các dòng khen thưởng gắn với phong trào vẫn còn, chỉ bỏ tên phong trào.",
        ],
        "hidden": [{"name": "base", "value": fingerprint(movement_state(movement))}],
        "action_label": "Xóa phong trào",
        "cancel_url": year_url("movements", opened),
        "tone": "danger",
    }
    return render(request, "confirm.html", context)


@require_POST
def movement_move(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    """One place up ("len") or down among those of its level."""
    opened = visible_year(request, bloc, year)
    require(rules.can_run_year(request.user, opened), "Thứ tự phong trào do tổ thư ký khối sắp xếp.")
    ordered = ordered_movements(opened)
    place = next((index for index, row in enumerate(ordered) if row.pk == pk), None)
    if place is None:
        raise Http404
    other = place + (-1 if request.POST.get("huong") == "len" else 1)
    if 0 <= other < len(ordered) and ordered[other].level == ordered[place].level:
        ordered[place], ordered[other] = ordered[other], ordered[place]
    order_movements(actor=request.user, year=opened, movements=[row.pk for row in ordered])
    return redirect(f"{year_url('movements', opened)}#phong-trao-{pk}")


@require_GET
def movement_plan(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    movement = Movement.objects.filter(pk=pk, year=opened).select_related("plan_file").first()
    if movement is None or movement.plan_file is None:
        raise Http404
    return file_answer(movement.plan_file)


@require_http_methods(["GET", "POST"])
def movement_take_over(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """Movements of the year before that still run."""
    opened = visible_year(request, bloc, year)
    require(rules.can_run_year(request.user, opened), NOT_YOURS)
    last = year_before(opened, visible_years(request))
    running = running_movements(last, opened) if last else []
    form = TakeOverForm(posted(request), running=running)
    if last is not None and request.method == "POST" and form.is_valid():
        count = take_over_movements(
            actor=request.user, year=opened, source=last, wanted=form.cleaned_data["movements"]
        )
        messages.success(request, f"Đã lấy {count} phong trào từ năm {last.year}.")
        return redirect(year_url("movements", opened))
    context = {"form": form, "last": last, "running": running, "cancel_url": year_url("movements", opened)}
    return render(request, "blocs/movement_take_over.html", context, status=422 if form.errors else 200)
