"""Ranks, what separated equals, and classes (contract §4). Standard library and the listed words only.

Approvals and the units that are not ranked are arguments: votes and findings live further right in the house.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from blocs.terms import (
    FEWER_PENALTIES,
    MORE_BONUS,
    SECTION_KEY,
    SHARED_RANK,
    VOTE_KEY,
    Level,
    RankNumbering,
)
from blocs.text import clean, fold
from scoring.calculation import Combined, Consolidation, UnitScore
from scoring.scoring_rules import Band, ScoringRules


class TieKind(Enum):
    SECTION = "section"
    LEVEL = "level"
    FEWER_PENALTIES = "fewer_penalties"
    MORE_BONUS = "more_bonus"
    VOTE = "vote"


@dataclass(frozen=True, slots=True)
class TieKey:
    """One key of `Phân định đồng hạng`. `argument`: a section's or an award's code; `level`: the level of a LEVEL key."""

    kind: TieKind
    label: str
    argument: str = ""
    level: Level | None = None


def parse_tie_key(text: str) -> TieKey | None:
    """The key spelt so, None when there is no such key.

    The words are read without regard to case, accents and extra spaces; codes match exactly. `label` is the
    spelling of contract §4.
    """
    cleaned = clean(text)
    for kind, label in ((TieKind.FEWER_PENALTIES, FEWER_PENALTIES), (TieKind.MORE_BONUS, MORE_BONUS)):
        if fold(cleaned) == fold(label):
            return TieKey(kind, label)
    if level := Level.from_label(cleaned):
        return TieKey(TieKind.LEVEL, level.label, level=level)
    word, _space, code = cleaned.partition(" ")
    for kind, label in ((TieKind.SECTION, SECTION_KEY), (TieKind.VOTE, VOTE_KEY)):
        if code and fold(word) == fold(label):
            return TieKey(kind, f"{label} {code}", code)
    return None


@dataclass(frozen=True, slots=True)
class TieValue:
    """What a key says of a unit, as shown (penalties positive)."""

    key: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's place. `rank` is None for a unit without a final score, or `barred` by "Không xếp hạng".

    `separated_by`: only with the same final score as the unit above. `shared`: the rank is another unit's too.
    """

    unit: str
    rank: int | None
    shared: bool
    separated_by: str | None
    band: str | None
    barred: bool
    tie_values: tuple[TieValue, ...]


@dataclass(frozen=True, slots=True)
class BandCheck:
    """Why a class fits or not: the final score against its floor, and the sections below theirs."""

    band: Band
    reached: bool
    sections_below: tuple[str, ...]

    @property
    def fits(self) -> bool:
        return self.reached and not self.sections_below


@dataclass(frozen=True, slots=True)
class Ranking:
    """`standings` in bloc order, `order` the ranked units from the first rank down (equals in bloc order)."""

    standings: Mapping[str, Standing]
    order: tuple[str, ...]


def rank_units(
    consolidation: Consolidation,
    *,
    not_ranked: Collection[str] = (),
    approvals: Mapping[str, Mapping[str, int]] | None = None,
) -> Ranking:
    """Ranks and classes of a consolidated year.

    `not_ranked`: units with the finding "Không xếp hạng"; `approvals`: award code -> unit -> approvals.
    Raises ValueError for a tie key that does not exist or names no content section.
    """
    rules = consolidation.rules
    keys, maxima = _tie_keys(rules), rules.sections()
    placed = {
        unit: _Placed(
            combined.final, tuple(_tie_value(key, score, combined, approvals or {}) for key in keys)
        )
        for unit, score in consolidation.scores.items()
        if (combined := score.combined) is not None and unit not in not_ranked
    }
    sorting = {unit: place.sorting(keys) for unit, place in placed.items()}
    order = tuple(sorted(placed, key=sorting.__getitem__, reverse=True))  # stable: equals stay in bloc order
    ranks = _ranks(order, sorting, rules.numbering)
    separated = {
        below: _separated_by(keys, sorting[above], sorting[below]) for above, below in pairwise(order)
    }
    holders = Counter(ranks.values())
    standings = {
        unit: Standing(
            unit=unit,
            rank=(rank := ranks.get(unit)),
            shared=rank is not None and holders[rank] > 1,
            separated_by=separated.get(unit),
            band=None if rank is None else _band(rules, maxima, score),
            barred=unit in not_ranked,
            tie_values=placed[unit].shown(keys) if unit in placed else (),
        )
        for unit, score in consolidation.scores.items()
    }
    return Ranking(standings, order)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A ranked unit's final score and what each tie key says of it."""

    final: Decimal
    values: tuple[Decimal, ...]

    def sorting(self, keys: list[TieKey]) -> tuple[Decimal, ...]:
        """Final score, then the keys, each so that more is better."""
        better = (
            value.copy_negate() if key.kind is TieKind.FEWER_PENALTIES else value
            for key, value in zip(keys, self.values, strict=True)
        )
        return (self.final, *better)

    def shown(self, keys: list[TieKey]) -> tuple[TieValue, ...]:
        return tuple(TieValue(key.label, value) for key, value in zip(keys, self.values, strict=True))


