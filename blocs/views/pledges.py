"""Who signed the pledge."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, require, visible_year
from blocs.actions.pledges import can_record_pledges, record_signatures, signature_state, signatures
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.forms.pledges import SignatureForm
from blocs.models import BlocYear, User
from blocs.pledge_queries import texts_of
from blocs.refusals import Invalid
from blocs.tabs import pledge_tabs

CLOSED = "Mốc này đã đóng nên không ghi được nữa. Tổ thư ký sửa ngày ở Thiết lập → Các mốc."


def require_recording(user: User, year: BlocYear, *, may: Callable[[User, BlocYear], bool]) -> None:
    """403 in words: who only reads the year's records, or a phase that is closed."""
    require(rules.can_run_year(user, year), "Bạn xem được trang này; việc ghi là của tổ thư ký khối.")
    require(may(user, year), CLOSED)


@require_http_methods(["GET", "POST"])
def pledges(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    if texts_of(opened).in_force is not None:
        return redirect(year_url("pledge", opened))
    forms = [
        SignatureForm(posted(request), member=member, line=line)
        for member, line in zip(opened.members, signatures(opened), strict=True)
    ]
    problem, status = "", 200
    if request.method == "POST":
        require_recording(request.user, opened, may=can_record_pledges)
        problem, status = _record(request, opened, forms)
        if status == 200:
            return redirect(year_url("pledges", opened))
    context = _context(request, opened, forms) | {"problem": problem}
    return render(request, "blocs/pledges.html", context, status=status)


def _record(request: SignedInRequest, year: BlocYear, forms: list[SignatureForm]) -> tuple[str, int]:
    """Store valid lines; (what is wrong, the status to answer with)."""
    if [form for form in forms if not form.is_valid()]:  # every form, so that all faults show
        return "Chưa lưu được. Hãy sửa các dòng có chữ đỏ rồi lưu lại.", 422
    wanted = [form.signature() for form in forms]
    try:
        changed = record_signatures(
            actor=request.user, year=year, wanted=wanted, base=request.POST.get("base", "")
        )
    except (Stale, Invalid) as error:
        for form in forms:
            form.show_stored()
        return str(error), error.status
    messages.success(request, f"Đã lưu {changed} dòng." if changed else "Không có gì thay đổi.")
    return "", 200


def _context(request: SignedInRequest, year: BlocYear, forms: list[SignatureForm]) -> dict[str, object]:
    return {
        "forms": forms,
        "signed": sum(line.signed_on is not None for line in signatures(year)),
        "base": fingerprint(signature_state(year)),
        "may_record": can_record_pledges(request.user, year) and not year.is_published,
        "tabs": pledge_tabs(request.user, year, "pledge"),
    }
