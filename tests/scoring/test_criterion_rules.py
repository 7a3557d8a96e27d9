"""What a criterion's rule suggests, on the worked sheets of the domain handbook (§4.8) and within its bounds always."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blocs.terms import CriterionGroup, CriterionRule
from scoring.criterion_parameters import (
    LARGEST,
    NOTHING,
    TAKES,
    Item,
    Parameters,
    fitting,
    from_json,
    rule_faults,
    to_json,
)
from scoring.criterion_rules import (
    NO_SUGGESTION,
    Basis,
    LeafRule,
    Suggestion,
    TargetResult,
    basis_from_json,
    basis_to_json,
    suggestion,
    to_step,
)

D = Decimal
HALF = D("0.5")


def items(*worth: tuple[Any, ...]) -> tuple[Item, ...]:
    return tuple(
        Item(str(key), text, D(points), *most) for key, (text, points, *most) in enumerate(worth, start=1)
    )


def told(**counts: int) -> Basis:
    """told(_1=2): the item "1" twice."""
    return Basis(counts={key[1:]: count for key, count in counts.items()}, is_told=True)


# ── Sheet A by hand ──────────────────────────────────────────────────────────

PLAN = LeafRule(
    CriterionRule.LADDER,
    Parameters(items(("Đúng hạn", "50"), ("Chậm đến 15 ngày", "40"), ("Chậm hơn", "25"), ("Không có", "0"))),
    D(50),
    HALF,
)
TARGETS = (
    TargetResult("Hội viên mới", D(500), D(460), D(40)),
    TargetResult("Lớp tuyên truyền", D(12), D(15), D(30)),
    TargetResult("Vận động nguồn lực", D("2.0"), D("2.6"), D(30)),
)
PROMISED = LeafRule(CriterionRule.PROPORTIONAL, NOTHING, D(250), HALF)
MEETINGS = LeafRule(
    CriterionRule.DEDUCT_PER,
    Parameters(items(("Báo cáo chậm", "2"), ("Vắng họp", "5")), limit=D(30), least=D(10)),
    D(40),
    HALF,
)
BONUS = LeafRule(
    CriterionRule.BONUS_LIST,
    Parameters(
        items(("Cờ TW Hội", "15"), ("Mô hình cấp tỉnh", "10", 2), ("BKTTg", "5"), ("Trưởng khối", "20", 1))
    ),
    D(50),
    D(1),
)
PENALTY = LeafRule(
    CriterionRule.PENALTY_LIST,
    Parameters(items(("Báo cáo chậm", "2"), ("Vắng họp khối", "5"), ("Không phát động", "8", 1))),
    None,
    D(1),
    is_penalty=True,
)


def test_i_1_the_plan_came_ten_days_late() -> None:
    assert suggestion(PLAN, Basis(rung="2")) == Suggestion(D(40), ("Bậc “Chậm đến 15 ngày”: 40 điểm.",))
    assert suggestion(PLAN, Basis(rung="4")).points == 0
    assert suggestion(PLAN, Basis()) == suggestion(PLAN, Basis(rung="9")) == NO_SUGGESTION


def test_i_2_is_250_times_0_968() -> None:
    assert suggestion(PROMISED, Basis(targets=TARGETS)) == Suggestion(
        D(242),
        (
            "Hội viên mới: 460/500 = 0,92.",
            "Lớp tuyên truyền: 15/12 = 1,25, tính tối đa 1.",
            "Vận động nguồn lực: 2,6/2 = 1,3, tính tối đa 1.",
            "Tỷ lệ chung: (40 × 0,92 + 30 × 1 + 30 × 1) / 100 = 0,968.",
            "250 × 0,968 = 242 điểm.",
        ),
    )


def test_iii_1_nothing_was_late_so_all_40_stay() -> None:
    assert suggestion(MEETINGS, told()) == Suggestion(D(40), ("Không bị trừ lần nào: 40 điểm.",))
    assert suggestion(MEETINGS, Basis()) == NO_SUGGESTION


def test_occurrences_of_several_kinds_are_taken_off_within_the_limit() -> None:
    assert suggestion(MEETINGS, told(_1=1, _2=1)) == Suggestion(
        D(33),
        ("Báo cáo chậm: 2 × 1 lần = 2.", "Vắng họp: 5 × 1 lần = 5.", "Cộng lại: 7.", "40 − 7 = 33 điểm."),
    )
    capped = suggestion(MEETINGS, told(_2=9))
    assert capped.points == 10
    assert capped.working[1:] == ("Trừ nhiều nhất 30.", "40 − 30 = 10 điểm.")
    floored = suggestion(
        LeafRule(CriterionRule.DEDUCT_PER, Parameters(MEETINGS.parameters.items, least=D(10)), D(40)),
        told(_2=9),
    )
    assert (floored.points, floored.working[-1]) == (10, "Không thấp hơn 10 điểm.")


def test_iv_15_and_10_and_20_are_45_and_the_60_claimed_are_50() -> None:
    accepted = suggestion(BONUS, told(_1=1, _2=1, _4=1))
    assert (accepted.points, accepted.working[-1]) == (45, "Cộng lại: 45.")
    claimed = suggestion(BONUS, told(_1=1, _2=2, _3=1, _4=1))
    assert (claimed.points, claimed.working[-1]) == (50, "Vượt điểm tối đa nên lấy 50.")
    assert suggestion(BONUS, told(_2=3)) == Suggestion(
        D(20), ("Mô hình cấp tỉnh: 10 × 2 lần (chỉ tính 2 trong 3 lần) = 20.",)
    )
    assert suggestion(BONUS, told()) == Suggestion(D(0), ("Không có mục nào: 0 điểm.",))


def test_v_one_late_report_and_one_absence_are_7() -> None:
    assert suggestion(PENALTY, told(_1=1, _2=1)).points == 7
    assert suggestion(PENALTY, told()).working == ("Không có mục nào: không trừ.",)
    limited = LeafRule(
        CriterionRule.PENALTY_LIST, Parameters(PENALTY.parameters.items, limit=D(5)), is_penalty=True
    )
    assert suggestion(limited, told(_1=1, _2=1)).points == 5
    assert suggestion(limited, Basis()) == NO_SUGGESTION


def test_met_or_not() -> None:
    leaf = LeafRule(CriterionRule.BINARY, NOTHING, D("1.5"), HALF)
    assert suggestion(leaf, Basis(met=True)) == Suggestion(D("1.5"), ("Đạt: 1,5 điểm.",))
    assert suggestion(leaf, Basis(met=False)) == Suggestion(D(0), ("Không đạt: 0 điểm.",))
    penalty = LeafRule(CriterionRule.BINARY, NOTHING, D(8), D(8), is_penalty=True)
    assert suggestion(penalty, Basis(met=True)).working == ("Có vi phạm: trừ 8 điểm.",)
    assert suggestion(penalty, Basis(met=False)).working == ("Không vi phạm: không trừ.",)
    assert suggestion(leaf, Basis()) == NO_SUGGESTION
    assert suggestion(LeafRule(CriterionRule.BINARY), Basis(met=True)) == NO_SUGGESTION


@pytest.mark.parametrize("rule", [CriterionRule.MANUAL, CriterionRule.APPRAISER_ONLY])
def test_what_people_judge_has_no_suggestion(rule: CriterionRule) -> None:
    assert suggestion(LeafRule(rule, NOTHING, D(10)), told(_1=1)) == NO_SUGGESTION


# ── Targets that do not say enough ───────────────────────────────────────────


def target(text: str, planned: str | None, result: str | None, weight: str | None = None) -> TargetResult:
    return TargetResult(text, *(None if value is None else D(value) for value in (planned, result, weight)))


def test_without_weights_every_target_counts_the_same() -> None:
    found = suggestion(PROMISED, Basis(targets=(target("A", "3", "1"), target("B", "4", "4"))))
    assert found.points == D("166.5")  # 250 × 2/3 = 166,66…, to the half below
    assert found.working[0] == "A: 1/3 = ≈ 0,3333."
    assert found.working[-1] == "Làm tròn theo bước 0,5: 166,5 điểm."


def test_a_ceiling_above_one_lets_more_than_promised_make_up_for_less() -> None:
    leaf = LeafRule(CriterionRule.PROPORTIONAL, Parameters(ceiling=D("1.2")), D(100))
    assert suggestion(leaf, Basis(targets=(target("A", "10", "8"), target("B", "10", "15")))).points == 100
    assert suggestion(leaf, Basis(targets=(target("A", "10", "15"),))).points == 100


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ((), "Chưa có chỉ tiêu nào"),
        ((target("A", None, "5"),), "Chưa có chỉ tiêu nào"),
        ((target("A", "10", "5", "0"),), "Chưa có chỉ tiêu nào"),
        ((target("A", "10", None), target("B", "10", "5")), "“A” chưa có kết quả"),
        ((target("A", "10", "5", "40"), target("B", "10", "5")), "“B” chưa có trọng số"),
    ],
)
def test_what_is_missing_is_said_and_never_counted_as_zero(
    targets: tuple[TargetResult, ...], said: str
) -> None:
    found = suggestion(PROMISED, Basis(targets=targets))
    assert found.points is None
    assert found.working[0].startswith(said)


def test_a_target_without_a_plan_is_left_out_and_named() -> None:
    found = suggestion(PROMISED, Basis(targets=(target("A", "10", "5"), target("B", "0", "3"))))
    assert (found.points, found.working[-1]) == (125, "“B” không đặt mức phấn đấu nên không tính.")
    assert suggestion(LeafRule(CriterionRule.PROPORTIONAL), Basis(targets=TARGETS)) == NO_SUGGESTION


# ── Rounding and bounds ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("points", "step", "maximum", "found"),
    [
        ("7.25", "0.5", "10", "7.5"),
        ("7.249999", "0.5", "10", "7"),
        ("7.005", None, "10", "7.01"),
        ("9.9", "4", "10", "8"),
        ("250", "0.5", None, "250"),
    ],
)
def test_halves_go_up_to_the_step(points: str, step: str | None, maximum: str | None, found: str) -> None:
    given_step = None if step is None else D(step)
    given_maximum = None if maximum is None else D(maximum)
    assert str(to_step(Fraction(D(points)), given_step, given_maximum)) == found


def test_a_floor_off_the_step_is_not_crossed() -> None:
    assert to_step(Fraction(1), D(2), D(10), D(1)) == 2
    assert to_step(Fraction(1), D(20), D(10), D(1)) == 0  # no multiple of 20 lies between 1 and 10
    assert suggestion(
        LeafRule(CriterionRule.BONUS_LIST, BONUS.parameters, None, D(4)), told(_3=1)
    ).working == (
        "BKTTg: 5 × 1 lần = 5.",
        "Làm tròn theo bước 4: 4 điểm.",
    )
    plain = LeafRule(CriterionRule.BONUS_LIST, Parameters(items(("A", "0.123"))))
    assert suggestion(plain, told(_1=1)).working[-1] == "Làm tròn đến 2 chữ số: 0,12 điểm."


points = st.decimals(0, 1000, places=3)
worths = st.decimals("0.001", 100, places=3)
counts = st.dictionaries(st.sampled_from(["1", "2", "3", "x"]), st.integers(-3, 2000), max_size=4)
parameters = st.builds(
    Parameters,
    items=st.lists(st.tuples(worths, st.none() | st.integers(1, 5)), min_size=1, max_size=3).map(
        lambda found: tuple(Item(str(k), f"M{k}", p, m) for k, (p, m) in enumerate(found, start=1))
    ),
    ceiling=st.none() | st.decimals(1, 3, places=2),
    least=st.none() | points,
    limit=st.none() | worths,
)
bases = st.builds(
    Basis,
    met=st.none() | st.booleans(),
    rung=st.sampled_from(["", "1", "2", "9"]),
    counts=counts,
    is_told=st.booleans(),
    targets=st.lists(
        st.builds(TargetResult, st.just("T"), st.none() | points, st.none() | points, st.none() | points),
        max_size=4,
    ).map(tuple),
)


@given(
    st.sampled_from(CriterionRule),
    parameters,
    st.none() | points,
    st.none() | st.decimals("0.001", 20, places=3),
    bases,
)
def test_a_suggestion_is_a_score_that_may_be_given(
    rule: CriterionRule, given_parameters: Parameters, maximum: D | None, step: D | None, basis: Basis
) -> None:
    found = suggestion(LeafRule(rule, given_parameters, maximum, step), basis)
    if found.points is None:
        return
    assert found.points >= 0
    assert found.working
    assert maximum is None or found.points <= maximum
    assert step is None or found.points % step == 0
    # Told again from what is kept with the score, the suggestion is the same.
    kept = basis_from_json(json.loads(json.dumps(basis_to_json(rule, basis))))
    assert suggestion(LeafRule(rule, given_parameters, maximum, step), kept) == found


@given(parameters, bases)
def test_more_occurrences_never_give_more_points(given_parameters: Parameters, basis: Basis) -> None:
    leaf = LeafRule(CriterionRule.DEDUCT_PER, given_parameters, D(1000), D("0.5"))
    more = Basis(counts={**basis.counts, "1": max(basis.counts.get("1", 0), 0) + 1}, is_told=True)
    before = suggestion(leaf, Basis(counts=basis.counts, is_told=True)).points
    after = suggestion(leaf, more).points
    assert before is not None
    assert after is not None
    assert after <= before


@pytest.mark.parametrize(
    ("rule", "basis", "kept"),
    [
        (CriterionRule.BINARY, Basis(met=False), {"met": False}),
        (CriterionRule.BINARY, Basis(), {}),
        (CriterionRule.LADDER, Basis(rung="2"), {"rung": "2"}),
        (CriterionRule.LADDER, Basis(), {}),
        (CriterionRule.DEDUCT_PER, told(_1=2, _2=0), {"counts": {"1": 2}}),
        (CriterionRule.DEDUCT_PER, told(), {"counts": {}}),
        (CriterionRule.BONUS_LIST, Basis(), {}),
        (CriterionRule.PROPORTIONAL, Basis(), {}),
        (
            CriterionRule.PROPORTIONAL,
            Basis(targets=(target("A", "10", None, "40"),)),
            {"targets": [{"text": "A", "planned": "10", "weight": "40"}]},
        ),
    ],
)
def test_a_score_keeps_what_its_rule_asks(rule: CriterionRule, basis: Basis, kept: dict[str, Any]) -> None:
    assert basis_to_json(rule, basis) == kept


def test_parameters_are_kept_as_texts() -> None:
    stored = to_json(Parameters(items(("A", "0.5", 2), ("B", "1")), limit=D("2.50")))
    assert stored == {
        "limit": "2.50",
        "items": [
            {"key": "1", "text": "A", "points": "0.5", "most": 2},
            {"key": "2", "text": "B", "points": "1"},
        ],
    }
    assert to_json(NOTHING) == {}


# ── Parameters ───────────────────────────────────────────────────────────────


@given(parameters)
def test_parameters_come_back_from_json(found: Parameters) -> None:
    assert from_json(json.loads(json.dumps(to_json(found)))) == found


@pytest.mark.parametrize(
    "stored",
    [
        None, [], "x", {"items": 5}, {"items": ["x", {}, {"points": 5}, {"points": "NaN"}, {"points": "a"}]},
        {"limit": True, "least": [], "ceiling": "1/0"},
    ],
)  # fmt: skip
def test_what_nobody_wrote_is_left_out(stored: Any) -> None:
    assert from_json(stored) == NOTHING
    assert basis_from_json(stored) == Basis()
    odd = {"items": [{"points": "1", "most": True}, {"points": "2", "most": 0}]}
    assert [item.most for item in from_json(odd).items] == [None, None]
    assert basis_from_json(
        {"met": 1, "counts": {"1": True, "2": "3"}, "targets": [5, {"text": "A"}]}
    ) == Basis(is_told=True, targets=(TargetResult("A", None, None),))


def test_only_what_a_rule_takes_is_kept_and_every_item_has_a_key() -> None:
    rich = Parameters((Item("", "A", D(1), 2), Item("3", "B", D(2)), Item("3", "C", D(3))), D(1), D(2), D(3))
    assert fitting(CriterionRule.MANUAL, rich) == NOTHING
    ladder = fitting(CriterionRule.LADDER, rich)
    assert [(item.key, item.most) for item in ladder.items] == [("4", None), ("3", None), ("5", None)]
    assert fitting(CriterionRule.PENALTY_LIST, rich) == Parameters(
        (Item("4", "A", D(1), 2), Item("3", "B", D(2)), Item("5", "C", D(3))), limit=D(3)
    )
    assert (
        fitting(CriterionRule.LADDER, Parameters((Item("kế hoạch", "A", D(1)),))).items[0].key == "kế hoạch"
    )


CONTENT, GIVEN, OFF = CriterionGroup.CONTENT, CriterionGroup.BONUS, CriterionGroup.PENALTY


@pytest.mark.parametrize(
    ("rule", "found", "group", "maximum", "places"),
    [
        (CriterionRule.MANUAL, NOTHING, CONTENT, None, []),
        (CriterionRule.PENALTY_LIST, NOTHING, CONTENT, "10", [("rule", None)]),
        (CriterionRule.PENALTY_LIST, NOTHING, GIVEN, "10", [("rule", None)]),
        (CriterionRule.DEDUCT_PER, NOTHING, OFF, "10", [("rule", None)]),
        (CriterionRule.BINARY, NOTHING, GIVEN, None, [("rule", None)]),
        (CriterionRule.LADDER, NOTHING, CONTENT, "10", [("items", None)]),
        (
            CriterionRule.LADDER,
            Parameters(items(("", "1"), ("A", "11"), ("a", "0.3"), ("B", "-1"), ("C" * 201, "2"))),
            CONTENT,
            "10",
            [("text", 0), ("points", 1), ("text", 2), ("points", 2), ("points", 3), ("text", 4)],
        ),
        (CriterionRule.LADDER, Parameters(items(("A", str(LARGEST)))), GIVEN, None, [("points", 0)]),
        (
            CriterionRule.BONUS_LIST,
            Parameters(items(("A", "0"), ("B", "1", 0), ("C", str(LARGEST)), ("D", "1", 1000))),
            GIVEN,
            None,
            [("points", 0), ("most", 1), ("points", 2), ("most", 3)],
        ),
        (
            CriterionRule.BONUS_LIST,
            Parameters(tuple(Item(str(k), f"M{k}", D(1)) for k in range(21))),
            GIVEN,
            "9",
            [("items", None)],
        ),
        (CriterionRule.PROPORTIONAL, Parameters(ceiling=D("0.9")), CONTENT, "10", [("ceiling", None)]),
        (CriterionRule.PROPORTIONAL, Parameters(ceiling=D(11)), CONTENT, "10", [("ceiling", None)]),
        (CriterionRule.PROPORTIONAL, Parameters(ceiling=D("1.5")), CONTENT, "10", []),
        (
            CriterionRule.DEDUCT_PER,
            Parameters(items(("A", "1")), limit=D(0), least=D(-1)),
            CONTENT,
            "10",
            [("limit", None), ("least", None)],
        ),
        (
            CriterionRule.DEDUCT_PER,
            Parameters(items(("A", "1")), limit=D(5), least=D(11)),
            CONTENT,
            "10",
            [("least", None)],
        ),
        (CriterionRule.DEDUCT_PER, MEETINGS.parameters, CONTENT, "40", []),
        (CriterionRule.DEDUCT_PER, Parameters(items(("A", "1"))), CONTENT, "40", []),
        (CriterionRule.DEDUCT_PER, MEETINGS.parameters, CONTENT, None, [("rule", None)]),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_said_at_its_place(
    rule: CriterionRule,
    found: Parameters,
    group: CriterionGroup,
    maximum: str | None,
    places: list[tuple[str, int | None]],
) -> None:
    faults = rule_faults(
        rule, found, group=group, maximum=None if maximum is None else D(maximum), step=D("0.5")
    )
    assert [(fault.place, fault.row) for fault in faults] == places
    assert all(fault.message.endswith((".", "»")) for fault in faults)


def test_every_rule_is_known() -> None:
    assert set(TAKES) == set(CriterionRule)
