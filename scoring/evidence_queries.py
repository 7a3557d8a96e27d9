"""Reading units' evidence: counts for the grid, one unit's by criterion, what still lacks it; each in one query.

Nothing here asks who may see it: callers pass only the units that `Sight.reads_self_sheet_of` lets a person read.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django.db.models import Count, QuerySet

from blocs.models import BlocYear, Membership, User
from blocs.terms import CriterionGroup
from scoring.models import Evidence
from scoring.queries import CriterionNode, RuleSet
from scoring.visibility import Sight, sight

# Membership id, criterion id.
EvidenceKey = tuple[int, int]


def evidence_counts(year: BlocYear, members: Iterable[Membership]) -> dict[EvidenceKey, int]:
    """How many documents each of these units shows for each criterion; pairs without any are left out."""
    rows = (
        Evidence.objects.filter(membership__in=[member.pk for member in members], membership__year=year)
        .order_by()
        .values_list("membership_id", "criterion_id")
        .annotate(count=Count("pk"))
    )
    return {(member, criterion): count for member, criterion, count in rows}


def evidence_of(member: Membership) -> dict[int, list[Evidence]]:
    """Criterion id -> the unit's documents for it in the order they were added, with their files."""
    found: dict[int, list[Evidence]] = {}
    for row in _with_files().filter(membership=member):
        found.setdefault(row.criterion_id, []).append(row)
    return found


def evidence_for(member: int, criterion: int) -> list[Evidence]:
    return list(_with_files().filter(membership=member, criterion=criterion))


def evidence_seen_by(user: User, year: BlocYear, pk: int) -> Evidence | None:
    """One document of this year, None for who may not know of it."""
    row = _with_files().select_related("membership__unit_name").filter(pk=pk, membership__year=year).first()
    return row if row is not None and sight(user, year).reads_self_sheet_of(row.membership_id) else None


def _with_files() -> QuerySet[Evidence]:
    return Evidence.objects.select_related("file", "added_by").order_by("pk")


def readable_units(year: BlocYear, seen: Sight) -> list[Membership]:
    """The units whose evidence this person may read, in bloc order."""
    return [member for member in year.members if seen.reads_self_sheet_of(member)]


def unproven(rules: RuleSet, points: Mapping[int, Decimal], shown: Collection[int]) -> list[CriterionNode]:
    """Criteria that want evidence, are claimed with points above 0, and have none.

    `points`: criterion id -> points claimed; `shown`: criterion ids with evidence. What is taken off needs none.
    """
    return [
        node
        for node in rules.leaves
        if node.needs_evidence
        and node.group is not CriterionGroup.PENALTY
        and points.get(node.criterion_id, Decimal(0)) > 0
        and node.criterion_id not in shown
    ]
