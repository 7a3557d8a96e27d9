"""Plain functions that build what a test needs, in the database."""

from datetime import date
from decimal import Decimal
from typing import Any

from awards.models import Award, AwardRule
from blocs.models import (
    Bloc,
    BlocYear,
    Membership,
    Phase,
    PhaseKind,
    RuleVersion,
    Seat,
    SeatKind,
    Unit,
    UnitName,
    User,
)
from blocs.terms import CriterionGroup, Level, QuotaKind, Role
from scoring.actions.preparing import prepare_sheets
from scoring.models import Criterion, CriterionVersion

PASSWORD = "mat-khau-thu-nghiem"

# code, text, group, maximum, step
SMALL_TREE: tuple[tuple[str, str, CriterionGroup, str | None, str | None], ...] = (
    ("I", "Nhiệm vụ chính trị", CriterionGroup.CONTENT, "60", None),
    ("I.1", "Chương trình, kế hoạch", CriterionGroup.CONTENT, "40", "0.5"),
    ("I.2", "Tổ chức, hội viên", CriterionGroup.CONTENT, "20", "0.5"),
    ("II", "Hoạt động khối", CriterionGroup.CONTENT, "40", "0.5"),
    ("III", "Điểm thưởng", CriterionGroup.BONUS, None, None),
    ("III.1", "Cờ của Trung ương Hội", CriterionGroup.BONUS, "5", "1"),
    ("IV", "Điểm trừ", CriterionGroup.PENALTY, None, "1"),
)


def person(username: str, **fields: Any) -> User:
    return User.objects.create_user(
        username, PASSWORD, full_name=fields.pop("full_name", f"Người {username}"), **fields
    )


def seat(user: User, kind: SeatKind, **where: Any) -> Seat:
    user.forget_seats()
    return Seat.objects.create(
        user=user, kind=kind, starts_on=where.pop("starts_on", date(2000, 1, 1)), **where
    )


def bloc_year(
    code: str = "khoi-thu", year: int = 2020, units: int = 3, tree: Any = SMALL_TREE, **rules: Any
) -> BlocYear:
    """A year with `units` members (A, B, C … ; the first leads), a small criteria tree and all its sheets."""
    bloc, _ = Bloc.objects.get_or_create(code=code, defaults={"name": f"Khối {code}"})
    made = BlocYear.objects.create(bloc=bloc, year=year, name=bloc.name)
    version = RuleVersion.objects.create(
        year=made, **{"scale": Decimal(100), "bonus_cap": Decimal(5), **rules}
    )
    made.rules = version
    made.save()
    Phase.objects.bulk_create(Phase(year=made, kind=kind) for kind in PhaseKind)
    for index in range(units):
        member(made, index)
    criteria(version, tree)
    prepare_sheets(made)
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=made.pk)


def member(year: BlocYear, index: int, **fields: Any) -> Membership:
    letter = chr(ord("A") + index)
    unit, _ = Unit.objects.get_or_create(home_bloc=year.bloc, code=letter)
    name, _ = UnitName.objects.get_or_create(unit=unit, name=f"Hội {letter}", short_name=letter)
    return Membership.objects.create(
        year=year,
        unit=unit,
        unit_name=name,
        code=letter,
        order=index + 1,
        position=index,
        role=Role.LEADER if index == 0 else Role.MEMBER,
        **fields,
    )


def criteria(version: RuleVersion, tree: Any = SMALL_TREE) -> dict[str, CriterionVersion]:
    made = {}
    for position, (code, text, group, maximum, step) in enumerate(tree):
        made[code] = CriterionVersion.objects.create(
            rules=version,
            criterion=Criterion.objects.create(year=version.year),
            position=position,
            code=code,
            text=text,
            group=group,
            maximum=None if maximum is None else Decimal(maximum),
            step=None if step is None else Decimal(step),
        )
    return made


def award_rule(year: BlocYear, code: str = "FLAG_PROV", order: int = 1, **fields: Any) -> AwardRule:
    return AwardRule.objects.create(
        rules=year.current_rules,
        award=Award.objects.get(code=code),
        order=order,
        **{"quota_kind": QuotaKind.COUNT, "quota": Decimal(1), **fields},
    )


def secretary(year: BlocYear, username: str = "thu-ky") -> User:
    user = person(username)
    seat(user, SeatKind.SECRETARIAT, bloc=year.bloc)
    return user


ALL_LEVELS = [level.value for level in Level]
