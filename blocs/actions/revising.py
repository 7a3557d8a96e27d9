"""After a change of the year's rules, members or assignments: what was read once is stale, sheets follow."""

from blocs.fields import new_revision
from blocs.models import BlocYear, RuleVersion
from blocs.offers import offers


def rules_changed(rules: RuleVersion) -> None:
    """Give the version a new revision: whatever hangs on it (criteria, classes, award rules) reads afresh."""
    rules.revision = new_revision()
    RuleVersion.objects.filter(pk=rules.pk).update(revision=rules.revision)


def year_changed(year: BlocYear) -> None:
    """Tell the apps that members, levels or assignments are no longer what they were (`YEAR_CHANGED`)."""
    for hook in offers("YEAR_CHANGED"):
        hook(year)
