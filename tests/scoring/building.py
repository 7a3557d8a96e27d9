"""Short ways to write rules and sheets in the tests of the pure modules."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from blocs.terms import CriterionGroup, Level
from scoring.calculation import Leaf, ScoringRules, SheetInput

D = Decimal
CONTENT, BONUS, PENALTY = CriterionGroup.CONTENT, CriterionGroup.BONUS, CriterionGroup.PENALTY

# 60 + 40 points of content in two sections, a bonus and a penalty.
LEAVES = (
    Leaf("I.1", "I", CONTENT, D(40)),
    Leaf("I.2", "I", CONTENT, D(20)),
    Leaf("II.1", "II", CONTENT, D(40)),
    Leaf("III.1", "III", BONUS, D(10)),
    Leaf("III.2", "III", BONUS, None),
    Leaf("IV", "IV", PENALTY, None),
)


def rules(**changes: Any) -> ScoringRules:
    return ScoringRules(**{"levels": (Level.SELF, Level.PEER, Level.APPRAISAL), "leaves": LEAVES} | changes)


def points(**given: str | int) -> dict[str, Decimal]:
    """`points(I_1="38.5")` -> {"I.1": Decimal("38.5")}"""
    return {code.replace("_", "."): D(value) for code, value in given.items()}


def peer(scorer: str, scored: str, given: Mapping[str, Decimal], **changes: bool) -> SheetInput:
    return SheetInput(Level.PEER, scored, scorer, given, **changes)


def own(level: Level, unit: str, given: Mapping[str, Decimal], **changes: bool) -> SheetInput:
    return SheetInput(level, unit, None, given, **changes)
