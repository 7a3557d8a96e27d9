"""What blocs copy of last year: members with their roles, rules, phases moved by the years between, papers' settings.

Not copied: who signed the pledge, targets, movements, results. Criteria, classes and award rules are copied by the
apps that own them (`COPY_YEAR` in the composition).
"""

from datetime import date
from typing import Any

from django.db import models

from blocs.models import (
    BlocYear,
    LegalBasis,
    Membership,
    PaperSettings,
    Phase,
    PhaseKind,
    RuleVersion,
    UnitName,
)
from blocs.year_phases import shifted

_OWN_OF_A_VERSION = {
    "id", "year", "number", "reason", "created_by", "confirmed_by", "created_at", "revision",
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
    made = RuleVersion.objects.create(year=year, **field_values(source, without=_OWN_OF_A_VERSION), **more)
    year.rules = made
    year.save(update_fields=["rules"])
    return made


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
    LegalBasis.objects.bulk_create(
        LegalBasis(year=new, **field_values(basis, without={"id", "year"}))
        for basis in source.legal_bases.all()
    )


def _copy_members(source: BlocYear, new: BlocYear) -> None:
    members = list(source.memberships.select_related("unit_name"))
    names = _names_on(date(new.year, 1, 1), [member.unit_id for member in members])
    Membership.objects.bulk_create(
        Membership(
            year=new,
            unit_name_id=names.get(member.unit_id, member.unit_name_id)
            if member.unit_name.valid_to is not None
            else member.unit_name_id,
            **field_values(member, without={"id", "year", "unit_name"}),
        )
        for member in members
    )


def _names_on(day: date, units: list[int]) -> dict[int, int]:
    """Unit id -> the name it bears on that day, the latest where several do."""
    found = {}
    for name in UnitName.objects.filter(unit__in=units).order_by("valid_from", "pk"):
        begun = name.valid_from is None or name.valid_from <= day
        if begun and (name.valid_to is None or day < name.valid_to):
            found[name.unit_id] = name.pk
    return found
