"""How one criterion's points are found: the kinds of rule to choose from, and what the chosen one needs."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.context import Link, year_url
from blocs.models import BlocYear
from blocs.refusals import Faults
from blocs.terms import CriterionRule
from scoring.actions.criteria import change_criterion
from scoring.criterion_parameters import TAKES
from scoring.definitions import CriterionRow, leaf_codes
from scoring.forms.criterion_rule import RuleForm
from scoring.freezing import why_frozen
from scoring.readiness import rows_of

SAYS = {
    CriterionRule.MANUAL: "Người chấm tự cho điểm từ 0 đến điểm tối đa; không có điểm gợi ý.",
    CriterionRule.BINARY: "Đạt thì được đủ điểm tối đa, không đạt thì 0 điểm. Không cần ghi gì thêm.",
    CriterionRule.LADDER: "Mỗi bậc một điều kiện và số điểm, ví dụ: đúng hạn 50; chậm đến 15 ngày 40. Người chấm chọn bậc.",
    CriterionRule.PROPORTIONAL: "Điểm tối đa nhân với tỷ lệ hoàn thành các chỉ tiêu giao ước đã gắn với tiêu chí này, theo trọng số.",
    CriterionRule.DEDUCT_PER: "Bắt đầu từ điểm tối đa, mỗi lần mắc lỗi trừ đi một số điểm.",
    CriterionRule.BONUS_LIST: "Cộng điểm các mục đơn vị đạt được, nhiều nhất bằng điểm tối đa của tiêu chí.",
    CriterionRule.PENALTY_LIST: "Cộng số điểm bị trừ của các mục đơn vị mắc phải.",
    CriterionRule.APPRAISER_ONLY: "Chỉ cấp thẩm định chấm; ở các cấp khác ô này để trống và không bị tính là thiếu.",
}


@require_http_methods(["GET", "POST"])
def criterion_rule(request: SignedInRequest, bloc: str, year: str, code: str) -> HttpResponse:
    """?loai=ladder shows what that kind needs; sending stores it."""
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    row = _leaf(opened, code)
    asked = request.GET.get("loai", row.rule.value)
    rule = next((rule for rule in _fitting_rules(row) if rule.value == asked), None)
    if rule is None:
        raise Http404
    frozen = why_frozen(opened)
    form = RuleForm(posted(request), row=row, rule=rule, frozen=bool(frozen))
    if request.method == "POST" and form.is_valid():
        wanted = replace(row, rule=rule, parameters=form.cleaned_data["parameters"])
        try:
            changed = change_criterion(actor=request.user, year=opened, code=code, row=wanted)
        except Faults as error:
            form.show_faults(error)
        else:
            messages.success(request, "Đã lưu quy tắc tính điểm." if changed else "Không có gì thay đổi.")
            return redirect(f"{year_url('criteria', opened)}#tc-{code.replace('.', '-')}")
    context = _context(opened, row, rule) | {"form": form, "frozen": frozen}
    return render(request, "scoring/criterion_rule.html", context, status=422 if form.errors else 200)


def _leaf(year: BlocYear, code: str) -> CriterionRow:
    rows = rows_of(year)
    leaves = leaf_codes(row.code for row in rows)
    found = next((row for row in rows if row.code == code and code in leaves), None)
    if found is None:
        raise Http404
    return found


def _fitting_rules(row: CriterionRow) -> list[CriterionRule]:
    """The kinds this criterion's group allows, and the one it has."""
    return [rule for rule in CriterionRule if row.group in TAKES[rule].groups or rule is row.rule]


def _context(year: BlocYear, row: CriterionRow, rule: CriterionRule) -> dict[str, Any]:
    address = year_url("criterion-rule", year, code=row.code)
    return {
        "row": row,
        "rule": rule,
        "says": SAYS[rule],
        "kinds": [
            Link(kind.label, f"{address}?loai={kind.value}", kind is rule) for kind in _fitting_rules(row)
        ],
        "links_url": year_url("target-links", year) if rule is CriterionRule.PROPORTIONAL else "",
        "cancel_url": year_url("criteria", year),
    }
