"""What a version of the rules would do to the year's sheets, read from the database for `scoring.rule_effects`."""

from collections import Counter
from decimal import Decimal

from blocs.models import BlocYear, RuleVersion
from blocs.terms import Level
from scoring.actions.preparing import expected_sheets
from scoring.models import Score
from scoring.queries import rule_set, sheet_rows
from scoring.rule_effects import LeafRule, SheetEffect, Standing, differing, effects
from scoring.sheet_queries import FIRST_ENTRY, filled_counts


def sheet_effects(year: BlocYear, old: RuleVersion, new: RuleVersion) -> list[SheetEffect]:
    """One effect a sheet, in the order of ids; at most three queries besides the rules."""
    before, after = leaf_rules(old), leaf_rules(new)
    points = _points(year, differing(before, after))
    filled = filled_counts(year)
    return effects(
        before,
        after,
        _levels(old),
        _levels(new),
        [
            Standing(row.pk, row.level, row.state, row.pk not in filled, points.get(row.pk, {}))
            for row in sheet_rows(year)
        ],
    )


def leaf_rules(rules: RuleVersion) -> dict[int, LeafRule]:
    """Criterion id -> the leaf in this version, in the tree's order; no query while the revision is in memory."""
    return {
        node.criterion_id: LeafRule(node.code, node.group, node.maximum, node.step)
        for node in rule_set(rules).leaves
    }


def _levels(rules: RuleVersion) -> list[Level]:
    return [Level(level) for level in rules.levels]


def _points(year: BlocYear, criteria: frozenset[int]) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = {}
    if criteria:
        rows = Score.objects.filter(sheet__year=year, entry=FIRST_ENTRY, criterion__in=criteria)
        for sheet, criterion, points in rows.values_list("sheet_id", "criterion_id", "points"):
            found.setdefault(sheet, {})[criterion] = points
    return found


def sheets_to_make(year: BlocYear, old: RuleVersion, new: RuleVersion) -> dict[Level, int]:
    """Level -> how many sheets the new levels ask for that are not there; two queries, none while levels stay."""
    if set(old.levels) >= set(new.levels):
        return {}
    standing = {(row.level, row.scored, row.scorer) for row in sheet_rows(year)}
    return Counter(key[0] for key in expected_sheets(year, new) if key not in standing)
