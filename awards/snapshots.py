"""What a version of the results holds: everything they were computed from, the table, and the arithmetic.

Canonical JSON: numbers of points are strings, whatever has an order is a list, mappings may be read in any order.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from awards.queries import AwardLine, Facts, award_lines, facts
from awards.recomputing import COUNTS, Recomputed, digest, recompute
from awards.results import is_pledge_signed
from awards.results_table import Table
from awards.snapshot_arithmetic import arithmetic
from awards.tally import VoteCount
from blocs.models import BlocYear, Membership, RuleVersion
from blocs.terms import Level
from scoring.queries import (
    COUNTING,
    CriterionNode,
    assigned_pairs,
    expected_scorers,
    points_of,
    rule_set,
    sheet_rows,
)

FORMAT = 1
# Of a version of the rules: who made it and when is no rule.
_NO_RULES = frozenset(
    {"id", "year", "number", "created_by", "confirmed_by", "created_at", "confirmed_at", "revision"}
)
_LEVEL_ORDER = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A year's results as they stand now, ready to be stored; both hashes are SHA-256 of the canonical JSON."""

    rules: RuleVersion
    inputs: dict[str, Any]
    inputs_hash: str
    found: Recomputed
    table: Table
    results_hash: str

    @property
    def arithmetic(self) -> dict[str, Any]:
        return arithmetic(self.found)

    @property
    def mark(self) -> str:
        """A name of both hashes: what a person saw goes along with what they send."""
        return digest([self.inputs_hash, self.results_hash])


def take_snapshot(year: BlocYear) -> Snapshot:
    """Read the year and compute it from what will be stored, so that what is stored surely gives the table."""
    inputs = inputs_of(year)
    found = recompute(inputs)
    table = found.table
    return Snapshot(year.current_rules, inputs, digest(inputs), found, table, digest(table))


def inputs_of(year: BlocYear) -> dict[str, Any]:
    """Everything `year_results` reads.

    `rules`: every setting, the criteria, classes and award rules of the version; `units` in bloc order with what the
    nominations ask of them; `assignments` [scorer, scored] as drawn, `scorers` who is to score whom after units left
    (null: everyone); `sheets` of every level with their points where they count; `votes`.
    """
    known = facts(year)
    scorers = expected_scorers(year)
    return {
        "format": FORMAT,
        "bloc": year.bloc.code,
        "year": year.year,
        "name": year.name,
        "rules": _rules(year.current_rules, known),
        "units": [_unit(member, known) for member in year.members],
        "assignments": _assignments(year),
        "scorers": None if scorers is None else {code: sorted(who) for code, who in scorers.items()},
        "sheets": _sheets(year),
        "votes": [_vote(award, count) for award, count in sorted(known.votes.items())],
    }


def plain(value: Any) -> Any:
    """A Decimal as text without trailing zeros, a listed word as its stored value, anything else as it is."""
    if isinstance(value, Decimal):
        return _text(value)
    return getattr(value, "value", value)


@lru_cache(maxsize=4096)
def _text(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"


def _rules(rules: RuleVersion, known: Facts) -> dict[str, Any]:
    fields = [field for field in RuleVersion._meta.concrete_fields if field.name not in _NO_RULES]
    return {
        "version": rules.number,
        "settings": {field.name: plain(getattr(rules, field.name)) for field in fields},
        "criteria": [_criterion(node) for node in rule_set(rules).nodes],
        "classes": [
            {
                "name": band.name,
                "from_points": plain(band.floor),
                "floor_percent": plain(band.section_floor),
            }
            for band in rule_set(rules).scoring.bands
        ],
        "awards": [_award_rule(line) for line in award_lines(rules)],
        "award_names": known.key_names | {line.rule.award: line.name for line in award_lines(rules)},
    }


def _criterion(node: CriterionNode) -> dict[str, Any]:
    return {
        "code": node.code,
        "section": node.section,
        "text": node.text,
        "group": node.group.value,
        "maximum": plain(node.maximum),
        "step": plain(node.step),
        "is_leaf": node.is_leaf,
    }


def _award_rule(line: AwardLine) -> dict[str, Any]:
    rule = line.rule
    return {
        "award": rule.award,
        "name": line.name,
        "short_name": line.short_name,
        "order": rule.order,
        "quota_kind": rule.quota.kind.value,
        "quota": plain(rule.quota.number),
        "quota_base": plain(rule.quota.base),
        "rounding": plain(rule.quota.rounding),
        "needs_registration": rule.needs_registration,
        "needs_pledge": rule.needs_pledge,
        "needs_vote": rule.needs_vote,
        "threshold": plain(rule.threshold),
        "threshold_base": plain(rule.threshold_base),
        "order_by": rule.order_by.value,
        "exclusive": rule.exclusive,
        "max_rank": rule.max_rank,
        "min_points": plain(rule.min_points),
    }


def _unit(member: Membership, known: Facts) -> dict[str, Any]:
    return {
        "code": member.code,
        "name": member.name,
        "short_name": member.short_name,
        "left_on": None if member.left_on is None else member.left_on.isoformat(),
        "registered": sorted(known.registered.get(member.pk, ())),
        "pledge_signed": is_pledge_signed(member),
        "findings": [
            {"effect": effect.value, "reason": reason} for effect, reason in known.findings.get(member.pk, ())
        ],
    }


def _assignments(year: BlocYear) -> list[list[str]]:
    codes = {member.pk: member.code for member in year.members}
    return sorted([codes[scorer], codes[scored]] for scorer, scored in assigned_pairs(year))


def _sheets(year: BlocYear) -> list[dict[str, Any]]:
    """By level, scored unit and scorer; a sheet that is still being filled is nobody's opinion yet and has no points."""
    members = {member.pk: (place, member.code) for place, member in enumerate(year.members)}
    rows = sorted(
        sheet_rows(year),
        key=lambda row: (
            _LEVEL_ORDER[row.level],
            members[row.scored][0],
            members[row.scorer][0] if row.scorer else 0,
        ),
    )
    points = points_of(year, [row for row in rows if row.state in COUNTING])
    return [
        {
            "level": row.level.value,
            "scored": members[row.scored][1],
            "scorer": members[row.scorer][1] if row.scorer else None,
            "state": row.state.value,
            "points": {code: _text(value) for code, value in points.get(row.pk, {}).items()},
        }
        for row in rows
    ]


def _vote(award: str, count: VoteCount) -> dict[str, Any]:
    return {
        "award": award,
        **{name: getattr(count, name) for name in COUNTS},
        "approvals": dict(count.approvals),
    }
