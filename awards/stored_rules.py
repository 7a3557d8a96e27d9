"""The stored award rules as the definitions that forms, the workbook and the checks share, and back."""

from dataclasses import fields

from awards.definitions import AwardRuleRow
from awards.models import Award, AwardRule
from awards.wording import conditions
from blocs.models import RuleVersion
from blocs.terms import OrderBy, QuotaBase, QuotaKind, Rounding, ThresholdBase
from reports.paper.words import trimmed

_SAME = {
    field.name for field in fields(AwardRuleRow)
} - {"award", "quota_base", "rounding", "threshold_base"}  # fmt: skip


def award_rule_row(rule: AwardRule) -> AwardRuleRow:
    """The stored rule; its award is loaded."""
    return AwardRuleRow(
        award=rule.award.code,
        order=rule.order,
        quota_kind=QuotaKind(rule.quota_kind),
        quota=rule.quota,
        quota_base=QuotaBase(rule.quota_base) if rule.quota_base else None,
        rounding=Rounding(rule.rounding) if rule.rounding else None,
        needs_registration=rule.needs_registration,
        needs_pledge=rule.needs_pledge,
        needs_vote=rule.needs_vote,
        threshold=rule.threshold,
        threshold_base=ThresholdBase(rule.threshold_base) if rule.threshold_base else None,
        order_by=OrderBy(rule.order_by),
        exclusive=rule.exclusive,
        max_rank=rule.max_rank,
        min_points=rule.min_points,
    )


def rule_of(row: AwardRuleRow, award: Award, rule: AwardRule | None = None) -> AwardRule:
    """The row on a stored rule or a new one, unsaved and of no version yet."""
    rule = rule or AwardRule()
    rule.award = award
    for name in _SAME:
        setattr(rule, name, getattr(row, name))
    rule.quota_base = row.quota_base or ""
    rule.rounding = row.rounding or ""
    rule.threshold_base = row.threshold_base or ""
    return rule


def award_rules_of(rules: RuleVersion) -> list[AwardRule]:
    """The version's rules in their order, with their awards; one query."""
    return list(AwardRule.objects.filter(rules=rules).select_related("award").order_by("order"))


def rule_in_words(row: AwardRuleRow, names: dict[str, str]) -> dict[str, str]:
    """Column heading of the workbook -> value, for comparing and for the journal."""
    return {
        "Danh hiệu": names.get(row.award, row.award),
        "Thứ tự": str(row.order),
        "Kiểu chỉ tiêu": row.quota_kind.label,
        "Chỉ tiêu": trimmed(row.quota),
        "Cơ sở": row.quota_base.label if row.quota_base else "",
        "Làm tròn": row.rounding.label if row.rounding else "",
        "Cần đăng ký": _yes(row.needs_registration),
        "Cần ký giao ước": _yes(row.needs_pledge),
        "Cần bỏ phiếu": _yes(row.needs_vote),
        "Ngưỡng %": trimmed(row.threshold),
        "Mẫu số": row.threshold_base.label if row.threshold_base else "",
        "Xếp theo": row.order_by.label,
        "Loại trừ": _yes(row.exclusive),
        "Hạng tối đa": "" if row.max_rank is None else str(row.max_rank),
        "Điểm tối thiểu": trimmed(row.min_points),
    }


def rule_sentence(row: AwardRuleRow) -> str:
    """The rule in plain words: "Tối đa 1 đơn vị. Điều kiện: đứng hạng 1; có đăng ký; …"."""
    needs = conditions(row)
    chosen = "nhiều phiếu hơn" if row.order_by is OrderBy.APPROVALS else "hạng cao hơn"
    asked = f" Điều kiện: {'; '.join(needs)}." if needs else ""
    return f"{_quota_words(row)}.{asked} Nhiều đơn vị cùng đạt thì lấy đơn vị {chosen} trước."


def _quota_words(row: AwardRuleRow) -> str:
    if row.quota_kind is QuotaKind.COUNT:
        return f"Tối đa {trimmed(row.quota)} đơn vị"
    base = {
        None: "số đơn vị thành viên",
        QuotaBase.MEMBERS: "số đơn vị thành viên",
        QuotaBase.REMAINING: "số đơn vị chưa được đề nghị",
        QuotaBase.RANKED: "số đơn vị được xếp hạng",
    }[row.quota_base]
    return f"Tối đa {trimmed(row.quota)}% {base}"


def _yes(answer: bool) -> str:
    return "Có" if answer else "Không"
