"""The hand-over of the leader's role: the real cases of Yên Bái and Lâm Đồng, and what is refused."""

import json
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from blocs import rules
from blocs.actions.handover import (
    Item,
    Plan,
    cancel_hand_over,
    enact_hand_over,
    record_first_term,
    save_hand_over,
    set_rotation,
)
from blocs.actions.years import create_year
from blocs.leading import covers, next_in_rotation, present, proposal, roles_on, terms_of
from blocs.models import (
    BlocYear,
    FlagHolding,
    HandOver,
    LeadershipTerm,
    Membership,
    RotationPlace,
    Seat,
    SeatKind,
    Unit,
    User,
)
from blocs.queries import years_visible_to
from blocs.refusals import Faults, Invalid, NotAllowed, Refused
from blocs.sentences import sentence
from blocs.terms import HandOverState, Role, Succession
from tests.blocs.leading_stage import CONFERENCE, YenBai, again, fresh, on, yen_bai
from tests.builders import bloc_year, person, seat, secretary
from tests.staging import example_year

pytestmark = pytest.mark.django_db

NEXT_DAY = CONFERENCE + timedelta(days=1)


@pytest.fixture
def stage() -> YenBai:
    return yen_bai()


def prepare(stage: YenBai, **changes: Any) -> HandOver:
    return save_hand_over(
        actor=stage.secretary, year=stage.year, plan=stage.plan(**changes), items=[Item("Giao ước", "01")]
    )


def hand_over(stage: YenBai, day: date = CONFERENCE, **changes: Any) -> HandOver:
    with on(day):
        return enact_hand_over(
            actor=fresh(stage.secretary),
            year=stage.year,
            hand_over=prepare(stage, **changes),
            secretariat=[stage.chair, stage.officer],
        )


def roles(year: BlocYear) -> dict[str, str]:
    return {member.code: member.role for member in again(year).members if member.role != Role.MEMBER}


