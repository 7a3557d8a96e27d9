"""How units stand, read from the database: history over years and predecessors, reports, the end of a unit."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from awards.eligibility import Reason
from awards.models import Award, Commendation, Finding
from awards.registration_wording import standing_sentences
from awards.results import year_results
from awards.standings import day_of, standings
from blocs.models import (
    BlocYear,
    Membership,
    Phase,
    PhaseExtension,
    PhaseKind,
    PledgeSignature,
    Unit,
    UnitEvent,
    UnitLink,
    UnitReport,
)
from blocs.terms import AwardObject, Checkpoint, Effect, RegistrationState, ReportState, UnitEventKind
from tests.awards.registration_scenes import registered
from tests.awards.scenes import fresh, window
from tests.builders import award_rule, bloc_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> BlocYear:
    made = bloc_year(year=2022)
    Award.objects.filter(code="MERIT_PROV").update(gap_years=2)
    return made


def sentences(year: BlocYear, code: str = "MERIT_PROV", unit: int = 1) -> list[str]:
    again = fresh(year)
    return standing_sentences(standings(again).of(again.members[unit], code))


def given(member: Membership, achieved: int = 2021, code: str = "MERIT_PROV", **more: Any) -> Commendation:
    values = {"object": AwardObject.COLLECTIVE, "position": 0} | more
    return Commendation.objects.create(
        membership=member, award=Award.objects.get(code=code), achievement_year=achieved, **values
    )


GAP = [
    "Đã được tặng cho thành tích năm 2021; giữa hai lần phải cách 2 năm, nên xét lại từ năm 2024.",
]


def earlier(year: BlocYear, index: int = 1, **more: Any) -> Membership:
    made = BlocYear.objects.filter(bloc=year.bloc, year=2021).first() or bloc_year(year=2021, **more)
    return made.members[index]


@pytest.mark.parametrize(
    ("more", "counts"),
    [
        ({}, True),
        ({"recipient": "Hội B"}, True),
        ({"recipient": "hội b"}, True),
        ({"recipient": "Văn phòng Hội B"}, False),
        ({"object": AwardObject.PERSON, "recipient": "Nguyễn Văn A"}, False),
        ({"object": ""}, False),  # the award is for persons too: whose it was is not known
        ({"achieved": 2019}, False),
        ({"achieved": 2022}, False),
    ],
)
def test_the_gap_is_the_units_own(more: dict[str, Any], counts: bool, year: BlocYear) -> None:
    given(earlier(year), **more)
    assert sentences(year) == (GAP if counts else [])
    assert sentences(year, unit=2) == []


def test_without_an_object_an_award_for_collectives_only_is_the_units(year: BlocYear) -> None:
    Award.objects.filter(code="FLAG_PROV").update(gap_years=2)
    given(earlier(year), code="FLAG_PROV", object="")
    assert sentences(year, "FLAG_PROV") == GAP


def test_a_practice_year_counts_nowhere(year: BlocYear) -> None:
    given(earlier(year))
    BlocYear.objects.filter(year=2021).update(is_practice=True)
    assert sentences(year) == []


def test_history_follows_the_successor(year: BlocYear) -> None:
    before = earlier(year, 2)
    given(before)
    event = UnitEvent.objects.create(kind=UnitEventKind.MERGE, effective_on=date(2022, 1, 1))
    grandparent = Unit.objects.create(home_bloc=year.bloc, code="CU")
    UnitLink.objects.create(event=event, predecessor=before.unit, successor=grandparent)
    assert sentences(year) == []
    UnitLink.objects.create(event=event, predecessor=grandparent, successor=year.members[1].unit)
    assert sentences(year) == GAP
    assert sentences(year, unit=0) == []


def test_the_half_year_report_is_missing_once_its_window_closed(year: BlocYear) -> None:
    now = timezone.now()
    member = year.members[1]
    due = timezone.localtime(now - timedelta(minutes=1)).date()
    missing = [f"Chưa gửi báo cáo sơ kết 6 tháng (hạn {due:%d/%m/%Y})."]
    assert sentences(year) == []
    window(year, PhaseKind.HALF_YEAR, closes_at=now + timedelta(minutes=1))
    assert sentences(year) == []
    window(year, PhaseKind.HALF_YEAR, closes_at=now - timedelta(minutes=1))
    assert sentences(year) == missing
    report = UnitReport.objects.create(membership=member, checkpoint=Checkpoint.HALF_YEAR)
    assert sentences(year) == missing
    extension = PhaseExtension.objects.create(
        phase=Phase.objects.get(year=year, kind=PhaseKind.HALF_YEAR),
        membership=member,
        closes_at=now + timedelta(minutes=1),
        reason="Bão lụt",
    )
    assert sentences(year) == []
    assert sentences(year, unit=2) == missing
    extension.delete()
    UnitReport.objects.filter(pk=report.pk).update(state=ReportState.HANDED_IN)
    assert sentences(year) == []


def test_a_unit_that_left_or_ended_and_an_award_that_lapsed(year: BlocYear) -> None:
    Unit.objects.filter(code="B").update(ended_on=date(2022, 7, 1))
    year.memberships.filter(code="B").update(left_on=date(2022, 6, 1))
    assert sentences(year) == ["Đơn vị không còn trong khối từ 01/06/2022."]
    Award.objects.filter(code="FLAG_GOV").update(valid_to=date(2022, 3, 1))
    assert sentences(year, "FLAG_GOV", unit=0) == ["Danh hiệu này thôi áp dụng từ 01/03/2022."]


def test_a_year_that_is_over_is_judged_on_its_last_day(year: BlocYear) -> None:
    assert day_of(year) == min(timezone.localdate(), date(2022, 12, 31))
    coming = bloc_year("sau", 2090)
    assert day_of(coming) == timezone.localdate()


def test_it_agrees_with_the_nominations_of_a_stored_year(year: BlocYear) -> None:
    award_rule(year, "FLAG_PROV", 1, needs_registration=True, needs_pledge=True)
    award_rule(year, "MERIT_PROV", 2, needs_registration=True)
    members = year.members
    registered(members[0], "FLAG_PROV")
    registered(members[1], "MERIT_PROV", state=RegistrationState.RETURNED)
    PledgeSignature.objects.create(membership=members[0], signer="A", signed_on=date(2022, 3, 1), way="paper")
    PledgeSignature.objects.create(membership=members[1], signer="B")
    Finding.objects.create(membership=members[2], effect=Effect.NO_FLAG, reason="x")
    Finding.objects.create(membership=members[2], effect=Effect.ON_HOLD, reason="x")
    again = fresh(year)
    shared = {Reason.DISQUALIFIED, Reason.ON_HOLD, Reason.NOT_REGISTERED, Reason.PLEDGE_UNSIGNED}
    told = []
    for result in year_results(again).nominations:
        for member in again.members:
            early = set(standings(again).of(member, result.rule.award).reasons)
            assert early == shared & set(result.excluded.get(member.code, ()))
            told.append(len(early))
    assert told == [0, 2, 4, 0, 1, 2]
