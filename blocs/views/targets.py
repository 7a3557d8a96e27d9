"""The targets of the pledge: everybody's on one page, and a unit's own lines."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.actions.targets import own_targets, promises_state, save_promises, take_last_year
from blocs.addresses import page
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.forms.targets import PromiseForm, promise_forms
from blocs.models import BlocYear, Membership, Target
from blocs.refusals import Refused
from blocs.tabs import pledge_tabs
from blocs.target_results import with_measure
from blocs.target_rules import (
    FROZEN,
    LEFT,
    NOT_THEIRS,
    PLEDGE_CLOSED,
    PUBLISHED,
    acts_for,
    can_promise,
    is_frozen,
)
from blocs.targets_page import page_of


def member_of(year: BlocYear, pk: int) -> Membership:
    """The unit of the year, or Http404."""
    found = next((member for member in year.members if member.pk == pk), None)
    if found is None:
        raise Http404
    return found


@require_GET
def targets(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    own = rules.own_members(request.user, opened)
    runs = rules.can_run_year(request.user, opened)
    context = page_of(request.user, opened, own) | {
        "tabs": pledge_tabs(request.user, opened, "targets"),
        "runs": runs,
        "links_url": page("target-links", opened) if runs and not opened.is_published else "",
    }
    return render(request, "blocs/targets.html", context)


@require_http_methods(["GET", "POST"])
def promises(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    """A unit's targets as lines; what was typed stays when it cannot be taken."""
    opened = visible_year(request, bloc, year)
    member = member_of(opened, pk)
    require(acts_for(request.user, opened, member), NOT_THEIRS)
    stored = own_targets(member)
    forms = promise_forms(posted(request), stored)
    problem, status = "", 200
    if request.method == "POST":
        problem, status = _save(request, opened, member, forms)
        if status == 200:
            return redirect(year_url("targets", opened))
        stored = own_targets(member)
    closed = _why_closed(request, opened, member)
    context = {
        "member": member,
        "forms": forms,
        "problem": problem,
        "stored": [_told(row) for row in stored] if status == 409 else [],
        "base": fingerprint(promises_state(stored)),
        "closed": closed,
        "told": [_told(row) for row in stored] if closed and not problem else None,
        "own": rules.works_for(request.user, member),
    }
    return render(request, "blocs/target_promises.html", context, status=status)


def _save(
    request: SignedInRequest, year: BlocYear, member: Membership, forms: list[PromiseForm]
) -> tuple[str, int]:
    """Store valid lines; (what is wrong, the status to answer with)."""
    if [form for form in forms if not form.is_valid()]:  # every form, so that all faults show
        return "Chưa lưu được. Hãy sửa các dòng có chữ đỏ rồi lưu lại.", 422
    wanted = [promise for form in forms if (promise := form.promise())]
    base = request.POST.get("base", "")
    try:
        changed = save_promises(actor=request.user, year=year, member=member, wanted=wanted, base=base)
    except (Stale, Refused) as error:
        if error.status == 403:
            raise
        return str(error), error.status
    messages.success(request, "Đã lưu chỉ tiêu." if changed else "Không có gì thay đổi.")
    return "", 200


def _told(row: Target) -> str:
    plan = with_measure(row.planned, row.measure)
    return f"{row.text} ({plan})" if plan else row.text


def _why_closed(request: SignedInRequest, year: BlocYear, member: Membership) -> str:
    if year.is_published:
        return PUBLISHED
    if member.left_on is not None:
        return LEFT
    if not can_promise(request.user, year, member):
        return PLEDGE_CLOSED
    return FROZEN if is_frozen(year) else ""


@require_POST
def take(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    """The unit's targets of last year, as a beginning."""
    opened = visible_year(request, bloc, year)
    member = member_of(opened, pk)
    require(acts_for(request.user, opened, member), NOT_THEIRS)
    count = take_last_year(actor=request.user, year=opened, member=member)
    messages.success(request, f"Đã lấy {count} chỉ tiêu năm trước. Hãy sửa mức phấn đấu cho năm nay.")
    return redirect(year_url("target-promises", opened, pk=member.pk))


def target_of(year: BlocYear, pk: int) -> Target:
    """A target of the year with its unit, or Http404."""
    rows = Target.objects.filter(membership__year=year).select_related("membership__unit_name")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
