"""Ranks without one scorer, and what one step moves: the golden example by hand, any year against the plain way."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocs.terms import Aggregation, Combining, Level, MissingPeer, PeerAverage
from scoring.calculation import Consolidation, ScoringRules, SheetInput, consolidate, each_left_out
from scoring.rank_stability import CloseGap, close_gaps, one_step, rank_spans, smallest_step
from scoring.ranking import rank_units
from tests.scoring.building import LEAVES, D, own, peer, points, rules
from tests.scoring.test_golden import UNITS, WEIGHTS, golden
from tests.scoring.test_properties import RULES, sheets_of
from tests.scoring.test_properties import UNITS as FIVE

HALF = Decimal("0.5")
# Finals of the golden example under the mean when one scorer's sheets are left out, by hand from the sums of its rows:
# CTD 474,5  KH 479,5  NB 475  LG 470  NCT 476  DY 455.
LEFT_OUT = {
    "CTD": "96.90 97.25 95.00 94.63 95.75 89.25",
    "KH": "96.88 96.90 95.25 94.75 95.63 89.00",
    "NB": "96.50 97.00 95.00 94.38 95.50 88.88",
    "LG": "96.63 96.75 94.88 94.50 95.88 88.75",
    "NCT": "96.38 97.13 94.75 94.50 95.70 89.13",
    "DY": "98.13 96.38 95.13 94.25 95.75 89.00",
}


def test_the_golden_finals_without_each_scorer() -> None:
    without = each_left_out(golden(combining=Combining.PEER))
    assert {
        scorer: " ".join(str(score.final) for score in scores.scores.values())
        for scorer, scores in without.items()
    } == LEFT_OUT


def test_who_moves_whom_in_the_golden_example() -> None:
    scores = golden(combining=Combining.PEER)
    without = {scorer: rank_units(one) for scorer, one in each_left_out(scores).items()}
    assert [without["DY"].standings[unit].rank for unit in UNITS] == [1, 2, 4, 5, 3, 6]
    spans = {span.unit: span for span in rank_spans(rank_units(scores), without)}
    assert list(spans) == ["CTD", "KH", "NCT", "NB", "LG", "DY"]
    assert {unit: (span.best, span.rank, span.worst) for unit, span in spans.items()} == {
        "CTD": (1, 1, 2),
        "KH": (1, 1, 2),
        "NCT": (3, 3, 3),
        "NB": (4, 4, 4),
        "LG": (5, 5, 5),
        "DY": (6, 6, 6),
    }
    # Tied at the top only by DY's two sheets: without any other the friendly one decides, without DY's neither does.
    assert spans["CTD"].movers == (("KH", 2), ("NB", 2), ("LG", 2), ("NCT", 2), ("CTD", 2))
    assert spans["KH"].movers == (("DY", 2),)
    assert spans["NCT"].movers == ()


def test_a_unit_only_one_scored_has_no_rank_without_it() -> None:
    sheets = [peer("A", "B", points(I_1=30)), peer("B", "A", points(I_1=20))]
    scores = consolidate(rules(levels=(Level.PEER,)), ("A", "B"), sheets)
    without = {scorer: rank_units(one) for scorer, one in each_left_out(scores).items()}
    spans = rank_spans(rank_units(scores), without)
    assert [(span.unit, span.best, span.worst, span.movers) for span in spans] == [
        ("B", 1, 1, (("A", None),)),
        ("A", 1, 2, (("B", None), ("A", 1))),
    ]


def test_without_cross_scoring_nobody_is_left_out() -> None:
    scores = consolidate(rules(levels=(Level.SELF,)), ("A", "B"), [own(Level.SELF, "A", points(I_1=30))])
    assert each_left_out(scores) == {}


def test_what_waits_for_a_missing_sheet_does_not_wait_when_its_scorer_is_left_out() -> None:
    """C sent one of its two sheets; with `Chặn` its missing one blocks A, until nothing is asked of C."""
    sheets = [
        peer(scorer, unit, points(I_1=value))
        for scorer, unit, value in [
            ("B", "A", 30),
            ("A", "B", 31),
            ("C", "B", 33),
            ("A", "C", 20),
            ("B", "C", 22),
        ]
    ]
    scores = consolidate(rules(levels=(Level.PEER,), missing_peer=MissingPeer.BLOCK), ("A", "B", "C"), sheets)
    assert scores.scores["A"].final is None
    without = each_left_out(scores)
    assert without["C"].scores["A"].final == D(30)
    assert without["C"].scores["B"].final == D(31)
    assert without["B"].scores["A"].final is None


@given(RULES, sheets_of(), st.sets(st.tuples(st.sampled_from(FIVE), st.sampled_from(FIVE))))
@settings(max_examples=150)
def test_leaving_out_is_consolidating_again_without_the_scorer(
    rule_set: ScoringRules, sheets: list[SheetInput], pairs: set[tuple[str, str]]
) -> None:
    assigned = {unit: frozenset(a for a, b in pairs if b == unit and a != unit) for unit in FIVE}
    chosen = assigned if any(assigned.values()) else {unit: frozenset(FIVE) - {unit} for unit in FIVE}
    scores = consolidate(rule_set, FIVE, sheets, chosen)
    without = each_left_out(scores)
    counted = {who for score in scores.scores.values() if score.peer for who in score.peer.counted}
    assert set(without) == counted
    for scorer, found in without.items():
        plain = again(rule_set, sheets, chosen, scorer)
        for unit in FIVE:
            one, other = found.scores[unit], plain.scores[unit]
            assert (one.levels, one.combined, one.no_final, one.lacking) == (
                other.levels,
                other.combined,
                other.no_final,
                other.lacking,
            )
        assert rank_units(found) == rank_units(plain)


def again(
    rule_set: ScoringRules, sheets: Sequence[SheetInput], assigned: dict[str, frozenset[str]], scorer: str
) -> Consolidation:
    kept = {unit: who - {scorer} for unit, who in assigned.items()}
    # An empty assignment would mean everyone; nobody of the bloc is called so.
    kept["A"] |= {"nobody"}
    return consolidate(rule_set, FIVE, sheets, kept)


@pytest.mark.parametrize(
    ("changes", "moves"),
    [
        ({"combining": Combining.PEER}, {Level.PEER: "1/10"}),  # 0,5 / 5 sheets
        ({"combining": Combining.PEER, "aggregation": Aggregation.LEAF}, {Level.PEER: "1/10"}),
        ({"combining": Combining.PEER, "peer_average": PeerAverage.TRIMMED}, {Level.PEER: "1/6"}),  # of three
        ({"combining": Combining.PEER, "peer_average": PeerAverage.MEDIAN}, {Level.PEER: "1/2"}),
        (
            {"combining": Combining.WEIGHTED, "weights": WEIGHTS},
            {Level.SELF: "1/10", Level.PEER: "1/20", Level.BLOC: "3/20"},
        ),
        ({"combining": Combining.LAST}, {Level.BLOC: "1/2"}),
    ],
)
def test_what_one_step_moves(changes: dict[str, Any], moves: dict[Level, str]) -> None:
    scores = golden(**changes)
    assert one_step(scores.rules, scores.scores["CTD"], HALF) == {
        level: Fraction(move) for level, move in moves.items()
    }


def test_one_step_on_a_real_sheet_moves_the_final_by_no_more_and_once_by_as_much() -> None:
    """The claim against the engine: half a point more on each sheet about CTD in turn."""
    for changes in (
        {"combining": Combining.PEER, "decimals": 3},
        {"combining": Combining.PEER, "decimals": 3, "peer_average": PeerAverage.TRIMMED},
        {"combining": Combining.PEER, "decimals": 3, "peer_average": PeerAverage.MEDIAN},
    ):
        scores = golden(**changes)
        now = scores.scores["CTD"]
        most = one_step(scores.rules, now, HALF)[Level.PEER]
        moved = [
            Fraction(with_more(scores, "CTD", entry.scorer) - (now.final or 0)) for entry in now.peer.entries
        ]
        assert abs(max(moved) - most) <= Fraction(1, 1000)  # the last digit shown


def with_more(scores: Consolidation, unit: str, scorer: str) -> Decimal:
    sheets = [
        SheetInput(
            Level.PEER,
            unit,
            entry.scorer,
            {"I": entry.points["I"] + (HALF if entry.scorer == scorer else 0)},
        )
        for entry in scores.scores[unit].peer.entries
    ]
    extras = scores.scores[unit].levels[Level.BLOC].sheet.points
    sheets.append(SheetInput(Level.BLOC, unit, None, extras))
    final = consolidate(scores.rules, UNITS, sheets).scores[unit].final
    assert final is not None
    return final


def test_close_neighbours() -> None:
    tied = golden(combining=Combining.PEER)
    assert close_gaps(tied, rank_units(tied), HALF) == (
        CloseGap("CTD", "KH", D("0.00"), {Level.PEER: Fraction(1, 10)}),
    )
    # One step as large as 3,5 points moves a mean of five by 0,7: NB to LG (0,5) is closer, NCT to NB (0,7) is not.
    assert [(gap.above, gap.below) for gap in close_gaps(tied, rank_units(tied), D("3.5"))] == [
        ("CTD", "KH"),
        ("NB", "LG"),
    ]
    weighted = golden(combining=Combining.WEIGHTED, weights=WEIGHTS)
    assert close_gaps(weighted, rank_units(weighted), HALF) == ()
    # Two points on the bloc's one sheet weigh 0,6: more than the 0,55 between CTD and KH, NB and LG.
    assert [
        (gap.above, gap.gap, gap.moves[Level.BLOC])
        for gap in close_gaps(weighted, rank_units(weighted), D(2))
    ] == [
        ("CTD", D("0.55"), Fraction(3, 5)),
        ("NB", D("0.55"), Fraction(3, 5)),
    ]


def test_the_fewer_sheets_a_unit_has_the_more_one_of_them_moves() -> None:
    sheets = [peer("B", "A", points(I_1=30)), peer("C", "A", points(I_1=30)), peer("A", "B", points(I_1=30))]
    scores = consolidate(rules(levels=(Level.PEER,)), ("A", "B", "C"), sheets)
    (gap,) = close_gaps(scores, rank_units(scores), HALF)
    assert gap == CloseGap("A", "B", D("0.00"), {Level.PEER: HALF})  # B has one sheet, A two


STEPS = {"I.1": D("0.5"), "I.2": D("0.25"), "II.1": D(1), "III.1": D("0.01")}


def test_the_smallest_step() -> None:
    assert smallest_step(rules(), STEPS, []) == D("0.25")  # a bonus' step does not count
    free = dict.fromkeys(STEPS) | {"I.1": D("0.5")}
    sheets = [points(I_1="3.3", I_2="7.5", II_1="12.75", III_1="0.01"), points(I_2=3), {}]
    assert smallest_step(rules(), free, sheets) == D("0.5")  # what was given at I.2 and II.1: 0,75
    assert smallest_step(rules(), {}, sheets) == D("0.15")
    assert smallest_step(rules(), {}, [points(II_1=40), points(II_1=30)]) == D(10)
    assert smallest_step(rules(), {}, [points(II_1=0)]) == D("0.01")  # nothing told: the last digit shown
    assert smallest_step(rules(decimals=1), {}, []) == D("0.1")
    assert LEAVES[0].code in STEPS
