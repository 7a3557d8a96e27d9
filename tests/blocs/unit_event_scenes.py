"""A bloc of five units whose B and C become one on 1/7/2020."""

from datetime import date
from typing import Any

from blocs.actions.unit_events import NewUnit, Ruling, merge_units
from blocs.models import BlocYear, RuleVersion, Unit, UnitEvent, User
from blocs.terms import MidYearMerger
from tests.blocs.leading_stage import again

JULY = Ruling(date(2020, 7, 1), "Quyết định 512/QĐ-UBND ngày 20/6/2020")
NEW = NewUnit("BC", "Hội B và C", "Hội B-C")


def unit(year: BlocYear, code: str) -> Unit:
    return Unit.objects.get(home_bloc=year.bloc, code=code)


def merge(year: BlocYear, user: User, codes: str = "BC", into: Any = NEW, **more: Any) -> UnitEvent:
    units = [unit(year, code) for code in codes]
    return merge_units(actor=user, year=year, units=units, into=into, ruling=more.pop("ruling", JULY), **more)


def standing(year: BlocYear) -> dict[str, date | None]:
    return {member.code: member.left_on for member in again(year).members}


def set_rule(year: BlocYear, rule: MidYearMerger) -> None:
    RuleVersion.objects.filter(year=year).update(merger=rule)