def _tie_keys(rules: ScoringRules) -> list[TieKey]:
    sections = rules.sections()
    keys = []
    for text in rules.tie_keys:
        key = parse_tie_key(text)
        if key is None or (key.kind is TieKind.SECTION and key.argument not in sections):
            raise ValueError(f"no such tie key: {text}")
        keys.append(key)
    return keys


def _tie_value(
    key: TieKey, score: UnitScore, combined: Combined, approvals: Mapping[str, Mapping[str, int]]
) -> Decimal:
    if key.kind is TieKind.SECTION:
        return combined.sections[key.argument].rounded
    if key.level is not None:
        return score.total(key.level) or Decimal(0)
    if key.kind is TieKind.FEWER_PENALTIES:
        return combined.penalty.rounded
    if key.kind is TieKind.MORE_BONUS:
        return combined.bonus.rounded
    return Decimal(approvals.get(key.argument, {}).get(score.unit, 0))


def _ranks(
    order: tuple[str, ...], sorting: Mapping[str, tuple[Decimal, ...]], numbering: RankNumbering
) -> dict[str, int]:
    ranks: dict[str, int] = {}
    above: str | None = None
    for position, unit in enumerate(order, start=1):
        if above is not None and sorting[above] == sorting[unit]:
            ranks[unit] = ranks[above]
        elif numbering == RankNumbering.DENSE:
            ranks[unit] = ranks[above] + 1 if above is not None else 1
        else:
            ranks[unit] = position
        above = unit
    return ranks


def _separated_by(keys: list[TieKey], above: tuple[Decimal, ...], below: tuple[Decimal, ...]) -> str | None:
    if above[0] != below[0]:
        return None
    decisive = (
        key.label for key, upper, lower in zip(keys, above[1:], below[1:], strict=True) if upper != lower
    )
    return next(decisive, SHARED_RANK)


def band_checks(rules: ScoringRules, score: UnitScore) -> tuple[BandCheck, ...]:
    """Every class from the highest `Từ điểm` down against a unit's points; empty without a final score."""
    return tuple(_band_checks(rules, rules.sections(), score))


def _band_checks(rules: ScoringRules, maxima: Mapping[str, Decimal], score: UnitScore) -> Iterator[BandCheck]:
    final = score.final
    if final is None:
        return
    points = score.section_points()

    def below(floor: Decimal) -> tuple[str, ...]:
        return tuple(
            section
            for section, top in maxima.items()
            if Fraction(points[section]) * 100 < Fraction(floor) * Fraction(top)
        )

    for band in sorted(rules.bands, key=lambda band: band.floor, reverse=True):
        sections_below = () if band.section_floor is None else below(band.section_floor)
        yield BandCheck(band, band.floor <= final, sections_below)


def _band(rules: ScoringRules, maxima: Mapping[str, Decimal], score: UnitScore) -> str | None:
    return next((check.band.name for check in _band_checks(rules, maxima, score) if check.fits), None)
