"""What a version of the rules would do to the year's sheets, read from the database for `scoring.rule_effects`."""

from collections.abc import Mapping
from decimal import Decimal

from blocs.models import BlocYear, RuleVersion
from blocs.terms import Level
from scoring.actions.preparing import SheetKey, expected_sheets
from scoring.queries import Points, points_of, rule_set, sheet_rows
from scoring.rule_effects import LeafRule, SheetEffect, Standing, differing, effects


def sheet_effects(year: BlocYear, old: RuleVersion, new: RuleVersion) -> list[SheetEffect]:
    """One effect a sheet, in the order of ids; `old` is in force. Points come as the results' do, from memory where a
    sheet's revision is known."""
    before, after = leaf_rules(old), leaf_rules(new)
    touched = differing(before, after)
    codes = {node.criterion_id: node.code for node in rule_set(old).nodes if node.criterion_id in touched}
    rows = sheet_rows(year)
    points = points_of(year, rows)
    return effects(
        before,
        after,
        _levels(old),
        _levels(new),
        [
            Standing(row.pk, row.level, row.state, not found, _by_criterion(found, codes))
            for row in rows
            for found in [points[row.pk]]
        ],
    )


def _by_criterion(points: Points, codes: Mapping[int, str]) -> dict[int, Decimal]:
    return {criterion: points[code] for criterion, code in codes.items() if code in points}


def leaf_rules(rules: RuleVersion) -> dict[int, LeafRule]:
    """Criterion id -> the leaf in this version, in the tree's order; no query while the revision is in memory."""
    return {
        node.criterion_id: LeafRule(node.code, node.group, node.maximum, node.step)
        for node in rule_set(rules).leaves
    }


def _levels(rules: RuleVersion) -> list[Level]:
    return [Level(level) for level in rules.levels]


def sheets_to_make(year: BlocYear, old: RuleVersion, new: RuleVersion) -> list[SheetKey]:
    """The sheets the new levels ask for that are not there; two queries, none while levels stay."""
    if set(old.levels) >= set(new.levels):
        return []
    standing = {(row.level, row.scored, row.scorer) for row in sheet_rows(year)}
    return [key for key in expected_sheets(year, new) if key not in standing]
