"""What units show for the points they claim: all units, one unit, one criterion, and the files themselves."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from blocs.access import SignedInRequest, posted, require
from blocs.context import year_url
from blocs.models import BlocYear, Membership
from blocs.numbers import whole
from blocs.refusals import Refused
from blocs.serving import file_answer
from scoring.actions.evidence import add_evidence, remove_evidence
from scoring.evidence_page import proofs, unit_counts, unit_page
from scoring.evidence_queries import (
    evidence_counts,
    evidence_for,
    evidence_of,
    evidence_seen_by,
    readable_units,
)
from scoring.evidence_rules import NOT_THEIRS, Door, acts_for, door, why_closed
from scoring.forms.evidence import EvidenceForm
from scoring.queries import CriterionNode, rule_set
from scoring.views.cell_screen import FROM_ONE
from scoring.views.papers import open_year
from scoring.visibility import sight


@require_GET
def evidence(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    """The units whose evidence this person may read, with how far they are; a single one opens at once."""
    opened = open_year(request, bloc, year)
    seen = sight(request.user, opened)
    units = readable_units(opened, seen)
    if len(units) == 1:
        return redirect(year_url("evidence-unit", opened, pk=units[0].pk))
    rows = unit_counts(opened, units, evidence_counts(opened, units), seen.own)
    return render(request, "scoring/evidence.html", {"rows": rows})


@require_GET
def evidence_unit(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = open_year(request, bloc, year)
    member = _unit(request, opened, pk)
    first, others = unit_page(request.user, opened, member, evidence_of(member))
    context = {
        "member": member,
        "first": first,
        "others": others,
        "lacking": sum(line.lacks for line in first),
        "closed": why_closed(request.user, opened, member) if acts_for(request.user, opened, member) else "",
        "list_url": year_url("evidence", opened),
    }
    return render(request, "scoring/evidence_unit.html", context)


def _unit(request: SignedInRequest, year: BlocYear, pk: int) -> Membership:
    """The unit of the year whose evidence this person may read, or Http404."""
    member = next((member for member in year.members if member.pk == pk), None)
    if member is None or not sight(request.user, year).reads_self_sheet_of(member):
        raise Http404
    return member


def _leaf(year: BlocYear, criterion: int) -> CriterionNode:
    found = next((n for n in rule_set(year.current_rules).leaves if n.criterion_id == criterion), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def evidence_criterion(
    request: SignedInRequest, bloc: str, year: str, pk: int, criterion: int
) -> HttpResponse:
    """One unit's documents for one criterion, and one more; ?phieu=5 leads back to that sheet's cell."""
    opened = open_year(request, bloc, year)
    member, leaf = _unit(request, opened, pk), _leaf(opened, criterion)
    if request.method == "POST":
        require(acts_for(request.user, opened, member), NOT_THEIRS)
    asked = request.GET.get("muc", "")
    with_reason = door(request.user, opened, member) is Door.ADDING
    form = EvidenceForm(
        posted(request), request.FILES or None, leaf=leaf, with_reason=with_reason, item=asked
    )
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        try:
            add_evidence(
                actor=request.user,
                year=opened,
                member=member,
                criterion=criterion,
                shown=form.shown(),
                reason=reason,
            )
        except Refused as error:
            form.add_error("reason" if with_reason and not reason else None, str(error))
        else:
            messages.success(request, f"Đã thêm minh chứng cho {leaf.code}.")
            return redirect(request.get_full_path())
    return _show(request, opened, member, leaf, form)


def _cell_url(request: SignedInRequest, year: BlocYear, leaf: CriterionNode, sheet: int) -> str:
    """The cell the person came from, which itself leads back to where it was come to from."""
    url = year_url("cell", year, sheet=sheet, criterion=leaf.criterion_id)
    return f"{url}?{FROM_ONE}" if FROM_ONE in request.META["QUERY_STRING"].split("&") else url


def _show(
    request: SignedInRequest, year: BlocYear, member: Membership, leaf: CriterionNode, form: EvidenceForm
) -> HttpResponse:
    sheet = whole(request.GET.get("phieu", ""))
    context = {
        "member": member,
        "leaf": leaf,
        "form": form,
        "rows": proofs(request.user, year, member, evidence_for(member.pk, leaf.criterion_id), leaf),
        "is_open": door(request.user, year, member) is not Door.CLOSED,
        "closed": why_closed(request.user, year, member) if acts_for(request.user, year, member) else "",
        "back_url": _cell_url(request, year, leaf, sheet)
        if sheet
        else year_url("evidence-unit", year, pk=member.pk),
        "back_label": f"Ô điểm {leaf.code}" if sheet else "Minh chứng",
    }
    status = 422 if form.errors else 200
    return render(request, "scoring/evidence_criterion.html", context, status=status)


@require_POST
def evidence_remove(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    opened = open_year(request, bloc, year)
    found = evidence_seen_by(request.user, opened, pk)
    if found is None:
        raise Http404
    require(acts_for(request.user, opened, found.membership), NOT_THEIRS)
    remove_evidence(actor=request.user, year=opened, evidence=found)
    messages.success(request, "Đã bỏ minh chứng.")
    return redirect(
        year_url("evidence-criterion", opened, pk=found.membership_id, criterion=found.criterion_id)
    )


@require_GET
def evidence_file(request: SignedInRequest, bloc: str, year: str, pk: int) -> HttpResponse:
    """The file, for those who may read the unit's claims; for all others there is none."""
    opened = open_year(request, bloc, year)
    found = evidence_seen_by(request.user, opened, pk)
    if found is None or found.file is None:
        raise Http404
    return file_answer(found.file, inline=True)
