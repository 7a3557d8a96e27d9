"""How the scoring is done (Thiết lập)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.context import year_url
from blocs.draft_page import draft_context
from blocs.drafting import is_drafting, rules_in_edit
from blocs.editing import Stale, fingerprint
from blocs.freezing import PUBLISHED
from blocs.refusals import Faults
from scoring.actions.ways import change_ways
from scoring.forms.ways import WaysForm
from scoring.sheet_queries import any_handed_in
from scoring.ways import ways_in_words, ways_of


@require_http_methods(["GET", "POST"])
def ways_page(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    stored = ways_of(rules_in_edit(opened))
    base = fingerprint(ways_in_words(stored))
    form = WaysForm(posted(request), ways=stored, base=base)
    stale = ""
    if opened.is_published:
        form.freeze()
    if request.method == "POST" and form.is_valid():
        try:
            changes = change_ways(
                actor=request.user, year=opened, ways=form.ways(), base=form.cleaned_data["base"]
            )
        except Faults as error:
            form.show_faults(error)
        except Stale as error:
            stale = str(error)
            form.data = {**dict(request.POST.lists()), "base": base}
        else:
            messages.success(request, "Đã lưu." if changes else "Không có gì thay đổi.")
            return redirect(year_url("rules-ways", opened))
    context = {
        "form": form,
        **draft_context(opened, PUBLISHED if opened.is_published else ""),
        "only_tighter": not opened.is_published and not is_drafting(opened) and any_handed_in(opened),
        "stale": stale,
        "new_version_url": year_url("rules-versions", opened),
        "setup_url": year_url("setup", opened),
    }
    status = 422 if form.errors else 409 if stale else 200
    return render(request, "scoring/ways.html", context, status=status)
