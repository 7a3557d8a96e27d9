"""Editing a criteria tree as a value."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from blocs.terms import CriterionGroup
from scoring.definitions import CriterionRow
from scoring.tree_edits import (
    Node,
    Tree,
    in_tree_order,
    inserted,
    leaf_sum,
    moved,
    next_code,
    removed,
    renumbered,
    replaced,
    siblings,
    subtree,
)


def tree(*rows: tuple[str, str | None], group: CriterionGroup = CriterionGroup.CONTENT) -> Tree:
    return tuple(
        Node(
            key,
            CriterionRow(code, f"Nội dung {key}", group, None if maximum is None else Decimal(maximum)),
        )
        for key, (code, maximum) in enumerate(rows, start=1)
    )


def shown(nodes: Tree) -> list[tuple[int, str, str]]:
    return [
        (node.key, node.row.code, "" if node.row.maximum is None else str(node.row.maximum)) for node in nodes
    ]


SMALL = tree(("I", "60"), ("I.1", "40"), ("I.2", "20"), ("II", "40"))


def test_a_new_leaf_stands_last_under_its_parent_and_is_summed() -> None:
    wanted = inserted(SMALL, CriterionRow("I.3", "Mới", CriterionGroup.CONTENT, Decimal(5)))
    assert shown(wanted) == [
        (1, "I", "65"),
        (2, "I.1", "40"),
        (3, "I.2", "20"),
        (0, "I.3", "5"),
        (4, "II", "40"),
    ]


def test_a_scored_criterion_that_gets_a_child_becomes_its_sum() -> None:
    wanted = inserted(SMALL, CriterionRow("II.1", "Mới", CriterionGroup.CONTENT, Decimal(30)))
    assert shown(wanted)[-2:] == [(4, "II", "30"), (0, "II.1", "30")]


def test_a_parent_without_points_keeps_none() -> None:
    """What a workbook left empty stays empty, so that it comes out as it came in."""
    bare = tree(("I", None), ("I.1", "40"))
    wanted = inserted(bare, CriterionRow("I.2", "Mới", CriterionGroup.CONTENT, Decimal(5)))
    assert shown(wanted)[0] == (1, "I", "")


def test_the_last_child_gone_its_parent_keeps_the_points() -> None:
    assert shown(removed(tree(("I", None), ("I.1", "40")), "I.1")) == [(1, "I", "40")]
    assert shown(removed(tree(("I", "40"), ("I.1", "40")), "I.1")) == [(1, "I", "40")]


def test_removing_takes_what_is_below() -> None:
    assert shown(removed(SMALL, "I")) == [(4, "II", "40")]
    assert shown(removed(SMALL, "I.2")) == [(1, "I", "40"), (2, "I.1", "40"), (4, "II", "40")]


def test_moving_exchanges_codes_with_everything_below() -> None:
    assert shown(moved(SMALL, "II", up=True)) == [
        (4, "I", "40"),
        (1, "II", "60"),
        (2, "II.1", "40"),
        (3, "II.2", "20"),
    ]
    assert shown(moved(SMALL, "I.1", up=False)) == [
        (1, "I", "60"),
        (3, "I.1", "20"),
        (2, "I.2", "40"),
        (4, "II", "40"),
    ]
    assert moved(SMALL, "I", up=True) == SMALL
    assert moved(SMALL, "II", up=False) == SMALL


def test_another_code_takes_it_under_another_parent_with_its_children() -> None:
    deep = tree(("I", "60"), ("I.1", "40"), ("I.1.a", "40"), ("I.2", "20"), ("II", "40"))
    row = replace(deep[1].row, code="II.1")
    assert shown(replaced(deep, "I.1", row)) == [
        (1, "I", "20"),
        (4, "I.2", "20"),
        (5, "II", "40"),
        (2, "II.1", "40"),
        (3, "II.1.a", "40"),
    ]


def test_a_sections_new_group_goes_for_all_below_it() -> None:
    row = replace(SMALL[0].row, group=CriterionGroup.BONUS)
    assert {node.row.group for node in subtree(replaced(SMALL, "I", row), "I")} == {CriterionGroup.BONUS}


def test_numbering_again_closes_gaps_and_follows_the_order() -> None:
    gaps = tree(("II", "1"), ("II.4", "1"), ("II.4.c", "1"), ("VII", "1"), ("VII.x", "1"))
    assert [node.row.code for node in renumbered(gaps)] == ["I", "I.1", "I.1.a", "II", "II.1"]


def test_the_next_code_is_the_first_free_one() -> None:
    rows = [node.row for node in SMALL]
    assert next_code(rows, "") == "III"
    assert next_code(rows, "I") == "I.3"
    assert next_code(rows, "I.1") == "I.1.a"
    assert next_code([*rows, CriterionRow("I.3", "", CriterionGroup.CONTENT)][:-2], "I") == "I.3"


def test_rows_in_any_order_come_in_one_piece_a_subtree() -> None:
    mixed = tree(("I", "1"), ("II", "1"), ("I.1", "1"), ("II.1", "1"), ("I.2", "1"))
    assert [node.row.code for node in in_tree_order(mixed)] == ["I", "I.1", "I.2", "II", "II.1"]


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    rows: list[tuple[str, str | None]] = []
    for section in range(1, draw(st.integers(1, 4)) + 1):
        children = draw(st.integers(0, 3))
        code = ("I", "II", "III", "IV")[section - 1]
        points = [draw(st.integers(1, 50)) for _ in range(children)] or [draw(st.integers(1, 50))]
        rows.append((code, str(sum(points))))
        rows += [(f"{code}.{place}", str(each)) for place, each in enumerate(points[:children], start=1)]
    return tree(*rows)


@given(trees(), st.data())
def test_moving_there_and_back_is_no_move_and_loses_nothing(before: Tree, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from([node.row.code for node in before]))
    key = next(node.key for node in before if node.row.code == code)
    after = moved(before, code, up=True)
    assert sorted(node.key for node in after) == sorted(node.key for node in before)
    assert [node.row.code for node in renumbered(after)] == [node.row.code for node in after]
    assert leaf_sum(after) == leaf_sum(before)
    now = next(node.row.code for node in after if node.key == key)
    if siblings(before, code)[0] != code:
        assert moved(after, now, up=False) == before


@given(trees(), st.data())
def test_whatever_is_removed_the_sums_still_hold(before: Tree, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from([node.row.code for node in before]))
    for node in removed(before, code):
        assert node.row.maximum == leaf_sum(subtree(removed(before, code), node.row.code))
