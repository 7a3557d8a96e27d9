"""Setting a year up: the overview, how the bloc is called."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.actions.identity import change_identity
from blocs.addresses import page
from blocs.context import year_url
from blocs.forms.places import IdentityForm
from blocs.freezing import PUBLISHED, why_frozen
from blocs.setup_sections import SectionState, setup_sections
from blocs.terms import BlocKind

_TONES = {SectionState.READY: "done", SectionState.MISSING: "due", SectionState.OPTIONAL: ""}


@require_GET
def setup(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    found = setup_sections(request.user, opened)
    missing = [section for section in found if section.state is SectionState.MISSING]
    context = {
        "sections": [
            {
                "title": section.title,
                "detail": section.detail,
                "url": section.url,
                "state": section.state.label,
                "tone": _TONES[section.state],
            }
            for section in found
        ],
        "missing": len(missing),
        "frozen": why_frozen(opened),
        "workbook_url": page("workbook", opened) if rules.can_read_scores(request.user, opened) else "",
    }
    return render(request, "blocs/setup.html", context)


@require_http_methods(["GET", "POST"])
def identity(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    form = IdentityForm(
        posted(request),
        initial={
            "name": opened.name,
            "kind": opened.kind,
            "province": opened.province_id or "",
            "note": opened.current_rules.note,
        },
    )
    if opened.is_published:
        form.freeze()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changes = change_identity(
            actor=request.user,
            year=opened,
            name=data["name"],
            kind=BlocKind(data["kind"]),
            province=form.chosen_province(),
            note=data["note"],
        )
        messages.success(request, "Đã lưu." if changes else "Không có gì thay đổi.")
        return redirect(year_url("setup", opened))
    context = {
        "form": form,
        "frozen": PUBLISHED if opened.is_published else "",
        "cancel_url": year_url("setup", opened),
    }
    return render(request, "blocs/identity.html", context, status=422 if form.errors else 200)
