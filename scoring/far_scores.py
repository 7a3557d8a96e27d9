"""Which scores about one unit lie far from the others' middle, for those who may see all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from blocs.terms import Level, SheetState
from reports.paper.words import trimmed
from scoring.actions.cell_entries import CellKey
from scoring.fairness import median, outlying
from scoring.sheet_queries import Column, UnitPaper
from scoring.visibility import Sight

FAR_WORDS = "cách xa điểm giữa"

# (sheet, criterion) -> how far from the median, signed.
FarScores = Mapping[CellKey, Fraction]


@dataclass(frozen=True, slots=True)
class FarLine:
    """ "I.2", "Hội B", "12", "30": a far score and the middle of all scores of that criterion."""

    cell: CellKey
    code: str
    who: str
    points: str
    middle: str


def sees_all_peers(seen: Sight) -> bool:
    """A scorer who may not read the others' sheets learns nothing about them, not even that he stands apart."""
    return seen.everything or (Level.PEER in seen.shown and seen.names_scorers)


def far_scores(paper: UnitPaper, seen: Sight) -> tuple[FarScores, list[FarLine]]:
    """The peer scores further from their median than the year allows (RuleVersion.outlier_percent of the maximum).

    Recused sheets stay out; what is still being typed counts, because that is when a slip is found. No query.
    """
    if not sees_all_peers(seen):
        return {}, []
    peers = [c for c in paper.columns if c.level is Level.PEER and c.state is not SheetState.RECUSED]
    percent = paper.year.current_rules.outlier_percent
    found: dict[CellKey, Fraction] = {}
    lines: list[FarLine] = []
    for leaf in paper.rules.leaves:
        given = _given(paper, peers, leaf.criterion_id)
        far = outlying(given, leaf.maximum, percent)
        for column in peers:
            if column.sheet in far:
                key = (column.sheet, leaf.criterion_id)
                found[key] = far[column.sheet]
                middle = trimmed(median(given.values()))
                who = paper.names(column)[1]
                lines.append(FarLine(key, leaf.code, who, trimmed(given[column.sheet]), middle))
    return found, lines


def _given(paper: UnitPaper, peers: list[Column], criterion: int) -> dict[int, Decimal]:
    cells = {column.sheet: paper.points[column.sheet].get(criterion) for column in peers}
    return {sheet: points for sheet, points in cells.items() if points is not None}
