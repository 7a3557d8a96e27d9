"""Taking the criteria tree from a workbook into a year that is being set up."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.context import year_url
from blocs.draft_page import draft_context
from blocs.drafting import rules_in_edit
from blocs.refusals import Faults
from reports.forms import WorkbookForm
from reports.workbook.criteria_reading import read_criteria
from scoring.actions.criteria import replace_criteria
from scoring.freezing import why_rules_stay
from scoring.readiness import rows_in


@require_http_methods(["GET", "POST"])
def criteria_import(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    form = WorkbookForm(posted(request), request.FILES or None)
    faults: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        reading = read_criteria(form.cleaned_data["file"])
        faults = [
            {"place": f"{fault.sheet}!{fault.cell}" if fault.sheet else "", "message": fault.message}
            for fault in reading.faults
        ]
        if not faults:
            try:
                replace_criteria(actor=request.user, year=opened, rows=reading.rows)
            except Faults as error:
                faults = [{"place": "", "message": message} for _, message in error.faults]
            else:
                messages.success(request, f"Đã lấy {len(reading.rows)} dòng tiêu chí từ sổ Excel.")
                return redirect(year_url("criteria", opened))
    present = len(rows_in(rules_in_edit(opened)))
    context: dict[str, Any] = {
        "form": form,
        "faults": faults,
        "replaces": f"{present} dòng tiêu chí đang có được thay bằng các dòng trong tệp. Dòng nào trong tệp giữ nguyên mã và nội dung"
        " thì vẫn là tiêu chí ấy; dòng khác là tiêu chí mới."
        if present
        else "",
        **draft_context(opened, why_rules_stay(opened)),
        "cancel_url": year_url("criteria", opened),
    }
    status = 422 if faults or form.errors else 200
    return render(request, "reports/criteria_import.html", context, status=status)
