"""One sheet: its sums by section, bonus and penalty (contract §4, "One sheet"). Standard library only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation, localcontext
from itertools import accumulate, chain, pairwise
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

    `codes`: the leaves by slot, which are the content sections in order, then bonus, then penalty; slot n holds
    `codes[starts[n]:starts[n + 1]]`.
    """

    rules: ScoringRules
    sections: tuple[str, ...]
    codes: tuple[str, ...]
    starts: tuple[int, ...]
    known: frozenset[str]

    @classmethod
    def of(cls, rules: ScoringRules) -> Self:
        sections = tuple(rules.sections())
        slots: list[list[str]] = [[] for _slot in range(len(sections) + 2)]
        extras = {CriterionGroup.BONUS: len(sections), CriterionGroup.PENALTY: len(sections) + 1}
        for leaf in rules.leaves:
            slots[extras[leaf.group] if leaf.group in extras else sections.index(leaf.section)].append(
                leaf.code
            )
        codes = tuple(chain.from_iterable(slots))
        return cls(rules, sections, codes, (0, *accumulate(map(len, slots))), frozenset(codes))

    def by_slot(self, values: Sequence[Decimal]) -> list[Decimal]:
        """One value for each of `codes`, summed slot by slot."""
        return [sum(values[start:end], ZERO) for start, end in pairwise(self.starts)]

    def sums(self, points: Mapping[str, Decimal]) -> SheetSums:
        """The sums of a sheet; a leaf left empty counts 0, points of an unknown leaf are passed over."""
        *contents, given, penalty = self.by_slot([points.get(code, ZERO) for code in self.codes])
        cap = self.rules.bonus_cap
        return SheetSums(
            sections=dict(zip(self.sections, contents, strict=True)),
            content=sum(contents, ZERO),
            bonus=given if cap is None else min(given, cap),
            bonus_given=given,
            penalty=penalty,
            filled=len(self.known & points.keys()),
        )


def sheet_sums(rules: ScoringRules, points: Mapping[str, Decimal]) -> SheetSums:
    """The sums of one sheet, for a page that shows only that sheet."""
    with localcontext(EXACT):
        return SheetPlan.of(rules).sums(points)
