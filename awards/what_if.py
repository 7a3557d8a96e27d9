"""The year's ranking under another combining rule: only a look. Reads, computes, stores nothing.

The same engine as the results (`scoring.calculation`, `scoring.ranking`) with some of its rules exchanged; levels,
criteria and caps stay those of the year.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from awards.results import year_ranking
from blocs.models import BlocYear
from scoring.calculation import Consolidation
from scoring.definitions import YearRules
from scoring.queries import consolidation, consolidation_under, rule_set
from scoring.ranking import Ranking
from scoring.readiness import rows_of
from scoring.rule_checks import SettingFault, check_settings
from scoring.scoring_rules import ScoringRules
from scoring.stored_rules import year_rules

# What may be tried; the names of the fields in YearRules, and in ScoringRules but for the weights.
_SAME_NAME = (
    "combining",
    "peer_average",
    "trim",
    "aggregation",
    "extras_source",
    "missing_peer",
    "tie_keys",
    "numbering",
    "decimals",
)
TRIED = (*_SAME_NAME, "weight_self", "weight_peer", "weight_bloc", "weight_appraisal")


@dataclass(frozen=True, slots=True)
class Look:
    """A unit now and under the tried rules; None: without a final score or a rank."""

    unit: str
    rank: int | None
    final: Decimal | None
    tried_rank: int | None
    tried_final: Decimal | None

    @property
    def moved(self) -> int:
        """Places up (above 0) or down; 0 also where there is no rank on either side."""
        if self.rank is None or self.tried_rank is None:
            return 0
        return self.rank - self.tried_rank


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Both rankings; `looks` in the order of the tried one, units without a rank last."""

    now: Ranking
    tried: Ranking
    looks: tuple[Look, ...]


def tried_settings(year: BlocYear, changes: dict[str, object]) -> YearRules:
    """The year's settings with these fields of TRIED otherwise."""
    return replace(year_rules(year.current_rules), **changes)  # type: ignore[arg-type]


def faults_of(year: BlocYear, settings: YearRules, awards: Collection[str]) -> list[SettingFault]:
    """What contradicts itself in the settings on this year's criteria; `awards`: the catalogue's codes."""
    return check_settings(settings, rows_of(year), awards)


def what_if(year: BlocYear, settings: YearRules) -> WhatIf:
    """The ranking now and under `settings`, which `faults_of` found nothing in."""
    now = consolidation(year)
    tried = consolidation_under(year, _tried(rule_set(year.current_rules).scoring, settings))
    ranked, ranked_tried = year_ranking(year, now), year_ranking(year, tried)
    return WhatIf(ranked, ranked_tried, _looks(now, ranked, tried, ranked_tried))


def _tried(rules: ScoringRules, settings: YearRules) -> ScoringRules:
    return replace(rules, weights=settings.weights, **{name: getattr(settings, name) for name in _SAME_NAME})


def _looks(
    now: Consolidation, ranked: Ranking, tried: Consolidation, ranked_tried: Ranking
) -> tuple[Look, ...]:
    order = [*ranked_tried.order, *(unit for unit in tried.scores if unit not in ranked_tried.order)]
    return tuple(
        Look(
            unit,
            ranked.standings[unit].rank,
            now.scores[unit].final,
            ranked_tried.standings[unit].rank,
            tried.scores[unit].final,
        )
        for unit in order
    )
