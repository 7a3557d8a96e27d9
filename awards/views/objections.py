"""Objections to approved results: the page, making one, taking it back, answering it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from awards.actions.objections import answer_objection, make_objection, withdraw_objection
from awards.models import Objection
from awards.objection_forms import AnswerForm, ObjectionForm
from awards.objection_rules import answers_objections, can_object, can_see_objections, objects_for
from awards.objections import objections_visible_to
from awards.presenting.objections import objections_context, words_about
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.context import year_url
from blocs.models import BlocYear, Membership

_NOT_OPEN = (
    "Chưa gửi được phản hồi: kết quả chưa niêm yết, hoặc thời gian phản hồi chưa mở hay đã hết."
    " Việc gửi là của lãnh đạo đơn vị."
)


@require_GET
def objections(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=can_see_objections)
    context = objections_context(request.user, opened) | {
        "back_url": year_url("results", opened),
        "new_url": year_url("objection-new", opened) if _speaks_for(request, opened) else "",
    }
    return render(request, "awards/objections.html", context)


def _speaks_for(request: SignedInRequest, year: BlocYear) -> list[Membership]:
    return [member for member in year.members if can_object(request.user, year, member)]


@require_http_methods(["GET", "POST"])
def objection_new(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=can_see_objections)
    members = _speaks_for(request, opened)
    require(bool(members), _NOT_OPEN)
    form = ObjectionForm(posted(request), year=opened, members=members)
    if request.method == "POST" and form.is_valid():
        make_objection(actor=request.user, year=opened, **form.objection())
        messages.success(request, "Đã gửi phản hồi; tổ thư ký phải trả lời và câu trả lời được lưu lại.")
        return redirect(year_url("objections", opened))
    context = {"form": form, "back_url": year_url("objections", opened)}
    return render(request, "awards/objection_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def objection_withdraw(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened, found = _open(request, bloc, year, pk)
    require(objects_for(request.user, opened, found.membership), "Chỉ lãnh đạo đơn vị rút được phản hồi.")
    if request.method == "POST":
        withdraw_objection(actor=request.user, year=opened, objection=pk)
        messages.success(request, "Đã rút phản hồi.")
        return redirect(year_url("objections", opened))
    context = {
        "heading": "Rút phản hồi",
        "what": f"{found.membership.name}: {words_about(opened, found)}",
        "facts": [{"label": "Nội dung", "value": found.text}],
        "follows": [
            "Tổ thư ký không phải trả lời nữa.",
            "Phản hồi đã rút vẫn còn trong danh sách và nhật ký.",
        ],
        "action_label": "Rút phản hồi",
        "cancel_url": year_url("objections", opened),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def objection_answer(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened, found = _open(request, bloc, year, pk)
    require(answers_objections(request.user, opened), "Việc trả lời phản hồi là của tổ thư ký khối.")
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        answer_objection(actor=request.user, year=opened, objection=pk, **form.answer_given())
        messages.success(request, "Đã trả lời; đơn vị xem được ngay.")
        return redirect(year_url("objections", opened))
    context = {
        "heading": "Trả lời phản hồi",
        "what": f"{found.membership.name}: {words_about(opened, found)}",
        "facts": [{"label": "Nội dung phản hồi", "value": found.text}],
        "follows": [
            "Câu trả lời được lưu lại, không sửa được; mọi đơn vị trong khối đọc được.",
            "Nếu chấp nhận: mở đính chính, sửa số liệu, rồi hai người duyệt phiên bản mới.",
        ],
        "form": form,
        "action_label": "Trả lời",
        "cancel_url": year_url("objections", opened),
    }
    return render(request, "confirm.html", context, status=422 if form.is_bound else 200)


def _open(request: SignedInRequest, bloc: str, year: str, pk: int) -> tuple[BlocYear, Objection]:
    """The year and the objection, or Http404 for those who may not know of it."""
    opened = visible_year(request, bloc, year, see=can_see_objections)
    found = objections_visible_to(request.user, opened).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.membership = next(member for member in opened.members if member.pk == found.membership_id)
    return opened, found
