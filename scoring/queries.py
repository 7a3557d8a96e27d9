"""Reading a year's scores in bulk: a constant number of queries, points as plain values (design §10).

What is immutable under its revision number is kept in the process's memory: the rules of a version, the points of
a sheet, and the consolidation of exactly these sheets. Nothing is kept that a revision does not name.
"""

import json
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from django.db import connection

from blocs.departures import replaced_members
from blocs.fields import to_points
from blocs.memo import once_per_year
from blocs.models import BlocYear, RuleVersion
from blocs.terms import (
    CriterionGroup,
    CriterionRule,
    LateState,
    Level,
    SheetState,
)
from scoring.calculation import Consolidation, SheetInput, consolidate
from scoring.criterion_parameters import NOTHING, Parameters, from_json
from scoring.criterion_rules import LeafRule
from scoring.memory import Memory
from scoring.rule_reading import CODE, criteria_and_bands, scoring_rules
from scoring.scoring_rules import Band, Leaf, ScoringRules

COUNTING = (SheetState.HANDED_IN, SheetState.LOCKED)


@dataclass(frozen=True, slots=True)
class CriterionNode:
    """A criterion as it reads and counts in one version of the rules, placed in the tree."""

    criterion_id: int
    code: str
    text: str
    group: CriterionGroup
    maximum: Decimal | None
    step: Decimal | None
    method: str
    needs_evidence: bool | None
    is_leaf: bool
    rule: CriterionRule = CriterionRule.MANUAL
    parameters: Parameters = NOTHING

    @property
    def leaf_rule(self) -> LeafRule:
        """What a suggestion is worked out with."""
        is_penalty = self.group is CriterionGroup.PENALTY
        return LeafRule(self.rule, self.parameters, self.maximum, self.step, is_penalty)

    def is_asked_at(self, level: Level) -> bool:
        """Whether this level scores it: some criteria only the appraisal fills."""
        return self.rule is not CriterionRule.APPRAISER_ONLY or level is Level.APPRAISAL

    @property
    def section(self) -> str:
        """The code of its top-level criterion."""
        return self.code.split(".", 1)[0]

    @property
    def depth(self) -> int:
        """0 for a section."""
        return self.code.count(".")


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of the rules, ready to count with: the tree in its order and the pure rules."""

    nodes: tuple[CriterionNode, ...]
    scoring: ScoringRules

    @property
    def leaves(self) -> tuple[CriterionNode, ...]:
        return tuple(node for node in self.nodes if node.is_leaf)

    @property
    def sections(self) -> tuple[CriterionNode, ...]:
        return tuple(node for node in self.nodes if node.depth == 0)


class SheetRow(NamedTuple):
    """A sheet without its points: membership ids, state, and the revision that names its content.

    `came_late`: taken after its window had closed. `entered_twice`, `compared`: the second entry is finished, its
    differences are settled.
    """

    pk: int
    level: Level
    scored: int
    scorer: int | None
    state: SheetState
    revision: int
    came_late: bool = False
    entered_twice: bool = False
    compared: bool = False


Points = Mapping[str, Decimal]
_rules_memory: Memory[tuple[int, int], RuleSet] = Memory(64)
_points_memory: Memory[tuple[int, int, int], Points] = Memory(4000)
_consolidation_memory: Memory[tuple[Hashable, ...], Consolidation] = Memory(16)


def rule_set(rules: RuleVersion) -> RuleSet:
    """The version's tree and pure rules: one query the first time, none while its revision stands."""
    key = (rules.pk, rules.revision)
    kept = _rules_memory.get(key)
    if kept is None:
        kept = _read_rule_set(whole(rules))
        _rules_memory.keep({key: kept})
    return kept


def whole(rules: RuleVersion) -> RuleVersion:
    """The version with all its fields, when only its revision was read to look up what is in memory."""
    return RuleVersion.objects.get(pk=rules.pk) if rules.get_deferred_fields() else rules


def _read_rule_set(rules: RuleVersion) -> RuleSet:
    criteria, found_bands = criteria_and_bands(rules)
    parents = {row[CODE].rpartition(".")[0] for row in criteria}
    nodes = tuple(
        CriterionNode(
            criterion_id=criterion_id,
            code=code,
            text=text,
            group=CriterionGroup(group),
            maximum=maximum,
            step=step,
            method=method,
            needs_evidence=None if evidence is None else bool(evidence),
            is_leaf=code not in parents,
            rule=CriterionRule(rule),
            parameters=from_json(json.loads(parameters)),
        )
        for criterion_id, code, text, group, maximum, step, method, evidence, rule, parameters in criteria
    )
    bands = tuple(Band(name, floor, share) for _id, name, _text, _group, floor, share, *_rest in found_bands)
    return RuleSet(nodes, scoring_rules(rules, _leaves(nodes), bands))


