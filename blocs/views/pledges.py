"""Who signed the pledge."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, require, visible_year
from blocs.actions.pledges import can_record_pledges, record_signatures, signature_state, signatures
from blocs.context import year_url
from blocs.editing import Stale, fingerprint
from blocs.forms.pledges import SignatureForm
from blocs.models import BlocYear
from blocs.refusals import Invalid


@require_http_methods(["GET", "POST"])
def pledges(request: SignedInRequest, bloc: str, year: int) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_read_scores)
    forms = [
        SignatureForm(request.POST or None, member=member, line=line)
        for member, line in zip(opened.members, signatures(opened), strict=True)
    ]
    problem, status = "", 200
    if request.method == "POST":
        require(
            can_record_pledges(request.user, opened),
            "Mốc ký giao ước đã đóng nên không ghi được nữa. Tổ thư ký sửa ngày ở Thiết lập → Các mốc.",
        )
        status = 422
        if not [form for form in forms if not form.is_valid()]:  # every form, so that all faults show
            try:
                changed = record_signatures(
                    actor=request.user,
                    year=opened,
                    wanted=[form.signature() for form in forms],
                    base=request.POST.get("base", ""),
                )
            except (Stale, Invalid) as error:
                problem, status = str(error), error.status
            else:
                messages.success(request, f"Đã lưu {changed} dòng." if changed else "Không có gì thay đổi.")
                return redirect(year_url("pledges", opened))
    return render(request, "blocs/pledges.html", _context(request, opened, forms, problem), status=status)


def _context(
    request: SignedInRequest, year: BlocYear, forms: list[SignatureForm], problem: str
) -> dict[str, object]:
    lines = signatures(year)
    return {
        "forms": forms,
        "problem": problem,
        "signed": sum(line.signed_on is not None for line in lines),
        "base": fingerprint(signature_state(year)),
        "may_record": can_record_pledges(request.user, year) and not year.is_published,
        "links": record_links(year, "pledges"),
    }


def record_links(year: BlocYear, current: str) -> list[dict[str, object]]:
    """The tabs of "Giao ước & đăng ký"."""
    return [
        {"label": label, "url": year_url(name, year), "current": name == current}
        for label, name in (
            ("Đăng ký danh hiệu", "registrations"),
            ("Ký giao ước", "pledges"),
            ("Không xét", "findings"),
        )
    ]
