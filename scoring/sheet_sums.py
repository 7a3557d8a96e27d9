"""One sheet: its sums by section, bonus and penalty (contract §4, "One sheet"). Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation, localcontext
from typing import Self

from blocs.terms import CriterionGroup, Level
from scoring.scoring_rules import ScoringRules

ZERO = Decimal(0)
# Sums of points are exact, or this context raises: points have at most 15 digits (contract §3).
EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])


@dataclass(frozen=True, slots=True)
class SheetInput:
    """A sheet as it is stored. `points` holds the scored leaves only; penalties are positive.

    `scorer` is needed for a peer sheet and passed over for the other levels. `counts`: handed in or locked;
    `recused`: "Không chấm". A sheet that is neither is being filled.
    """

    level: Level
    scored: str
    scorer: str | None
    points: Mapping[str, Decimal]
    counts: bool = True
    recused: bool = False


@dataclass(frozen=True, slots=True)
class SheetSums:
    """A sheet's sums, unrounded. `bonus` is after the cap, `bonus_given` before; `filled` counts scored leaves."""

    sections: Mapping[str, Decimal]
    content: Decimal
    bonus: Decimal
    bonus_given: Decimal
    penalty: Decimal
    filled: int

    @property
    def total(self) -> Decimal:
        """content + bonus − penalty, unrounded."""
        return self.content + self.bonus - self.penalty


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """Where each leaf's points go, worked out once for all sheets of a year.

    `slots`: leaf -> index; the content sections come first, in order, then bonus, then penalty.
    """

    rules: ScoringRules
    sections: tuple[str, ...]
    slots: Mapping[str, int]

    @classmethod
    def of(cls, rules: ScoringRules) -> Self:
        sections = tuple(rules.sections())
        index = {section: slot for slot, section in enumerate(sections)}
        extras = {CriterionGroup.BONUS: len(sections), CriterionGroup.PENALTY: len(sections) + 1}
        slots = {
            leaf.code: extras[leaf.group] if leaf.group in extras else index[leaf.section]
            for leaf in rules.leaves
        }
        return cls(rules, sections, slots)

    def sums(self, points: Mapping[str, Decimal]) -> SheetSums:
        """The sums of a sheet; a leaf left empty counts 0, points of an unknown leaf are passed over."""
        slots = self.slots
        totals = [ZERO] * (len(self.sections) + 2)
        filled = 0
        for code, value in points.items():
            slot = slots.get(code)
            if slot is not None:
                totals[slot] += value
                filled += 1
        given, penalty = totals[-2], totals[-1]
        cap = self.rules.bonus_cap
        bonus = given if cap is None else min(given, cap)
        content = sum(totals[:-2], ZERO)
        return SheetSums(
            dict(zip(self.sections, totals, strict=False)), content, bonus, given, penalty, filled
        )


def sheet_sums(rules: ScoringRules, points: Mapping[str, Decimal]) -> SheetSums:
    """The sums of one sheet, for a page that shows only that sheet."""
    with localcontext(EXACT):
        return SheetPlan.of(rules).sums(points)
