"""What scoring copies of last year: criteria, classes and who is to score whom."""

from datetime import date

from blocs.copying import field_values
from blocs.models import BlocYear, RuleVersion
from blocs.queries import heirs
from scoring.models import Assignment, ClassBand, CriterionVersion
from scoring.stored_rules import criterion_rows
from scoring.tree import store_tree


def copy_year(source: BlocYear, new: BlocYear) -> None:
    """Units of last year, or who stands in their place, score as those did; a constant number of queries."""
    rules = new.current_rules
    store_tree(rules, criterion_rows(source.current_rules))
    ClassBand.objects.bulk_create(
        ClassBand(rules=rules, **field_values(band, without={"id", "rules"}))
        for band in ClassBand.objects.filter(rules=source.current_rules)
    )
    members = dict(new.memberships.values_list("unit_id", "pk"))
    pairs = list(
        Assignment.objects.filter(year=source)
        .order_by("pk")
        .values_list("scorer__unit_id", "scored__unit_id")
    )
    standing = heirs(
        {unit for pair in pairs for unit in pair}, date(new.year, 1, 1), after=date(source.year, 1, 1)
    )
    wanted = dict.fromkeys(
        (members[by], members[about])
        for scorer, scored in pairs
        for by in standing.get(scorer, [])
        for about in standing.get(scored, [])
        if by != about and by in members and about in members
    )
    Assignment.objects.bulk_create(
        Assignment(year=new, scorer_id=scorer, scored_id=scored) for scorer, scored in wanted
    )


def copy_version(source: RuleVersion, rules: RuleVersion) -> None:
    """Criteria and classes on a further version of the same year: each criterion keeps its identity, so its scores."""
    CriterionVersion.objects.bulk_create(
        CriterionVersion(rules=rules, **field_values(version, without={"id", "rules"}))
        for version in CriterionVersion.objects.filter(rules=source)
    )
    ClassBand.objects.bulk_create(
        ClassBand(rules=rules, **field_values(band, without={"id", "rules"}))
        for band in ClassBand.objects.filter(rules=source)
    )
