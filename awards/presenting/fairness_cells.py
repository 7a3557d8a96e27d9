"""Where the peer sheets differ most on one criterion, and the scores far from their median."""

from typing import Any

from awards.fairness import YearFairness
from reports.paper.words import number, percent, trimmed
from scoring.fairness import CriterionCell
from scoring.queries import rule_set

MOST_CELLS, MOST_FAR = 10, 40


def cells_part(fairness: YearFairness) -> dict[str, Any]:
    """`rows` [{unit, code, text, count, low, median, high, apart}], the most apart first; `far` as `_far_rows`.

    `limit` is the year's setting in words, empty when it has none.
    """
    results = fairness.results
    places = results.decimals
    texts = {node.code: node.text for node in rule_set(results.year.current_rules).leaves}
    limit = results.year.current_rules.outlier_percent
    far = [] if limit is None else [_far_rows(fairness, cell, texts) for cell in fairness.cells if cell.far]
    return {
        "rows": [
            {
                "unit": results.units[cell.unit].member.short_name,
                "code": cell.criterion,
                "text": texts[cell.criterion],
                "count": str(len(cell.points)),
                "low": number(min(cell.points.values()), places),
                "median": number(cell.median, places),
                "high": number(max(cell.points.values()), places),
                "apart": percent(cell.apart),
            }
            for cell in fairness.cells[:MOST_CELLS]
        ],
        "limit": "" if limit is None else f"{trimmed(limit)}%",
        "far": [row for rows in far[:MOST_FAR] for row in rows][:MOST_FAR],
        "far_count": sum(map(len, far)),
    }


def _far_rows(fairness: YearFairness, cell: CriterionCell, texts: dict[str, str]) -> list[dict[str, str]]:
    """[{unit, code, text, scorer, points, median, difference}] of one cell, in bloc order."""
    results = fairness.results
    places = results.decimals

    def name(code: str) -> str:
        return results.units[code].member.short_name

    return [
        {
            "unit": name(cell.unit),
            "code": cell.criterion,
            "text": texts[cell.criterion],
            "scorer": name(scorer),
            "points": number(cell.points[scorer], places),
            "median": number(cell.median, places),
            "difference": f"{'+' if difference > 0 else '−'}{number(abs(difference), places)}",
        }
        for scorer in results.units
        if (difference := cell.far.get(scorer)) is not None
    ]
