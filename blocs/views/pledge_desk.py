"""The secretariat's side of the pledge: drafting, opening, locking, recording paper."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import pledge_rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.actions.pledge_signing import record_paper
from blocs.actions.pledge_texts import (
    discard_text,
    lock_text,
    open_signing,
    save_text,
    start_text,
    unlock_text,
    wording_of,
    wording_state,
)
from blocs.context import year_url
from blocs.documents_pledge import canonical_of, fingerprint_of
from blocs.editing import Stale, fingerprint
from blocs.forms.pledge import PaperForm, ReasonForm, WordingForm, commitment_rows, wording_typed
from blocs.models import BlocYear, PledgeText
from blocs.pledge_page import as_read
from blocs.pledge_queries import text_of_last_year, texts_of, unit_lines
from blocs.pledge_windows import who_signs_now
from blocs.pledge_wording import COMMITMENTS
from blocs.refusals import Invalid, Refused

ONLY_SECRETARIAT = "Việc này của tổ thư ký khối; ông, bà xem được trang Giao ước."


def _desk_year(request: SignedInRequest, bloc: str, year: str) -> BlocYear:
    opened = visible_year(request, bloc, year, see=pledge_rules.can_see_drafts)
    require(pledge_rules.can_write_pledge(request.user, opened), ONLY_SECRETARIAT)
    return opened


def _text_in_force(year: BlocYear) -> PledgeText:
    text = texts_of(year).in_force
    if text is None:
        raise Http404
    return text


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """Begin a text; with a reason where it is to replace one."""
    opened = _desk_year(request, bloc, year)
    texts = texts_of(opened)
    replaces = texts.in_force is not None
    form = ReasonForm(posted(request), label="Lý do thay giao ước", required=replaces)
    if request.method == "POST" and form.is_valid():
        start_text(
            actor=request.user,
            year=opened,
            from_last_year="nam-truoc" in request.POST,
            reason=form.cleaned_data["reason"],
        )
        return redirect(year_url("pledge-write", opened))
    last = text_of_last_year(opened)
    context = {
        "form": form,
        "in_force": texts.in_force,
        "signed": sum(line.is_signed for line in unit_lines(opened, texts.in_force)) if texts.in_force else 0,
        "last_year": last.year.year if last else "",
        "template_rows": len(COMMITMENTS),
        "back_url": year_url("pledge", opened),
    }
    return render(request, "blocs/pledge_start.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def write(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = _desk_year(request, bloc, year)
    text = texts_of(opened).draft
    if text is None:
        return redirect(year_url("pledge", opened))
    form = WordingForm(posted(request), initial=wording_state(text))
    rows = commitment_rows(text.commitments, posted(request))
    problem, status = "", 200
    if request.method == "POST":
        problem, status = _save(request, opened, form, rows)
        if status == 200:
            onward = "pledge-open" if "mo-ky" in request.POST else "pledge-write"
            return redirect(year_url(onward, opened))
    context = {"form": form, "rows": rows, "problem": problem, "text": text} | _writing_context(opened, text)
    return render(request, "blocs/pledge_write.html", context, status=status)


def _save(request: SignedInRequest, year: BlocYear, form: WordingForm, rows: Any) -> tuple[str, int]:
    if not (form.is_valid() and rows.is_valid()):
        return "Chưa lưu được. Hãy sửa các chỗ có chữ đỏ rồi lưu lại.", 422
    try:
        changed = save_text(
            actor=request.user, year=year, wanted=wording_typed(form, rows), base=request.POST.get("base", "")
        )
    except (Stale, Invalid) as error:
        return str(error), error.status
    messages.success(request, "Đã lưu giao ước." if changed else "Không có gì thay đổi.")
    return "", 200


def _writing_context(year: BlocYear, text: PledgeText) -> dict[str, Any]:
    return {
        "base": fingerprint(wording_state(text)),
        "stored": wording_of(text),
        "paper": as_read(text, year),
        "open_url": year_url("pledge-open", year),
        "discard_url": year_url("pledge-discard", year),
        "back_url": year_url("pledge", year),
    }


def confirm_page(
    request: SignedInRequest, context: dict[str, Any], form: forms.Form | None = None, problem: str = ""
) -> HttpResponse:
    status = 422 if form is not None and form.errors else 409 if problem else 200
    return render(
        request, "blocs/pledge_confirm.html", context | {"form": form, "problem": problem}, status=status
    )


@require_http_methods(["GET", "POST"])
def discard(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = _desk_year(request, bloc, year)
    text = texts_of(opened).draft
    if text is None:
        return redirect(year_url("pledge", opened))
    if request.method == "POST":
        discard_text(actor=request.user, year=opened)
        messages.success(request, "Đã bỏ bản nháp.")
        return redirect(year_url("pledge", opened))
    context = {
        "heading": "Bỏ bản nháp giao ước",
        "what": f"Bỏ bản nháp lần {text.number}",
        "follows": ["Phần đã soạn mất hẳn.", "Bản giao ước đang có (nếu có) giữ nguyên."],
        "action_label": "Bỏ bản nháp",
        "tone": "danger",
        "cancel_url": year_url("pledge-write", opened),
    }
    return confirm_page(request, context)


@require_http_methods(["GET", "POST"])
def open_(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = _desk_year(request, bloc, year)
    problem = ""
    if request.method == "POST":
        try:
            text = open_signing(actor=request.user, year=opened, shown=request.POST.get("shown", ""))
        except (Stale, Invalid) as error:
            problem = str(error)
        else:
            messages.success(request, f"Đã mở ký giao ước lần {text.number}. {who_signs_now(opened)}")
            return redirect(year_url("pledge", opened))
    texts = texts_of(opened)
    if texts.draft is None:
        return redirect(year_url("pledge", opened))
    return confirm_page(request, _opening_context(opened, texts.draft), problem=problem)


def _opening_context(year: BlocYear, text: PledgeText) -> dict[str, Any]:
    canonical = canonical_of(text, year)
    signed = [member.short_name for member in year.members if _has_signed(member)]
    nameless = [unit["short"] for unit in canonical["units"] if not unit["representative"]]
    voids = f"Chữ ký của {len(signed)} đơn vị hết hiệu lực, phải ký lại: {', '.join(signed)}."
    return {
        "heading": "Mở ký giao ước",
        "what": f"Mở ký giao ước năm {year.year}, bản lần {text.number}",
        "facts": [
            {"label": "Số điều", "value": len(canonical["commitments"])},
            {"label": "Đơn vị ký", "value": len(canonical["units"])},
            {"label": "Chỉ tiêu in kèm", "value": sum(len(group["rows"]) for group in canonical["targets"])},
            {"label": "Thứ tự ký", "value": "Lần lượt theo khối" if text.in_order else "Tùy ý"},
            *([{"label": "Chưa ghi người đại diện", "value": ", ".join(nameless)}] if nameless else []),
        ],
        "follows": [
            "Nội dung được chốt cùng bản PDF để ký; muốn sửa phải soạn bản mới và mọi đơn vị ký lại.",
            *([voids] if signed else []),
            "Lãnh đạo các đơn vị được báo trên trang.",
        ],
        "action_label": "Mở ký",
        "cancel_url": year_url("pledge-write", year),
        "hidden": [{"name": "shown", "value": fingerprint_of(canonical)}],
        "paper": as_read(text, year),
        "tone": "danger" if signed else "",
    }


def _has_signed(member: Any) -> bool:
    signature = getattr(member, "pledge_signature", None)
    return signature is not None and signature.signed_on is not None


@require_http_methods(["GET", "POST"])
def lock(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = _desk_year(request, bloc, year)
    text = _text_in_force(opened)
    if request.method == "POST":
        lock_text(actor=request.user, year=opened, shown=request.POST.get("shown", ""))
        messages.success(request, "Đã khóa giao ước. Nay ban hành được bản cuối.")
        return redirect(year_url("pledge", opened))
    lines = unit_lines(opened, text)
    missing = [line.member.short_name for line in lines if not line.is_signed]
    context = {
        "heading": "Khóa giao ước",
        "what": f"{len(lines) - len(missing)}/{len(lines)} đơn vị đã ký",
        "facts": [{"label": "Chưa ký", "value": ", ".join(missing)}] if missing else [],
        "follows": [
            "Không đơn vị nào ký thêm hay rút lại được nữa.",
            "Bản cuối có bảng chữ ký và bảng xác nhận điện tử ban hành được.",
        ],
        "action_label": "Khóa giao ước",
        "cancel_url": year_url("pledge", opened),
        "hidden": [{"name": "shown", "value": text.fingerprint}],
        "tone": "danger" if missing else "",
    }
    return confirm_page(request, context)


@require_http_methods(["GET", "POST"])
def unlock(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = _desk_year(request, bloc, year)
    text = _text_in_force(opened)
    form = ReasonForm(posted(request), label="Lý do mở lại")
    if request.method == "POST" and form.is_valid():
        shown, reason = request.POST.get("shown", ""), form.cleaned_data["reason"]
        unlock_text(actor=request.user, year=opened, shown=shown, reason=reason)
        messages.success(request, "Đã mở lại việc ký.")
        return redirect(year_url("pledge", opened))
    context = {
        "heading": "Mở lại việc ký",
        "what": f"Mở lại việc ký giao ước lần {text.number}",
        "follows": ["Chữ ký đã có giữ nguyên.", "Đơn vị chưa ký ký được nếu còn hạn hoặc được gia hạn."],
        "action_label": "Mở lại",
        "cancel_url": year_url("pledge", opened),
        "hidden": [{"name": "shown", "value": text.fingerprint}],
    }
    return confirm_page(request, context, form)


@require_http_methods(["GET", "POST"])
def record(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """Several units that signed one sheet of paper, with one scan ("nhập thay")."""
    opened = _desk_year(request, bloc, year)
    text = _text_in_force(opened)
    waiting = [line.member for line in unit_lines(opened, text) if not line.is_signed]
    initial = {"shown": text.fingerprint, "certified_by": request.user.full_name}
    form = PaperForm(posted(request), request.FILES or None, members=waiting, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            acts = record_paper(
                actor=request.user,
                year=opened,
                units=[int(pk) for pk in data["units"]],
                shown=data["shown"],
                paper=form.paper(),
                scan=data["file"],
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã ghi chữ ký giấy của {len(acts)} đơn vị.")
            return redirect(year_url("pledge", opened))
    context = {"form": form, "none_left": not waiting, "back_url": year_url("pledge", opened)}
    return render(request, "blocs/pledge_record.html", context, status=422 if form.errors else 200)
