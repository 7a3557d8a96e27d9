"""Units over time: rename, merge, split, dissolve, move; the years, the history, the people."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from awards.models import Finding
from awards.results import year_results
from blocs import rules
from blocs.actions.extensions import set_extension
from blocs.actions.handover import record_first_term
from blocs.actions.members import change_member
from blocs.actions.unit_events import (
    NewUnit,
    Ruling,
    dissolve_unit,
    rename_unit,
)
from blocs.actions.years import create_year
from blocs.context import year_url
from blocs.leading import present
from blocs.models import (
    BlocYear,
    LeadershipTerm,
    Phase,
    PhaseKind,
    RotationPlace,
    Seat,
    SeatKind,
    Unit,
    UnitEvent,
    UnitName,
    User,
)
from blocs.queries import lineage, years_visible_to
from blocs.refusals import Refused
from blocs.steps import step_counts
from blocs.terms import Effect, Level, MidYearMerger, Role, SheetState, Succession, UnitEventKind
from blocs.unfinished import unfinished
from blocs.unit_events import events_of
from scoring.actions.preparing import expected_sheets
from scoring.models import Assignment, Score, Sheet
from scoring.queries import consolidation
from scoring.steps import sheet_counts
from scoring.unfinished import waiting_sheets
from tests.blocs.leading_stage import again, fresh
from tests.blocs.unit_event_scenes import JULY, merge, set_rule, standing, unit
from tests.builders import ALL_LEVELS, award_rule, bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> BlocYear:
    return bloc_year(units=5, levels=ALL_LEVELS)


@pytest.fixture
def user(year: BlocYear) -> User:
    return secretary(year)


# --- the year merged in its middle


def test_the_successor_is_scored_and_the_others_stay_visible_unranked(year: BlocYear, user: User) -> None:
    merge(year, user)
    year = again(year)
    assert standing(year) == {"A": None, "B": JULY.on, "C": JULY.on, "D": None, "E": None, "BC": None}
    found = Finding.objects.order_by("membership__position")
    assert [(row.membership.code, row.effect) for row in found.select_related("membership")] == [
        ("B", Effect.NOT_RANKED),
        ("C", Effect.NOT_RANKED),
    ]
    assert "01/07/2020" in found[0].reason
    assert "512/QĐ-UBND" in found[0].reason
    assert Unit.objects.filter(ended_on=JULY.on).count() == 2
    # Four units score each other; nothing is awaited of B and C.
    assert sheet_counts(year)[Level.PEER] == (0, 12)
    assert sheet_counts(year)[Level.SELF] == (0, 4)
    results = year_results(year)
    assert set(results.units) == {"A", "B", "C", "D", "E", "BC"}
    assert set(results.consolidation.scores["A"].peer.expected) == {"D", "E", "BC"}  # type: ignore[union-attr]


def test_separate_scores_everybody_to_the_end_of_the_year(year: BlocYear, user: User) -> None:
    set_rule(year, MidYearMerger.SEPARATE)
    merge(year, user)
    assert standing(year) == dict.fromkeys("ABCDE")
    assert not Finding.objects.exists()
    following = create_year(actor=user, bloc=year.bloc, number=2021, source=again(year))
    assert list(standing(following)) == ["A", "BC", "D", "E"]


def test_exempt_ranks_nobody_of_them_that_year(year: BlocYear, user: User) -> None:
    set_rule(year, MidYearMerger.EXEMPT)
    merge(year, user)
    assert standing(year) == {"A": None, "B": JULY.on, "C": JULY.on, "D": None, "E": None}
    assert Finding.objects.count() == 2
    following = create_year(actor=user, bloc=year.bloc, number=2021, source=again(year))
    assert list(standing(following)) == ["A", "BC", "D", "E"]


@pytest.mark.parametrize("rule", MidYearMerger)
def test_on_new_years_day_it_is_always_the_successor(year: BlocYear, user: User, rule: MidYearMerger) -> None:
    set_rule(year, rule)
    merge(year, user, ruling=Ruling(date(2020, 1, 1), "QĐ 1"))
    assert standing(year)["BC"] is None
    assert standing(year)["B"] == date(2020, 1, 1)


def test_a_year_already_begun_and_a_published_one(year: BlocYear, user: User) -> None:
    set_rule(year, MidYearMerger.SEPARATE)
    following = create_year(actor=user, bloc=year.bloc, number=2021, source=again(year))
    old = bloc_year(year=2019, units=5)
    BlocYear.objects.filter(pk=old.pk).update(
        results_published_at="2020-01-31T00:00:00Z", results_published_by=user
    )
    merge(year, user)
    assert standing(following) == {
        "A": None, "B": JULY.on, "C": JULY.on, "D": None, "E": None, "BC": None,
    }  # fmt: skip
    assert standing(old) == dict.fromkeys("ABCDE")


def test_a_year_begun_after_the_event_in_it(year: BlocYear, user: User) -> None:
    merge(year, user, ruling=Ruling(date(2021, 3, 1), "QĐ 2"))
    assert standing(year) == dict.fromkeys("ABCDE")
    following = create_year(actor=user, bloc=year.bloc, number=2021, source=again(year))
    assert standing(following)["B"] == date(2021, 3, 1)
    assert standing(following)["BC"] is None
    later = create_year(actor=user, bloc=year.bloc, number=2022, source=again(following))
    assert list(standing(later)) == ["A", "D", "E", "BC"]
    assert [member.position for member in later.members] == sorted(m.position for m in later.members)


def hand_in(year: BlocYear, scorer: str, scored: str, points: int) -> None:
    sheet = Sheet.objects.get(year=year, level=Level.PEER, scorer__code=scorer, scored__code=scored)
    for code in ("I.1", "I.2", "II"):
        criterion = year.current_rules.criteria.get(code=code).criterion
        Score.objects.create(sheet=sheet, criterion=criterion, points=Decimal(points), source="own")
    Sheet.objects.filter(pk=sheet.pk).update(state=SheetState.HANDED_IN)


def test_sheets_that_hold_scores_stay_and_no_new_one_is_awaited(year: BlocYear, user: User) -> None:
    hand_in(year, "B", "A", 10)
    hand_in(year, "A", "C", 12)
    half = Sheet.objects.get(year=year, level=Level.PEER, scorer__code="B", scored__code="D")
    Score.objects.create(
        sheet=half,
        criterion=year.current_rules.criteria.get(code="II").criterion,
        points=Decimal(5),
        source="own",
    )
    merge(year, user)
    year = again(year)
    kept = Sheet.objects.filter(year=year, level=Level.PEER, scorer__code="B")
    assert sorted(kept.values_list("scored__code", flat=True)) == ["A", "D"]
    peer = consolidation(year).scores["A"].peer
    assert peer is not None
    # B's own sheet stays readable; in the average its successor speaks for it.
    assert (peer.counted, set(peer.missing)) == ((), {"D", "E", "BC"})
    assert peer.unassigned == ("B",)
    of_d = consolidation(year).scores["D"].peer
    assert of_d is not None
    assert "B" not in of_d.expected
    assert sheet_counts(year)[Level.PEER] == (2, 14)
    # A sheet about C that was begun is asked of nobody.
    begun = Sheet.objects.create(
        year=year, level=Level.PEER, scorer=year.members[0], scored=year.members[1], state=SheetState.FILLING
    )
    Sheet.objects.filter(year=year, level=Level.PEER, scorer__code="A").exclude(pk=begun.pk).update(
        state=SheetState.RECUSED
    )
    assert (Level.PEER, year.members[0].pk) not in waiting_sheets(again(year))
    codes = {member.pk: member.code for member in year.members}
    assert not {(codes[a], codes[b or a]) for _, a, b in expected_sheets(year)} & {("B", "B"), ("C", "C")}


def test_one_units_opinion_never_weighs_twice(year: BlocYear, user: User) -> None:
    """B joins D, which stands and has scored already: D alone speaks for both."""
    hand_in(year, "B", "A", 10)
    hand_in(year, "D", "A", 20)
    hand_in(year, "E", "A", 30)
    merge(year, user, "BD", into=unit(year, "D"))
    peer = consolidation(again(year)).scores["A"].peer
    assert peer is not None
    assert (peer.counted, peer.missing) == (("D", "E"), ("C",))


@pytest.mark.parametrize("how", ["dissolved", "exempt"])
def test_who_has_nobody_in_its_place_is_still_heard(year: BlocYear, user: User, how: str) -> None:
    hand_in(year, "B", "A", 10)
    if how == "dissolved":
        dissolve_unit(actor=user, year=year, unit=unit(year, "B"), ruling=JULY)
    else:
        set_rule(year, MidYearMerger.EXEMPT)
        merge(year, user)
    peer = consolidation(again(year)).scores["A"].peer
    assert peer is not None
    assert peer.counted == ("B",)


def test_drawn_pairs_go_over_to_the_successor(year: BlocYear, user: User) -> None:
    a, b, c, d, _e = year.members
    for scorer, scored in ((a, b), (b, c), (c, d), (d, a)):
        Assignment.objects.create(year=year, scorer=scorer, scored=scored)
    merge(year, user)
    fresh_pairs = Assignment.objects.filter(year=year, scorer__left_on=None, scored__left_on=None)
    assert sorted(fresh_pairs.values_list("scorer__code", "scored__code")) == [
        ("A", "BC"),
        ("BC", "D"),
        ("D", "A"),
    ]
    following = create_year(actor=user, bloc=year.bloc, number=2021, source=again(year))
    assert sorted(Assignment.objects.filter(year=following).values_list("scorer__code", "scored__code")) == [
        ("A", "BC"),
        ("BC", "D"),
        ("D", "A"),
    ]


def test_nothing_is_asked_of_who_left(year: BlocYear, user: User) -> None:
    merge(year, user)
    year = again(year)
    asked = {member.code for members in unfinished(year).values() for member in members}
    assert asked == {"A", "D", "E", "BC"}
    left = next(member for member in year.members if member.code == "B")
    assert not rules.is_open(year, PhaseKind.PLEDGE, left)
    assert rules.is_open(year, PhaseKind.PLEDGE, year.members[0])
    assert step_counts(again(year))[PhaseKind.PLEDGE].words == "0/4 đã ký"
    Phase.objects.filter(year=year, kind=PhaseKind.PLEDGE).update(closes_at=timezone.now())
    with pytest.raises(Refused, match="thôi thuộc khối"):
        set_extension(
            actor=user,
            year=year,
            kind=PhaseKind.PLEDGE,
            member=left.pk,
            closes_at=timezone.now() + timedelta(days=9),
            reason="Chờ kiện toàn",
            base="",
        )


def test_the_quota_counts_who_is_there(year: BlocYear, user: User, client: Client) -> None:
    award_rule(
        year, "FLAG_PROV", quota_kind="percent", quota=Decimal(25), quota_base="members", rounding="down"
    )
    merge(year, user)
    nomination = year_results(again(year)).nominations[0]
    assert nomination.quota.places == 1
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    assert client.get(year_url("results", year)).status_code == 200
    why = client.get(year_url("results-why", year, unit="B"))
    assert "thôi thuộc khối từ ngày 01/07/2020" in why.content.decode()


# --- history, people, the leader


def test_history_follows_and_people_go_on(year: BlocYear, user: User) -> None:
    head, stranger = person("chu-tich-b"), person("chu-tich-d")
    seat(head, SeatKind.HEAD, unit=unit(year, "B"))
    seat(stranger, SeatKind.HEAD, unit=unit(year, "D"))
    merge(year, user, carried=[head, stranger])
    made = unit(year, "BC")
    assert set(lineage(made)) == {made.pk, unit(year, "B").pk, unit(year, "C").pk}
    assert Seat.objects.filter(unit=made).values_list("user", "kind", "starts_on").get() == (
        head.pk,
        SeatKind.HEAD,
        JULY.on,
    )
    assert Seat.objects.filter(user=head, unit=unit(year, "B"), ends_on=None).exists()
    new = person("nguoi-moi")
    seat(new, SeatKind.HEAD, unit=made)
    old = bloc_year(year=2018, units=5)
    assert old in years_visible_to(fresh(new))


def test_the_leaders_role_goes_over_with_the_unit(year: BlocYear, user: User) -> None:
    record_first_term(
        actor=user,
        year=year,
        leader=unit(year, "A"),
        deputies=[unit(year, "B")],
        starts_on=date(2020, 1, 5),
        succession=Succession.ROTATION,
    )
    for place, code in enumerate("CAB"):
        RotationPlace.objects.create(bloc=year.bloc, unit=unit(year, code), position=place)
    merge(year, user, codes="AB", into=NewUnit("AB", "Hội A và B"))
    made = unit(year, "AB")
    assert present(again(year)).leader == made.pk
    terms = LeadershipTerm.objects.order_by("starts_on", "pk").values_list(
        "unit__code", "role", "starts_on", "ends_on"
    )
    assert list(terms) == [
        ("A", Role.LEADER, date(2020, 1, 5), JULY.on),
        ("B", Role.DEPUTY, date(2020, 1, 5), JULY.on),
        ("AB", Role.LEADER, JULY.on, None),
    ]
    assert {m.code: m.role for m in again(year).members if m.role != Role.MEMBER} == {"AB": Role.LEADER}
    assert list(RotationPlace.objects.values_list("unit__code", flat=True)) == ["C", "AB"]


def test_into_one_that_stands(year: BlocYear, user: User) -> None:
    merge(year, user, codes="BC", into=unit(year, "C"))
    assert standing(year) == {"A": None, "B": JULY.on, "C": None, "D": None, "E": None}
    assert lineage(unit(year, "C")) == [unit(year, "C").pk, unit(year, "B").pk]


# --- rename


def test_a_new_name_leaves_what_was_printed(year: BlocYear, user: User) -> None:
    old = bloc_year(year=2019, units=5)
    BlocYear.objects.filter(pk=old.pk).update(
        results_published_at="2020-01-31T00:00:00Z", results_published_by=user
    )
    rename_unit(
        actor=user, year=year, unit=unit(year, "B"), name="Hội B mới", short_name="B mới", ruling=JULY
    )
    assert again(year).members[1].name == "Hội B mới"
    assert again(old).members[1].name == "Hội B"
    names = UnitName.objects.filter(unit=unit(year, "B")).order_by("pk")
    assert list(names.values_list("name", "valid_from", "valid_to")) == [
        ("Hội B", None, JULY.on),
        ("Hội B mới", JULY.on, None),
    ]
    assert [(line.kind, line.sentence) for line in events_of(year)] == [("Đổi tên", "Hội B → Hội B mới")]


def test_the_units_own_page_records_the_event_too(year: BlocYear, user: User) -> None:
    from blocs.actions.members import MemberDetails
    from blocs.unit_naming import NameChange, Naming

    change_member(
        actor=user,
        year=year,
        member=year.members[1],
        details=MemberDetails(),
        naming=Naming("Hội B mới", "", NameChange.RENAMED, JULY.on, JULY.decision),
    )
    event = UnitEvent.objects.get()
    assert (event.kind, event.decision, event.recorded_by) == (UnitEventKind.RENAME, JULY.decision, user)


# --- split, dissolve, move
