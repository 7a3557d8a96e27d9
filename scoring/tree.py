"""Storing a criteria tree in a version of the rules."""

from collections.abc import Iterable, Sequence

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from blocs.models import RuleVersion
from scoring.criterion_parameters import to_json
from scoring.definitions import CriterionRow
from scoring.models import Criterion, CriterionVersion
from scoring.stored_rules import criterion_row
from scoring.tree_edits import Node, Tree, in_tree_order

_FIELDS = (
    "position",
    "code",
    "text",
    "group",
    "maximum",
    "step",
    "method",
    "needs_evidence",
    "rule",
    "parameters",
)


def store_tree(rules: RuleVersion, rows: Sequence[CriterionRow], first: int = 0) -> None:
    """Write further rows into a version, each with a new identity; two queries. `first`: position of the first."""
    _create(rules, list(enumerate(rows, start=first)))


def load_tree(rules: RuleVersion) -> Tree:
    """The version's tree in printed order, each subtree in one piece; one query."""
    versions = CriterionVersion.objects.filter(rules=rules).order_by("position", "pk")
    return in_tree_order([Node(version.pk, criterion_row(version)) for version in versions])


def update_tree(rules: RuleVersion, tree: Tree) -> None:
    """Make the stored tree this one: add, change, delete; a constant number of queries.

    A criterion that is gone loses its identity too, unless another version of the rules still has it.
    """
    stored = {version.pk: version for version in CriterionVersion.objects.filter(rules=rules)}
    kept = {node.key for node in tree if node.key}
    _delete([version for pk, version in stored.items() if pk not in kept])
    changed = []
    for position, node in enumerate(tree):
        version = stored.get(node.key)
        if version is not None and (version.position, criterion_row(version)) != (position, node.row):
            _fill(version, position, node.row)
            changed.append(version)
    if changed:
        # A code is unique in a version: those that change are lifted out of the way before any is set.
        CriterionVersion.objects.filter(pk__in=[version.pk for version in changed]).update(
            code=Concat(Value("~"), Cast("pk", CharField()), output_field=CharField())
        )
        CriterionVersion.objects.bulk_update(changed, _FIELDS)
    _create(rules, [(position, node.row) for position, node in enumerate(tree) if not node.key])


def _create(rules: RuleVersion, rows: Sequence[tuple[int, CriterionRow]]) -> None:
    if not rows:
        return
    identities = Criterion.objects.bulk_create(Criterion(year_id=rules.year_id) for _ in rows)
    made = []
    for identity, (position, row) in zip(identities, rows, strict=True):
        version = CriterionVersion(rules=rules, criterion=identity)
        _fill(version, position, row)
        made.append(version)
    CriterionVersion.objects.bulk_create(made)


def _fill(version: CriterionVersion, position: int, row: CriterionRow) -> None:
    version.position = position
    version.code, version.text, version.group = row.code, row.text, row.group.value
    version.maximum, version.step = row.maximum, row.step
    version.method, version.needs_evidence = row.method, row.needs_evidence
    version.rule, version.parameters = row.rule.value, to_json(row.parameters)


def _delete(versions: Iterable[CriterionVersion]) -> None:
    gone = list(versions)
    if not gone:
        return
    CriterionVersion.objects.filter(pk__in=[version.pk for version in gone]).delete()
    identities = Criterion.objects.filter(pk__in=[version.criterion_id for version in gone])
    identities.filter(versions=None).delete()