def _leaves(nodes: Iterable[CriterionNode]) -> tuple[Leaf, ...]:
    return tuple(Leaf(node.code, node.section, node.group, node.maximum) for node in nodes if node.is_leaf)


def sheet_rows(year: BlocYear) -> tuple[SheetRow, ...]:
    """All sheets of the year, without points."""
    return _sheets_and_pairs(year)[0]


def assigned_pairs(year: BlocYear) -> frozenset[tuple[int, int]]:
    """(scorer, scored) membership ids; empty: everyone scores everyone else."""
    return _sheets_and_pairs(year)[1]


def late_waiting(year: BlocYear) -> Mapping[int, int]:
    """Sheet id -> how many late values wait beside it; sheets without any left out."""
    return _sheets_and_pairs(year)[2]


_SHEETS_AND_PAIRS = """
    SELECT id, level, scored_id, scorer_id, state, revision,
        CASE WHEN late_reason = '' THEN 0 ELSE 1 END
        + CASE WHEN second_at IS NULL THEN 0 ELSE 2 END
        + CASE WHEN settled_at IS NULL THEN 0 ELSE 4 END
    FROM scoring_sheet WHERE year_id = %s
    UNION ALL
    SELECT 0, '', scored_id, scorer_id, '', 0, 0 FROM scoring_assignment WHERE year_id = %s
    UNION ALL
    SELECT -1, '', l.sheet_id, NULL, '', 0, COUNT(*)
    FROM scoring_latecell l JOIN scoring_sheet h ON h.id = l.sheet_id
    WHERE h.year_id = %s AND l.state = %s GROUP BY l.sheet_id
"""
# The sum of 1, 2 and 4 -> came late, entered twice, compared.
_MARKS = [(bool(marks & 1), bool(marks & 2), bool(marks & 4)) for marks in range(8)]


@once_per_year
def _sheets_and_pairs(
    year: BlocYear,
) -> tuple[tuple[SheetRow, ...], frozenset[tuple[int, int]], Mapping[int, int]]:
    """Sheets in the order of their ids, assignments, and late values that wait, from one compound query.

    An assignment has the id 0, a sheet's count of late values the id -1.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SHEETS_AND_PAIRS, [year.pk, year.pk, year.pk, LateState.WAITING.value])
        rows = sorted(cursor.fetchall(), key=itemgetter(0))
    zero, first = (bisect_left(rows, at, key=itemgetter(0)) for at in (0, 1))
    late = {row[2]: row[6] for row in rows[:zero]}
    pairs = frozenset((scorer, scored) for _pk, _level, scored, scorer, *_rest in rows[zero:first])
    sheets = tuple(
        SheetRow(pk, _LEVELS[level], scored, scorer, _STATES[state], revision, *_MARKS[marks])
        for pk, level, scored, scorer, state, revision, marks in rows[first:]
    )
    return sheets, pairs, late


_LEVELS = {level.value: level for level in Level}
_STATES = {state.value: state for state in SheetState}


def points_of(year: BlocYear, sheets: Iterable[SheetRow]) -> dict[int, Points]:
    """Sheet id -> leaf code -> points, first entries; one query for the sheets not in memory, whatever their number."""
    rules = year.current_rules
    revisions = {row.pk: (row.pk, row.revision, rules.revision) for row in sheets}
    found = {pk: kept for pk, key in revisions.items() if (kept := _points_memory.get(key)) is not None}
    wanted = revisions.keys() - found.keys()
    if wanted:
        read = _read_points(year, None if len(wanted) > len(revisions) // 2 else wanted)
        fresh: dict[int, Points] = {pk: read.get(pk, {}) for pk in wanted}
        _points_memory.keep({revisions[pk]: points for pk, points in fresh.items()})
        found |= fresh
    return found


def _read_points(year: BlocYear, only: Iterable[int] | None) -> dict[int, dict[str, Decimal]]:
    """Plain tuples, never 12,600 model objects; equal stored integers become one Decimal."""
    codes = {node.criterion_id: node.code for node in rule_set(year.current_rules).nodes}
    sql = (
        "SELECT s.sheet_id, s.criterion_id, s.points FROM scoring_score s"
        " JOIN scoring_sheet h ON h.id = s.sheet_id WHERE h.year_id = %s AND s.entry = 1"
    )
    parameters: list[int] = [year.pk]
    if only is not None:
        chosen = sorted(only)
        sql += f" AND s.sheet_id IN ({', '.join(['%s'] * len(chosen))})"
        parameters += chosen
    values: dict[int, Decimal] = {}
    read: dict[int, dict[str, Decimal]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for sheet, criterion, stored in cursor.fetchall():
            points = values.get(stored)
            if points is None:
                points = values[stored] = to_points(stored)
            if criterion in codes:
                read.setdefault(sheet, {})[codes[criterion]] = points
    return read


def consolidation(year: BlocYear) -> Consolidation:
    """The year's scores from its sheets; units are named by their codes, in bloc order.

    At most 3 queries besides the members: rules, sheets with assignments, points; of these only what changed.
    """
    rules = year.current_rules
    members = {member.pk: member.code for member in year.members}
    rows = sheet_rows(year)
    pairs = assigned_pairs(year)
    left, replaced = _left(year), replaced_members(year)
    key = (rules.pk, rules.revision, tuple(members.items()), rows, pairs, left, replaced)
    kept = _consolidation_memory.get(key)
    if kept is None:
        kept = consolidation_under(year, rule_set(rules).scoring)
        _consolidation_memory.keep({key: kept})
    return kept


def consolidation_under(year: BlocYear, scoring: ScoringRules) -> Consolidation:
    """The year's sheets under any rules over the same criteria; nothing is kept, in memory or elsewhere."""
    members = {member.pk: member.code for member in year.members}
    rows = sheet_rows(year)
    points = points_of(year, [row for row in rows if row.state in COUNTING])
    return consolidate(
        scoring,
        list(members.values()),
        [_sheet_input(row, members, points.get(row.pk, {})) for row in rows],
        expected_scorers(year),
    )


