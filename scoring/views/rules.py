"""The rule settings of the year on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.addresses import page
from blocs.context import year_url
from blocs.draft_page import draft_context
from blocs.drafting import rules_in_edit
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear
from blocs.offers import offers
from blocs.refusals import Faults
from blocs.terms import CriterionGroup
from scoring.actions.rule_settings import change_rules
from scoring.forms.rules import RulesForm
from scoring.freezing import why_rules_stay
from scoring.readiness import rows_in
from scoring.rule_words import rules_in_sentences, settings_in_words
from scoring.stored_rules import year_rules

# Themes of the page: anchor, heading, what it decides, the fields.
THEMES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "thang-diem",
        "Thang điểm và làm tròn",
        "Bảng điểm có bao nhiêu điểm, điểm thưởng nằm trong hay ngoài thang.",
        ("scale", "bonus_cap", "bonus_inside_scale", "total_cap", "decimals"),
    ),
    (
        "cap-cham",
        "Các cấp chấm và cách tổng hợp",
        "Ai chấm, theo thứ tự nào, và điểm cuối cùng lấy từ đâu.",
        ("level_", "combining", "weight_self", "weight_peer", "weight_bloc", "weight_appraisal"),
    ),
    (
        "cham-cheo",
        "Chấm chéo",
        "Các đơn vị chấm lẫn nhau thế nào. Không dùng chấm chéo thì bỏ qua phần này.",
        ("peer_draw", "missing_peer", "peer_average", "aggregation", "trim"),
    ),
    (
        "thuong-tru",
        "Điểm thưởng, điểm trừ",
        "Lấy điểm thưởng và điểm trừ ở cấp nào.",
        ("extras_source",),
    ),
    (
        "dong-hang",
        "Bằng điểm và đánh số hạng",
        "Hai đơn vị bằng điểm thì xét lần lượt các điều dưới đây, từ trên xuống.",
        ("tie_", "numbering"),
    ),
    (
        "sap-nhap",
        "Sáp nhập, chia tách giữa năm",
        "Đơn vị sáp nhập hoặc chia tách giữa năm thì năm đó chấm ai. Từ 01/01 năm sau luôn là đơn vị mới.",
        ("merger",),
    ),
)
# Fields that stand side by side; the others take the whole width.
_WIDTHS = {
    **dict.fromkeys(
        ("level_", "weight_self", "weight_peer", "weight_bloc", "weight_appraisal"), "is-quarter"
    ),
    **dict.fromkeys(("scale", "bonus_cap", "total_cap", "decimals", "trim"), "is-half"),
    **dict.fromkeys(("peer_draw", "missing_peer", "peer_average", "aggregation", "tie_"), "is-half"),
}


@require_http_methods(["GET", "POST"])
def rules_page(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    awards = offers("AWARD_NAMES")()
    form = _form(opened, posted(request), awards)
    frozen = why_rules_stay(opened)
    stale = ""
    if frozen:
        form.freeze()
    if request.method == "POST" and form.is_valid():
        try:
            changes = change_rules(
                actor=request.user, year=opened, settings=form.settings(), base=form.cleaned_data["base"]
            )
        except Faults as error:
            form.show_faults(error)
        except Stale as error:
            stale = str(error)
            form.data = {**request.POST.dict(), "base": _base(opened)}
        else:
            messages.success(request, "Đã lưu quy tắc." if changes else "Không có gì thay đổi.")
            return redirect(year_url("rules", opened))
    status = 422 if form.errors else 409 if stale else 200
    return render(request, "scoring/rules.html", _context(opened, form, awards, frozen, stale), status=status)


def _form(year: BlocYear, data: Any, awards: dict[str, str]) -> RulesForm:
    return RulesForm(
        data,
        rules=year_rules(rules_in_edit(year)),
        sections=_sections(year),
        awards=awards,
        base=_base(year),
    )


def _base(year: BlocYear) -> str:
    return fingerprint(settings_in_words(year_rules(rules_in_edit(year))))


def _sections(year: BlocYear) -> dict[str, str]:
    return {
        row.code: row.text
        for row in rows_in(rules_in_edit(year))
        if row.group is CriterionGroup.CONTENT and "." not in row.code
    }


def _context(
    year: BlocYear, form: RulesForm, awards: dict[str, str], frozen: str, stale: str
) -> dict[str, Any]:
    return {
        "form": form,
        "themes": [
            {
                "anchor": anchor,
                "title": title,
                "says": says,
                "fields": [
                    {"field": field, "css": _WIDTHS.get(name, "")}
                    for name in names
                    for field in (form.fields_of(name) if name.endswith("_") else [form[name]])
                ],
            }
            for anchor, title, says, names in THEMES
        ],
        "sentences": rules_in_sentences(year_rules(rules_in_edit(year)), _sections(year), awards),
        **draft_context(year, frozen),
        "stale": stale,
        "ways_url": year_url("rules-ways", year),
        "all_versions_url": page("rules-versions", year),
        "setup_url": year_url("setup", year),
    }
