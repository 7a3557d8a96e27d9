"""A unit's results against its targets, and what shows them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.actions.target_evidence import add_evidence, remove_evidence
from blocs.actions.targets import own_targets, results_state, save_results
from blocs.context import year_url
from blocs.editing import fingerprint
from blocs.forms.targets import EvidenceForm, ResultForm
from blocs.models import BlocYear, Membership
from blocs.next_thing import lead_on
from blocs.refusals import Refused
from blocs.serving import file_answer
from blocs.target_queries import evidence_visible_in
from blocs.target_rules import HALF_YEAR_CLOSED, LEFT, NOT_THEIRS, PUBLISHED, acts_for, can_report
from blocs.targets_page import evidence_line
from blocs.terms import Checkpoint
from blocs.views.targets import member_of, target_of


@require_http_methods(["GET", "POST"])
def results(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    """Two numbers a target; a result of the half-year is closed outside its window."""
    opened = visible_year(request, bloc, year)
    member = member_of(opened, pk)
    require(acts_for(request.user, opened, member), NOT_THEIRS)
    forms = _forms(request, opened, member)
    problem, status = "", 200
    if request.method == "POST":
        problem, status = _save(request, opened, member, forms)
        if status == 200:
            return redirect(year_url("targets", opened))
    context = _context(request, opened, member, forms) | {"problem": problem}
    return render(request, "blocs/target_results.html", context, status=status)


def _forms(request: SignedInRequest, year: BlocYear, member: Membership) -> list[ResultForm]:
    closed = not can_report(request.user, year, member, Checkpoint.HALF_YEAR)
    return [ResultForm(posted(request), target=row, closed=closed) for row in own_targets(member)]


def _context(
    request: SignedInRequest, year: BlocYear, member: Membership, forms: list[ResultForm]
) -> dict[str, object]:
    may_half = can_report(request.user, year, member, Checkpoint.HALF_YEAR)
    return {
        "member": member,
        "forms": forms,
        "base": fingerprint(results_state([form.target for form in forms])),
        "own": rules.works_for(request.user, member),
        "is_open": can_report(request.user, year, member, Checkpoint.YEAR_END),
        "closed": LEFT if member.left_on is not None else PUBLISHED,
        "half_year_closed": "" if may_half else HALF_YEAR_CLOSED,
    }


def _save(
    request: SignedInRequest, year: BlocYear, member: Membership, forms: list[ResultForm]
) -> tuple[str, int]:
    """Store valid results; (what is wrong, the status to answer with)."""
    if [form for form in forms if not form.is_valid()]:  # every form, so that all faults show
        return "Chưa lưu được. Hãy sửa các ô có chữ đỏ rồi lưu lại.", 422
    wanted = {form.target.pk: form.result() for form in forms}
    base = request.POST.get("base", "")
    try:
        changed = save_results(actor=request.user, year=year, member=member, wanted=wanted, base=base)
    except Refused as error:
        if error.status == 403:
            raise
        for form in forms:
            form.show_stored()
        return str(error), error.status
    lead_on(request, year, f"Đã lưu kết quả của {changed} chỉ tiêu." if changed else "Không có gì thay đổi.")
    return "", 200


@require_http_methods(["GET", "POST"])
def evidence(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    """What shows a target's results: listed for everybody, and one more added by whoever may."""
    opened = visible_year(request, bloc, year)
    target = target_of(opened, pk)
    if request.method == "POST":
        require(acts_for(request.user, opened, target.membership), NOT_THEIRS)
    form = EvidenceForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            add_evidence(
                actor=request.user,
                year=opened,
                target=target,
                checkpoint=Checkpoint(data["checkpoint"]),
                text=data["text"],
                file=data["file"],
            )
            messages.success(request, "Đã thêm minh chứng.")
            return redirect(year_url("target-evidence", opened, pk=target.pk))
        except Refused as error:
            form.add_error(None, str(error))
    return _show_evidence(request, opened, target.pk, form)


def _show_evidence(request: SignedInRequest, year: BlocYear, pk: int, form: EvidenceForm) -> HttpResponse:
    target = target_of(year, pk)
    may = {one.value: can_report(request.user, year, target.membership, one) for one in Checkpoint}
    rows = [
        evidence_line(one, year)
        | {"remove_url": year_url("target-evidence-remove", year, pk=one.pk) if may[one.checkpoint] else ""}
        for one in target.evidence.select_related("file")
    ]
    context = {"target": target, "rows": rows, "form": form, "is_open": any(may.values())}
    return render(request, "blocs/target_evidence.html", context, status=422 if form.errors else 200)


@require_POST
def evidence_remove(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = visible_year(request, bloc, year)
    found = evidence_visible_in(opened, pk)
    if found is None:
        raise Http404
    require(acts_for(request.user, opened, found.target.membership), NOT_THEIRS)
    remove_evidence(actor=request.user, year=opened, evidence=found)
    messages.success(request, "Đã bỏ minh chứng.")
    return redirect(year_url("target-evidence", opened, pk=found.target_id))


@require_GET
def evidence_file(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    """The file of evidence, for everybody who sees the year: a scorer has to see what shows a result."""
    opened = visible_year(request, bloc, year)
    found = evidence_visible_in(opened, pk)
    if found is None or found.file is None:
        raise Http404
    return file_answer(found.file, inline=True)
