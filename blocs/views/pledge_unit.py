"""A unit's own pages: reading and confirming, paper, a signed file, an answer, taking back, a substitute."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from blocs import pledge_rules
from blocs.access import SignedInRequest, posted, require
from blocs.actions.pledge_acting import StaleText
from blocs.actions.pledge_answers import answer as answer_pledge
from blocs.actions.pledge_answers import withdraw as take_back
from blocs.actions.pledge_digital import sign_digitally
from blocs.actions.pledge_signing import OnPaper, Session, confirm, record_paper
from blocs.context import year_url
from blocs.forms.pledge import AnswerForm, ConfirmForm, PaperForm, ReasonForm, SignedFileForm
from blocs.lockout import client_address
from blocs.models import BlocYear, Membership, PledgeText
from blocs.next_thing import next_thing
from blocs.pledge_page import pdf_facts
from blocs.pledge_queries import party, texts_of
from blocs.pledge_unit_page import done_context, sign_context, unit_context
from blocs.refusals import Refused
from blocs.signing_in_again import password_confirmed
from blocs.terms import PledgeDeed
from blocs.uploads import too_large_to_take
from blocs.views.pledge import visible_party, visible_unit

ONLY_IN_ONES_OWN_NAME = "Chỉ lãnh đạo đơn vị, hoặc người được cử ký thay bằng văn bản, xác nhận điện tử cho đơn vị; không ai xác nhận hộ."
ONLY_THE_UNIT = "Việc này của lãnh đạo đơn vị; tổ thư ký nhập thay được."
NOT_YOURS = "Mật khẩu chưa đúng. Hãy xem lại phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại."
TOO_LARGE = "Tệp quá nặng nên không nhận được. Hãy chọn tệp dưới 20 MB."


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, text, member = visible_party(request, bloc, year, unit)
    require(pledge_rules.can_sign_for(request.user, member), ONLY_IN_ONES_OWN_NAME)
    page = sign_context(request.user, opened, text, member)
    if page["is_signed"]:
        return redirect(year_url("pledge-done", opened, unit=member.code))
    form = ConfirmForm(posted(request), initial={"shown": text.fingerprint}, statement=page["statement"])
    problem, status = "", 200
    if request.method == "POST":
        problem, status = _confirm(request, opened, member, form)
        if status == 200:
            return redirect(year_url("pledge-done", opened, unit=member.code))
    if status == StaleText.status and form.is_bound:
        form = ConfirmForm(initial={"shown": text.fingerprint}, statement=page["statement"])
    return render(request, "blocs/pledge_sign.html", page | {"form": form, "problem": problem}, status=status)


def _confirm(
    request: SignedInRequest, year: BlocYear, member: Membership, form: ConfirmForm
) -> tuple[str, int]:
    """(what is wrong, the status to answer with); the password is asked for last, so that no try is lost."""
    if not form.is_valid():
        return "", 422
    if not password_confirmed(request, request.user, form.cleaned_data["password"]):
        form.add_error("password", NOT_YOURS)
        return "", 422
    session = Session(timezone.now(), client_address(request), request.headers.get("User-Agent", ""))
    shown = form.cleaned_data["shown"]
    try:
        done = confirm(actor=request.user, year=year, unit=member.pk, shown=shown, session=session)
    except Refused as error:
        return str(error), error.status
    if not done.is_new:
        messages.info(request, "Đơn vị đã ký từ trước; không cần ký lại.")
    return "", 200


@require_GET
def done(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, text, member = visible_party(request, bloc, year, unit)
    page = done_context(request.user, opened, text, member)
    if not page["is_signed"]:
        return redirect(year_url("pledge", opened))
    return render(request, "blocs/pledge_done.html", page | {"next": next_thing(request.user, opened)})


@require_GET
def unit(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    """Everything a unit may do about the pledge, on one page; where the secretariat enters for it."""
    opened, member = visible_unit(request, bloc, year, unit)
    text = texts_of(opened).in_force
    if text is None or party(opened, text, unit) is None:
        return redirect(year_url("pledge", opened))
    return render(request, "blocs/pledge_unit.html", unit_context(request.user, opened, text, member))


def _acting(
    request: SignedInRequest, bloc: str, year: str, unit: str
) -> tuple[BlocYear, PledgeText, Membership]:
    opened, text, member = visible_party(request, bloc, year, unit)
    require(pledge_rules.can_act_for(request.user, opened, member), ONLY_THE_UNIT)
    return opened, text, member


def _page(year: BlocYear, member: Membership, form: Any, **more: Any) -> dict[str, Any]:
    return {
        "form": form,
        "member": member,
        "back_url": year_url("pledge-unit", year, unit=member.code),
        **more,
    }


@require_http_methods(["GET", "POST"])
def paper(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, text, member = _acting(request, bloc, year, unit)
    initial = {"shown": text.fingerprint, "certified_by": request.user.full_name}
    form = PaperForm(posted(request), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        on_paper: OnPaper = form.paper()
        try:
            acts = record_paper(
                actor=request.user,
                year=opened,
                units=[member.pk],
                shown=data["shown"],
                paper=on_paper,
                scan=data["file"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said = "Đã ghi chữ ký giấy." if acts else "Đơn vị đã ký từ trước; không cần ký lại."
            messages.success(request, said)
            return redirect(year_url("pledge-done", opened, unit=member.code))
    status = 422 if form.errors else 200
    return render(request, "blocs/pledge_paper.html", _page(opened, member, form), status=status)


@require_http_methods(["GET", "POST"])
def digital(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, text, member = _acting(request, bloc, year, unit)
    form = SignedFileForm(posted(request), request.FILES or None, initial={"shown": text.fingerprint})
    if too_large_to_take(request):
        form.add_error("file", TOO_LARGE)
    elif request.method == "POST" and form.is_valid():
        upload, shown = form.cleaned_data["file"], form.cleaned_data["shown"]
        try:
            kept = sign_digitally(actor=request.user, year=opened, unit=member.pk, shown=shown, upload=upload)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, kept.sentence)
            onward = "pledge-done" if kept.counts else "pledge-unit"
            return redirect(year_url(onward, opened, unit=member.code))
    page = _page(opened, member, form, text=text, pdf=pdf_facts(text))
    return render(request, "blocs/pledge_digital.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def answer(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, text, member = _acting(request, bloc, year, unit)
    form = AnswerForm(posted(request), initial={"shown": text.fingerprint})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answer_pledge(
                actor=request.user,
                year=opened,
                unit=member.pk,
                shown=data["shown"],
                deed=PledgeDeed(data["deed"]),
                reason=data["reason"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã gửi ý kiến của đơn vị tới tổ thư ký.")
            return redirect(year_url("pledge", opened))
    status = 422 if form.errors else 200
    return render(request, "blocs/pledge_answer.html", _page(opened, member, form), status=status)


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, bloc: str, year: str, unit: str) -> HttpResponse:
    opened, text, member = _acting(request, bloc, year, unit)
    form = ReasonForm(posted(request), label="Lý do (không bắt buộc)", required=False)
    problem = ""
    if request.method == "POST" and form.is_valid():
        shown, reason = request.POST.get("shown", ""), form.cleaned_data["reason"]
        try:
            taken = take_back(actor=request.user, year=opened, unit=member.pk, shown=shown, reason=reason)
        except Refused as error:
            problem = str(error)
        else:
            said = "Đã rút lại chữ ký." if taken else "Đơn vị không có chữ ký nào để rút."
            messages.success(request, said)
            return redirect(year_url("pledge", opened))
    context = {
        "heading": "Rút lại chữ ký giao ước",
        "what": f"Rút lại chữ ký của {member.name}",
        "follows": [
            "Đơn vị trở lại chưa ký; ký lại được tới khi hết hạn hoặc tổ thư ký khóa.",
            "Việc ký và việc rút lại đều còn trong hồ sơ.",
        ],
        "action_label": "Rút lại",
        "tone": "danger",
        "cancel_url": year_url("pledge-done", opened, unit=member.code),
        "hidden": [{"name": "shown", "value": text.fingerprint}],
        "form": form,
        "problem": problem,
    }
    return render(request, "blocs/pledge_confirm.html", context, status=409 if problem else 200)
