"""How every unit's score, place and nominations came about, as plain JSON for a reader in twenty years. Pure.

Exact values are fractions as text ("281/3", "95"); `rounded` is what the year's digits made of them. A unit's entry:

`levels`: what each level gave, exact and rounded; `peer`: whose sheets were expected, counted, missing (and what stood
in their place), recused, and which values were dropped before averaging; `combined`: weight × value of each level,
their sum, rounded, bounded; `no_final`: why there is no score; `place`: rank, class, the value of every tie key and
which of them decided against the unit above; `awards`: nominated, undecided or excluded, with the figures.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from awards.eligibility import AwardResult, Figures
from awards.recomputing import Recomputed
from blocs.terms import Aggregation, Level
from scoring.averages import Average
from scoring.calculation import Combined, LevelValue, UnitScore, Working
from scoring.peer_value import Parts, PeerWorking, leaf_averages
from scoring.ranking import Standing, band_checks
from scoring.scoring_rules import ScoringRules

Plain = dict[str, Any]


def exact(value: Any) -> str:
    """A number as an exact fraction in text: "281/3", "95"; takes Fraction and Decimal."""
    return str(Fraction(value))


def arithmetic(found: Recomputed) -> Plain:
    """`units` by code, `awards` by code with their quota."""
    rules = found.consolidation.rules
    return {
        "format": 1,
        "units": {
            code: _unit(rules, score, found.ranking.standings[code], found.nominations)
            for code, score in found.consolidation.scores.items()
        },
        "awards": {
            result.rule.award: {
                "quota": result.quota.places,
                "quota_exact": exact(result.quota.exact),
                "quota_of": result.quota.base_count,
            }
            for result in found.nominations
        },
    }


def _unit(
    rules: ScoringRules, score: UnitScore, standing: Standing, nominations: tuple[AwardResult, ...]
) -> Plain:
    return {
        "levels": {level.value: _level(value) for level, value in score.levels.items()},
        "peer": None if score.peer is None else _peer(rules, score.peer),
        "combined": None if score.combined is None else _combined(score.combined),
        "no_final": [reason.value for reason in score.no_final],
        "lacking": [level.value for level in score.lacking],
        "place": _place(rules, score, standing),
        "awards": {
            result.rule.award: _award(result, score.unit)
            for result in nominations
            if score.unit in result.figures
        },
    }


def _level(value: LevelValue) -> Plain:
    return {
        "exact": _parts(value.unrounded),
        "sections": _exact_values(value.unrounded_sections),
        "enters": _parts(value.parts),
        "enters_sections": _exact_values(value.sections),
        "total": f"{value.total:f}",
        "bonus_given": None if value.sheet is None else exact(value.sheet.sums.bonus_given),
    }


def _parts(parts: Parts) -> Plain:
    return {
        "content": exact(parts.content),
        "bonus": exact(parts.bonus),
        "penalty": exact(parts.penalty),
        "total": exact(parts.total),
    }


def _exact_values(values: Mapping[str, Fraction]) -> Plain:
    return {name: exact(value) for name, value in values.items()}


def _peer(rules: ScoringRules, peer: PeerWorking) -> Plain:
    averages: Plain = {}
    if peer.averages is not None:
        averages = {
            "content": _average(peer.averages.content),
            "bonus": _average(peer.averages.bonus),
            "penalty": _average(peer.averages.penalty),
            "sections": {name: _average(each) for name, each in peer.averages.sections.items()},
        }
    elif rules.aggregation == Aggregation.LEAF:
        averages = {"criteria": {code: _average(each) for code, each in leaf_averages(rules, peer).items()}}
    return {
        "expected": list(peer.expected),
        "counted": list(peer.counted),
        "missing": list(peer.missing),
        "recused": list(peer.recused),
        "unassigned": list(peer.unassigned),
        "replaced": {scorer: origin.value for scorer, origin in peer.replaced.items()},
        "averages": averages,
    }


def _average(each: Average) -> Plain:
    """The scorers whose value was kept, and those dropped at either end; the values stand in the inputs' sheets."""
    return {
        "dropped_low": [scorer for scorer, _value in each.dropped_low],
        "dropped_high": [scorer for scorer, _value in each.dropped_high],
        "count": len(each.kept),
        "exact": exact(each.exact),
    }


def _combined(combined: Combined) -> Plain:
    return {
        "content": _working(combined.content),
        "bonus": _working(combined.bonus),
        "penalty": _working(combined.penalty),
        "sections": {name: _working(each) for name, each in combined.sections.items()},
        "exact": exact(combined.exact),
        "rounded": f"{combined.rounded:f}",
        "bound": None if combined.clamp is None else combined.clamp.value,
        "final": f"{combined.final:f}",
    }


def _working(working: Working) -> Plain:
    return {
        "terms": [
            {
                "level": Level(term.level).value,
                "weight": exact(term.weight),
                "value": exact(term.value),
                "product": exact(term.product),
            }
            for term in working.terms
        ],
        "exact": exact(working.exact),
        "rounded": f"{working.rounded:f}",
    }


def _place(rules: ScoringRules, score: UnitScore, standing: Standing) -> Plain:
    return {
        "rank": standing.rank,
        "shared": standing.shared,
        "barred": standing.barred,
        "tie_values": [{"key": tie.key, "value": exact(tie.value)} for tie in standing.tie_values],
        "separated_by": standing.separated_by,
        "class": standing.band,
        "classes": [
            {
                "name": check.band.name,
                "reached": check.reached,
                "sections_below": list(check.sections_below),
                "fits": check.fits,
            }
            for check in band_checks(rules, score)
        ],
    }


def _award(result: AwardResult, unit: str) -> Plain:
    state = (
        "nominated" if unit in result.nominated else "undecided" if unit in result.undecided else "excluded"
    )
    return {
        "state": state,
        "reasons": [reason.value for reason in result.excluded.get(unit, ())],
        **_figures(result.figures[unit]),
    }


def _figures(figures: Figures) -> Plain:
    return {
        "approvals": figures.approvals,
        "of": figures.base,
        "needed": figures.needed,
        "effects": [effect.value for effect in figures.effects],
        "nominated_before": list(figures.nominated_before),
    }
