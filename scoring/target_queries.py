"""Which criterion a target of the pledge feeds, and what a scorer sees of it beside the cell."""

from blocs.models import BlocYear, Target
from blocs.target_results import promise_and_result
from reports.paper.words import trimmed
from scoring.models import TargetCriterion
from scoring.queries import rule_set

# Criterion id -> membership id -> its targets as lines.
Promises = dict[int, dict[int, list[str]]]


def promises_by_criterion(year: BlocYear) -> Promises:
    """Promise and result of every target that feeds a criterion: one query."""
    found: Promises = {}
    rows = (
        TargetCriterion.objects.filter(criterion__isnull=False, target__membership__year=year)
        .order_by("target__position", "pk")
        .values_list(
            "criterion_id",
            "target__membership_id",
            "target__text",
            "target__measure",
            "target__planned",
            "target__half_year",
            "target__year_end",
        )
    )
    for criterion, member, text, measure, planned, half_year, year_end in rows:
        line = promise_and_result(text, measure, planned, half_year, year_end)
        found.setdefault(criterion, {}).setdefault(member, []).append(line)
    return found


def links_of(year: BlocYear) -> dict[int, TargetCriterion]:
    """Target id -> its link; one query."""
    rows = TargetCriterion.objects.filter(target__membership__year=year)
    return {row.target_id: row for row in rows}


def link_words(year: BlocYear) -> dict[int, str]:
    """Target id -> "I.2, trọng số 40", for the page of targets; what feeds nothing is left out."""
    codes = codes_by_criterion(year)
    words = {}
    for target, link in links_of(year).items():
        code = codes.get(link.criterion_id or 0, "")
        weight = "" if link.weight is None else f"trọng số {trimmed(link.weight)}"
        if code:
            words[target] = ", ".join(filter(None, (code, weight)))
    return words


def codes_by_criterion(year: BlocYear) -> dict[int, str]:
    """Criterion id -> code of the leaves of the rules in force."""
    return {leaf.criterion_id: leaf.code for leaf in rule_set(year.current_rules).leaves}


def targets_in_order(year: BlocYear) -> list[Target]:
    """Every target of the year with its unit's name, in bloc order: one query."""
    rows = Target.objects.filter(membership__year=year).select_related("membership__unit_name")
    return list(rows.order_by("membership__position", "position", "pk"))
