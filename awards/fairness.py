"""How alike a year's cross-scoring is and how firmly its ranks stand: the pure figures, from the year's results."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from awards.results import YearResults
from blocs.terms import Effect, Level
from scoring.calculation import Consolidation, Origin, each_left_out
from scoring.fairness import (
    Compared,
    CriterionCell,
    Pair,
    ScorerFigures,
    compared,
    criterion_cells,
    reciprocal_pairs,
    scorer_figures,
)
from scoring.queries import rule_set
from scoring.rank_stability import CloseGap, Span, close_gaps, rank_spans, smallest_step
from scoring.ranking import Ranking, rank_units


@dataclass(frozen=True, slots=True)
class YearFairness:
    """Over the peer sheets that count; units by code.

    `table`: scored unit -> scorer -> its sheet against the others, in bloc order; `expected`: how many sheets are
    awaited, `counted` how many are there; `peers_matter`: whether the final score takes anything of them.
    """

    results: YearResults
    counted: int
    expected: int
    peers_matter: bool
    step: Decimal
    table: Mapping[str, Mapping[str, Compared]]
    scorers: Mapping[str, ScorerFigures]
    pairs: tuple[Pair, ...]
    cells: list[CriterionCell]
    spans: tuple[Span, ...]
    gaps: tuple[CloseGap, ...]


def year_fairness(results: YearResults) -> YearFairness:
    """Everything the page shows; reads nothing that the results have not read."""
    scores = results.consolidation
    tree = rule_set(results.year.current_rules)
    workings = [score.peer for score in scores.scores.values() if score.peer is not None]
    points = _points(scores)
    step = smallest_step(
        scores.rules,
        {node.code: node.step for node in tree.leaves},
        (given for row in points.values() for given in row.values()),
    )
    table = compared(
        {
            unit: {scorer: sums.total for scorer, sums in row.items()}
            for unit, row in scores.peer_matrix().items()
        }
    )
    without = {scorer: _ranked(results, one) for scorer, one in each_left_out(scores).items()}
    return YearFairness(
        results=results,
        counted=sum(len(working.counted) for working in workings),
        expected=sum(len(working.expected) for working in workings),
        peers_matter=Level.PEER in scores.rules.content_weights() | scores.rules.extras_weights(),
        step=step,
        table=table,
        scorers=scorer_figures(table),
        pairs=reciprocal_pairs(table, step),
        cells=criterion_cells(
            points,
            {node.code: node.maximum for node in tree.leaves},
            results.year.current_rules.outlier_percent,
        ),
        spans=rank_spans(results.ranking, without),
        gaps=close_gaps(scores, results.ranking, step),
    )


def _points(scores: Consolidation) -> dict[str, dict[str, Mapping[str, Decimal]]]:
    """Scored unit -> scorer -> points by criterion, of the sheets that are there."""
    return {
        unit: {entry.scorer: entry.points for entry in score.peer.entries if entry.origin is Origin.OWN}
        for unit, score in scores.scores.items()
        if score.peer is not None
    }


def _ranked(results: YearResults, scores: Consolidation) -> Ranking:
    """Other scores under the year's own findings and votes."""
    return rank_units(
        scores,
        not_ranked=[
            code
            for code, unit in results.units.items()
            if any(effect is Effect.NOT_RANKED for effect, _reason in unit.findings)
        ],
        approvals={award: count.approvals for award, count in results.votes.items()},
    )
