"""What the nominations need of a year, in a constant number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, IntegerField, Value
from django.db.models.functions import Cast

from awards.eligibility import AwardRule as PureAwardRule
from awards.models import Award, AwardRule, Finding, Registration, Vote
from awards.quotas import QuotaRule
from awards.tally import VoteCount
from blocs.memo import once_per_year
from blocs.models import BlocYear, RuleVersion
from blocs.terms import Effect, OrderBy, QuotaBase, QuotaKind, Rounding, ThresholdBase
from scoring.queries import Memory


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award with its rule in one version, and how it is called."""

    name: str
    short_name: str
    rule: PureAwardRule


@dataclass(frozen=True, slots=True)
class Facts:
    """By membership id: registered award codes, and findings as (effect, reason)."""

    registered: dict[int, frozenset[str]]
    findings: dict[int, tuple[tuple[Effect, str], ...]]


_awards_memory: Memory[tuple[int, int], tuple[AwardLine, ...]] = Memory(64)


def award_lines(rules: RuleVersion) -> tuple[AwardLine, ...]:
    """The version's awards in `Thứ tự`: one query the first time, none while its revision stands."""
    key = (rules.pk, rules.revision)
    kept = _awards_memory.get(key)
    if kept is None:
        rows = AwardRule.objects.filter(rules=rules).select_related("award").order_by("order")
        kept = tuple(
            AwardLine(row.award.name, row.award.short_name or row.award.name, pure_rule(row)) for row in rows
        )
        _awards_memory.keep({key: kept})
    return kept


def pure_rule(row: AwardRule) -> PureAwardRule:
    """The row as the pure module takes it."""
    return PureAwardRule(
        award=row.award.code,
        order=row.order,
        quota=QuotaRule(
            QuotaKind(row.quota_kind),
            row.quota,
            QuotaBase(row.quota_base) if row.quota_base else None,
            Rounding(row.rounding) if row.rounding else None,
        ),
        needs_registration=row.needs_registration,
        needs_pledge=row.needs_pledge,
        needs_vote=row.needs_vote,
        threshold=row.threshold,
        threshold_base=ThresholdBase(row.threshold_base) if row.threshold_base else None,
        order_by=OrderBy(row.order_by),
        exclusive=row.exclusive,
        max_rank=row.max_rank,
        min_points=row.min_points,
    )


@once_per_year
def facts(year: BlocYear) -> Facts:
    """Registrations and findings of the year, in one query."""
    registered: dict[int, set[str]] = {}
    findings: dict[int, list[tuple[Effect, str]]] = {}
    # Compound statements take no ORDER BY of their parts, so the models' orders are dropped.
    registrations: Any = (
        Registration.objects.filter(membership__year=year)
        .order_by()
        .values_list(
            "membership_id",
            "award__code",
            Value("", output_field=CharField()),
            Value(0, output_field=IntegerField()),
        )
    )
    found: Any = (
        Finding.objects.filter(membership__year=year)
        .order_by()
        .values_list("membership_id", Cast("effect", CharField()), Cast("reason", CharField()), "pk")
    )
    for member, word, reason, pk in sorted(registrations.union(found, all=True), key=lambda row: row[3]):
        if pk:
            findings.setdefault(member, []).append((Effect(word), reason))
        else:
            registered.setdefault(member, set()).add(word)
    return Facts(
        {member: frozenset(codes) for member, codes in registered.items()},
        {member: tuple(rows) for member, rows in findings.items()},
    )


@once_per_year
def vote_counts(year: BlocYear) -> dict[str, VoteCount]:
    """Award code -> its count with approvals by unit code, in one query."""
    counts: dict[str, dict[str, Any]] = {}
    rows = Vote.objects.filter(year=year).values_list(
        "award__code",
        "called",
        "present",
        "issued",
        "collected",
        "valid",
        "invalid",
        "results__membership__code",
        "results__approvals",
    )
    for award, called, present, issued, collected, valid, invalid, unit, approvals in rows:
        count = counts.setdefault(
            award,
            {
                "called": called,
                "present": present,
                "issued": issued,
                "collected": collected,
                "valid": valid,
                "invalid": invalid,
                "approvals": {},
            },
        )
        if unit is not None:
            count["approvals"][unit] = approvals
    return {award: VoteCount(**count) for award, count in counts.items()}


def award_names() -> dict[str, str]:
    """Code -> name of the whole catalogue."""
    return dict(Award.objects.values_list("code", "name"))
