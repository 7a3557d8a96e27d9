"""The golden example of six units and the weighted sheet: every column of the worked tables."""

from decimal import Decimal

import pytest

from blocs.terms import Combining, CriterionGroup, ExtrasSource, Level, PeerAverage
from scoring.calculation import Consolidation, Leaf, ScoringRules, SheetInput, consolidate
from scoring.ranking import rank_units

UNITS = ("CTD", "KH", "NB", "LG", "NCT", "DY")
# Scored unit: points by each scorer in the order of UNITS, then self, board, bonus, penalty.
G1 = {
    "CTD": ("- 95.0 96.5 96.0 97.0 90.0", "97.5 96.0 2.0 0"),
    "KH": ("94.5 - 95.5 96.5 95.0 98.0", "98.0 95.5 1.0 0"),
    "NB": ("95.0 94.0 - 95.5 96.0 94.5", "96.0 95.0 0 0"),
    "LG": ("93.5 93.0 94.5 - 94.0 95.0", "95.5 93.5 0.5 0"),
    "NCT": ("95.0 95.5 96.0 94.5 - 95.0", "96.5 95.0 1.0 0.5"),
    "DY": ("90.0 91.0 91.5 92.0 90.5 -", "93.0 90.5 0 2.0"),
}
LEAVES = (
    Leaf("I", "I", CriterionGroup.CONTENT, Decimal(100)),
    Leaf("T", "T", CriterionGroup.BONUS, None),
    Leaf("P", "P", CriterionGroup.PENALTY, None),
)


def golden(**changes: object) -> Consolidation:
    settings = {
        "levels": (Level.SELF, Level.PEER, Level.BLOC),
        "leaves": LEAVES,
        "extras_source": ExtrasSource.BLOC,
    }
    sheets = []
    for unit, (row, others) in G1.items():
        own, board, bonus, penalty = map(Decimal, others.split())
        sheets.append(SheetInput(Level.SELF, unit, None, {"I": own}))
        sheets.append(SheetInput(Level.BLOC, unit, None, {"I": board, "T": bonus, "P": penalty}))
        sheets += [
            SheetInput(Level.PEER, unit, scorer, {"I": Decimal(given)})
            for scorer, given in zip(UNITS, row.split(), strict=True)
            if given != "-"
        ]
    return consolidate(ScoringRules(**settings | changes), UNITS, sheets)


WEIGHTS = {Level.SELF: Decimal(20), Level.PEER: Decimal(50), Level.BLOC: Decimal(30)}


@pytest.mark.parametrize(
    ("changes", "finals", "ranks"),
    [
        ({"combining": Combining.PEER}, "96.90 96.90 95.00 94.50 95.70 89.00", [1, 1, 4, 5, 3, 6]),
        (
            {"combining": Combining.PEER, "peer_average": PeerAverage.TRIMMED},
            "97.83 96.67 95.00 94.50 95.67 89.00",
            [1, 2, 4, 5, 3, 6],
        ),
        (
            {"combining": Combining.PEER, "peer_average": PeerAverage.MEDIAN},
            "98.00 96.50 95.00 94.50 95.50 89.00",
            [1, 2, 4, 5, 3, 6],
        ),
        (
            {"combining": Combining.WEIGHTED, "weights": WEIGHTS},
            "97.75 97.20 95.20 94.65 95.90 89.25",
            [1, 2, 4, 5, 3, 6],
        ),
        ({"combining": Combining.LAST}, "98.00 96.50 95.00 94.00 95.50 88.50", [1, 2, 4, 5, 3, 6]),
    ],
)
def test_golden_example(changes: dict[str, object], finals: str, ranks: list[int]) -> None:
    result = golden(**changes)
    assert [str(score.final) for score in result.scores.values()] == finals.split()
    ranking = rank_units(result)
    assert [ranking.standings[unit].rank for unit in UNITS] == ranks


def test_the_one_tie_of_the_golden_example() -> None:
    ranking = rank_units(golden(combining=Combining.PEER))
    assert ranking.order == ("CTD", "KH", "NCT", "NB", "LG", "DY")
    assert ranking.standings["KH"].separated_by == "Đồng hạng"
    assert [unit for unit in UNITS if ranking.standings[unit].shared] == ["CTD", "KH"]


def test_trimming_shows_the_hostile_and_the_friendly_score() -> None:
    result = golden(combining=Combining.PEER, peer_average=PeerAverage.TRIMMED)
    content = result.scores["CTD"].peer.averages.content
    assert content.dropped_low == (("DY", Decimal("90.0")),)
    assert content.dropped_high == (("NCT", Decimal("97.0")),)
    assert result.scores["KH"].peer.averages.sections["I"].dropped_high == (("DY", Decimal("98.0")),)


def test_weighted_sheet_of_the_handbook() -> None:
    # 0.2 × 100.5 + 0.5 × 96.0 + 0.3 × 94.0 = 96.30
    sheets = [
        SheetInput(Level.SELF, "A", None, {"I": Decimal("97.5"), "T": Decimal(3)}),
        SheetInput(Level.PEER, "A", "B", {"I": Decimal("94.0"), "T": Decimal(2)}),
        SheetInput(Level.BLOC, "A", None, {"I": Decimal("92.0"), "T": Decimal(2)}),
    ]
    settings = {"levels": (Level.SELF, Level.PEER, Level.BLOC), "leaves": LEAVES, "bonus_cap": Decimal(5)}
    weighted = ScoringRules(combining=Combining.WEIGHTED, weights=WEIGHTS, **settings)
    score = consolidate(weighted, ("A", "B"), sheets).scores["A"]
    assert [str(score.total(level)) for level in (Level.SELF, Level.PEER, Level.BLOC)] == [
        "100.50",
        "96.00",
        "94.00",
    ]
    assert (str(score.final), str(score.content), str(score.bonus)) == ("96.30", "94.10", "2.20")
    last = consolidate(ScoringRules(**settings), ("A", "B"), sheets).scores["A"]
    assert str(last.final) == "94.00"
