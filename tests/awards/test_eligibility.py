"""Worked cases for the sentences of contract §4, Nominations, and the properties any result must have."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.eligibility import AwardResult, AwardRule, Candidate, Reason, nominate
from awards.quotas import QuotaRule
from awards.tally import VoteCount
from blocs.terms import Effect, OrderBy, QuotaBase, QuotaKind, ThresholdBase

D = Decimal


def award(code: str = "MERIT_PROV", order: int = 1, places: int | str = 2, **changes: Any) -> AwardRule:
    return AwardRule(code, order, QuotaRule(QuotaKind.COUNT, D(places)), **changes)


def ranked(ranks: Sequence[int | None], **changes: dict[str, Any]) -> list[Candidate]:
    """Units A, B, … with these ranks and 100 − rank points; `A={"pledge_signed": True}` changes one."""
    units = [
        Candidate(unit, rank, D(100 - rank) if rank else None)
        for unit, rank in zip("ABCDEFGH", ranks, strict=False)
    ]
    return [replace(unit, **changes.get(unit.unit, {})) for unit in units]


def vote(approvals: dict[str, int], **counts: int) -> VoteCount:
    return VoteCount(
        **({"called": 10, "present": 10, "issued": 10, "collected": 10, "valid": 10, "invalid": 0} | counts),
        approvals=approvals,
    )


def one(rule: AwardRule, candidates: list[Candidate], count: VoteCount | None = None) -> AwardResult:
    (result,) = nominate([rule], candidates, {rule.award: count} if count else {})
    return result


def reasons(result: AwardResult) -> dict[str, list[str]]:
    return {unit: [reason.value for reason in given] for unit, given in result.excluded.items()}


# --- reasons


@pytest.mark.parametrize(
    ("effect", "code", "given"),
    [
        (Effect.NO_AWARD, "MERIT_PROV", ["DISQUALIFIED"]),
        (Effect.NO_AWARD, "FLAG_PROV", ["DISQUALIFIED"]),
        (Effect.NOT_RANKED, "MERIT_PROV", ["DISQUALIFIED"]),
        (Effect.NO_FLAG, "FLAG_PROV", ["DISQUALIFIED"]),
        (Effect.NO_FLAG, "FLAG_VFF_CENTRAL", ["DISQUALIFIED"]),
        (Effect.NO_FLAG, "MERIT_PROV", None),
        (Effect.ON_HOLD, "MERIT_PROV", ["ON_HOLD"]),
    ],
)
def test_findings(effect: Effect, code: str, given: list[str] | None) -> None:
    result = one(award(code), ranked([1, 2], A={"findings": {effect}}))
    assert reasons(result).get("A") == given


def test_a_unit_without_rank_is_not_ranked_and_never_below() -> None:
    # scored 10 points, and taken out of the ranking
    out = {"points": D(10), "findings": {Effect.NOT_RANKED}}
    result = one(award(max_rank=1, min_points=D(50)), ranked([1, None, None], B=out))
    assert reasons(result) == {"B": ["DISQUALIFIED", "NOT_RANKED"], "C": ["NOT_RANKED"]}


def test_below_score_and_below_rank_begin_past_the_figure() -> None:
    result = one(award(max_rank=2, min_points=D(98), places=4), ranked([1, 2, 3]))
    assert result.nominated == ("A", "B")
    assert reasons(result) == {"C": ["BELOW_RANK", "BELOW_SCORE"]}


def test_registration_for_this_award_or_a_higher_one_of_these_rules() -> None:
    rules = [
        award("FLAG_PROV", 1, 0),
        award("MERIT_PROV", 2, 9, needs_registration=True),
        award("CERT_UNIT", 3, 0),
    ]
    candidates = ranked(
        [1, 2, 3, 4, 5],
        A={"registered": {"MERIT_PROV"}},
        B={"registered": {"FLAG_PROV"}},
        C={"registered": {"CERT_UNIT"}},  # lower
        D={"registered": {"FLAG_GOV"}},  # higher, and not one of these rules
    )
    _flag, merit, _certificate = nominate(rules, candidates, {})
    assert merit.nominated == ("A", "B")
    assert reasons(merit) == {unit: ["NOT_REGISTERED"] for unit in "CDE"}


def test_pledge() -> None:
    result = one(award(needs_pledge=True), ranked([1, 2], B={"pledge_signed": True}))
    assert (result.nominated, reasons(result)) == (("B",), {"A": ["PLEDGE_UNSIGNED"]})


def test_every_reason_that_applies_sorted_by_name() -> None:
    rules = [
        award("FLAG_GOV", 1, 1),
        award("FLAG_PROV", 2, 1, needs_registration=True, needs_pledge=True, exclusive=True, max_rank=0,
              min_points=D(100), needs_vote=True, threshold=D(50)),
    ]  # fmt: skip
    first, second = nominate(rules, ranked([1], A={"findings": {Effect.ON_HOLD}}), {})
    assert reasons(first) == {"A": ["ON_HOLD"]}
    held = [
        "BELOW_RANK",
        "BELOW_SCORE",
        "NOT_REGISTERED",
        "ON_HOLD",
        "PLEDGE_UNSIGNED",
        "VOTE_BELOW_THRESHOLD",
    ]
    assert reasons(second) == {"A": held}
    _first, second = nominate(rules, ranked([1], A={"findings": set()}), {})
    held[3:4] = []
    assert reasons(second) == {"A": sorted(["NOMINATED_HIGHER", *held])}


def test_exclusive_is_of_the_award_that_says_so() -> None:
    rules = [award("A1", 1, 1), award("A2", 2, 1), award("A3", 3, 1, exclusive=True)]
    first, second, third = nominate(reversed(rules), ranked([1, 2]), {})
    assert (first.nominated, second.nominated, third.nominated) == (("A",), ("A",), ("B",))
    assert reasons(third) == {"A": ["NOMINATED_HIGHER"]}
    assert third.figures["A"].nominated_before == ("A1", "A2")


# --- votes


@pytest.mark.parametrize(
    ("base", "passing"),
    [(None, "A"), (ThresholdBase.MEMBERS, "A"), (ThresholdBase.PRESENT, "A"), (ThresholdBase.VALID, "AB")],
)
def test_the_worked_tally_decides(base: ThresholdBase | None, passing: str) -> None:
    count = vote({"A": 9, "B": 8}, called=11, present=11, issued=11, collected=11, valid=10, invalid=1)
    result = one(
        award(needs_vote=True, threshold=D(80), threshold_base=base, places=9), ranked([1, 2, 3]), count
    )
    assert result.nominated == tuple(passing)
    assert reasons(result)["C"] == ["VOTE_BELOW_THRESHOLD"]  # no row: 0 approvals
    assert (result.figures["C"].approvals, result.figures["A"].needed) == (
        0,
        8 if base is ThresholdBase.VALID else 9,
    )


@pytest.mark.parametrize("count", [None, vote({}, called=0, present=0, issued=0, collected=0, valid=0)])
def test_no_count_is_below_even_at_zero_percent(count: VoteCount | None) -> None:
    result = one(award(needs_vote=True, threshold=D(0)), ranked([1]), count)
    assert reasons(result) == {"A": ["VOTE_BELOW_THRESHOLD"]}


def test_a_threshold_without_a_needed_vote_excludes_nobody() -> None:
    assert one(award(threshold=D(80)), ranked([1]), vote({})).nominated == ("A",)


def test_a_needed_vote_needs_a_threshold() -> None:
    with pytest.raises(ValueError, match="threshold"):
        award(needs_vote=True)


# --- order and quota


def test_by_rank_then_approvals_then_bloc_order() -> None:
    count = vote({"A": 1, "B": 5, "C": 3, "D": 3})
    assert one(award(places=4), ranked([2, 2, 1, 1]), count).nominated == ("C", "D", "B", "A")


def test_by_approvals_then_rank_also_where_no_vote_is_needed() -> None:
    rule = award(places=4, order_by=OrderBy.APPROVALS)
    assert one(rule, ranked([1, 2, 3, 4]), vote({"D": 9, "B": 5, "C": 5})).nominated == ("D", "B", "C", "A")


def test_equals_at_the_edge_are_undecided_and_the_others_full() -> None:
    result = one(award(places=2), ranked([1, 2, 2, 4]))
    assert (result.nominated, result.undecided) == (("A",), ("B", "C"))
    assert reasons(result) == {"D": ["QUOTA_FULL"]}


def test_approvals_settle_an_edge() -> None:
    result = one(award(places=2), ranked([1, 2, 2]), vote({"C": 1}))
    assert (result.nominated, result.undecided) == (("A", "C"), ())


def test_equals_that_all_fit_are_taken_in_bloc_order() -> None:
    assert one(award(places=3), ranked([1, 2, 2, 4])).nominated == ("A", "B", "C")


def test_no_place_before_the_equals_leaves_nobody_undecided() -> None:
    result = one(award(places=1), ranked([1, 2, 2]))
    assert (result.undecided, reasons(result)) == ((), {"B": ["QUOTA_FULL"], "C": ["QUOTA_FULL"]})


def test_a_quota_of_zero() -> None:
    result = one(award(places=0), ranked([1, 1]))
    assert (result.nominated, result.undecided) == ((), ())
    assert reasons(result) == {"A": ["QUOTA_FULL"], "B": ["QUOTA_FULL"]}


def test_the_undecided_are_not_nominated_for_what_follows() -> None:
    rules = [
        award("FLAG_PROV", 1, 1),
        AwardRule("MERIT_PROV", 2, QuotaRule(QuotaKind.PERCENT, D(100), QuotaBase.REMAINING), exclusive=True),
    ]
    flag, merit = nominate(rules, ranked([1, 1, 3]), {})
    assert flag.undecided == ("A", "B")
    assert merit.quota.places == 3
    assert merit.nominated == ("A", "B", "C")


def test_quota_bases_see_members_those_nominated_and_the_ranked() -> None:
    def percent(code: str, order: int, base: QuotaBase) -> AwardRule:
        return AwardRule(code, order, QuotaRule(QuotaKind.PERCENT, D(100), base))

    rules = [
        award("X", 1, 2),
        award("Y", 2, 1),
        *(percent(base.name, 3 + place, base) for place, base in enumerate(QuotaBase)),
    ]
    results = {
        result.rule.award: result.quota.places for result in nominate(rules, ranked([1, 2, 3, None]), {})
    }
    assert results == {"X": 2, "Y": 1, "MEMBERS": 4, "REMAINING": 1, "RANKED": 3}


def test_figures_of_every_unit() -> None:
    rule = award(needs_vote=True, threshold=D(80))
    result = one(rule, ranked([1, None], B={"findings": {Effect.NOT_RANKED, Effect.ON_HOLD}}), vote({"A": 9}))
    figures = result.figures["A"]
    assert (figures.rank, figures.points, figures.approvals, figures.base, figures.needed) == (
        1,
        D(99),
        9,
        10,
        8,
    )
    assert figures.share * 10 == 9
    assert result.figures["B"].effects == (Effect.NOT_RANKED,)
    assert one(award(), ranked([1])).figures["A"].share is None


def test_excluded_units_come_in_bloc_order() -> None:
    result = one(
        award(places=1, needs_pledge=True),
        ranked([3, 2, 1, 4], A={"pledge_signed": True}, C={"pledge_signed": True}),
    )
    assert list(reasons(result)) == ["A", "B", "D"]


# --- properties

RULES = st.builds(
    AwardRule,
    award=st.just(""),
    order=st.just(0),
    quota=st.builds(
        QuotaRule,
        kind=st.sampled_from(QuotaKind),
        number=st.integers(0, 9).map(D),
        base=st.none() | st.sampled_from(QuotaBase),
    )
    | st.builds(QuotaRule, kind=st.just(QuotaKind.PERCENT), number=st.decimals(0, 100, places=1), base=st.sampled_from(QuotaBase)),
    needs_registration=st.booleans(),
    needs_pledge=st.booleans(),
    needs_vote=st.booleans(),
    threshold=st.sampled_from([D(0), D(50), D(80)]),
    threshold_base=st.none() | st.sampled_from(ThresholdBase),
    order_by=st.sampled_from(OrderBy),
    exclusive=st.booleans(),
    max_rank=st.none() | st.integers(1, 9),
    min_points=st.none() | st.integers(90, 99).map(D),
)  # fmt: skip
CODES = ("FLAG_GOV", "FLAG_PROV", "MERIT_PROV")
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        unit=st.just(""),
        rank=st.none() | st.integers(1, 5),
        points=st.integers(90, 99).map(D),
        registered=st.frozensets(st.sampled_from(CODES)),
        pledge_signed=st.sampled_from([True, True, False]),
        findings=st.sampled_from([frozenset()] * 4 + [frozenset({effect}) for effect in Effect]),
    ),
    max_size=9,
).map(lambda units: [replace(unit, unit=f"U{place}") for place, unit in enumerate(units)])
VOTES = st.dictionaries(
    st.sampled_from(CODES),
    st.builds(
        VoteCount,
        called=st.just(9),
        present=st.integers(8, 9),
        issued=st.just(8),
        collected=st.just(8),
        valid=st.integers(7, 8),
        invalid=st.just(0),
        approvals=st.dictionaries(st.integers(0, 8).map("U{}".format), st.integers(0, 7)),
    ),
)


@given(st.lists(RULES, min_size=1, max_size=3), CANDIDATES, VOTES)
def test_what_every_result_satisfies(
    drawn: list[AwardRule], candidates: list[Candidate], votes: dict[str, VoteCount]
) -> None:
    rules = [
        replace(rule, award=code, order=place)
        for place, (rule, code) in enumerate(zip(drawn, CODES, strict=False))
    ]
    results = nominate(rules, candidates, votes)
    assert results == nominate(rules[::-1], candidates, votes)
    nominated_before: set[str] = set()
    for result in results:
        assert len(result.nominated) <= result.quota.places
        kinds = [*result.nominated, *result.undecided, *result.excluded]
        assert sorted(kinds) == sorted(candidate.unit for candidate in candidates)
        assert all(given == tuple(sorted(given)) and given for given in result.excluded.values())
        if result.undecided:
            left = result.quota.places - len(result.nominated)
            assert 0 < left < len(result.undecided)
            assert (
                len(
                    {(result.figures[unit].rank, result.figures[unit].approvals) for unit in result.undecided}
                )
                == 1
            )
        full = {unit for unit, given in result.excluded.items() if Reason.QUOTA_FULL in given}
        assert not full or len(result.nominated) + len(result.undecided) >= result.quota.places
        assert all(result.excluded[unit] == (Reason.QUOTA_FULL,) for unit in full)
        if result.rule.exclusive:
            assert nominated_before.isdisjoint(result.nominated)
        nominated_before.update(result.nominated)


@given(RULES, CANDIDATES, VOTES, st.randoms())
def test_bloc_order_only_orders_equals(
    rule: AwardRule, candidates: list[Candidate], votes: dict[str, VoteCount], order: Any
) -> None:
    rules = [replace(rule, award="FLAG_PROV")]
    shuffled = order.sample(candidates, len(candidates))
    (before,), (after,) = nominate(rules, candidates, votes), nominate(rules, shuffled, votes)
    assert set(before.nominated) == set(after.nominated)
    assert set(before.undecided) == set(after.undecided)
    assert before.excluded == after.excluded
