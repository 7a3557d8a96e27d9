"""Editing a criteria tree: insert, replace, remove, move, number again. Pure: a tree in, a tree out.

A tree is a tuple of nodes in printed order, each parent before what is below it. The code is the tree, so a node
that goes elsewhere takes its children's codes along.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from blocs.terms import CriterionGroup
from reports.paper.words import point_letter, roman
from scoring.definitions import CriterionRow, leaf_codes


@dataclass(frozen=True, slots=True)
class Node:
    """A criterion with the key of its stored version, 0 while it is not stored."""

    key: int
    row: CriterionRow


Tree = tuple[Node, ...]


def is_below(code: str, above: str) -> bool:
    """Whether `code` hangs under `above`, at any depth."""
    return code.startswith(f"{above}.")


def in_tree_order(nodes: Sequence[Node]) -> Tree:
    """The same nodes, each subtree in one piece: a workbook may list them in any order."""
    children: dict[str, list[Node]] = {}
    codes = {node.row.code for node in nodes}
    for node in nodes:
        parent = node.row.parent_code
        children.setdefault(parent if parent in codes else "", []).append(node)
    ordered: list[Node] = []

    def walk(code: str) -> None:
        for node in children.get(code, []):
            ordered.append(node)
            walk(node.row.code)

    walk("")
    return tuple(ordered)


def subtree(tree: Tree, code: str) -> Tree:
    """The node and everything below it."""
    return tuple(node for node in tree if node.row.code == code or is_below(node.row.code, code))


def siblings(tree: Tree, code: str) -> list[str]:
    """Codes of the nodes beside `code` and itself, in printed order."""
    parent = code.rpartition(".")[0]
    return [node.row.code for node in tree if node.row.parent_code == parent]


def inserted(tree: Tree, row: CriterionRow) -> Tree:
    """With the row last among the children of its parent, or last of all."""
    return with_sums(_put(tree, (Node(0, row),)))


def replaced(tree: Tree, code: str, row: CriterionRow) -> Tree:
    """With `row` in the place of the node `code`; under another parent when its new code says so.

    What hangs below gets the new code in front and the new group.
    """
    moving = tuple(
        Node(
            node.key,
            row
            if node.row.code == code
            else replace(node.row, code=row.code + node.row.code[len(code) :], group=row.group),
        )
        for node in subtree(tree, code)
    )
    if row.parent_code == code.rpartition(".")[0]:
        following = {node.key: node for node in moving}
        changed = tuple(following.get(node.key, node) for node in tree)
    else:
        changed = _put(_without(tree, code), moving)
    return with_sums(changed)


def removed(tree: Tree, code: str) -> Tree:
    """Without the node and what is below it. A content parent that becomes a leaf keeps the points it summed to."""
    gone = subtree(tree, code)
    rest = _without(tree, code)
    parent = code.rpartition(".")[0]
    if parent and not any(is_below(node.row.code, parent) for node in rest):
        points = leaf_sum(gone)
        rest = tuple(
            Node(node.key, replace(node.row, maximum=points))
            if node.row.code == parent and node.row.maximum is None
            else node
            for node in rest
        )
    return with_sums(rest)


def moved(tree: Tree, code: str, *, up: bool) -> Tree:
    """With the node and its neighbour above (or below) exchanged, codes too: the printed codes stay in order.

    The same tree when there is no such neighbour.
    """
    beside = siblings(tree, code)
    place = beside.index(code) + (-1 if up else 1)
    if not 0 <= place < len(beside):
        return tree
    other = beside[place]
    first, second = (other, code) if up else (code, other)
    upper, lower = subtree(tree, first), subtree(tree, second)
    start = tree.index(upper[0])
    exchanged = _recoded(lower, second, first) + _recoded(upper, first, second)
    return tree[:start] + exchanged + tree[start + len(exchanged) :]


def renumbered(tree: Tree) -> Tree:
    """With codes I, I.1, I.1.a in printed order, without gaps."""
    new: dict[str, str] = {}
    count: dict[str, int] = {}
    for node in tree:
        parent = new.get(node.row.parent_code, "")
        count[parent] = count.get(parent, 0) + 1
        new[node.row.code] = joined(parent, _label(parent, count[parent]))
    return tuple(Node(node.key, replace(node.row, code=new[node.row.code])) for node in tree)


def next_code(rows: Iterable[CriterionRow], parent: str) -> str:
    """The first free code under `parent` ("" for a section), in the usual way of numbering."""
    taken = {row.code for row in rows}
    count = sum(1 for row in taken if row.rpartition(".")[0] == parent)
    while (code := joined(parent, _label(parent, count + 1))) in taken:
        count += 1
    return code


def with_sums(tree: Tree) -> Tree:
    """Content parents that state their points state the sum of their leaves."""
    leaves = leaf_codes(node.row.code for node in tree)
    summed = []
    for node in tree:
        row = node.row
        if row.group is CriterionGroup.CONTENT and row.code not in leaves and row.maximum is not None:
            total = leaf_sum(subtree(tree, row.code))
            row = row if total is None else replace(row, maximum=total)
        summed.append(Node(node.key, row))
    return tuple(summed)


def leaf_sum(nodes: Sequence[Node]) -> Decimal | None:
    """The maxima of the leaves together; None when one has none, or there are none."""
    leaves = leaf_codes(node.row.code for node in nodes)
    maxima = [node.row.maximum for node in nodes if node.row.code in leaves]
    if not maxima or None in maxima:
        return None
    return sum((maximum for maximum in maxima if maximum is not None), Decimal(0))


def joined(parent: str, label: str) -> str:
    return f"{parent}.{label}" if parent else label


def _label(parent: str, number: int) -> str:
    if not parent:
        return roman(number)
    if "." not in parent:
        return str(number)
    return point_letter(number) if number <= _LETTERS else str(number)


_LETTERS = 22


def _put(tree: Tree, nodes: Tree) -> Tree:
    """With the nodes after everything under their parent; at the end when the parent is not there."""
    parent = nodes[0].row.parent_code
    places = [
        index
        for index, node in enumerate(tree)
        if parent and (node.row.code == parent or is_below(node.row.code, parent))
    ]
    place = places[-1] + 1 if places else len(tree)
    return tree[:place] + nodes + tree[place:]


def _without(tree: Tree, code: str) -> Tree:
    gone = set(subtree(tree, code))
    return tuple(node for node in tree if node not in gone)


def _recoded(nodes: Tree, old: str, new: str) -> Tree:
    return tuple(Node(node.key, replace(node.row, code=new + node.row.code[len(old) :])) for node in nodes)
