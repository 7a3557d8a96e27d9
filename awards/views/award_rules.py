"""The award rules of the year: the list in order, one rule, moving and removing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from awards.actions.award_rules import add_award_rule, change_award_rule, move_award_rule, remove_award_rule
from awards.definitions import AwardRuleRow
from awards.freezing import why_award_rules_stay
from awards.models import Award, AwardRule
from awards.queries import awards_of
from awards.setup_forms import AwardRuleForm
from awards.stored_rules import award_rule_row, award_rules_of, rule_sentence
from blocs import rules
from blocs.access import SignedInRequest, posted, visible_year
from blocs.context import year_url
from blocs.draft_page import draft_context
from blocs.drafting import rules_in_edit
from blocs.models import BlocYear
from blocs.refusals import Faults
from blocs.terms import QuotaKind


@require_GET
def award_rules(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    stored = award_rules_of(rules_in_edit(opened))
    context = {
        "rows": [_row(opened, rule) for rule in stored],
        **draft_context(opened, why_award_rules_stay(opened)),
        "new_url": year_url("award-rule-new", opened),
        "setup_url": year_url("setup", opened),
    }
    return render(request, "awards/award_rules.html", context)


def _row(year: BlocYear, rule: AwardRule) -> dict[str, Any]:
    code = rule.award.code
    return {
        "order": rule.order,
        "code": code,
        "name": rule.award.name,
        "sentence": rule_sentence(award_rule_row(rule)),
        "edit_url": year_url("award-rule-edit", year, award=code),
        "remove_url": year_url("award-rule-remove", year, award=code),
        "move_url": year_url("award-rule-move", year, award=code),
    }


def _find(year: BlocYear, code: str) -> tuple[list[AwardRule], AwardRule]:
    stored = award_rules_of(rules_in_edit(year))
    found = next((rule for rule in stored if rule.award.code == code), None)
    if found is None:
        raise Http404
    return stored, found


def _offered(year: BlocYear, stored: list[AwardRule], own: AwardRule | None = None) -> list[Award]:
    """What the year may choose without the awards that have a rule, but for the rule's own."""
    taken = {rule.award_id for rule in stored if rule is not own}
    return [award for award in awards_of(year, [own.award.code] if own else []) if award.pk not in taken]


@require_http_methods(["GET", "POST"])
def award_rule_new(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    stored = award_rules_of(rules_in_edit(opened))
    row = AwardRuleRow("", len(stored) + 1, QuotaKind.COUNT, None)
    form = AwardRuleForm(posted(request), row=row, awards=_offered(opened, stored))
    if request.method == "POST" and form.is_valid():
        try:
            add_award_rule(actor=request.user, year=opened, row=form.rule())
        except Faults as error:
            form.show_faults(error)
        else:
            messages.success(request, "Đã thêm; danh hiệu mới đứng cuối, đổi thứ tự bằng mũi tên.")
            return redirect(year_url("award-rules", opened))
    return _show(request, opened, form, "")


@require_http_methods(["GET", "POST"])
def award_rule_edit(request: SignedInRequest, bloc: str, year: str, award: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    stored, rule = _find(opened, award)
    form = AwardRuleForm(posted(request), row=award_rule_row(rule), awards=_offered(opened, stored, rule))
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_award_rule(actor=request.user, year=opened, award=award, row=form.rule())
        except Faults as error:
            form.show_faults(error)
        else:
            messages.success(request, "Đã lưu." if changed else "Không có gì thay đổi.")
            return redirect(year_url("award-rules", opened))
    return _show(request, opened, form, rule.award.name)


# Themes of the form: heading, the fields.
_THEMES = (
    ("Danh hiệu và chỉ tiêu", ("award", "quota_kind", "quota", "quota_base", "rounding")),
    (
        "Điều kiện của đơn vị",
        ("needs_registration", "needs_pledge", "max_rank", "min_points", "exclusive"),
    ),
    ("Bỏ phiếu suy tôn", ("needs_vote", "threshold", "threshold_base")),
    ("Khi nhiều đơn vị cùng đạt", ("order_by",)),
)


def _show(request: SignedInRequest, year: BlocYear, form: AwardRuleForm, name: str) -> HttpResponse:
    frozen = why_award_rules_stay(year)
    if frozen:
        form.freeze()
    context = {
        "form": form,
        "name": name,
        "themes": [(title, [form[field] for field in fields]) for title, fields in _THEMES],
        **draft_context(year, frozen),
        "cancel_url": year_url("award-rules", year),
    }
    return render(request, "awards/award_rule.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def award_rule_remove(request: SignedInRequest, bloc: str, year: str, award: str) -> HttpResponse:
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    _, rule = _find(opened, award)
    if request.method == "POST":
        remove_award_rule(actor=request.user, year=opened, award=award)
        messages.success(request, f"Đã bỏ {rule.award.name} khỏi quy tắc khen.")
        return redirect(year_url("award-rules", opened))
    context = {
        "heading": "Bỏ quy tắc khen",
        "what": f"Bỏ {rule.award.name} khỏi quy tắc khen của năm {opened.year}?",
        **draft_context(opened, why_award_rules_stay(opened)),
        "follows": [
            "Năm này không đề nghị danh hiệu này nữa.",
            "Đăng ký đã ghi vẫn còn, nhưng không dùng đến.",
        ],
        "action_label": "Bỏ quy tắc",
        "cancel_url": year_url("award-rules", opened),
        "tone": "danger",
    }
    return render(request, "blocs/setup_confirm.html", context)


@require_POST
def award_rule_move(request: SignedInRequest, bloc: str, year: str, award: str) -> HttpResponse:
    """One place up ("len") or down."""
    opened = visible_year(request, bloc, year, see=rules.can_set_up_year)
    _find(opened, award)
    move_award_rule(actor=request.user, year=opened, award=award, up=request.POST.get("huong") == "len")
    return redirect(year_url("award-rules", opened))
