"""What awards copy of last year: the award rules."""

from awards.models import AwardRule
from blocs.copying import field_values
from blocs.models import BlocYear


def copy_year(source: BlocYear, new: BlocYear) -> None:
    """Two queries, whatever their number."""
    rules = new.current_rules
    AwardRule.objects.bulk_create(
        AwardRule(rules=rules, **field_values(rule, without={"id", "rules"}))
        for rule in AwardRule.objects.filter(rules=source.current_rules)
    )
