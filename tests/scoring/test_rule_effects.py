"""What a new version does to each sheet, worked out by hand on one small table."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocs.terms import CriterionGroup, Level, SheetState
from scoring.rule_effects import Fate, LeafRule, SheetEffect, Standing, WrongPoints, differing, effects

CONTENT, BONUS, PENALTY = CriterionGroup
HALF = Decimal("0.5")


def leaf(
    code: str, group: CriterionGroup = CONTENT, maximum: int | None = 40, step: Decimal | None = HALF
) -> LeafRule:
    return LeafRule(code, group, None if maximum is None else Decimal(maximum), step)


BEFORE = {1: leaf("I.1"), 2: leaf("I.2", maximum=20), 3: leaf("II"), 4: leaf("III.1", BONUS, 5, Decimal(1))}
ALL = tuple(Level)
FULL = {1: Decimal("38.5"), 2: Decimal(20), 3: Decimal(40)}


def sheet(
    points: dict[int, Decimal],
    state: SheetState = SheetState.HANDED_IN,
    level: Level = Level.PEER,
    is_empty: bool | None = None,
) -> Standing:
    return Standing(7, level, state, not points if is_empty is None else is_empty, points)


def one(
    after: dict[int, LeafRule],
    standing: Standing,
    levels: tuple[Level, ...] = ALL,
    levels_before: tuple[Level, ...] = ALL,
) -> SheetEffect:
    (found,) = effects(BEFORE, after, levels_before, levels, [standing])
    return found


def test_a_new_content_criterion_sends_handed_in_sheets_back() -> None:
    after = BEFORE | {2: leaf("I.2", maximum=10), 5: leaf("I.3", maximum=10)}
    found = one(after, sheet({**FULL, 2: Decimal(9)}))
    assert (found.fate, found.missing, found.wrong, found.changed) == (Fate.REOPENED, ("I.3",), (), ("I.2",))
    assert one(after, sheet(FULL, SheetState.LOCKED)).fate is Fate.REOPENED
    assert one(after, sheet(FULL, SheetState.FILLING)).fate is Fate.TO_FINISH
    assert one(after, sheet({}, SheetState.FILLING)).fate is Fate.UNTOUCHED
    assert one(after, sheet(FULL, SheetState.RECUSED)).fate is Fate.UNTOUCHED


def test_points_above_the_new_maximum_or_off_the_new_step_are_named() -> None:
    after = BEFORE | {1: leaf("I.1", maximum=38), 2: leaf("I.2", maximum=20, step=Decimal(3))}
    found = one(after, sheet(FULL))
    assert found.fate is Fate.REOPENED
    assert found.wrong == (
        WrongPoints("I.1", Decimal("38.5"), "38,5 vượt điểm tối đa 38."),
        WrongPoints("I.2", Decimal(20), "20 không đúng bước chấm; điểm phải là bội của 3."),
    )
    assert found.missing == found.changed == ()


def test_a_smaller_maximum_that_still_holds_only_counts_otherwise() -> None:
    found = one(BEFORE | {1: leaf("I.1", maximum=39)}, sheet(FULL))
    assert (found.fate, found.changed, found.wrong) == (Fate.COUNTS_OTHERWISE, ("I.1",), ())
    assert one(BEFORE | {1: leaf("I.1", maximum=39)}, sheet(FULL, SheetState.FILLING)).fate is Fate.TO_FINISH


def test_a_removed_criterion_keeps_its_points_uncounted() -> None:
    after = {key: rule for key, rule in BEFORE.items() if key != 2}
    found = one(after, sheet(FULL))
    assert (found.fate, found.lost) == (Fate.COUNTS_OTHERWISE, (("I.2", Decimal(20)),))
    assert one(after, sheet({1: Decimal(1), 3: Decimal(2)})).fate is Fate.UNTOUCHED


def test_a_criterion_that_was_renumbered_touches_nothing() -> None:
    after = {1: leaf("II.9"), 2: leaf("I.1", maximum=20), 3: leaf("I.2"), 4: BEFORE[4]}
    assert one(after, sheet(FULL)).fate is Fate.UNTOUCHED
    assert not differing(BEFORE, after)


def test_a_code_used_again_is_another_criterion() -> None:
    """I.2 goes and a new I.2 comes: the old points are not taken for it."""
    after = {key: rule for key, rule in BEFORE.items() if key != 2} | {9: leaf("I.2", maximum=20)}
    found = one(after, sheet(FULL))
    assert (found.fate, found.missing, found.lost) == (Fate.REOPENED, ("I.2",), (("I.2", Decimal(20)),))


def test_a_new_bonus_criterion_sends_nothing_back() -> None:
    assert one(BEFORE | {5: leaf("III.2", BONUS)}, sheet(FULL)).fate is Fate.UNTOUCHED


def test_a_criterion_that_becomes_content_must_be_scored() -> None:
    after = BEFORE | {4: leaf("II.2", CONTENT, 5, Decimal(1))}
    assert one(after, sheet(FULL)).missing == ("II.2",)
    assert one(after, sheet({**FULL, 4: Decimal(3)})).changed == ("II.2",)


def test_levels_that_go_and_come() -> None:
    without = (Level.SELF, Level.APPRAISAL)
    assert one(BEFORE, sheet(FULL), without).fate is Fate.PUT_ASIDE
    assert one(BEFORE, sheet({}, SheetState.FILLING), without).fate is Fate.DROPPED
    assert one(BEFORE, sheet({}, SheetState.LOCKED), without).fate is Fate.PUT_ASIDE
    assert one(BEFORE, sheet(FULL, level=Level.SELF), without).fate is Fate.UNTOUCHED
    assert one(BEFORE, sheet(FULL), without, without).fate is Fate.UNTOUCHED
    assert one(BEFORE, sheet(FULL), ALL, without).fate is Fate.COUNTS_AGAIN
    assert one(BEFORE | {5: leaf("I.3")}, sheet(FULL), ALL, without).fate is Fate.REOPENED


LEAVES = st.dictionaries(
    st.integers(1, 6),
    st.builds(
        LeafRule,
        code=st.sampled_from(["I.1", "I.2", "II", "III.1"]),
        group=st.sampled_from(list(CriterionGroup)),
        maximum=st.one_of(st.none(), st.integers(0, 40).map(Decimal)),
        step=st.one_of(st.none(), st.sampled_from([HALF, Decimal(1), Decimal(3)])),
    ),
)
POINTS = st.dictionaries(st.integers(1, 6), st.integers(0, 80).map(lambda n: Decimal(n) / 2))


@given(LEAVES, LEAVES, POINTS, st.sampled_from(list(SheetState)), st.sampled_from(list(Level)))
def test_what_still_counts_is_complete_and_in_range(
    before: dict[int, LeafRule],
    after: dict[int, LeafRule],
    points: dict[int, Decimal],
    state: SheetState,
    level: Level,
) -> None:
    """Whatever the change: a sheet that was fit and is not sent back is fit under the new rules; the same rules change
    nothing; only handed-in and locked sheets are sent back."""
    fit: Callable[[dict[int, LeafRule]], bool] = lambda leaves: all(  # noqa: E731
        (key in points or rule.group is not CONTENT)
        and (
            key not in points
            or (
                (rule.maximum is None or points[key] <= rule.maximum)
                and (rule.step is None or points[key] % rule.step == 0)
            )
        )
        for key, rule in leaves.items()
    )
    standing = Standing(1, level, state, not points, points)
    (found,) = effects(before, after, ALL, ALL, [standing])
    (same,) = effects(before, before, ALL, ALL, [standing])
    assert same.fate is Fate.UNTOUCHED
    counts = state in (SheetState.HANDED_IN, SheetState.LOCKED)
    assert found.fate is not Fate.REOPENED or counts
    if counts and fit(before) and found.fate is not Fate.REOPENED:
        assert fit(after)
    if not counts or found.fate is Fate.UNTOUCHED:
        return
    assert found.missing or found.wrong or found.lost or found.changed


@pytest.mark.parametrize("fate", list(Fate))
def test_every_fate_has_words(fate: Fate) -> None:
    assert fate.label
