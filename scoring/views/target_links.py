"""Where the secretariat says which criterion each target of the pledge feeds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.context import year_url
from blocs.editing import fingerprint
from blocs.models import BlocYear
from blocs.refusals import Refused
from scoring.actions.target_links import links_state, save_links, stored_links
from scoring.forms.target_links import LinkForm
from scoring.queries import rule_set
from scoring.target_queries import targets_in_order


@require_http_methods(["GET", "POST"])
def target_links(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    may = rules.can_run_year(request.user, opened)
    leaves = rule_set(opened.current_rules).leaves
    targets = targets_in_order(opened)
    links = stored_links(opened, targets)
    codes = frozenset(leaf.code for leaf in leaves)
    data = posted(request)
    forms = [LinkForm(data, target=target, link=links[target.pk], codes=codes) for target in targets]
    problem, status = "", 200
    if request.method == "POST":
        require(may, "Bạn xem được trang này; việc gắn chỉ tiêu là của tổ thư ký khối.")
        problem, status = _save(request, opened, forms)
        if status == 200:
            return redirect(year_url("targets", opened))
    context = {
        "forms": forms,
        "leaves": leaves,
        "problem": problem,
        "base": fingerprint(links_state(stored_links(opened, targets))),
        "may": may and not opened.is_published,
    }
    return render(request, "scoring/target_links.html", context, status=status)


def _save(request: SignedInRequest, year: BlocYear, forms: list[LinkForm]) -> tuple[str, int]:
    """Store valid lines; (what is wrong, the status to answer with)."""
    if [form for form in forms if not form.is_valid()]:  # every form, so that all faults show
        return "Chưa lưu được. Hãy sửa các dòng có chữ đỏ rồi lưu lại.", 422
    wanted = {form.target.pk: form.link() for form in forms}
    try:
        changed = save_links(actor=request.user, year=year, wanted=wanted, base=request.POST.get("base", ""))
    except Refused as error:
        return str(error), error.status
    messages.success(request, f"Đã gắn {changed} chỉ tiêu." if changed else "Không có gì thay đổi.")
    return "", 200