def runs(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(fresh(user), year)


# --- Yên Bái, 12/1/2021


def test_yen_bai_hands_over_on_the_day_of_its_conference(stage: YenBai) -> None:
    year = stage.year
    following = create_year(actor=stage.secretary, bloc=year.bloc, number=2021, source=year)
    assert roles(following) == {"LMHTX": Role.LEADER, "KH": Role.DEPUTY}
    done = hand_over(stage)
    assert done.state == HandOverState.DONE
    with on(NEXT_DAY):
        assert not runs(stage.secretary, year)
        assert rules.can_read_scores(fresh(stage.secretary), year)
        assert not rules.can_read_scores(fresh(stage.secretary), following)
        for taker in (stage.chair, stage.officer):
            assert runs(taker, year)
            assert runs(taker, following)
    assert roles(following) == {"KH": Role.LEADER, "KHKT": Role.DEPUTY}
    assert roles(year) == {"LMHTX": Role.LEADER, "KH": Role.DEPUTY}
    assert [
        (term.unit.code, term.role, term.starts_on, term.ends_on)
        for term in LeadershipTerm.objects.select_related("unit")
    ] == [
        ("LMHTX", Role.LEADER, date(2020, 1, 1), CONFERENCE),
        ("KH", Role.DEPUTY, date(2020, 1, 1), CONFERENCE),
        ("KH", Role.LEADER, CONFERENCE, None),
        ("KHKT", Role.DEPUTY, CONFERENCE, None),
    ]
    flag = FlagHolding.objects.select_related("unit", "received_from").order_by("received_on")
    assert [(line.unit.code, line.received_on, line.condition) for line in flag] == [
        ("LMHTX", date(2020, 1, 1), ""),
        ("KH", CONFERENCE, "01 lá, còn tốt"),
    ]


def test_rights_move_by_themselves_on_a_day_to_come(stage: YenBai) -> None:
    """Held on 12/1, in effect on 13/1: at midnight, without anybody."""
    year = stage.year
    hand_over(stage, takes_effect_on=NEXT_DAY)
    with on(CONFERENCE, time(23, 59)):
        assert runs(stage.secretary, year)
        assert not runs(stage.chair, year)
    with on(NEXT_DAY, time(0, 0)):
        assert not runs(stage.secretary, year)
        assert runs(stage.chair, year)
        assert list(years_visible_to(fresh(stage.secretary))) == [year]
        assert rules.can_read_scores(fresh(stage.secretary), year)


def test_a_year_begun_after_the_hand_over_knows_its_leader(stage: YenBai) -> None:
    hand_over(stage)
    with on(NEXT_DAY):
        following = create_year(
            actor=fresh(stage.chair), bloc=stage.year.bloc, number=2021, source=again(stage.year)
        )
    assert roles(following) == {"KH": Role.LEADER, "KHKT": Role.DEPUTY}


def test_who_stays_keeps_the_seat_and_others_end(stage: YenBai) -> None:
    helper = person("nguoi-giup")
    seat(helper, SeatKind.SECRETARIAT, bloc=stage.year.bloc)
    with on(CONFERENCE):
        enact_hand_over(
            actor=stage.secretary,
            year=stage.year,
            hand_over=prepare(stage),
            secretariat=[stage.chair, stage.secretary],
        )
    held = Seat.objects.filter(kind=SeatKind.SECRETARIAT).order_by("pk")
    assert list(held.values_list("user__username", "starts_on", "ends_on")) == [
        ("thu-ky", date(2020, 1, 10), None),
        ("nguoi-giup", date(2000, 1, 1), CONFERENCE),
        ("chu-tich-kh", CONFERENCE, None),
    ]


def test_the_journal_tells_it(stage: YenBai) -> None:
    hand_over(stage)

    told = [sentence(json.loads(entry.text)) for entry in stage.year.chain.entries.order_by("number")]
    assert told[-2:] == [
        "đã chuẩn bị bàn giao Trưởng khối cho Hội Khuyến học tỉnh Yên Bái",
        "đã bàn giao Trưởng khối từ Liên minh Hợp tác xã tỉnh Yên Bái sang Hội Khuyến học tỉnh Yên Bái, "
        "quyền chuyển từ ngày 12/01/2021",
    ]


def test_a_published_year_keeps_its_roles(stage: YenBai) -> None:
    following = create_year(actor=stage.secretary, bloc=stage.year.bloc, number=2021, source=stage.year)
    BlocYear.objects.filter(pk=following.pk).update(
        results_published_at="2021-12-31T00:00:00Z", results_published_by=stage.secretary
    )
    hand_over(stage)
    assert roles(following) == {"LMHTX": Role.LEADER, "KH": Role.DEPUTY}


# --- Lâm Đồng 2020: the council assigns


def test_lam_dong_is_assigned_by_the_council() -> None:
    year = example_year("lam-dong-2020")
    units = {member.code: member.unit for member in year.members}
    board = person("so-noi-vu")
    seat(board, SeatKind.BOARD, province=year.province)
    record_first_term(
        actor=board,
        year=year,
        leader=units["KHKT"],
        deputies=[units["DC"]],
        starts_on=date(2020, 1, 15),
        succession=Succession.ASSIGNED,
        decision="Văn bản của Hội đồng TĐKT tỉnh",
    )
    term = LeadershipTerm.objects.get(role=Role.LEADER)
    assert (term.unit, term.succession) == (units["KHKT"], Succession.ASSIGNED)
    assert roles(year) == {"KHKT": Role.LEADER, "DC": Role.DEPUTY}
    with pytest.raises(Refused, match="lập bàn giao"):
        record_first_term(
            actor=board,
            year=year,
            leader=units["DC"],
            deputies=[],
            starts_on=date(2020, 2, 1),
            succession=Succession.ELECTED,
        )


# --- refusals


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("to_unit", {"to_unit": "LMHTX"}),
        ("deputy_unit", {"deputy_unit": "KH"}),
        ("held_on", {"held_on": date(2019, 12, 31)}),
        ("held_on", {"held_on": date(2022, 1, 1)}),
        ("takes_effect_on", {"takes_effect_on": date(2021, 1, 11)}),
        ("takes_effect_on", {"takes_effect_on": date(2022, 1, 1)}),
        # The term begins with the year where nothing else is known.
        ("takes_effect_on", {"held_on": date(2020, 1, 1), "takes_effect_on": date(2020, 1, 1)}),
    ],
)
def test_what_cannot_be_is_named_at_its_field(stage: YenBai, field: str, changes: dict[str, Any]) -> None:
    wanted = {name: stage.unit(value) if isinstance(value, str) else value for name, value in changes.items()}
    with pytest.raises(Faults) as error:
        prepare(stage, **wanted)
    assert [name for name, _ in error.value.faults] == [field]
    assert not HandOver.objects.exists()


