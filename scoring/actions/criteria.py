"""Changing the criteria tree: every act loads the tree, edits it as a value, checks it whole and stores it."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.actions.revising import rules_changed
from blocs.changes import changes_between
from blocs.drafting import record_edit, rules_in_edit
from blocs.models import BlocYear, RuleVersion, User
from blocs.refusals import Faults, Refused
from blocs.terms import SECTION_KEY
from scoring.criterion_parameters import fitting
from scoring.criterion_words import criterion_in_words
from scoring.definitions import CriterionRow
from scoring.freezing import refuse_edit_of_rules
from scoring.models import CriterionVersion
from scoring.rule_checks import check_criteria, check_settings
from scoring.stored_rules import named_awards, year_rules
from scoring.tree import load_tree, update_tree
from scoring.tree_edits import Node, Tree, inserted, moved, removed, renumbered, replaced, subtree

GONE = "Tiêu chí này không còn trong bảng. Hãy mở lại bảng tiêu chí."


@transaction.atomic
def add_criterion(*, actor: User, year: BlocYear, row: CriterionRow) -> None:
    """A further criterion, last under its parent. Raises Faults at the fields of `row` that cannot stand."""
    year, tree = _open(actor, year)
    refuse_edit_of_rules(year)
    wanted = inserted(tree, _as_stored(tree, row))
    _store(year, tree, wanted, about=row.code)
    record_edit(
        year=year, actor=actor, action="criteria.added", subject=row.code, new=criterion_in_words(row)
    )


@transaction.atomic
def change_criterion(*, actor: User, year: BlocYear, code: str, row: CriterionRow) -> bool:
    """`row` in the place of the criterion `code`; False when nothing differs.

    Once a score is in only what does not count may be put right: how to score, and whether evidence is wanted.
    """
    year, tree = _open(actor, year)
    old = _find(tree, code).row
    row = _as_stored(tree, row)
    changes = changes_between(criterion_in_words(old), criterion_in_words(row))
    if not changes:
        return False
    if {change.label for change in changes} - {"Cách chấm", "Minh chứng"}:
        refuse_edit_of_rules(year)
    if row.code != code and row.parent_code and (row.parent_code == code or row.code.startswith(f"{code}.")):
        raise Faults([("code", "Một tiêu chí không thể nằm dưới chính nó. Hãy chọn mã khác.")])
    _store(year, tree, replaced(tree, code, row), about=row.code)
    record_edit(
        year=year,
        actor=actor,
        action="criteria.changed",
        subject=code,
        old={change.label: change.old for change in changes},
        new={change.label: change.new for change in changes},
    )
    return True


@transaction.atomic
def remove_criterion(*, actor: User, year: BlocYear, code: str) -> int:
    """Without the criterion and what is below it; how many rows went."""
    year, tree = _open(actor, year)
    refuse_edit_of_rules(year)
    gone = subtree(tree, _find(tree, code).row.code)
    _store(year, tree, removed(tree, code), about=code)
    record_edit(
        year=year,
        actor=actor,
        action="criteria.removed",
        subject=code,
        old={node.row.code: node.row.text for node in gone},
    )
    return len(gone)


@transaction.atomic
def move_criterion(*, actor: User, year: BlocYear, code: str, up: bool) -> str:
    """One place up or down among its siblings, the codes staying in order; the code it has now."""
    year, tree = _open(actor, year)
    refuse_edit_of_rules(year)
    node = _find(tree, code)
    wanted = moved(tree, code, up=up)
    if wanted == tree:
        return code
    _store(year, tree, wanted, about=code)
    now = next(each.row.code for each in wanted if each.key == node.key)
    record_edit(
        year=year, actor=actor, action="criteria.moved", subject=code, old={"Mã": code}, new={"Mã": now}
    )
    return now


@transaction.atomic
def renumber_criteria(*, actor: User, year: BlocYear) -> int:
    """Codes I, I.1, I.1.a in printed order; how many changed."""
    year, tree = _open(actor, year)
    refuse_edit_of_rules(year)
    wanted = renumbered(tree)
    pairs = {
        old.row.code: new.row.code
        for old, new in zip(tree, wanted, strict=True)
        if old.row.code != new.row.code
    }
    if pairs:
        _store(year, tree, wanted, about="")
        record_edit(
            year=year,
            actor=actor,
            action="criteria.renumbered",
            subject=str(year),
            new=[f"{a} → {b}" for a, b in pairs.items()],
        )
    return len(pairs)


@transaction.atomic
def replace_criteria(*, actor: User, year: BlocYear, rows: Sequence[CriterionRow]) -> None:
    """This tree instead of the whole present one. Raises Faults when it cannot stand; its sum is not asked here:
    scale and criteria are brought into agreement one after the other. A row with the code and the text of a present
    one stays that criterion: what was scored or linked stays with it."""
    year, tree = _open(actor, year)
    refuse_edit_of_rules(year)
    _store(year, tree, _recognised(tree, rows), about="")
    record_edit(
        year=year,
        actor=actor,
        action="criteria.imported",
        subject=str(year),
        old={"Số dòng": len(tree)},
        new={"Số dòng": len(rows)},
    )


def _open(actor: User, year: BlocYear) -> tuple[BlocYear, Tree]:
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    return year, load_tree(rules_in_edit(year))


def _recognised(tree: Tree, rows: Sequence[CriterionRow]) -> Tree:
    known = {(node.row.code, node.row.text): node.key for node in tree}
    return tuple(Node(known.pop((row.code, row.text), 0), row) for row in rows)


def _find(tree: Tree, code: str) -> Node:
    found = next((node for node in tree if node.row.code == code), None)
    if found is None:
        raise Refused(GONE)
    return found


def _as_stored(tree: Tree, row: CriterionRow) -> CriterionRow:
    """In its parent's group, with only what its kind of rule takes, each item under a key of its own."""
    row = _as_parent_says(tree, row)
    return replace(row, parameters=fitting(row.rule, row.parameters))


