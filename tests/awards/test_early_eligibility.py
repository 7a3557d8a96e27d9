"""How a unit stands as of now: worked examples, the borders of each rule, and agreement with the nominations."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.early_eligibility import (
    Hindrance,
    Standing,
    Title,
    UnitNow,
    is_valid_in,
    is_valid_on,
    last_within_gap,
    standing_now,
    with_predecessors,
)
from awards.eligibility import AwardRule, Candidate, Reason, nominate
from awards.quotas import QuotaRule
from awards.registration_wording import standing_sentences
from blocs.terms import Effect, QuotaKind

TODAY = date(2022, 8, 15)


def standing(title: Title | None = None, *, higher: tuple[str, ...] = (), **unit: Any) -> Standing:
    candidate = Candidate(
        "A",
        None,
        None,
        registered=unit.pop("registered", ()),
        pledge_signed=unit.pop("signed", False),
        findings=unit.pop("findings", ()),
    )
    asked = title or Title("MERIT_PROV")
    return standing_now(asked, UnitNow(candidate, **unit), higher, year=2022, today=TODAY)


def test_nothing_asked_nothing_in_the_way() -> None:
    assert standing().is_clear
    assert standing_sentences(standing()) == []


def test_every_reason_in_words() -> None:
    title = Title("FLAG_PROV", True, True, gap_years=2, valid_to=date(2022, 8, 15))
    found = standing(
        title,
        findings=(Effect.NO_FLAG, Effect.ON_HOLD),
        received={"FLAG_PROV": {2019, 2020, 2021}},
        ended_on=date(2022, 7, 1),
        report_due=date(2022, 7, 31),
    )
    assert not found.is_clear
    assert standing_sentences(found) == [
        "Thuộc trường hợp không xét cờ.",
        "Đang tạm dừng xét.",
        "Chưa đăng ký danh hiệu, hình thức này hoặc cao hơn.",
        "Chưa ký giao ước thi đua.",
        "Đơn vị không còn trong khối từ 01/07/2022.",
        "Danh hiệu này thôi áp dụng từ 15/08/2022.",
        "Đã được tặng cho thành tích năm 2021; giữa hai lần phải cách 2 năm, nên xét lại từ năm 2024.",
        "Chưa gửi báo cáo sơ kết 6 tháng (hạn 31/07/2022).",
    ]


def test_a_title_that_is_not_yet_is_said_so_whatever_its_end() -> None:
    title = Title("MERIT_PROV", valid_from=date(2022, 9, 1), valid_to=date(2030, 1, 1))
    assert standing_sentences(standing(title)) == ["Danh hiệu này chỉ áp dụng từ 01/09/2022."]


def test_a_finding_bars_only_what_it_says() -> None:
    assert standing(findings=(Effect.NO_FLAG,)).is_clear
    assert standing(Title("FLAG_GOV"), findings=(Effect.NO_FLAG,)).reasons == (Reason.DISQUALIFIED,)


def test_a_higher_registration_counts_for_what_stands_below() -> None:
    title = Title("MERIT_PROV", needs_registration=True)
    assert standing(title, higher=("FLAG_GOV",), registered=("FLAG_GOV",)).is_clear
    not_registered = standing(title, registered=("FLAG_GOV",))
    assert not_registered.reasons == (Reason.NOT_REGISTERED,)
    assert standing_sentences(not_registered, is_drafted=True) == ["Đăng ký này chưa gửi nên chưa được tính."]


@pytest.mark.parametrize(
    ("received", "gap", "last"),
    [
        ({2020}, 2, 2020),  # 2021 lies between: one year, two are asked
        ({2019}, 2, None),
        ({2021}, 1, 2021),
        ({2020}, 1, None),
        ({2022, 2023}, 5, None),  # this year's own, and what was written for a later one
        ({2018, 2021, 2020}, 3, 2021),
        ({2021}, None, None),
        ({2021}, 0, None),
        ((), 3, None),
    ],
)
def test_years_between_two_of_the_same_award(received: Any, gap: int | None, last: int | None) -> None:
    assert last_within_gap(received, gap, 2022) == last


@pytest.mark.parametrize(
    ("begins", "ends", "on_the_day"),
    [
        (None, None, True),
        (TODAY, None, True),
        (TODAY + timedelta(days=1), None, False),
        (None, TODAY, False),
        (None, TODAY + timedelta(days=1), True),
    ],
)
def test_validity_is_half_open(begins: date | None, ends: date | None, on_the_day: bool) -> None:
    assert is_valid_on(begins, ends, TODAY) is on_the_day


@pytest.mark.parametrize(
    ("begins", "ends", "in_2022"),
    [
        (date(2022, 12, 31), None, True),
        (date(2023, 1, 1), None, False),
        (None, date(2022, 1, 1), False),
        (None, date(2022, 1, 2), True),
        (None, None, True),
    ],
)
def test_a_year_may_choose_what_is_valid_on_one_of_its_days(
    begins: date | None, ends: date | None, in_2022: bool
) -> None:
    assert is_valid_in(begins, ends, 2022) is in_2022


def test_the_day_a_unit_ends_it_is_gone() -> None:
    assert standing(ended_on=TODAY).reasons == (Hindrance.UNIT_ENDED,)
    assert standing(ended_on=TODAY + timedelta(days=1)).is_clear


def test_history_follows_the_successor_however_far_and_round_in_circles() -> None:
    links = [(1, 3), (2, 3), (3, 4), (4, 3), (5, 6)]
    assert with_predecessors([4, 6, 7], links) == {
        4: frozenset({1, 2, 3, 4}),
        6: frozenset({5, 6}),
        7: frozenset({7}),
    }


AWARDS = ("FLAG_GOV", "FLAG_PROV", "MERIT_PROV")
UNITS = st.builds(
    Candidate,
    unit=st.just("A"),
    rank=st.sampled_from([None, 1, 2]),
    points=st.just(Decimal(90)),
    registered=st.frozensets(st.sampled_from(AWARDS)),
    pledge_signed=st.booleans(),
    findings=st.frozensets(st.sampled_from(list(Effect))),
)
NEEDS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=3, max_size=3)


@given(candidate=UNITS, needs=NEEDS)
def test_the_nominations_say_the_same_where_they_say_anything(
    candidate: Candidate, needs: list[tuple[bool, bool]]
) -> None:
    rules = [
        AwardRule(
            award,
            order,
            QuotaRule(QuotaKind.COUNT, Decimal(1)),
            needs_registration=registration,
            needs_pledge=pledge,
        )
        for order, (award, (registration, pledge)) in enumerate(zip(AWARDS, needs, strict=True), start=1)
    ]
    shared = {Reason.DISQUALIFIED, Reason.ON_HOLD, Reason.NOT_REGISTERED, Reason.PLEDGE_UNSIGNED}
    for result in nominate(rules, [candidate], {}):
        rule = result.rule
        early = standing_now(
            Title(rule.award, rule.needs_registration, rule.needs_pledge),
            UnitNow(candidate),
            [other.award for other in rules if other.order < rule.order],
            year=2022,
            today=TODAY,
        )
        assert set(early.reasons) == shared & set(result.excluded.get("A", ()))
        assert early.effects == result.figures["A"].effects