def test_a_date_before_the_term_says_when_the_term_began(stage: YenBai) -> None:
    hand_over(stage)
    LeadershipTerm.objects.filter(ends_on=None).update(starts_on=date(2021, 2, 1))
    with pytest.raises(Faults, match="bắt đầu ngày 01/02/2021"), on(CONFERENCE):
        save_hand_over(
            actor=secretary(stage.year, "thu-ky-moi"),
            year=stage.year,
            plan=stage.plan(to_unit=stage.unit("LG"), deputy_unit=None),
            items=[],
        )


def test_a_unit_that_left_the_bloc_takes_nothing_over(stage: YenBai) -> None:
    stage.unit("KH")
    Unit.objects.filter(pk=stage.unit("KH").pk).update(ended_on=date(2021, 1, 1))
    with pytest.raises(Faults, match="không còn thuộc khối"):
        prepare(stage)


def test_only_one_is_prepared_at_a_time(stage: YenBai) -> None:
    first = prepare(stage)
    with pytest.raises(Refused, match="đang chuẩn bị"):
        prepare(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(
            bloc=first.bloc,
            from_year=first.from_year,
            from_unit=first.from_unit,
            to_unit=first.to_unit,
            succession=Succession.ELECTED,
            held_on=CONFERENCE,
            takes_effect_on=CONFERENCE,
        )
    cancel_hand_over(actor=stage.secretary, year=stage.year, hand_over=first, reason="Đổi ngày")
    assert prepare(stage).pk != first.pk
    with pytest.raises(Refused, match="bị hủy"):
        enact_hand_over(actor=stage.secretary, year=stage.year, hand_over=first, secretariat=[stage.chair])


def test_it_is_enacted_once(stage: YenBai) -> None:
    done = hand_over(stage)
    with pytest.raises(Refused, match="đã làm xong"):
        enact_hand_over(actor=fresh(stage.chair), year=stage.year, hand_over=done, secretariat=[stage.chair])
    with pytest.raises(Refused, match="đã làm xong"):
        cancel_hand_over(actor=fresh(stage.chair), year=stage.year, hand_over=done, reason="Thôi")
    assert LeadershipTerm.objects.filter(ends_on=None).count() == 2


def test_the_former_secretary_hands_nothing_over_any_more(stage: YenBai) -> None:
    hand_over(stage)
    with on(NEXT_DAY), pytest.raises(NotAllowed):
        prepare(stage, to_unit=stage.unit("LG"), held_on=NEXT_DAY, takes_effect_on=NEXT_DAY)


def test_somebody_has_to_run_the_bloc(stage: YenBai) -> None:
    prepared = prepare(stage)
    with pytest.raises(Invalid, match="Chưa chọn ai"):
        enact_hand_over(actor=stage.secretary, year=stage.year, hand_over=prepared, secretariat=[])
    with pytest.raises(Refused, match="chọn lại"):
        enact_hand_over(
            actor=stage.secretary, year=stage.year, hand_over=prepared, secretariat=[person("nguoi-la")]
        )
    assert not LeadershipTerm.objects.exists()


def test_a_practice_year_hands_nothing_over(stage: YenBai) -> None:
    BlocYear.objects.filter(pk=stage.year.pk).update(is_practice=True)
    with pytest.raises(Refused, match="luyện tập"):
        prepare(stage)


# --- the ways of choosing


def test_the_rotation_proposes_who_comes_after_the_leader(stage: YenBai) -> None:
    codes = ["LG", "LMHTX", "TNXP", "KH"]
    order = [stage.unit(code).pk for code in codes]
    assert set_rotation(actor=stage.secretary, year=stage.year, way=Succession.ROTATION, order=order)
    assert not set_rotation(actor=stage.secretary, year=stage.year, way=Succession.ROTATION, order=order)
    units = {member.unit_id: member.name for member in stage.year.members}
    now = present(stage.year)
    assert proposal(stage.year, now, units, order).unit == stage.unit("TNXP").pk
    assert next_in_rotation(order, stage.unit("KH").pk, units) == stage.unit("LG").pk
    del units[stage.unit("TNXP").pk]
    assert next_in_rotation(order, now.leader, units) == stage.unit("KH").pk
    stage.year.bloc.succession = Succession.DEPUTY
    assert proposal(stage.year, now, units, order).unit == stage.unit("KH").pk
    for way in (Succession.ELECTED, Succession.ASSIGNED):
        stage.year.bloc.succession = way
        assert proposal(stage.year, now, units, order).unit is None
    with pytest.raises(Refused, match="Hãy mở lại"):
        set_rotation(actor=stage.secretary, year=stage.year, way=Succession.ROTATION, order=[order[0]] * 2)
    assert RotationPlace.objects.count() == 4


def test_money_and_checklist_are_kept(stage: YenBai) -> None:
    made = prepare(stage, fund=Decimal(1250000), unfinished="Nộp hồ sơ")
    changed = save_hand_over(
        actor=stage.secretary,
        year=stage.year,
        plan=stage.plan(fund=Decimal(0), to_unit=stage.unit("LG"), deputy_unit=None),
        items=[Item("Cờ luân lưu", "01", is_done=True), Item("Sổ")],
        hand_over=made,
    )
    assert changed.pk == made.pk
    assert list(changed.items.values_list("name", "is_done")) == [("Cờ luân lưu", True), ("Sổ", False)]


# --- exactly one leader on every day (domain handbook §9.1, invariant 13)


class TestTermsNeverOverlap(TestCase):
    @hypothesis_settings(max_examples=12)
    @given(st.lists(st.tuples(st.integers(1, 700), st.integers(0, 2)), min_size=1, max_size=5))
    def test_whatever_is_handed_over_when(self, moves: list[tuple[int, int]]) -> None:
        year = bloc_year(units=3)
        user = secretary(year)
        units = [member.unit for member in year.members]
        Membership.objects.filter(year=year).exclude(unit=units[0]).update(role=Role.MEMBER)
        for days, index in moves:
            day = date(2020, 1, 1) + timedelta(days=days)

            plan = Plan(to_unit=units[index], succession=Succession.ELECTED, held_on=day, takes_effect_on=day)
            try:
                with transaction.atomic():
                    made = save_hand_over(actor=user, year=again(year), plan=plan, items=[])
                    enact_hand_over(actor=user, year=again(year), hand_over=made, secretariat=[user])
            except Refused:
                continue
        terms = [term for term in terms_of(year.bloc_id) if term.role == Role.LEADER]
        assert all(first.ends_on == second.starts_on for first, second in pairwise(terms))
        if terms:
            for step in range(0, 900, 7):
                day = date(2020, 1, 1) + timedelta(days=step)
                assert sum(covers(term, day) for term in terms) == 1
                assert list(roles_on(terms, day).values()) == [Role.LEADER]
