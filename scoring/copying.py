"""What scoring copies of last year: criteria, classes and who is to score whom."""

from blocs.copying import field_values
from blocs.models import BlocYear
from scoring.models import Assignment, ClassBand
from scoring.stored_rules import criterion_rows
from scoring.tree import store_tree


def copy_year(source: BlocYear, new: BlocYear) -> None:
    """Members of both years belong to the same units; a constant number of queries."""
    rules = new.current_rules
    store_tree(rules, criterion_rows(source.current_rules))
    ClassBand.objects.bulk_create(
        ClassBand(rules=rules, **field_values(band, without={"id", "rules"}))
        for band in ClassBand.objects.filter(rules=source.current_rules)
    )
    members = dict(new.memberships.values_list("unit_id", "pk"))
    pairs = Assignment.objects.filter(year=source).values_list("scorer__unit_id", "scored__unit_id")
    Assignment.objects.bulk_create(
        Assignment(year=new, scorer_id=members[scorer], scored_id=members[scored])
        for scorer, scored in pairs.order_by("pk")
    )
