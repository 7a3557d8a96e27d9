"""What a bloc-year's rules say about scores, as plain values (contract §3, settings). Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from blocs.terms import (
    Aggregation,
    Combining,
    CriterionGroup,
    ExtrasSource,
    Level,
    MissingPeer,
    PeerAverage,
    RankNumbering,
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A criterion that takes points; `section` is the code of its top-level criterion."""

    code: str
    section: str
    group: CriterionGroup
    maximum: Decimal | None


@dataclass(frozen=True, slots=True)
class Band:
    """A class (xếp loại): from `floor` points, each content section at `section_floor` percent or more."""

    name: str
    floor: Decimal
    section_floor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ScoringRules:
    """The settings that decide scores, ranks and classes. Weights and percentages are in percent.

    `levels` is ordered: the last one is that of `Cấp cuối`. `tie_keys` are spelt as in contract §4.
    Raises ValueError without a level, with negative digits, cap or trim.
    """

    levels: tuple[Level, ...]
    leaves: tuple[Leaf, ...]
    scale: Decimal = Decimal(100)
    decimals: int = 2
    bonus_cap: Decimal | None = None
    total_cap: Decimal | None = None
    combining: Combining = Combining.LAST
    peer_average: PeerAverage = PeerAverage.MEAN
    trim: int = 1
    aggregation: Aggregation = Aggregation.TOTAL
    weights: Mapping[Level, Decimal] = field(default_factory=dict)
    extras_source: ExtrasSource = ExtrasSource.COMBINED
    missing_peer: MissingPeer = MissingPeer.IGNORE
    tie_keys: tuple[str, ...] = ()
    numbering: RankNumbering = RankNumbering.SKIP
    bands: tuple[Band, ...] = ()

    def __post_init__(self) -> None:
        if not self.levels:
            raise ValueError("scoring rules need at least one level")
        if min(self.decimals, self.trim, self.bonus_cap or 0, self.total_cap or 0) < 0:
            raise ValueError("digits, trim and caps cannot be negative")

    def sections(self) -> dict[str, Decimal]:
        """Content section -> its maximum (the sum of its leaves), in the order of the leaves."""
        maxima: dict[str, Decimal] = {}
        for leaf in self.leaves:
            if leaf.group == CriterionGroup.CONTENT:
                maxima[leaf.section] = maxima.get(leaf.section, Decimal(0)) + (leaf.maximum or 0)
        return maxima

    def content_weights(self) -> dict[Level, Decimal]:
        """The levels the content is combined from, with their weights in percent (contract §4, Combined)."""
        if self.combining == Combining.WEIGHTED:
            return {level: self.weights[level] for level in Level if self.weights.get(level, 0) > 0}
        return {Level.PEER if self.combining == Combining.PEER else self.levels[-1]: Decimal(100)}

    def extras_weights(self) -> dict[Level, Decimal]:
        """The same for bonus and penalty."""
        if self.extras_source == ExtrasSource.COMBINED:
            return self.content_weights()
        source = Level.BLOC if self.extras_source == ExtrasSource.BLOC else Level.APPRAISAL
        return {source: Decimal(100)}
