"""Reading targets in bulk: a year's, with their evidence and what the same unit reached last year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from blocs.models import BlocYear, Membership, Target, TargetEvidence, UnitLink
from blocs.target_results import match_key

Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class OldTarget:
    """A target of the year before: what was promised and reached, summed over units that merged since."""

    text: str
    measure: str
    planned: Decimal | None
    year_end: Decimal | None


def targets_of(year: BlocYear) -> dict[int, list[Target]]:
    """Membership id -> its targets in their order, each with its evidence: 2 queries."""
    found: dict[int, list[Target]] = {}
    rows = Target.objects.filter(membership__year=year).order_by("position", "pk")
    for row in rows.prefetch_related("evidence__file"):
        found.setdefault(row.membership_id, []).append(row)
    return found


def evidence_visible_in(year: BlocYear, pk: int) -> TargetEvidence | None:
    """Evidence of a target of this year; whoever sees the year may open it."""
    rows = TargetEvidence.objects.filter(target__membership__year=year)
    return rows.select_related("file", "target__membership__unit_name").filter(pk=pk).first()


def predecessors(year: BlocYear, members: Iterable[Membership]) -> dict[int, set[int]]:
    """Unit id -> itself and every unit that became part of it by the end of the year: one query.

    A unit that was split is nobody's predecessor here: how much of its figures each part takes is not known.
    """
    links = list(
        UnitLink.objects.filter(
            successor__isnull=False, event__effective_on__year__lte=year.year
        ).values_list("predecessor_id", "successor_id", "event_id")
    )
    parts = {(old, event): sum(o == old and e == event for o, _, e in links) for old, _, event in links}
    before: dict[int, set[int]] = {}
    for old, new, event in links:
        if new is not None and parts[old, event] == 1:
            before.setdefault(new, set()).add(old)
    return {member.unit_id: _all_before(member.unit_id, before) for member in members}


def _all_before(unit: int, before: Mapping[int, set[int]]) -> set[int]:
    found, waiting = {unit}, [unit]
    while waiting:
        fresh = before.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def last_year(year: BlocYear, members: list[Membership]) -> dict[int, dict[tuple[str, str], OldTarget]]:
    """Unit id -> (folded text, folded measure) -> last year's target: 2 queries.

    Practice years count nowhere. Of units that merged, results are summed where all of them have one.
    """
    lineage = predecessors(year, members)
    rows = (
        Target.objects.filter(
            membership__year__year=year.year - 1,
            membership__year__is_practice=False,
            membership__unit__in=set().union(*lineage.values()),
        )
        .order_by("position", "pk")
        .values_list("membership__unit_id", "text", "measure", "planned", "year_end")
    )
    by_unit: dict[int, list[OldTarget]] = {}
    for unit, text, measure, planned, result in rows:
        by_unit.setdefault(unit, []).append(OldTarget(text, measure, planned, result))
    return {
        unit: _merged(old for before in sorted(units) for old in by_unit.get(before, ()))
        for unit, units in lineage.items()
    }


def _merged(rows: Iterable[OldTarget]) -> dict[tuple[str, str], OldTarget]:
    found: dict[tuple[str, str], OldTarget] = {}
    for row in rows:
        key = match_key(row.text, row.measure)
        if (known := found.get(key)) is not None:
            row = OldTarget(  # noqa: PLW2901
                known.text,
                known.measure,
                _sum(known.planned, row.planned),
                _sum(known.year_end, row.year_end),
            )
        found[key] = row
    return found


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def evidence_counts(member: Membership) -> dict[int, int]:
    """Target id -> how much evidence it has; one query."""
    rows = Target.objects.filter(membership=member).order_by().annotate(count=Count("evidence"))
    return dict(rows.values_list("pk", "count"))
