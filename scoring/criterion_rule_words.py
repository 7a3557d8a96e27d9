"""A criterion's rule in words, for pages, the guide under the grid and the printed sheet ("Cách chấm")."""

from typing import Protocol

from blocs.terms import CriterionGroup, CriterionRule
from reports.paper.words import trimmed
from scoring.criterion_parameters import Item, Parameters


def rule_text(rule: CriterionRule, parameters: Parameters, *, is_penalty: bool = False) -> str:
    """ "Theo bậc: đúng hạn 50; chậm đến 15 ngày 40"; empty for a criterion its scorer judges by himself."""
    if rule is CriterionRule.MANUAL:
        return ""
    parts = [_item_text(rule, item) for item in parameters.items] + limit_lines(parameters)
    name = _name(rule, is_penalty=is_penalty)
    return f"{name}: {'; '.join(parts)}" if parts else name


class Guided(Protocol):
    """A criterion as it reads: a row of the tree, or a node of a version's rules."""

    @property
    def method(self) -> str: ...
    @property
    def rule(self) -> CriterionRule: ...
    @property
    def parameters(self) -> Parameters: ...
    @property
    def group(self) -> CriterionGroup: ...


def how_scored(node: Guided) -> str:
    """What is printed as "Cách chấm": the criterion's own words, else its rule's; who alone scores it is always said."""
    is_penalty = node.group is CriterionGroup.PENALTY
    rule = rule_text(node.rule, node.parameters, is_penalty=is_penalty)
    if node.method and node.rule is CriterionRule.APPRAISER_ONLY:
        return f"{node.method} ({rule[0].lower()}{rule[1:]})"
    return node.method or rule


def rule_lines(rule: CriterionRule, parameters: Parameters) -> list[tuple[str, str]]:
    """Each rung or item with what it is worth: ("Chậm đến 15 ngày", "40")."""
    return [(item.text, worth(rule, item)) for item in parameters.items]


def worth(rule: CriterionRule, item: Item) -> str:
    """ "40" of a rung, "10/lần, tối đa 2 lần" of an item, "−2/lần" of what is taken off."""
    points = trimmed(item.points)
    if rule is CriterionRule.LADDER:
        return points
    sign = "−" if rule in (CriterionRule.DEDUCT_PER, CriterionRule.PENALTY_LIST) else ""
    most = "" if item.most is None else f", tối đa {item.most} lần"
    return f"{sign}{points}/lần{most}"


def limit_lines(parameters: Parameters) -> list[str]:
    limits = (
        ("trừ nhiều nhất {}", parameters.limit),
        ("thấp nhất {}", parameters.least),
        ("mỗi chỉ tiêu tính tối đa {} lần mức phấn đấu", parameters.ceiling),
    )
    return [words.format(trimmed(value)) for words, value in limits if value is not None]


def _item_text(rule: CriterionRule, item: Item) -> str:
    return f"{item.text} {worth(rule, item)}"


def _name(rule: CriterionRule, *, is_penalty: bool) -> str:
    if rule is CriterionRule.BINARY:
        return (
            "Có vi phạm thì trừ đủ điểm, không thì không trừ"
            if is_penalty
            else "Đạt được đủ điểm, không đạt 0 điểm"
        )
    return rule.label
