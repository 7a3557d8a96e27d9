"""The versions of the rules: the list, one version, a draft begun, looked at, confirmed or cancelled."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from awards.actions.rule_versions import OWN_DRAFT, cancel_version, confirm_version, start_version
from awards.forms import VersionReasonForm
from awards.freezing import why_frozen
from awards.presenting.rule_versions import all_versions, review_context, version_context, versions_context
from awards.version_review import may_confirm, review, writers_of
from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.context import year_url
from blocs.editing import Stale
from blocs.refusals import Invalid
from scoring.rule_effects import Fate


@require_http_methods(["GET", "POST"])
def versions(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """Everybody of the year reads them; whoever may set the year up begins the next one here."""
    opened = visible_year(request, bloc, year)
    sets_up = rules.can_set_up_year(request.user, opened)
    form = VersionReasonForm(posted(request))
    if request.method == "POST":
        require(sets_up, "Chỉ tổ thư ký của khối và quản trị viên soạn quy tắc mới.")
        if form.is_valid():
            try:
                draft = start_version(actor=request.user, year=opened, **form.cleaned_data)
            except Invalid as error:
                form.add_error("reason", str(error))
            else:
                messages.success(
                    request, f"Đã mở bản soạn phiên bản {draft.number}. Hãy sửa ở các trang dưới đây."
                )
                return redirect(year_url("rules-review", opened))
    sees_draft = rules.can_confirm_rules(request.user, opened)
    drafting = opened.draft_rules_id is not None
    context = {
        **versions_context(opened, all_versions(opened)),
        "draft": opened.draft_rules if sees_draft else None,
        "review_url": year_url("rules-review", opened),
        "form": form if sets_up and not drafting and not opened.is_published and why_frozen(opened) else None,
        "setup_url": year_url("setup", opened) if sets_up else year_url("year-home", opened),
        "setup_label": "Thiết lập" if sets_up else "Việc cần làm",
    }
    return render(request, "awards/rule_versions.html", context, status=422 if form.errors else 200)


@require_GET
def version(request: SignedInRequest, bloc: str, year: str, number: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    found = next((row for row in all_versions(opened) if row.number == number), None)
    if found is None:
        raise Http404
    return render(request, "awards/rule_version.html", version_context(opened, found))


@require_http_methods(["GET", "POST"])
def version_review(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """What the draft changes; POST: the second name."""
    opened = visible_year(request, bloc, year, see=rules.can_confirm_rules)
    status = 200
    if request.method == "POST":
        try:
            done = confirm_version(actor=request.user, year=opened, seen=request.POST.get("seen", ""))
        except Stale as error:
            messages.warning(request, str(error))
            status = error.status
        else:
            back = len(done.with_fate(Fate.REOPENED))
            after = f" {back} phiếu được mở lại để chấm tiếp." if back else ""
            messages.success(request, f"Phiên bản {done.draft.number} có hiệu lực từ bây giờ.{after}")
            return redirect(year_url("rules-versions", opened))
    draft = opened.draft_rules
    if draft is None:
        messages.info(request, "Không có bản soạn quy tắc nào đang chờ.")
        return redirect(year_url("rules-versions", opened))
    found = review(opened, draft)
    context = {
        **review_context(
            opened,
            found,
            writers_of(draft),
            reads_scores=rules.can_read_scores(request.user, opened),
        ),
        "may_confirm": may_confirm(request.user, opened, draft)
        and bool(found.differences)
        and not found.faults,
        "own": OWN_DRAFT if not may_confirm(request.user, opened, draft) else "",
        "sets_up": rules.can_set_up_year(request.user, opened),
        "published": opened.is_published,
    }
    return render(request, "awards/rule_review.html", context, status=status)


@require_http_methods(["GET", "POST"])
def version_cancel(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    if request.method == "POST":
        cancel_version(actor=request.user, year=opened)
        messages.success(request, "Đã hủy bản soạn. Quy tắc đang dùng giữ nguyên.")
        return redirect(year_url("rules-versions", opened))
    draft = opened.draft_rules
    if draft is None:
        return redirect(year_url("rules-versions", opened))
    context = {
        "heading": "Hủy bản soạn quy tắc",
        "what": f"Hủy bản soạn phiên bản {draft.number}?",
        "follows": [
            "Mọi sửa đổi trên bản soạn mất đi; nhật ký còn ghi các khác biệt.",
            "Quy tắc, phiếu và kết quả đang có giữ nguyên.",
        ],
        "action_label": "Hủy bản soạn",
        "cancel_url": year_url("rules-review", opened),
        "tone": "danger",
    }
    return render(request, "confirm.html", context)
