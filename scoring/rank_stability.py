"""How firmly the ranks stand: what one scorer, and what one step on one sheet, could move. Standard library only.

Leaving out one observation at a time and looking how far the answer moves is the jackknife (M. H. Quenouille, "Notes
on bias in estimation", Biometrika 43, 1956; J. W. Tukey, 1958); here the observation is everything one scorer gave and
the answer is the ranking, so what is looked for is a rank reversal. The engine ranks again each time: this module
compares its answers and computes no score.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import gcd

from blocs.terms import CriterionGroup, Level
from scoring.averages import kept_range
from scoring.calculation import Consolidation, UnitScore
from scoring.ranking import Ranking
from scoring.scoring_rules import ScoringRules

_FINEST = 6  # points have at most six decimals (contract §3)


@dataclass(frozen=True, slots=True)
class Span:
    """A ranked unit's place now and over all rankings without one scorer.

    `without`: scorer -> the rank the unit has when that scorer's sheets are left out, None when it then has none.
    """

    unit: str
    rank: int
    without: Mapping[str, int | None]

    @property
    def best(self) -> int:
        return min((self.rank, *(rank for rank in self.without.values() if rank is not None)))

    @property
    def worst(self) -> int:
        return max((self.rank, *(rank for rank in self.without.values() if rank is not None)))

    @property
    def movers(self) -> tuple[tuple[str, int | None], ...]:
        """The scorers without whom the rank is another, with that rank."""
        return tuple((scorer, rank) for scorer, rank in self.without.items() if rank != self.rank)


def rank_spans(now: Ranking, without: Mapping[str, Ranking]) -> tuple[Span, ...]:
    """Each ranked unit from the first down. `without`: scorer -> the ranking with its sheets left out."""
    return tuple(
        Span(unit, rank, {scorer: ranking.standings[unit].rank for scorer, ranking in without.items()})
        for unit in now.order
        if (rank := now.standings[unit].rank) is not None
    )


def smallest_step(
    rules: ScoringRules, steps: Mapping[str, Decimal | None], sheets: Iterable[Mapping[str, Decimal]]
) -> Decimal:
    """The least by which one more or one less on a content criterion changes a sheet's total.

    `steps`: criterion -> its `Bước`. Where a criterion has none, what people did tells: the largest step that all
    points given there are multiples of. Without either, one unit of the last digit shown.
    """
    content = [leaf.code for leaf in rules.leaves if leaf.group == CriterionGroup.CONTENT]
    told = [step for code in content if (step := steps.get(code)) is not None]
    free = [code for code in content if steps.get(code) is None]
    given = {sheet[code] for sheet in sheets for code in free if code in sheet} if free else set()
    used = gcd(*(int(value.scaleb(_FINEST)) for value in given))
    if used:
        told.append(Decimal(used).scaleb(-_FINEST).normalize())
    return min(told, default=Decimal(1).scaleb(-rules.decimals))


def one_step(rules: ScoringRules, score: UnitScore, step: Decimal) -> dict[Level, Fraction]:
    """Level -> the most that one step on one of its sheets moves the unit's final score, before rounding.

    A level with one sheet: step × weight. The peer level: step × weight / the number of values that are averaged. All
    three averages are the mean of a run of the ascending values, and moving one value by a step moves the sum of such
    a run by at most that step: the mean of n gives step/n, the median of an odd number the whole step. Content only:
    bonus and penalty rest on evidence, not on judgement. `score` is one with a final score.
    """
    moves = {}
    for level, weight in rules.content_weights().items():
        kept = 1
        if level is Level.PEER and score.peer is not None:
            low, high = kept_range(rules.peer_average, rules.trim, len(score.peer.entries))
            kept = high - low
        moves[level] = Fraction(step) * Fraction(weight) / 100 / kept
    return moves


@dataclass(frozen=True, slots=True)
class CloseGap:
    """Neighbours in rank whose difference one step of one sheet outweighs; `gap` 0: equal final scores.

    `moves`: as `one_step`, of either of the two the larger.
    """

    above: str
    below: str
    gap: Decimal
    moves: Mapping[Level, Fraction]


def close_gaps(scores: Consolidation, ranking: Ranking, step: Decimal) -> tuple[CloseGap, ...]:
    """From the first rank down, the neighbours closer than the most one step of one sheet moves, and the equal ones."""
    found = []
    for above, below in pairwise(ranking.order):
        upper, lower = scores.scores[above], scores.scores[below]
        gap = (upper.final or Decimal(0)) - (lower.final or Decimal(0))
        first, second = one_step(scores.rules, upper, step), one_step(scores.rules, lower, step)
        moves = {level: max(first[level], second[level]) for level in first}
        if gap < max(moves.values()):
            found.append(CloseGap(above, below, gap, moves))
    return tuple(found)
