"""What blocs copy of last year: members with their roles, rules, phases moved by the years between, papers' settings.

Not copied: who signed the pledge, targets, movements, results. Criteria, classes and award rules are copied by the
apps that own them (`COPY_YEAR` in the composition).
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F

from blocs.documents import renew_signers
from blocs.leading import middle_of, roles_on, terms_of
from blocs.models import (
    BlocYear,
    LegalBasis,
    Membership,
    PaperSettings,
    Phase,
    PhaseKind,
    RuleVersion,
    Unit,
    UnitName,
)
from blocs.queries import heirs
from blocs.terms import Role
from blocs.year_phases import shifted

_OWN_OF_A_VERSION = {
    "id", "year", "number", "reason", "created_by", "confirmed_by", "created_at", "confirmed_at", "editors", "revision",
}  # fmt: skip


def field_values(row: models.Model, *, without: set[str]) -> dict[str, Any]:
    """The row's own fields by attribute name ("year_id"), to build another row like it."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in without
    }


def copy_rules(source: RuleVersion, year: BlocYear, **more: Any) -> RuleVersion:
    """Version 1 of the new year's rules, equal to the source in every setting; the year points to it."""
    made = copied_version(source, year, **more)
    year.rules = made
    year.save(update_fields=["rules"])
    return made


def copied_version(source: RuleVersion, year: BlocYear, **more: Any) -> RuleVersion:
    """A version equal to the source in every setting; what hangs on a version is copied by the apps that own it."""
    return RuleVersion.objects.create(year=year, **field_values(source, without=_OWN_OF_A_VERSION), **more)


def copy_year(source: BlocYear, new: BlocYear) -> None:
    """Members, phases, papers' settings and legal bases; a constant number of queries."""
    _copy_members(source, new)
    years = new.year - source.year
    before = {phase.kind: phase for phase in source.phases.all()}
    Phase.objects.bulk_create(
        Phase(
            year=new,
            kind=kind,
            opens_at=shifted(before[kind].opens_at, years) if kind in before else None,
            closes_at=shifted(before[kind].closes_at, years) if kind in before else None,
        )
        for kind in PhaseKind
    )
    papers = PaperSettings.objects.filter(year=source).first()
    if papers is not None:
        PaperSettings.objects.create(year=new, **field_values(papers, without={"id", "year"}))
        if _leader_of(source) != _leader_of(new):
            renew_signers(new)
    LegalBasis.objects.bulk_create(
        LegalBasis(year=new, **field_values(basis, without={"id", "year"}))
        for basis in source.legal_bases.all()
    )


def _leader_of(year: BlocYear) -> int | None:
    leaders = Membership.objects.filter(year=year, role=Role.LEADER)
    return leaders.values_list("unit_id", flat=True).first()


def _copy_members(source: BlocYear, new: BlocYear) -> None:
    """The members, or who stands in their place when the new year begins, in the same order.

    A unit that ended without a successor or moved to another bloc is not there. Roles follow the terms of the leader
    where they are known, else last year's.
    """
    begins = date(new.year, 1, 1)
    members = list(source.memberships.select_related("unit_name").order_by("position", "pk"))
    standing = heirs([member.unit_id for member in members], begins, after=date(source.year, 1, 1))
    wanted = {unit for units in standing.values() for unit in units}
    here = dict(Unit.objects.filter(pk__in=wanted, home_bloc=new.bloc_id).values_list("pk", "code"))
    names = _names_on(begins, sorted(here))
    made: dict[int, Membership] = {}
    own = {member.unit_id: member for member in members}
    for member in members:
        for unit in standing.get(member.unit_id, []):
            if unit in here and unit not in made:
                made[unit] = _member_of(new, own.get(unit) or member, unit, here[unit], names)
    _settle_roles(made, roles_on(terms_of(new.bloc_id), middle_of(new.year)))
    Membership.objects.bulk_create(made.values())


_OF_ITS_OWN = {"id", "year", "unit_name", "left_on"}
# What a successor does not take over from the unit it stands for.
_OF_ITS_PEOPLE = {"unit", "code", "representative", "representative_title", "email", "phone"}


def _member_of(new: BlocYear, member: Membership, unit: int, code: str, names: dict[int, int]) -> Membership:
    if member.unit_id == unit:
        name = member.unit_name_id
        if member.unit_name.valid_to is not None:
            name = names.get(unit, name)
        return Membership(year=new, unit_name_id=name, **field_values(member, without=_OF_ITS_OWN))
    values = field_values(member, without=_OF_ITS_OWN | _OF_ITS_PEOPLE)
    return Membership(year=new, unit_id=unit, unit_name_id=names[unit], code=code, **values)


def _settle_roles(made: dict[int, Membership], roles: dict[int, Role]) -> None:
    """One leader, and each STT once: successors of one unit share its place in the order, but not its number."""
    known = any(role == Role.LEADER and unit in made for unit, role in roles.items())
    has_leader = False
    numbers: set[int] = set()
    for unit, member in made.items():
        if known:
            member.role = roles.get(unit, Role.MEMBER)
        elif member.role == Role.LEADER and has_leader:
            member.role = Role.MEMBER
        has_leader = has_leader or member.role == Role.LEADER
        if member.order in numbers:
            member.order = None
        elif member.order is not None:
            numbers.add(member.order)


def _names_on(day: date, units: list[int]) -> dict[int, int]:
    """Unit id -> the name it bears on that day, the latest where several do; else its earliest to come."""
    found: dict[int, int] = {}
    later: dict[int, int] = {}
    rows = UnitName.objects.filter(unit__in=units).order_by(F("valid_from").asc(nulls_first=True), "pk")
    for name in rows:
        begun = name.valid_from is None or name.valid_from <= day
        if begun and (name.valid_to is None or day < name.valid_to):
            found[name.unit_id] = name.pk
        elif not begun:
            later.setdefault(name.unit_id, name.pk)
    return later | found
