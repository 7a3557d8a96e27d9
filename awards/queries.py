"""What the nominations need of a year, in one query.

Rows of different kinds come as JSON in one compound statement, because each further query costs a page more than
reading a few hundred small rows does (design §10).
"""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

from awards.eligibility import AwardRule as PureAwardRule
from awards.models import Award, AwardRule, Finding, Registration, Vote, VoteResult
from awards.quotas import QuotaRule
from awards.tally import VoteCount
from blocs.fields import to_points
from blocs.memo import once_per_year
from blocs.models import BlocYear, RuleVersion
from blocs.terms import Effect, OrderBy, QuotaBase, QuotaKind, Rounding, ThresholdBase
from scoring.queries import Memory
from scoring.ranking import TieKind, parse_tie_key


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award with its rule in one version, and how it is called."""

    name: str
    short_name: str
    rule: PureAwardRule


@dataclass(frozen=True, slots=True)
class Facts:
    """By membership id: registered award codes, and findings as (effect, reason); by award code: the vote, and

    the name of each award that a tie key of the year asks the votes of.
    """

    registered: dict[int, frozenset[str]]
    findings: dict[int, tuple[tuple[Effect, str], ...]]
    votes: dict[str, VoteCount]
    key_names: dict[str, str]


_COUNTS = ("called", "present", "issued", "collected", "valid", "invalid")
_awards_memory: Memory[tuple[int, int], tuple[AwardLine, ...]] = Memory(64)


@once_per_year
def facts(year: BlocYear) -> Facts:
    """Registrations, findings and votes, and the award rules when they are not in memory: one query."""
    rules = year.current_rules
    rows = _read(_fact_parts(year))
    if "rules" in rows or _awards_memory.get(_key(rules)) is None:
        _awards_memory.keep({_key(rules): _lines(rows.get("rules", []))})
    return Facts(
        registered=_registered(rows.get("registered", [])),
        findings=_findings(rows.get("findings", [])),
        votes=_votes(rows.get("votes", []), rows.get("approvals", [])),
        key_names={row["code"]: row["name"] for row in rows.get("names", [])},
    )


def _fact_parts(year: BlocYear) -> list[QuerySet[Any, Any]]:
    rules = year.current_rules
    keys = [key for text in rules.tie_keys if (key := parse_tie_key(text)) and key.kind is TieKind.VOTE]
    parts = [
        _part(
            "registered", Registration.objects.filter(membership__year=year), "membership_id", "award__code"
        ),
        _part(
            "findings",
            Finding.objects.filter(membership__year=year),
            "membership_id",
            "effect",
            "reason",
            "position",
            "pk",
        ),
        _part("votes", Vote.objects.filter(year=year), "award__code", *_COUNTS),
        _part(
            "approvals",
            VoteResult.objects.filter(vote__year=year),
            "vote__award__code",
            "membership__code",
            "approvals",
        ),
    ]
    if keys:
        parts.append(
            _part("names", Award.objects.filter(code__in=[key.argument for key in keys]), "code", "name")
        )
    if _awards_memory.get(_key(rules)) is None:
        parts.append(_rule_part(rules))
    return parts


def vote_counts(year: BlocYear) -> dict[str, VoteCount]:
    """Award code -> its count with approvals by unit code."""
    return facts(year).votes


def award_lines(rules: RuleVersion) -> tuple[AwardLine, ...]:
    """The version's awards in `Thứ tự`: one query when they are not in memory, none while the revision stands."""
    kept = _awards_memory.get(_key(rules))
    if kept is None:
        kept = _lines(_read([_rule_part(rules)]).get("rules", []))
        _awards_memory.keep({_key(rules): kept})
    return kept


def award_names() -> dict[str, str]:
    """Code -> name of the whole catalogue."""
    return dict(Award.objects.values_list("code", "name"))


Row = dict[str, Any]


def _part(name: str, rows: QuerySet[Any], *fields: str) -> QuerySet[Any, Any]:
    """The rows as (name, JSON text); a compound statement takes no ORDER BY of its parts."""
    as_json = Cast(JSONObject(**{field: field for field in fields}), TextField())
    return rows.order_by().values_list(Cast(Value(name), TextField()), as_json)


def _read(parts: list[QuerySet[Any, Any]]) -> dict[str, list[Row]]:
    """Part name -> its rows, from one query."""
    found: dict[str, list[Row]] = {}
    for name, text in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]:
        found.setdefault(name, []).append(json.loads(text))
    return found


def _registered(rows: list[Row]) -> dict[int, frozenset[str]]:
    codes: dict[int, set[str]] = {}
    for row in rows:
        codes.setdefault(row["membership_id"], set()).add(row["award__code"])
    return {member: frozenset(found) for member, found in codes.items()}


def _findings(rows: list[Row]) -> dict[int, tuple[tuple[Effect, str], ...]]:
    found: dict[int, list[tuple[Effect, str]]] = {}
    for row in sorted(rows, key=lambda row: (row["position"], row["pk"])):
        found.setdefault(row["membership_id"], []).append((Effect(row["effect"]), row["reason"]))
    return {member: tuple(effects) for member, effects in found.items()}


def _votes(counts: list[Row], approvals: list[Row]) -> dict[str, VoteCount]:
    by_award: dict[str, dict[str, int]] = {row["award__code"]: {} for row in counts}
    for row in approvals:
        by_award[row["vote__award__code"]][row["membership__code"]] = row["approvals"]
    return {
        row["award__code"]: VoteCount(
            **{name: row[name] for name in _COUNTS}, approvals=by_award[row["award__code"]]
        )
        for row in counts
    }


def _key(rules: RuleVersion) -> tuple[int, int]:
    return rules.pk, rules.revision


def _rule_part(rules: RuleVersion) -> QuerySet[Any, Any]:
    return _part(
        "rules",
        AwardRule.objects.filter(rules=rules),
        "award__code",
        "award__name",
        "award__short_name",
        "order",
        "quota_kind",
        "quota",
        "quota_base",
        "rounding",
        "needs_registration",
        "needs_pledge",
        "needs_vote",
        "threshold",
        "threshold_base",
        "order_by",
        "exclusive",
        "max_rank",
        "min_points",
    )


def _lines(rows: list[Row]) -> tuple[AwardLine, ...]:
    return tuple(
        AwardLine(row["award__name"], row["award__short_name"] or row["award__name"], _pure_rule(row))
        for row in sorted(rows, key=lambda row: row["order"])
    )


def _pure_rule(row: Row) -> PureAwardRule:
    """The row as the pure module takes it; points are stored integers here."""
    return PureAwardRule(
        award=row["award__code"],
        order=row["order"],
        quota=QuotaRule(
            QuotaKind(row["quota_kind"]),
            to_points(row["quota"]),
            QuotaBase(row["quota_base"]) if row["quota_base"] else None,
            Rounding(row["rounding"]) if row["rounding"] else None,
        ),
        needs_registration=bool(row["needs_registration"]),
        needs_pledge=bool(row["needs_pledge"]),
        needs_vote=bool(row["needs_vote"]),
        threshold=None if row["threshold"] is None else to_points(row["threshold"]),
        threshold_base=ThresholdBase(row["threshold_base"]) if row["threshold_base"] else None,
        order_by=OrderBy(row["order_by"]),
        exclusive=bool(row["exclusive"]),
        max_rank=row["max_rank"],
        min_points=None if row["min_points"] is None else to_points(row["min_points"]),
    )
