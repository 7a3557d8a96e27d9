"""What awards copy of last year: the award rules and how many registrations of an award there may be."""

from awards.models import AwardRule, RegistrationLimit
from blocs.copying import field_values
from blocs.models import BlocYear, RuleVersion


def copy_year(source: BlocYear, new: BlocYear) -> None:
    copy_award_rules(source.current_rules, new.current_rules)


def copy_award_rules(source: RuleVersion, rules: RuleVersion) -> None:
    """What hangs on a version of the rules, on another: the next year's, or a new one of the same year.

    Four queries, whatever their number.
    """
    copy_award_rules_alone(source, rules)
    copy_limits(source, rules)


def copy_award_rules_alone(source: RuleVersion, rules: RuleVersion) -> None:
    """Without the limits of registration, which are edited in force while a draft is open; two queries."""
    AwardRule.objects.bulk_create(
        AwardRule(rules=rules, **field_values(rule, without={"id", "rules"}))
        for rule in AwardRule.objects.filter(rules=source)
    )


def copy_limits(source: RuleVersion, rules: RuleVersion) -> None:
    """Two queries."""
    RegistrationLimit.objects.bulk_create(
        RegistrationLimit(rules=rules, **field_values(limit, without={"id", "rules"}))
        for limit in RegistrationLimit.objects.filter(rules=source)
    )
