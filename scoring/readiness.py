"""Whether a year's rules and criteria agree: asked by the list of things to do, and before scoring begins."""

from collections.abc import Sequence
from decimal import Decimal

from blocs.models import BlocYear, RuleVersion
from blocs.terms import CriterionGroup
from scoring.definitions import CriterionRow, YearRules
from scoring.memory import Memory
from scoring.queries import CriterionNode, rule_set, whole
from scoring.rule_checks import check_criteria, check_scale, check_settings
from scoring.stored_rules import named_awards, year_rules


def rows_of(year: BlocYear) -> list[CriterionRow]:
    """The year's criteria from what is kept in memory: no query while the revision stands."""
    return rows_in(year.current_rules)


def rows_in(version: RuleVersion) -> list[CriterionRow]:
    """The criteria of one version, likewise."""
    return [row_of(node) for node in rule_set(version).nodes]


def row_of(node: CriterionNode) -> CriterionRow:
    return CriterionRow(
        node.code,
        node.text,
        node.group,
        node.maximum,
        node.step,
        node.method,
        node.needs_evidence,
        node.rule,
        node.parameters,
    )


def content_wanted(rules: YearRules) -> Decimal:
    """What the content leaves must sum to: the scale, less the bonus cap where the bonus lies inside it."""
    inside = rules.bonus_cap if rules.bonus_inside_scale and rules.bonus_cap is not None else Decimal(0)
    return rules.scale - inside


def content_sum(rows: list[CriterionRow]) -> Decimal:
    """The maxima of the content leaves together; a leaf without one counts 0."""
    parents = {row.parent_code for row in rows}
    return sum(
        (
            row.maximum
            for row in rows
            if row.group is CriterionGroup.CONTENT and row.code not in parents and row.maximum is not None
        ),
        Decimal(0),
    )


def contradictions(year: BlocYear) -> Sequence[str]:
    """Why scoring cannot begin yet, in sentences; empty when rules and criteria agree."""
    return contradictions_in(year.current_rules)


_contradictions: Memory[tuple[int, int], tuple[str, ...]] = Memory(64)


def contradictions_in(version: RuleVersion) -> Sequence[str]:
    """Why nobody could be scored by this version, in sentences.

    No query while the revision stands: every save of a score asks. Whether an award of a tie key is in the catalogue
    was asked when the key was set.
    """
    key = (version.pk, version.revision)
    kept = _contradictions.get(key)
    if kept is None:
        kept = tuple(_find_contradictions(whole(version)))
        _contradictions.keep({key: kept})
    return kept


def _find_contradictions(version: RuleVersion) -> list[str]:
    rules, rows = year_rules(version), rows_in(version)
    if not any(row.group is CriterionGroup.CONTENT for row in rows):
        return ["Chưa có tiêu chí nội dung nào."]
    settings = [*check_settings(rules, rows, named_awards(rules)), *check_scale(rules, rows)]
    return [fault.message for fault in settings] + [fault.message for fault in check_criteria(rows)]