def _as_parent_says(tree: Tree, row: CriterionRow) -> CriterionRow:
    """In the group of its parent: what is below a section counts as the section does."""
    parent = next((node.row for node in tree if node.row.code == row.parent_code), None)
    if parent is None or parent.group is row.group:
        return row
    return replace(row, group=parent.group)


def _store(year: BlocYear, old: Tree, new: Tree, *, about: str) -> None:
    """Check and write; faults of the row `about` come at their fields, others as sentences of the whole."""
    version = rules_in_edit(year)
    _follow_tie_keys(version, old, new)
    rows = [node.row for node in new]
    settings = year_rules(version)
    found = check_criteria(rows)
    own = [(fault.column, fault.message) for fault in found if rows[fault.row].code == about]
    # A code given twice makes sums wrong elsewhere: what is at fault itself comes first, and alone.
    faults = own or [("", fault.message) for fault in found]
    faults += [
        ("", fault.message)
        for fault in check_settings(settings, rows, named_awards(settings))
        if fault.field == "tie_keys"
    ]
    if faults:
        raise Faults(faults)
    _refuse_with_evidence(old, new)
    update_tree(version, new)
    version.save(update_fields=["tie_keys"])
    rules_changed(version)


def _refuse_with_evidence(old: Tree, new: Tree) -> None:
    """A criterion that goes takes its evidence along, which nobody who takes it out means to."""
    gone = {node.key: node.row.code for node in old} | {node.key: "" for node in new}
    keys = [key for key, code in gone.items() if code]
    if not keys:
        return
    shown = CriterionVersion.objects.filter(pk__in=keys, criterion__evidence__isnull=False)
    if codes := sorted({gone[pk] for pk in shown.values_list("pk", flat=True)}):
        raise Refused(
            f"Đơn vị đã đưa minh chứng cho {', '.join(codes)} nên không bỏ được. Hãy để đơn vị bỏ minh chứng trước,"
            " hoặc sửa nội dung tiêu chí thay vì bỏ."
        )


def _follow_tie_keys(version: RuleVersion, old: Tree, new: Tree) -> None:
    """A key "Mục II" goes with its section when that is called III now."""
    now = {node.key: node.row.code for node in new}
    codes = {node.row.code: now.get(node.key, node.row.code) for node in old}
    version.tie_keys = [
        f"{SECTION_KEY} {codes.get(code, code)}" if word == SECTION_KEY else key
        for key in version.tie_keys
        for word, _, code in [key.partition(" ")]
    ]
