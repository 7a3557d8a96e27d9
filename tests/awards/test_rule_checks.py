"""Award rules and votes that contradict themselves, without any workbook."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from awards.definitions import AwardRuleRow, VoteCountRow, VoteResultRow
from awards.rule_checks import check_award_rules, check_vote_counts, check_vote_results
from blocs.terms import QuotaKind

D = Decimal
KNOWN = ("FLAG_PROV", "OTHER")
FIRST = AwardRuleRow("FLAG_PROV", 1, QuotaKind.COUNT, D(1), needs_vote=True, threshold=D(80))
SECOND = AwardRuleRow("OTHER", 2, QuotaKind.PERCENT, D("33.5"))
COUNT = VoteCountRow("FLAG_PROV", called=12, present=11, issued=10, collected=10, valid=9, invalid=1)


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({}, []),
        ({"award": "X"}, ["award"]),
        ({"award": "FLAG_PROV"}, ["award"]),
        ({"order": 1}, ["order"]),
        ({"order": 0}, ["order"]),
        ({"quota": None}, ["quota"]),
        ({"quota": D(-1)}, ["quota"]),
        ({"quota": D(0)}, []),
        ({"quota": D(150)}, []),
        ({"quota_kind": QuotaKind.COUNT}, ["quota"]),
        ({"quota_kind": QuotaKind.COUNT, "quota": D("2.00")}, []),
        ({"needs_vote": True}, ["threshold"]),
        ({"threshold": D("-0.1")}, ["threshold"]),
        ({"threshold": D("100.1")}, ["threshold"]),
        ({"threshold": D(0)}, []),
        ({"threshold": D(100), "needs_vote": True}, []),
        ({"max_rank": -1, "min_points": D(-1)}, ["max_rank", "min_points"]),
    ],
)
def test_rules_that_cannot_stand(changes: dict[str, Any], columns: list[str]) -> None:
    faults = check_award_rules([FIRST, replace(SECOND, **changes)], KNOWN)
    assert [(fault.row, fault.column) for fault in faults] == [(1, column) for column in columns]


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({}, []),
        ({"valid": 10}, ["collected"]),
        ({"issued": 9}, ["collected"]),
        ({"present": 9}, ["issued"]),
        ({"called": 10}, ["present"]),
        ({"collected": 8, "valid": 8, "invalid": 0, "issued": 7, "present": 6, "called": 5},
         ["collected", "issued", "present"]),
    ],
)  # fmt: skip
def test_counts_that_do_not_agree(changes: dict[str, int], columns: list[str]) -> None:
    assert [fault.column for fault in check_vote_counts([replace(COUNT, **changes)])] == columns


def test_an_award_is_counted_once() -> None:
    assert [(fault.row, fault.column) for fault in check_vote_counts([COUNT, COUNT])] == [(1, "award")]


def test_results_need_their_count_and_stay_within_it() -> None:
    results = [
        VoteResultRow("FLAG_PROV", "A", 9),
        VoteResultRow("FLAG_PROV", "B", 10),
        VoteResultRow("FLAG_PROV", "A", 1),
        VoteResultRow("OTHER", "A", 0),
    ]
    faults = check_vote_results(results, [COUNT])
    assert [(fault.row, fault.column) for fault in faults] == [(1, "approvals"), (2, "unit"), (3, "award")]
