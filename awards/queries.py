"""What the nominations need of a year, in one query.

Rows of different kinds come as JSON in one compound statement, because each further query costs a page more than
reading a few hundred small rows does (design §10).
"""

import json
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from django.db import connection

from awards.eligibility import AwardRule as PureAwardRule
from awards.models import Award
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
_RULE = (
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
_awards_memory: Memory[tuple[int, int], tuple[AwardLine, ...]] = Memory(64)


@once_per_year
def facts(year: BlocYear) -> Facts:
    """Registrations, findings and votes, and the award rules when they are not in memory: one query."""
    rules = year.current_rules
    keys = [key for text in rules.tie_keys if (key := parse_tie_key(text)) and key.kind is TieKind.VOTE]
    parts: list[tuple[str, int | str]] = [(name, year.pk) for name in _OF_A_YEAR]
    parts += [("name", key.argument) for key in keys]
    is_known = _awards_memory.get(_key(rules)) is not None
    if not is_known:
        parts.append(("rule", rules.pk))
    rows = _read(parts)
    if not is_known:
        _awards_memory.keep({_key(rules): _lines(rows["rule"])})
    return Facts(
        registered=_registered(rows["registered"]),
        findings=_findings(rows["finding"]),
        votes=_votes(rows["vote"], rows["approval"]),
        key_names={row["code"]: row["name"] for row in rows["name"]},
    )


def vote_counts(year: BlocYear) -> dict[str, VoteCount]:
    """Award code -> its count with approvals by unit code."""
    return facts(year).votes


def award_lines(rules: RuleVersion) -> tuple[AwardLine, ...]:
    """The version's awards in `Thứ tự`: one query when they are not in memory, none while the revision stands."""
    kept = _awards_memory.get(_key(rules))
    if kept is None:
        kept = _lines(_read([("rule", rules.pk)])["rule"])
        _awards_memory.keep({_key(rules): kept})
    return kept


def award_names() -> dict[str, str]:
    """Code -> name of the whole catalogue."""
    return dict(Award.objects.values_list("code", "name"))


Row = dict[str, Any]

# Part -> its fields as (name, column), and where they come from; each takes one parameter.
_PARTS: dict[str, tuple[dict[str, str], str]] = {
    "registered": (
        {"member": "r.membership_id", "award": "a.code"},
        "awards_registration r JOIN awards_award a ON a.id = r.award_id"
        " JOIN blocs_membership m ON m.id = r.membership_id WHERE m.year_id = %s",
    ),
    "finding": (
        {
            "member": "f.membership_id",
            "effect": "f.effect",
            "reason": "f.reason",
            "at": "f.position",
            "pk": "f.id",
        },
        "awards_finding f JOIN blocs_membership m ON m.id = f.membership_id WHERE m.year_id = %s",
    ),
    "vote": (
        {"award": "a.code", **{name: f"v.{name}" for name in _COUNTS}},
        "awards_vote v JOIN awards_award a ON a.id = v.award_id WHERE v.year_id = %s",
    ),
    "approval": (
        {"award": "a.code", "unit": "m.code", "count": "r.approvals"},
        "awards_voteresult r JOIN awards_vote v ON v.id = r.vote_id JOIN awards_award a ON a.id = v.award_id"
        " JOIN blocs_membership m ON m.id = r.membership_id WHERE v.year_id = %s",
    ),
    "name": ({"code": "a.code", "name": "a.name"}, "awards_award a WHERE a.code = %s"),
    "rule": (
        {"award": "a.code", "name": "a.name", "short_name": "a.short_name"}
        | {name: f'r."{name}"' for name in _RULE},
        "awards_awardrule r JOIN awards_award a ON a.id = r.award_id WHERE r.rules_id = %s",
    ),
}
_OF_A_YEAR = ("registered", "finding", "vote", "approval")


def _read(parts: list[tuple[str, int | str]]) -> dict[str, list[Row]]:
    """Part name -> its rows, from one compound statement; `parts` are names with their parameter."""
    statement = " UNION ALL ".join(_select(name) for name, _parameter in parts)
    found: dict[str, list[Row]] = {name: [] for name in _PARTS}
    with connection.cursor() as cursor:
        cursor.execute(statement, [parameter for _name, parameter in parts])
        for name, text in cursor.fetchall():
            found[name].append(json.loads(text))
    return found


@cache
def _select(part: str) -> str:
    """One SELECT of (part, JSON object as text); both engines make the object, by another name each."""
    fields, source = _PARTS[part]
    function = "json_object" if connection.vendor == "sqlite" else "json_build_object"
    pairs = ", ".join(f"'{name}', {column}" for name, column in fields.items())
    return f"SELECT '{part}', CAST({function}({pairs}) AS text) FROM {source}"  # noqa: S608 (constants only)


def _registered(rows: list[Row]) -> dict[int, frozenset[str]]:
    codes: dict[int, set[str]] = {}
    for row in rows:
        codes.setdefault(row["member"], set()).add(row["award"])
    return {member: frozenset(found) for member, found in codes.items()}


def _findings(rows: list[Row]) -> dict[int, tuple[tuple[Effect, str], ...]]:
    found: dict[int, list[tuple[Effect, str]]] = {}
    for row in sorted(rows, key=itemgetter("at", "pk")):
        found.setdefault(row["member"], []).append((Effect(row["effect"]), row["reason"]))
    return {member: tuple(effects) for member, effects in found.items()}


def _votes(counts: list[Row], approvals: list[Row]) -> dict[str, VoteCount]:
    by_award: dict[str, dict[str, int]] = {row["award"]: {} for row in counts}
    for row in approvals:
        by_award[row["award"]][row["unit"]] = row["count"]
    return {
        row["award"]: VoteCount(**{name: row[name] for name in _COUNTS}, approvals=by_award[row["award"]])
        for row in counts
    }


def _key(rules: RuleVersion) -> tuple[int, int]:
    return rules.pk, rules.revision


def _lines(rows: list[Row]) -> tuple[AwardLine, ...]:
    return tuple(
        AwardLine(row["name"], row["short_name"] or row["name"], _pure_rule(row))
        for row in sorted(rows, key=lambda row: row["order"])
    )


def _pure_rule(row: Row) -> PureAwardRule:
    """The row as the pure module takes it; points are stored integers here."""
    return PureAwardRule(
        award=row["award"],
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
