"""What a new version of the rules does to the sheets that are there: table in, effects out. Pure.

A score belongs to the identity of its criterion, so a criterion that was moved or numbered again keeps its scores, and
one that was taken out keeps them without their being counted.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from blocs.terms import CriterionGroup, Level, SheetState, Term
from scoring.score_checks import score_fault


class Fate(Term):
    """What becomes of a sheet."""

    UNTOUCHED = "untouched", "Không bị ảnh hưởng"
    COUNTS_OTHERWISE = "counts_otherwise", "Vẫn tính, nhưng theo bảng mới"
    TO_FINISH = "to_finish", "Đang nhập, nhập tiếp theo bảng mới"
    REOPENED = "reopened", "Mở lại để chấm tiếp"
    PUT_ASIDE = "put_aside", "Giữ lại, không tính nữa"
    COUNTS_AGAIN = "counts_again", "Được tính trở lại"
    DROPPED = "dropped", "Phiếu trống, không cần nữa"


@dataclass(frozen=True, slots=True)
class LeafRule:
    """A criterion that takes points, as it stands in one version."""

    code: str
    group: CriterionGroup
    maximum: Decimal | None
    step: Decimal | None


Leaves = Mapping[int, LeafRule]


@dataclass(frozen=True, slots=True)
class Standing:
    """A sheet as it is. `points`: criterion id -> points, of those criteria at least that differ between the versions."""

    sheet: int
    level: Level
    state: SheetState
    is_empty: bool
    points: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class WrongPoints:
    """Points that cannot stand under the new version, and why."""

    code: str
    points: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class SheetEffect:
    """A sheet's fate and its reasons. `missing`: new codes to be scored; `lost`: (old code, points) that no longer count;

    `changed`: new codes whose points stand while what they are measured by changed.
    """

    sheet: int
    fate: Fate
    missing: tuple[str, ...] = ()
    wrong: tuple[WrongPoints, ...] = ()
    lost: tuple[tuple[str, Decimal], ...] = ()
    changed: tuple[str, ...] = ()


_COUNTING = (SheetState.HANDED_IN, SheetState.LOCKED)


def differing(before: Leaves, after: Leaves) -> frozenset[int]:
    """The criteria whose scores the change may touch; a new code alone touches none."""
    return frozenset(
        criterion
        for criterion in before.keys() | after.keys()
        if _measure(before.get(criterion)) != _measure(after.get(criterion))
    )


def _measure(leaf: LeafRule | None) -> tuple[CriterionGroup, Decimal | None, Decimal | None] | None:
    return None if leaf is None else (leaf.group, leaf.maximum, leaf.step)


def effects(
    before: Leaves,
    after: Leaves,
    levels_before: Collection[Level],
    levels_after: Collection[Level],
    sheets: Iterable[Standing],
) -> list[SheetEffect]:
    """One effect a sheet, in their order."""
    touched = differing(before, after)
    return [
        _of_level_not_used(sheet, levels_before)
        if sheet.level not in levels_after
        else _of_used_level(before, after, touched, sheet, returns=sheet.level not in levels_before)
        for sheet in sheets
    ]


def _of_level_not_used(sheet: Standing, levels_before: Collection[Level]) -> SheetEffect:
    if sheet.level not in levels_before:
        return SheetEffect(sheet.sheet, Fate.UNTOUCHED)
    gone = sheet.is_empty and sheet.state is not SheetState.LOCKED
    return SheetEffect(sheet.sheet, Fate.DROPPED if gone else Fate.PUT_ASIDE)


def _of_used_level(
    before: Leaves, after: Leaves, touched: frozenset[int], sheet: Standing, *, returns: bool
) -> SheetEffect:
    """A recused sheet counts neither before nor after; an empty one that is being filled has nothing to lose."""
    counts = sheet.state in _COUNTING
    if sheet.state is SheetState.RECUSED or (sheet.is_empty and not counts):
        return SheetEffect(sheet.sheet, Fate.UNTOUCHED)
    there = {criterion: leaf for criterion, leaf in after.items() if criterion in touched}
    missing = tuple(
        leaf.code
        for criterion, leaf in there.items()
        if leaf.group is CriterionGroup.CONTENT and criterion not in sheet.points
    )
    wrong = tuple(
        WrongPoints(leaf.code, sheet.points[criterion], why)
        for criterion, leaf in there.items()
        if criterion in sheet.points
        and (why := score_fault(sheet.points[criterion], leaf.maximum, leaf.step))
    )
    lost = tuple(
        (leaf.code, sheet.points[criterion])
        for criterion, leaf in before.items()
        if criterion not in after and criterion in sheet.points
    )
    faulty = {each.code for each in wrong}
    changed = tuple(
        leaf.code
        for criterion, leaf in there.items()
        if criterion in sheet.points and leaf.code not in faulty
    )
    fate = _fate(counts=counts, returns=returns, unfit=bool(missing or wrong), other=bool(lost or changed))
    return SheetEffect(sheet.sheet, fate, missing, wrong, lost, changed)


def _fate(*, counts: bool, returns: bool, unfit: bool, other: bool) -> Fate:
    if not counts:
        return Fate.TO_FINISH if unfit or other else Fate.UNTOUCHED
    if unfit:
        return Fate.REOPENED
    if returns:
        return Fate.COUNTS_AGAIN
    return Fate.COUNTS_OTHERWISE if other else Fate.UNTOUCHED