def expected_scorers(year: BlocYear) -> dict[str, frozenset[str]] | None:
    """Scored unit -> who is to score it, by code; None: everyone scores everyone else."""
    members = {member.pk: member.code for member in year.members}
    rows, pairs, _late = _sheets_and_pairs(year)
    if left := _left(year):
        return _scorers_after_leaving(pairs, members, rows, left, replaced_members(year))
    return _scorers_by_unit(pairs, members)


def _left(year: BlocYear) -> frozenset[int]:
    return frozenset(member.pk for member in year.members if member.left_on is not None)


def _scorers_after_leaving(
    pairs: frozenset[tuple[int, int]],
    members: Mapping[int, str],
    rows: Iterable[SheetRow],
    left: frozenset[int],
    replaced: frozenset[int],
) -> dict[str, frozenset[str]]:
    """Who is to score whom where units have left: no sheet is awaited of them or about them any more.

    What they had handed in, and what was handed in about them, still counts; but not what a unit had handed in whose
    successor scores in its place, or one unit's opinion would weigh twice.
    """
    handed_in = {
        (row.scorer, row.scored)
        for row in rows
        if row.level is Level.PEER and row.state in COUNTING and row.scorer not in replaced
    }
    scorers: dict[str, set[str]] = {code: set() for code in members.values()}
    for scorer, scored in pairs or {(a, b) for a in members for b in members if a != b}:
        if (scorer, scored) in handed_in or not {scorer, scored} & left:
            scorers[members[scored]].add(members[scorer])
    return {scored: frozenset(who) for scored, who in scorers.items()}


def _sheet_input(row: SheetRow, members: Mapping[int, str], points: Points) -> SheetInput:
    return SheetInput(
        level=row.level,
        scored=members[row.scored],
        scorer=None if row.scorer is None else members[row.scorer],
        points=points,
        counts=row.state in COUNTING,
        recused=row.state is SheetState.RECUSED,
    )


def _scorers_by_unit(
    pairs: frozenset[tuple[int, int]], members: Mapping[int, str]
) -> dict[str, frozenset[str]] | None:
    if not pairs:
        return None
    scorers: dict[str, set[str]] = {}
    for scorer, scored in pairs:
        scorers.setdefault(members[scored], set()).add(members[scorer])
    return {scored: frozenset(who) for scored, who in scorers.items()}
