"""The year's units: the list in bloc order, in, out, changed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.actions.members import add_member, change_member, order_members, remove_member
from blocs.context import year_url
from blocs.forms.members import DetailsForm, MemberForm, NewMemberForm
from blocs.freezing import PUBLISHED, why_frozen
from blocs.models import BlocYear, Membership
from blocs.refusals import Faults, Invalid
from blocs.terms import Role

_ROLE_TONES = {Role.LEADER: "gold", Role.DEPUTY: "brand", Role.MEMBER: ""}


@require_http_methods(["GET", "POST"])
def members(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """The list; POST takes the typed STT of each unit."""
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    if request.method == "POST":
        numbers = {member.pk: request.POST.get(f"order-{member.pk}", "").strip() for member in opened.members}
        wrong = [
            text for text in numbers.values() if not (text.isascii() and text.isdigit() and len(text) < 6)
        ]
        if wrong:
            messages.error(request, "STT phải là số nguyên, ví dụ 3. Chưa lưu thứ tự.")
            return redirect(year_url("members", opened))
        wanted = sorted(opened.members, key=lambda member: (int(numbers[member.pk]), member.position))
        order_members(actor=request.user, year=opened, members=[member.pk for member in wanted])
        messages.success(request, "Đã lưu thứ tự.")
        return redirect(year_url("members", opened))
    context = {
        "rows": [_row(opened, member) for member in opened.members],
        "leader": next((member.name for member in opened.members if member.role == Role.LEADER), ""),
        "frozen": why_frozen(opened),
        "published": opened.is_published,
        "new_url": year_url("member-new", opened),
        "setup_url": year_url("setup", opened),
    }
    return render(request, "blocs/members.html", context)


def _row(year: BlocYear, member: Membership) -> dict[str, Any]:
    role = Role(member.role)
    contact = [member.representative, member.representative_title, member.phone, member.email]
    return {
        "pk": member.pk,
        "number": member.position + 1 if member.order is None else member.order,
        "name": member.name,
        "short": member.unit_name.short_name,
        "code": member.code,
        "role": role.label,
        "tone": _ROLE_TONES[role],
        "is_member": role is Role.MEMBER,
        "category": member.category,
        "contact": " · ".join(part for part in contact if part),
        "edit_url": year_url("member-edit", year, pk=member.pk),
        "remove_url": year_url("member-remove", year, pk=member.pk),
        "move_url": year_url("member-move", year, pk=member.pk),
    }


def _member(year: BlocYear, pk: int) -> Membership:
    found = next((member for member in year.members if member.pk == pk), None)
    if found is None:
        raise Http404
    return found


@require_POST
def member_move(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    """One place up ("len") or down."""
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    ordered = [member.pk for member in opened.members]
    place = ordered.index(_member(opened, pk).pk)
    other = place + (-1 if request.POST.get("huong") == "len" else 1)
    if 0 <= other < len(ordered):
        ordered[place], ordered[other] = ordered[other], ordered[place]
        order_members(actor=request.user, year=opened, members=ordered)
    return redirect(f"{year_url('members', opened)}#unit-{pk}")


@require_http_methods(["GET", "POST"])
def member_new(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    form = NewMemberForm(posted(request), year=opened)

    def add() -> None:
        data = form.cleaned_data
        member = add_member(
            actor=request.user,
            year=opened,
            unit=form.unit(),
            code=data["code"],
            name=data["name"],
            short_name=data["short_name"],
            details=form.details(),
        )
        messages.success(request, f"Đã thêm {member.name}.")

    if request.method == "POST" and form.is_valid() and _taken(form, add):
        again = "them-nua" in request.POST
        return redirect(year_url("member-new" if again else "members", opened))
    context = _form_context(opened, form, why_frozen(opened))
    return render(request, "blocs/member_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def member_edit(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    member = _member(opened, pk)
    form = MemberForm(posted(request), member=member)

    def change() -> None:
        changes = change_member(
            actor=request.user, year=opened, member=member, details=form.details(), naming=form.naming()
        )
        messages.success(request, "Đã lưu." if changes else "Không có gì thay đổi.")

    if request.method == "POST" and form.is_valid() and _taken(form, change):
        return redirect(year_url("members", opened))
    context = _form_context(opened, form, PUBLISHED if opened.is_published else "")
    return render(
        request,
        "blocs/member_edit.html",
        {**context, "member": member},
        status=422 if form.errors else 200,
    )


def _taken(form: DetailsForm, act: Callable[[], None]) -> bool:
    """Whether the action took the form; what it cannot take is shown on the form."""
    try:
        act()
    except Faults as error:
        form.show_faults(error)
        return False
    except Invalid as error:
        form.add_error(None, str(error))
        return False
    return True


def _form_context(year: BlocYear, form: DetailsForm, frozen: str) -> dict[str, Any]:
    return {
        "form": form,
        "frozen": frozen,
        "categories": sorted({member.category for member in year.members if member.category}),
        "cancel_url": year_url("members", year),
    }


@require_http_methods(["GET", "POST"])
def member_remove(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    member = _member(opened, pk)
    if request.method == "POST":
        remove_member(actor=request.user, year=opened, member=member)
        messages.success(request, f"Đã đưa {member.name} ra khỏi khối năm {opened.year}.")
        return redirect(year_url("members", opened))
    context = {
        "heading": "Đưa đơn vị ra khỏi khối",
        "what": f"Đưa {member.name} ra khỏi khối năm {opened.year}?",
        "frozen": why_frozen(opened),
        "follows": [
            "Đăng ký, giao ước, chỉ tiêu và phiếu chấm còn trống của đơn vị trong năm này bị xóa.",
            "Các năm khác giữ nguyên; đơn vị vẫn thêm lại được.",
        ],
        "action_label": "Đưa ra khỏi khối",
        "cancel_url": year_url("members", opened),
        "tone": "danger",
    }
    return render(request, "blocs/setup_confirm.html", context)
