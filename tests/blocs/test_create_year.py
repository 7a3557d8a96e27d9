"""Beginning a year: from a preset, from last year, by whom."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from awards.models import AwardRule, Finding, Registration
from awards.stored_rules import award_rule_row, award_rules_of
from blocs.actions.places import create_bloc
from blocs.actions.years import create_year
from blocs.models import (
    Bloc,
    BlocYear,
    LegalBasis,
    PaperSettings,
    PhaseKind,
    PledgeSignature,
    Province,
    SeatKind,
    UnitName,
    User,
)
from blocs.presets import PRESETS
from blocs.refusals import NotAllowed, Refused
from blocs.terms import BlocKind, Effect, Level
from scoring.models import Assignment, ClassBand, Score, Sheet
from scoring.readiness import content_sum, contradictions, rows_of
from scoring.stored_rules import class_rows, criterion_rows, year_rules
from tests.builders import award_rule, bloc_year, person, seat, secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    user = person("quan-tri")
    seat(user, SeatKind.ADMIN)
    return user


@pytest.mark.parametrize(
    ("key", "content", "decides"), [("1000", 950, Level.APPRAISAL), ("100", 100, Level.BLOC)]
)
def test_a_preset_is_a_year_without_contradictions(
    admin: User, key: str, content: int, decides: Level
) -> None:
    bloc = Bloc.objects.create(code="khoi-moi", name="Khối mới")
    year = create_year(actor=admin, bloc=bloc, number=2026, preset=key)
    rules = year_rules(year.current_rules)
    assert not contradictions(year)
    assert content_sum(rows_of(year)) == content
    assert rules.levels[-1] is decides
    assert [row.name for row in class_rows(year.current_rules)] == ["Xuất sắc", "Tốt", "Khá", "Trung bình"]
    assert [(rule.award.code, rule.quota) for rule in award_rules_of(year.current_rules)] == [
        ("FLAG_GOV", 1),
        ("FLAG_PROV", 1),
        ("MERIT_PROV", 2),
    ]
    assert sorted(year.phases.values_list("kind", flat=True)) == sorted(kind.value for kind in PhaseKind)
    entry = year.chain.entries.get()
    assert entry.number == 1
    assert "year.created" in entry.text
    assert PRESETS[key].label in entry.text


def full_year() -> BlocYear:
    """A year with something of everything."""
    year = bloc_year(tie_keys=["Mục I", "Phiếu FLAG_PROV"], note="Ghi chú cũ")
    rules = year.current_rules
    ClassBand.objects.create(rules=rules, position=0, name="Tốt", from_points=Decimal(80))
    award_rule(year, "FLAG_GOV", order=1, needs_vote=True, threshold=Decimal("66.5"))
    award_rule(year, "MERIT_PROV", order=2, max_rank=4)
    PaperSettings.objects.create(year=year, place="Yên Bái", symbol="BTH-KTĐ")
    LegalBasis.objects.create(year=year, position=1, text="Căn cứ Luật Thi đua, khen thưởng")
    opens = timezone.make_aware(datetime(2020, 2, 29, 8, 0))  # noqa: DTZ001
    year.phases.filter(kind=PhaseKind.PLEDGE).update(opens_at=opens)
    first, second, third = year.members
    Assignment.objects.create(year=year, scorer=first, scored=second)
    Assignment.objects.create(year=year, scorer=second, scored=third)
    Registration.objects.create(membership=first, award=AwardRule.objects.first().award)
    Finding.objects.create(membership=second, effect=Effect.NO_AWARD)
    PledgeSignature.objects.create(membership=third, signer="Ai", signed_on=date(2020, 3, 1))
    criterion = rules.criteria.get(code="II").criterion
    Score.objects.create(
        sheet=Sheet.objects.filter(year=year, level=Level.SELF).first(),
        criterion=criterion,
        points=Decimal(1),
        source="own",
    )
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def plain(year: BlocYear) -> dict[str, Any]:
    """What two years that are copies of each other share, without ids."""
    rules = year.current_rules
    codes = dict(year.memberships.values_list("pk", "code"))
    names = ("code", "order", "position", "role", "category", "email", "unit_id", "unit_name_id")
    pairs = Assignment.objects.filter(year=year).values_list("scorer", "scored")
    return {
        "name": year.name,
        "note": rules.note,
        "rules": year_rules(rules),
        "criteria": criterion_rows(rules),
        "classes": class_rows(rules),
        "awards": [award_rule_row(rule) for rule in award_rules_of(rules)],
        "members": list(year.memberships.values_list(*names)),
        "pairs": sorted((codes[scorer], codes[scored]) for scorer, scored in pairs),
        "papers": PaperSettings.objects.filter(year=year).values_list("place", "symbol").first(),
        "bases": list(year.legal_bases.values_list("position", "text")),
    }


def test_a_copied_year_is_equal_in_all_that_is_set_up() -> None:
    source = full_year()
    copied = create_year(actor=secretary(source), bloc=source.bloc, number=2021, source=source)
    assert plain(copied) == plain(source)
    assert copied.current_rules.pk != source.current_rules.pk
    assert copied.current_rules.revision != source.current_rules.revision


def test_what_happened_in_a_year_is_not_copied() -> None:
    source = full_year()
    copied = create_year(actor=secretary(source), bloc=source.bloc, number=2021, source=source)
    for rows in (Registration, Finding, PledgeSignature):
        assert not rows.objects.filter(membership__year=copied).exists()
    assert not Score.objects.filter(sheet__year=copied).exists()
    assert not copied.is_published
    # Three self, bloc and appraisal sheets each, and the two assigned peer sheets.
    assert Sheet.objects.filter(year=copied).count() == 3 * 3 + 2
    criteria = set(source.current_rules.criteria.values_list("criterion", flat=True))
    assert not criteria & set(copied.current_rules.criteria.values_list("criterion", flat=True))


def test_windows_move_with_the_years() -> None:
    source = full_year()
    copied = create_year(actor=secretary(source), bloc=source.bloc, number=2022, source=source)
    opens = timezone.localtime(copied.phases.get(kind=PhaseKind.PLEDGE).opens_at)
    assert (opens.date(), opens.hour) == (date(2022, 2, 28), 8)
    assert copied.phases.count() == len(PhaseKind)


def test_a_copied_member_comes_under_the_name_it_bears_then() -> None:
    source = full_year()
    member = source.members[1]
    UnitName.objects.filter(pk=member.unit_name_id).update(valid_to=date(2020, 7, 1))
    UnitName.objects.create(unit=member.unit, name="Hội Bê mới", valid_from=date(2020, 7, 1))
    copied = create_year(actor=secretary(source), bloc=source.bloc, number=2021, source=source)
    assert [each.name for each in copied.members] == ["Hội A", "Hội Bê mới", "Hội C"]
    assert [each.name for each in source.members] == ["Hội A", "Hội B", "Hội C"]


@pytest.mark.parametrize("units", [3, 15])
def test_copying_asks_as_much_of_many_units_as_of_few(units: int, django_assert_max_num_queries: Any) -> None:
    source = bloc_year(units=units)
    actor = secretary(source)
    with django_assert_max_num_queries(46):
        create_year(actor=actor, bloc=source.bloc, number=2021, source=source)


def test_a_year_exists_once() -> None:
    source = bloc_year()
    actor = secretary(source)
    with pytest.raises(Refused, match="2020"):
        create_year(actor=actor, bloc=source.bloc, number=2020, preset="100")
    with pytest.raises(ValueError, match="one earlier year"):
        create_year(actor=actor, bloc=source.bloc, number=2021)


def test_only_who_looks_after_the_bloc_begins_its_year() -> None:
    source = bloc_year()
    other = secretary(bloc_year("khoi-khac"), "thu-ky-khac")
    with pytest.raises(NotAllowed):
        create_year(actor=other, bloc=source.bloc, number=2021, source=source)


def test_founding_a_bloc_with_its_province(admin: User) -> None:
    bloc = create_bloc(actor=admin, code="k-1", name="Khối 1", kind=BlocKind.CUM, new_province="Lào Cai")
    assert (bloc.province.name, bloc.kind) == ("Lào Cai", "cum")
    with pytest.raises(Refused, match="k-1"), transaction.atomic():
        create_bloc(actor=admin, code="k-1", name="Khối 2", kind=BlocKind.KHOI)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bloc.objects.create(code="k-1", name="Khối 2")


def test_a_board_founds_blocs_of_its_own_province_only() -> None:
    here, there = Province.objects.create(name="Lào Cai"), Province.objects.create(name="Phú Thọ")
    board = person("so-noi-vu")
    seat(board, SeatKind.BOARD, province=here)
    assert create_bloc(actor=board, code="k-1", name="Khối 1", kind=BlocKind.KHOI, province=here)
    for place in ({"province": there}, {"province": None}, {"new_province": "Tỉnh mới"}):
        with pytest.raises(NotAllowed):
            create_bloc(actor=board, code="k-2", name="Khối 2", kind=BlocKind.KHOI, **place)
    assert not Province.objects.filter(name="Tỉnh mới").exists()
