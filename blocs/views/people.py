"""The people: who holds which seat, inviting, giving and ending seats, slips."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, require
from blocs.actions.access_codes import issue_reset_code
from blocs.actions.people import invite_person, set_active
from blocs.actions.seats import end_seat, grant_seat
from blocs.forms.people import InviteForm, SeatForm
from blocs.models import User
from blocs.numbers import whole
from blocs.people_pages import people_page, person_line, seat_lines
from blocs.queries import people_within_reach
from blocs.refusals import Refused
from blocs.slips import keep_code, take_slip

NOT_YOURS = "Người này còn có vai trò ở nơi khác. Hãy nhờ quản trị hệ thống."
SEAT_ENDS = (
    "Quyền của vai trò này hết ngay, kể cả trên máy đang đăng nhập.",
    "Những gì người này đã nhập, đã ký vẫn còn nguyên, kèm tên.",
    "Các vai trò khác và tài khoản không đổi.",
)
ACCOUNT_CLOSES = (
    "Người này bị đăng xuất trên mọi máy và không đăng nhập được nữa.",
    "Phiếu mã chưa dùng không còn giá trị.",
    "Vai trò và những gì đã làm vẫn còn; có thể mở lại bất cứ lúc nào.",
)
ACCOUNT_OPENS = ("Người này lại đăng nhập được bằng mật khẩu cũ.",)


def _manager(request: SignedInRequest) -> User:
    if not rules.can_manage_people(request.user):
        raise Http404
    return request.user


def _person(request: SignedInRequest, pk: int) -> User:
    """The person at this address, when within reach."""
    found = people_within_reach(_manager(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
def people(request: SignedInRequest) -> HttpResponse:
    viewer = _manager(request)
    search = request.GET.get("tim", "")
    number = request.GET.get("trang", "")
    page = people_page(viewer, search=search, number=whole(number) or 1)
    return render(request, "blocs/people.html", {"page": page, "search": search})


@require_http_methods(["GET", "POST"])
def person_invite(request: SignedInRequest) -> HttpResponse:
    form = InviteForm(_manager(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = invite_person(actor=request.user, **form.person(), **form.seat())
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            if invited.code:
                keep_code(request, invited.person, invited.code)
                return redirect("person-slip", invited.person.pk)
            messages.success(request, _known_already(invited.person))
            return redirect("person", invited.person.pk)
    return render(request, "blocs/person_invite.html", {"form": form})


def _known_already(person: User) -> str:
    if person.has_usable_password():
        return f"{person.full_name} đã có tài khoản từ trước và đăng nhập bằng mật khẩu sẵn có."
    return f"Đã giao vai trò. {person.full_name} chưa đặt mật khẩu: hãy nhờ quản trị hệ thống cấp phiếu."


@require_http_methods(["GET", "POST"])
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """A person's seats; posting gives another one."""
    found = _person(request, pk)
    form = SeatForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            grant_seat(actor=request.user, person=found, **form.seat())
        except Refused as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, f"Đã giao thêm vai trò cho {found.full_name}.")
            return redirect("person", pk)
    lines = list(seat_lines(request.user, found.all_seats).values())
    line = person_line(found, [seat for seat in lines if seat.is_held])
    may_help = rules.can_make_slip(request.user, found)
    given = {
        "line": line,
        "lines": lines,
        "form": form,
        "may_help": may_help,
        "is_self": found == request.user,
    }
    return render(request, "blocs/person.html", given)


@require_http_methods(["GET", "POST"])
def person_seat_end(request: SignedInRequest, pk: int, seat: int) -> HttpResponse:
    """What ending this seat means; posting ends it."""
    found = _person(request, pk)
    held = next((held for held in found.all_seats if held.pk == seat), None)
    if held is None or not rules.can_see_seat(request.user, held):
        raise Http404
    require(rules.can_end(request.user, held), "Chỉ quản trị hệ thống cho thôi được vai trò này.")
    if request.method == "POST":
        end_seat(actor=request.user, seat=held)
        messages.success(request, f"{found.full_name} đã thôi vai trò {held}.")
        request.user.forget_seats()
        return redirect("person", pk) if rules.can_manage_people(request.user) else redirect("/")
    line = seat_lines(request.user, [held])[held.pk]
    given = {
        "heading": "Cho thôi vai trò",
        "what": f"{found.full_name} thôi {line.words} từ hôm nay?",
        "follows": SEAT_ENDS,
        "action_label": "Cho thôi từ hôm nay",
    }
    return _confirm(request, found, given, tone="danger")


@require_http_methods(["GET", "POST"])
def person_account(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again."""
    found = _person(request, pk)
    require(rules.can_make_slip(request.user, found), NOT_YOURS)
    if request.method == "POST":
        set_active(actor=request.user, person=found, active=not found.is_active)
        done = "mở lại" if not found.is_active else "ngừng"
        messages.success(request, f"Đã {done} tài khoản của {found.full_name}.")
        return redirect("person", pk)
    given = {
        "heading": "Ngừng tài khoản" if found.is_active else "Mở lại tài khoản",
        "what": f"{'Ngừng' if found.is_active else 'Mở lại'} tài khoản của {found.full_name}?",
        "follows": ACCOUNT_CLOSES if found.is_active else ACCOUNT_OPENS,
        "action_label": "Ngừng tài khoản" if found.is_active else "Mở lại tài khoản",
    }
    return _confirm(request, found, given, tone="danger" if found.is_active else "")


def _confirm(request: SignedInRequest, person: User, given: dict[str, Any], *, tone: str) -> HttpResponse:
    return render(
        request, "confirm.html", {**given, "tone": tone, "cancel_url": reverse("person", args=[person.pk])}
    )


@never_cache
@require_http_methods(["GET", "POST"])
def person_slip(request: SignedInRequest, pk: int) -> HttpResponse:
    """Posting makes a new code; the page right after shows it, once."""
    found = _person(request, pk)
    require(rules.can_make_slip(request.user, found), NOT_YOURS)
    if request.method == "POST":
        keep_code(request, found, issue_reset_code(actor=request.user, person=found))
        return redirect("person-slip", pk)
    return render(request, "blocs/person_slip.html", {"person": found, "slip": take_slip(request, found)})
