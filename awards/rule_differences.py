"""In what two versions of a year's rules differ, award rules included."""

from dataclasses import replace

from awards.definitions import AwardRuleRow
from awards.models import AwardRule
from awards.queries import award_names
from awards.stored_rules import award_rule_row, rule_in_words, rule_sentence
from blocs.changes import Change, ChangeGroup, changes_between
from blocs.models import RuleVersion
from blocs.terms import VOTE_KEY
from scoring.rule_differences import rule_differences
from scoring.rule_words import SETTING_LABELS

TIE_LABEL = SETTING_LABELS["tie_keys"]


def version_differences(old: RuleVersion, new: RuleVersion) -> list[ChangeGroup]:
    """Every difference in words; one query beside those of the scoring rules.

    Rules of registration are not among them: they are edited in force, on no draft.
    """
    awards = _award_rules(old, new)
    groups = [*rule_differences(old, new), *([ChangeGroup("Quy tắc khen", tuple(awards))] if awards else [])]
    return [ChangeGroup(group.title, tuple(map(named_change, group.changes))) for group in groups]


def with_award_names(keys: str) -> str:
    """Tie keys as people read them: "Phiếu FLAG_PROV" names the award; a query only where there is such a key."""
    parts = keys.split("; ")
    if not any(part.startswith(f"{VOTE_KEY} ") for part in parts):
        return keys
    names = award_names()
    named = [(part, part.removeprefix(f"{VOTE_KEY} ")) for part in parts]
    return "; ".join(part if part == code else f"{VOTE_KEY} {names.get(code, code)}" for part, code in named)


def named_change(change: Change) -> Change:
    """The change with awards by their names where a tie key asks for their votes."""
    if change.label != TIE_LABEL:
        return change
    return replace(change, old=with_award_names(change.old), new=with_award_names(change.new))


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
