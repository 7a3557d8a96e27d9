"""The classes (xếp loại) of the year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.context import year_url
from blocs.draft_page import draft_context
from blocs.drafting import rules_in_edit
from blocs.editing import Stale, fingerprint
from blocs.refusals import Faults
from reports.paper.words import trimmed
from scoring.actions.classes import classes_in_words, replace_classes
from scoring.forms.classes import ClassesForm
from scoring.freezing import why_rules_stay
from scoring.stored_rules import class_rows


@require_http_methods(["GET", "POST"])
def classes(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    stored = class_rows(rules_in_edit(opened))
    base = fingerprint(classes_in_words(stored))
    form = ClassesForm(posted(request), rows=stored, base=base)
    frozen, stale = why_rules_stay(opened), ""
    if frozen:
        form.freeze()
    if request.method == "POST" and form.is_valid():
        try:
            changed = replace_classes(
                actor=request.user, year=opened, rows=form.classes(), base=form.cleaned_data["base"]
            )
        except Faults as error:
            form.show_faults(_on_the_page(form, error))
        except Stale as error:
            stale = str(error)
            form.data = {**request.POST.dict(), "base": base}
        else:
            messages.success(request, "Đã lưu xếp loại." if changed else "Không có gì thay đổi.")
            return redirect(year_url("classes", opened))
    context = {
        "form": form,
        "rows": form.rows(),
        **draft_context(opened, frozen),
        "stale": stale,
        "scale": trimmed(rules_in_edit(opened).scale),
        "setup_url": year_url("setup", opened),
    }
    status = 422 if form.errors else 409 if stale else 200
    return render(request, "scoring/classes.html", context, status=status)


def _on_the_page(form: ClassesForm, error: Faults) -> Faults:
    """Row numbers of the action, which counts filled rows only, as rows of the page."""
    places = form.filled()
    moved = []
    for field, message in error.faults:
        row, _, column = field.partition("-")
        moved.append((f"{places[int(row)]}-{column}", message))
    return Faults(moved)
