"""Missing and recused peer sheets, and who is to score whom (contract §4), worked out by hand."""

from decimal import Decimal

import pytest

from blocs.terms import Aggregation, Combining, Level, MissingPeer, PeerAverage
from scoring.calculation import (
    NoFinal,
    Origin,
    SheetInput,
    UnitScore,
    consolidate,
)
from tests.scoring.building import D, own, peer, points, rules

UNITS = ("A", "B", "C", "D")
PEER_ONLY = {"levels": (Level.SELF, Level.PEER), "combining": Combining.PEER}


def score_of(unit: str, sheets: list[SheetInput], assigned: object = None, **changes: object) -> UnitScore:
    return consolidate(rules(**changes), UNITS, sheets, assigned).scores[unit]


def peers(*given: dict[str, Decimal]) -> list[SheetInput]:
    """Sheets of B, C, D on A."""
    return [peer(scorer, "A", row) for scorer, row in zip("BCD", given, strict=False)]


# --- missing peer sheets


def missing(how: MissingPeer, **changes: object) -> UnitScore:
    """A: B gave 30, C has begun, D has handed in an empty sheet; its self-sheet says 36 + bonus 9."""
    sheets = [
        peer("B", "A", points(I_1=30)),
        peer("C", "A", points(I_1=6), counts=False),
        peer("D", "A", {}),
        own(Level.SELF, "A", points(I_1=36, III_2=9)),
    ]
    return score_of("A", sheets, missing_peer=how, **PEER_ONLY | changes)


@pytest.mark.parametrize("aggregation", Aggregation)
def test_what_missing_sheets_do(aggregation: Aggregation) -> None:
    ways = {how: missing(how, aggregation=aggregation, bonus_cap=D(6)) for how in MissingPeer}
    assert str(ways[MissingPeer.IGNORE].final) == "30.00"
    assert str(ways[MissingPeer.ZERO].final) == "10.00"
    # (30 + 36 + 36) / 3 = 34; the bonus 2 × 6 / 3 = 4 capped in each sheet, min(2 × 9 / 3, 6) = 6 by leaf
    assert str(ways[MissingPeer.USE_SELF].content) == "34.00"
    assert str(ways[MissingPeer.USE_SELF].bonus) == ("4.00" if aggregation is Aggregation.TOTAL else "6.00")
    blocked = ways[MissingPeer.BLOCK]
    assert (blocked.final, blocked.content, blocked.bonus, blocked.penalty) == (None, None, None, None)
    assert blocked.no_final == (NoFinal.PEER_BLOCKED,)
    assert str(blocked.total(Level.PEER)) == "30.00"  # still shows the sheets that are there
    for score in ways.values():
        assert (score.peer.expected, score.peer.counted, score.peer.missing) == (
            ("B", "C", "D"),
            ("B",),
            ("C", "D"),
        )


def test_what_stands_in_a_missing_sheets_place_is_named() -> None:
    assert missing(MissingPeer.USE_SELF).peer.replaced == {"C": Origin.SELF_SHEET, "D": Origin.SELF_SHEET}
    assert missing(MissingPeer.ZERO).peer.replaced == {"C": Origin.EMPTY, "D": Origin.EMPTY}
    assert missing(MissingPeer.IGNORE).peer.replaced == {}


def test_blocking_works_whatever_the_combining() -> None:
    score = score_of(
        "A",
        [own(Level.APPRAISAL, "A", points(I_1=9)), *peers(points(I_1=9))],
        missing_peer=MissingPeer.BLOCK,
        combining=Combining.LAST,
    )
    assert (score.final, score.no_final, score.lacking) == (None, (NoFinal.PEER_BLOCKED,), ())


def test_blocking_needs_the_level_and_a_missing_sheet() -> None:
    sheet = own(Level.APPRAISAL, "A", points(I_1=9))
    unused = score_of("A", [sheet], missing_peer=MissingPeer.BLOCK, levels=(Level.APPRAISAL,))
    assert (str(unused.final), unused.peer) == ("9.00", None)
    row = points(I_1=9)
    full = score_of("A", [sheet, *peers(row, row, row)], missing_peer=MissingPeer.BLOCK)
    assert str(full.final) == "9.00"


def test_both_reasons_without_a_final_score() -> None:
    score = score_of("A", [], missing_peer=MissingPeer.BLOCK)
    assert score.no_final == (NoFinal.LEVEL_LACKING, NoFinal.PEER_BLOCKED)


@pytest.mark.parametrize(
    ("how", "final"), [(MissingPeer.IGNORE, None), (MissingPeer.ZERO, "0.00"), (MissingPeer.USE_SELF, None)]
)
def test_all_peer_sheets_missing(how: MissingPeer, final: str | None) -> None:
    score = score_of("A", [], missing_peer=how, **PEER_ONLY)
    assert (str(score.final) if score.final is not None else None) == final


def test_all_peer_sheets_missing_and_the_self_sheet_there() -> None:
    score = score_of(
        "A", [own(Level.SELF, "A", points(I_1=7))], missing_peer=MissingPeer.USE_SELF, **PEER_ONLY
    )
    assert str(score.final) == "7.00"


@pytest.mark.parametrize("how", [MissingPeer.USE_SELF, MissingPeer.ZERO, MissingPeer.BLOCK])
def test_a_recused_sheet_is_neither_expected_nor_missing(how: MissingPeer) -> None:
    sheets = [
        peer("B", "A", points(I_1=8)),
        peer("C", "A", points(I_1=2), counts=False, recused=True),
        peer("D", "A", points(I_1=4)),
        own(Level.SELF, "A", points(I_1=40)),
    ]
    score = score_of("A", sheets, missing_peer=how, **PEER_ONLY)
    assert (score.peer.expected, score.peer.missing, score.peer.recused) == (("B", "D"), (), ("C",))
    assert str(score.final) == "6.00"


def test_all_recused_is_nobody_even_when_missing_counts_zero() -> None:
    sheets = [peer(scorer, "A", {}, counts=False, recused=True) for scorer in "BCD"]
    assert score_of("A", sheets, missing_peer=MissingPeer.ZERO, **PEER_ONLY).final is None


def test_only_assigned_scorers_are_expected_and_count() -> None:
    assigned = {"A": frozenset({"A", "B", "C"}), "B": frozenset({"A"})}
    sheets = [*peers(points(I_1=8), points(I_1=4), points(I_1=40)), peer("A", "A", points(I_1=40))]
    score = score_of("A", sheets, assigned, **PEER_ONLY)
    assert (score.peer.expected, score.peer.unassigned, str(score.final)) == (("B", "C"), ("D",), "6.00")
    nobody = score_of("C", [], assigned, missing_peer=MissingPeer.ZERO, **PEER_ONLY)
    assert (nobody.peer.expected, nobody.final) == ((), None)


def test_without_assignments_everyone_scores_everyone_else() -> None:
    for assigned in (None, {}):
        assert score_of("C", [], assigned, **PEER_ONLY).peer.expected == ("A", "B", "D")


def test_a_unit_never_scores_itself() -> None:
    score = score_of("A", [peer("A", "A", points(I_1=40)), *peers(points(I_1=8))], **PEER_ONLY)
    assert str(score.final) == "8.00"


def test_trimming_takes_zeros_for_missing_sheets_as_values() -> None:
    sheets = peers(points(I_1=8), points(I_1=6))
    score = score_of(
        "A", sheets, missing_peer=MissingPeer.ZERO, peer_average=PeerAverage.TRIMMED, **PEER_ONLY
    )
    assert str(score.final) == "6.00"  # 0 and 8 dropped
