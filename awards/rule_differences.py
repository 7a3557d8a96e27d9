"""In what two versions of a year's rules differ, award rules included."""

from awards.definitions import AwardRuleRow
from awards.models import AwardRule
from awards.stored_rules import award_rule_row, rule_in_words, rule_sentence
from blocs.changes import Change, ChangeGroup, changes_between
from blocs.models import RuleVersion
from scoring.rule_differences import rule_differences


def version_differences(old: RuleVersion, new: RuleVersion) -> list[ChangeGroup]:
    """Every difference in words; one query beside those of the scoring rules.

    Rules of registration are not among them: they are edited in force, on no draft.
    """
    awards = _award_rules(old, new)
    return [*rule_differences(old, new), *([ChangeGroup("Quy tắc khen", tuple(awards))] if awards else [])]


def _award_rules(old: RuleVersion, new: RuleVersion) -> list[Change]:
    names: dict[str, str] = {}
    rows: dict[int, dict[str, AwardRuleRow]] = {old.pk: {}, new.pk: {}}
    for rule in AwardRule.objects.filter(rules__in=rows).select_related("award").order_by("order"):
        names[rule.award.code] = rule.award.name
        rows[rule.rules_id][rule.award.code] = award_rule_row(rule)
    before, after = rows[old.pk], rows[new.pk]
    found = [
        Change(f"Bỏ {names[code]}", rule_sentence(row), "")
        for code, row in before.items()
        if code not in after
    ]
    for code, row in after.items():
        if code not in before:
            found.append(Change(f"Thêm {names[code]}", "", rule_sentence(row)))
            continue
        found += [
            Change(f"{names[code]}: {change.label}", change.old, change.new)
            for change in changes_between(rule_in_words(before[code], names), rule_in_words(row, names))
        ]
    return found
