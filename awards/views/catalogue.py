"""The installation's catalogue of titles and forms of commendation: everybody reads, few edit."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from awards.actions.catalogue import add_award, award_row, change_award, remove_award, why_kept
from awards.catalogue_forms import AwardForm
from awards.early_eligibility import is_valid_on
from awards.models import Award
from awards.rules import can_edit_catalogue
from blocs.access import SignedInRequest, posted, require
from blocs.editing import Stale
from blocs.refusals import Faults
from blocs.terms import AwardKind, AwardLevel
from reports.paper.words import short_date

ONLY_READ = "Ông, bà xem được danh mục; việc sửa là của quản trị hệ thống."


@require_GET
def catalogue(request: SignedInRequest) -> HttpResponse:
    awards = Award.objects.prefetch_related("conditions")
    context = {
        "rows": [_line(award) for award in awards],
        "may_edit": can_edit_catalogue(request.user),
        "new_url": reverse("award-catalogue-new"),
    }
    return render(request, "awards/catalogue.html", context)


def _line(award: Award) -> dict[str, Any]:
    objects = [
        word for word, on in (("tập thể", award.for_collectives), ("cá nhân", award.for_persons)) if on
    ]
    facts = [AwardLevel(award.level).label, AwardKind(award.kind).label, ", ".join(objects)]
    validity = [f"từ {short_date(award.valid_from)}"] if award.valid_from else []
    validity += [f"thôi áp dụng từ {short_date(award.valid_to)}"] if award.valid_to else []
    gap = f"Hai lần tặng cách nhau {award.gap_years} năm." if award.gap_years else ""
    return {
        "name": award.name,
        "code": award.code,
        "short_name": award.short_name,
        "facts": " · ".join(fact for fact in facts if fact),
        "issuer": award.issuer,
        "legal_basis": award.legal_basis,
        "gap": gap,
        "validity": ", ".join(validity),
        "is_over": not is_valid_on(award.valid_from, award.valid_to, timezone.localdate()),
        "conditions": [condition.text for condition in award.conditions.all()],
        "edit_url": reverse("award-catalogue-edit", args=[award.pk]),
    }


@require_http_methods(["GET", "POST"])
def catalogue_new(request: SignedInRequest) -> HttpResponse:
    require(can_edit_catalogue(request.user), ONLY_READ)
    form = AwardForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            award = add_award(actor=request.user, row=form.row())
        except Faults as error:
            form.show_faults(error)
        else:
            messages.success(request, f"Đã thêm {award.name}.")
            return redirect("award-catalogue")
    return _show(request, form, "Thêm danh hiệu")


@require_http_methods(["GET", "POST"])
def catalogue_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    award = _award(pk)
    require(can_edit_catalogue(request.user), ONLY_READ)
    kept = why_kept(award)
    form = AwardForm(posted(request), row=award_row(award), fixed_code=kept)
    if request.method == "POST" and form.is_valid():
        try:
            base = form.cleaned_data["base"]
            changed = change_award(actor=request.user, pk=pk, row=form.row(), base=base)
        except Faults as error:
            form.show_faults(error)
        except Stale as error:
            form.show_stored(award_row(_award(pk)))
            return _show(request, form, award.name, award, kept, problem=str(error), status=error.status)
        else:
            messages.success(request, "Đã lưu." if changed else "Không có gì thay đổi.")
            return redirect("award-catalogue")
    return _show(request, form, award.name, award, kept)


def _award(pk: int) -> Award:
    found = Award.objects.prefetch_related("conditions").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _show(
    request: SignedInRequest,
    form: AwardForm,
    heading: str,
    award: Award | None = None,
    kept: str = "",
    *,
    problem: str = "",
    status: int = 0,
) -> HttpResponse:
    may_remove = award is not None and not kept
    context = {
        "form": form,
        "heading": heading,
        "problem": problem,
        "cancel_url": reverse("award-catalogue"),
        "remove_url": reverse("award-catalogue-remove", args=[award.pk]) if award and may_remove else "",
    }
    status = status or (422 if form.is_bound and form.errors else 200)
    return render(request, "awards/catalogue_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def catalogue_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    require(can_edit_catalogue(request.user), ONLY_READ)
    award = _award(pk)
    if request.method == "POST":
        remove_award(actor=request.user, pk=pk)
        messages.success(request, f"Đã bỏ {award.name} khỏi danh mục.")
        return redirect("award-catalogue")
    context = {
        "heading": "Bỏ khỏi danh mục",
        "what": f"Bỏ {award.name} khỏi danh mục?",
        "follows": ["Chưa năm nào, đơn vị nào dùng danh hiệu này, nên không mất số liệu gì."],
        "action_label": "Bỏ danh hiệu",
        "cancel_url": reverse("award-catalogue-edit", args=[pk]),
        "tone": "danger",
    }
    return render(request, "confirm.html", context)
