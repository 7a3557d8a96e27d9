"""What a criterion's rule needs: kept as JSON, fitted to its kind, and what cannot stand at its place."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

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
from scoring.criterion_rules import Basis, TargetResult, basis_from_json
from tests.scoring.test_criterion_rules import MEETINGS, items, parameters

D = Decimal


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
