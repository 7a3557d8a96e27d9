"""The rules of registration of the year (Thiết lập)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from awards.actions.registration_rules import ONE_TITLE, change_registration_rules, stored_in_words
from awards.limits import limits_of
from awards.queries import award_lines, awards_of
from awards.registration_rule_forms import RegistrationRulesForm
from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.freezing import PUBLISHED


@require_http_methods(["GET", "POST"])
def registration_rules(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    version = opened.current_rules
    limits, base = limits_of(version), fingerprint(stored_in_words(version))
    asked = [line.rule.award for line in award_lines(version)]
    form = RegistrationRulesForm(
        posted(request),
        awards=sorted(awards_of(opened, [*limits, *asked]), key=lambda award: award.code not in asked),
        limits=limits,
        one_title=version.one_collective_title,
        base=base,
    )
    problem, status = "", 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            changes = change_registration_rules(actor=request.user, year=opened, **form.rules())
        except Stale as error:
            problem, status = str(error), error.status
            form.show_base(base)
        else:
            messages.success(request, "Đã lưu." if changes else "Không có gì thay đổi.")
            return redirect(year_url("award-rule-registration", opened))
    context = {
        "form": form,
        "problem": problem,
        "one_title": ONE_TITLE,
        "frozen": PUBLISHED if opened.is_published else "",
        "setup_url": year_url("setup", opened),
    }
    return render(request, "awards/registration_rules.html", context, status=status)
