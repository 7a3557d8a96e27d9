"""A unit's own page of registration: reading, drafting, sending, taking back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.actions.unit_registrations import (
    change_registration,
    draft_registration,
    in_words,
    named,
    registrations_of,
    remove_registration,
    send_registrations,
    state_of,
    take_back_registration,
    wanted_of,
)
from awards.documents_registration import unit_paper
from awards.limits import asked_codes, registrable_awards
from awards.models import Registration
from awards.presenting.registration_page import deadline_words, unit_page
from awards.registration_forms import RegistrationForm, Whom, whom_of
from awards.rules import can_draft_registration, can_see_registration, keeps_registration, sends_registration
from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, Membership
from blocs.next_thing import lead_on
from blocs.refusals import Faults
from blocs.tabs import pledge_tabs
from reports.paper import press

ONLY_READ = "Ông, bà xem được trang này; việc đăng ký là của đơn vị, hoặc của tổ thư ký khối nhập thay."
HEAD_SENDS = "Việc gửi và rút lại là của lãnh đạo đơn vị. Hãy báo lãnh đạo mở trang này."


def open_unit(request: SignedInRequest, bloc: str, year: str, unit: str) -> tuple[BlocYear, Membership]:
    """The year and its unit of that code, when this person may see its registrations; Http404."""
    opened = visible_year(request, bloc, year)
    member = next((member for member in opened.members if member.code == unit), None)
    if member is None or not can_see_registration(request.user, opened, member):
        raise Http404
    return opened, member


def open_row(
    request: SignedInRequest, bloc: str, year: str, pk: int
) -> tuple[BlocYear, Membership, Registration]:
    """The same for one registration."""
    opened = visible_year(request, bloc, year)
    row = Registration.objects.filter(pk=pk, membership__year=opened).select_related("award").first()
    member = next((member for member in opened.members if row and member.pk == row.membership_id), None)
    if row is None or member is None or not can_see_registration(request.user, opened, member):
        raise Http404
    return opened, member, row


def to_unit(year: BlocYear, member: Membership) -> HttpResponse:
    return redirect(year_url("registration-unit", year, unit=member.code))


def _require_window(request: SignedInRequest, year: BlocYear, member: Membership) -> None:
    require(keeps_registration(request.user, year, member), ONLY_READ)
    closed = f"{deadline_words(year, member)} Hãy liên hệ tổ thư ký khối nếu cần gia hạn."
    require(can_draft_registration(request.user, year, member), closed)


@require_GET
def registration_unit(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, member = open_unit(request, bloc, year, unit)
    return show_unit(request, opened, member)


def show_unit(
    request: SignedInRequest,
    year: BlocYear,
    member: Membership,
    problems: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = unit_page(request.user, year, member) | {
        "problems": problems,
        "tabs": pledge_tabs(request.user, year, "registrations"),
        "siblings": [
            (other.short_name, year_url("registration-unit", year, unit=other.code))
            for other in rules.own_members(request.user, year)
            if other != member
        ],
        "back_url": year_url("registrations", year) if rules.can_read_scores(request.user, year) else "",
    }
    return render(request, "awards/registration_unit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def registration_new(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, member = open_unit(request, bloc, year, unit)
    _require_window(request, opened, member)
    whom = next((whom for whom in Whom if whom.value == request.GET.get("cho")), Whom.UNIT)
    awards = [award for award in registrable_awards(opened) if whom.takes(award)]
    form = RegistrationForm(posted(request), whom=whom, awards=awards, asked=asked_codes(opened))
    if request.method == "POST" and form.is_valid():
        try:
            draft_registration(actor=request.user, year=opened, member=member, wanted=form.wanted())
        except Faults as error:
            form.show_faults(error)
        else:
            who = "Ông, bà" if sends_registration(request.user, opened, member) else "Lãnh đạo đơn vị"
            messages.success(request, f"Đã lưu, chưa gửi. {who} xem lại rồi bấm Gửi khối.")
            return to_unit(opened, member)
    return _show_form(request, opened, member, form, f"Đăng ký cho {whom.label.lower()}")


@require_http_methods(["GET", "POST"])
def registration_edit(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened, member, row = open_row(request, bloc, year, pk)
    _require_window(request, opened, member)
    wanted, base = wanted_of(row), fingerprint(state_of([row]))
    whom = whom_of(wanted)
    awards = [
        award
        for award in registrable_awards(opened, row.award.code)
        if whom.takes(award) or award == row.award
    ]
    form = RegistrationForm(
        posted(request), whom=whom, awards=awards, asked=asked_codes(opened), wanted=wanted, base=base
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_registration(
                actor=request.user,
                year=opened,
                member=member,
                pk=pk,
                wanted=form.wanted(),
                base=form.cleaned_data["base"],
            )
        except Faults as error:
            form.show_faults(error)
        except Stale as error:
            form.show_base(base)
            stored = "; ".join(f"{label}: {value}" for label, value in in_words(wanted, row.award).items())
            problem = f"{error} Đang lưu: {stored}."
            return _show_form(request, opened, member, form, named(row), problem=problem, status=error.status)
        else:
            messages.success(request, "Đã lưu.")
            return to_unit(opened, member)
    return _show_form(request, opened, member, form, named(row), reason=row.reason)


def _show_form(
    request: SignedInRequest,
    year: BlocYear,
    member: Membership,
    form: RegistrationForm,
    heading: str,
    *,
    problem: str = "",
    status: int = 0,
    reason: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "unit": member.name,
        "problem": problem,
        "reason": reason,
        "cancel_url": year_url("registration-unit", year, unit=member.code),
    }
    status = status or (422 if form.is_bound and form.errors else 200)
    return render(request, "awards/registration_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def registration_remove(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened, member, row = open_row(request, bloc, year, pk)
    _require_window(request, opened, member)
    if request.method == "POST":
        base = request.POST.get("base", "")
        remove_registration(actor=request.user, year=opened, member=member, pk=pk, base=base)
        messages.success(request, f"Đã bỏ đăng ký {named(row)}.")
        return to_unit(opened, member)
    context = {
        "heading": "Bỏ đăng ký",
        "what": f"Bỏ đăng ký {named(row)} của {member.name}?",
        "follows": ["Đăng ký này mất khỏi trang của đơn vị; nhật ký vẫn giữ."],
        "hidden": [{"name": "base", "value": fingerprint(state_of([row]))}],
        "action_label": "Bỏ đăng ký",
        "cancel_url": year_url("registration-unit", opened, unit=member.code),
        "tone": "danger",
    }
    return render(request, "confirm.html", context)


@require_POST
def registration_send(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, member = open_unit(request, bloc, year, unit)
    require(sends_registration(request.user, opened, member), HEAD_SENDS)
    _require_window(request, opened, member)
    try:
        base = request.POST.get("base", "")
        count = send_registrations(actor=request.user, year=opened, member=member, base=base)
    except Stale as error:
        return show_unit(request, opened, member, (str(error),), error.status)
    except Faults as error:
        sentences = tuple(sentence for _, sentence in error.faults)
        return show_unit(request, opened, member, sentences, error.status)
    said = (
        f"Đã gửi {count} đăng ký. Tổ thư ký khối sẽ nhận hoặc trả lại." if count else "Không còn gì chờ gửi."
    )
    lead_on(request, opened, said)
    return to_unit(opened, member)


@require_POST
def registration_take_back(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened, member, row = open_row(request, bloc, year, pk)
    require(sends_registration(request.user, opened, member), HEAD_SENDS)
    _require_window(request, opened, member)
    take_back_registration(actor=request.user, year=opened, member=member, pk=pk)
    messages.success(request, f"Đã rút lại {named(row)}; sửa xong hãy gửi lại.")
    return to_unit(opened, member)


@require_GET
def registration_file(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    """Bản đăng ký thi đua; `?dinh-dang=docx` for Word, PDF otherwise."""
    opened, member = open_unit(request, bloc, year, unit)
    extension = request.GET.get("dinh-dang", "pdf")
    if extension not in ("pdf", "docx"):
        raise Http404
    paper = unit_paper(opened, member, registrations_of(member))
    response = HttpResponse(press.render(paper, extension), content_type=press.content_type(extension))
    response["Content-Disposition"] = press.disposition(paper, extension, inline=extension == "pdf")
    return response
