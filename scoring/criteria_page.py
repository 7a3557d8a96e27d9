"""What the page of the criteria tree shows, ready to print: rows with sums, and whether they make up the scale."""

from decimal import Decimal
from typing import Any

from blocs.context import year_url
from blocs.drafting import rules_in_edit
from blocs.models import BlocYear
from blocs.terms import CriterionGroup
from reports.paper.words import trimmed
from scoring.criterion_rule_words import rule_text
from scoring.criterion_words import EVIDENCE
from scoring.definitions import CriterionRow, YearRules
from scoring.readiness import content_sum, content_wanted, contradictions_in, rows_in
from scoring.stored_rules import year_rules
from scoring.tree_edits import Node, Tree, in_tree_order, leaf_sum, renumbered, siblings, subtree


def criteria_page(year: BlocYear) -> dict[str, Any]:
    """Context of templates/scoring/criteria.html but for its addresses outside the tree."""
    version = rules_in_edit(year)
    rules = year_rules(version)
    tree = in_tree_order([Node(place, row) for place, row in enumerate(rows_in(version), start=1)])
    rows = [node.row for node in tree]
    total, wanted = content_sum(rows), content_wanted(rules)
    parents = {row.parent_code for row in rows}
    return {
        "rows": [_row(year, tree, row) for row in rows],
        "leaves": sum(row.code not in parents for row in rows),
        "total": trimmed(total),
        "wanted": trimmed(wanted),
        "off": _difference(total, wanted),
        "scale_words": _scale_words(rules),
        "sections": _sections(tree, wanted),
        "faults": contradictions_in(version) if rows else [],
        "may_renumber": [node.row.code for node in renumbered(tree)] != [row.code for row in rows],
    }


def _row(year: BlocYear, tree: Tree, row: CriterionRow) -> dict[str, Any]:
    below = subtree(tree, row.code)
    is_leaf = len(below) == 1
    beside = siblings(tree, row.code)
    points = row.maximum if is_leaf else leaf_sum(below)
    return {
        "code": row.code,
        "anchor": f"tc-{row.code.replace('.', '-')}",
        "text": row.text,
        "depth": min(row.code.count("."), 3),
        "group": row.group.label,
        "group_tone": {CriterionGroup.BONUS: "gold", CriterionGroup.PENALTY: "fault"}.get(row.group, ""),
        "points": "không giới hạn" if points is None else trimmed(points),
        "is_leaf": is_leaf,
        "step": trimmed(row.step),
        "method": row.method,
        "rule": rule_text(row.rule, row.parameters, is_penalty=row.group is CriterionGroup.PENALTY),
        "rule_url": year_url("criterion-rule", year, code=row.code) if is_leaf else "",
        "evidence": EVIDENCE[row.needs_evidence],
        "is_first": beside[0] == row.code,
        "is_last": beside[-1] == row.code,
        "edit_url": year_url("criterion-edit", year, code=row.code),
        "remove_url": year_url("criterion-remove", year, code=row.code),
        "move_url": year_url("criterion-move", year, code=row.code),
    }


def _difference(total: Decimal, wanted: Decimal) -> str:
    """ "thiếu 50" or "thừa 5"; empty when they agree."""
    if total == wanted:
        return ""
    return f"thiếu {trimmed(wanted - total)}" if total < wanted else f"thừa {trimmed(total - wanted)}"


def _scale_words(rules: YearRules) -> str:
    scale = f"thang {trimmed(rules.scale)} điểm"
    if rules.bonus_inside_scale and rules.bonus_cap is not None:
        return f"{scale}, trong đó điểm thưởng {trimmed(rules.bonus_cap)}"
    return scale


def _sections(tree: Tree, wanted: Decimal) -> list[dict[str, str]]:
    """The content sections with their sums, and their share of what is wanted."""
    found = []
    for node in tree:
        row = node.row
        if "." in row.code or row.group is not CriterionGroup.CONTENT:
            continue
        points = leaf_sum(subtree(tree, row.code)) or Decimal(0)
        share = f"{trimmed(points * 100 / wanted, 1)}%" if wanted else ""
        found.append({"code": row.code, "text": row.text, "points": trimmed(points), "share": share})
    return found
