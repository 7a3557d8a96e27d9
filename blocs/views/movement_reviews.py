"""Reviews of a movement: written, changed, taken out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs.access import SignedInRequest, posted, visible_year
from blocs.actions.movement_reviews import add_review, change_review, remove_review, review_state
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.forms.movements import ReviewForm
from blocs.models import BlocYear, MovementReview, User
from blocs.refusals import Faults
from blocs.views.movements import find, show_form


@require_http_methods(["GET", "POST"])
def review_new(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    movement = find(opened, pk, request.user)
    form = ReviewForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            add_review(actor=request.user, year=opened, movement=pk, details=form.details())
        except Faults as error:
            form.show_faults(error)
        else:
            messages.success(request, "Đã ghi đánh giá.")
            return redirect(f"{year_url('movements', opened)}#phong-trao-{pk}")
    return show_form(request, opened, form, f"Sơ kết, tổng kết: {movement.name}")


@require_http_methods(["GET", "POST"])
def review_edit(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    review = _review(opened, pk, request.user)
    form = ReviewForm(posted(request), state=review_state(review))
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_review(
                actor=request.user,
                year=opened,
                pk=pk,
                details=form.details(),
                base=form.cleaned_data["base"],
            )
        except Stale as error:
            form.show_stored(review_state(review), str(error))
        except Faults as error:
            form.show_faults(error)
        else:
            messages.success(request, "Đã lưu." if changed else "Không có gì thay đổi.")
            return redirect(f"{year_url('movements', opened)}#phong-trao-{review.movement_id}")
    return show_form(request, opened, form, f"Sửa đánh giá: {review.movement.name}")


@require_http_methods(["GET", "POST"])
def review_remove(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    review = _review(opened, pk, request.user)
    if request.method == "POST":
        remove_review(actor=request.user, year=opened, pk=pk, base=request.POST.get("base", ""))
        messages.success(request, "Đã xóa đánh giá.")
        return redirect(f"{year_url('movements', opened)}#phong-trao-{review.movement_id}")
    context = {
        "heading": "Xóa đánh giá",
        "what": f"Xóa đánh giá ngày {review.held_on:%d/%m/%Y} của phong trào “{review.movement}”?",
        "facts": [{"label": "Nội dung", "value": review.text}],
        "follows": ["Nhật ký giữ nội dung đã xóa."],
        "hidden": [{"name": "base", "value": fingerprint(review_state(review))}],
        "action_label": "Xóa đánh giá",
        "cancel_url": year_url("movements", opened),
        "tone": "danger",
    }
    return render(request, "confirm.html", context)


def _review(year: BlocYear, pk: int, user: User) -> MovementReview:
    review = MovementReview.objects.filter(pk=pk, movement__year=year).select_related("movement").first()
    if review is None:
        raise Http404
    find(year, review.movement_id, user)
    return review
