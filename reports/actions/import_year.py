"""A bloc-year workbook becomes a year in the database, all or nothing (contract §1, §3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from blocs import rules
from blocs.journal import close_chain, record
from blocs.models import (
    Bloc,
    BlocYear,
    IssuedDocument,
    Membership,
    Phase,
    PhaseKind,
    Province,
    RuleVersion,
    Unit,
    UnitName,
    User,
)
from blocs.refusals import NotAllowed, Refused
from blocs.transactions import locked
from reports.actions.import_awards import store_awards
from reports.actions.import_scores import store_scores
from reports.workbook.book import UnitRow, YearBook, in_bloc_order
from scoring.actions.preparing import prepare_sheets


@dataclass(frozen=True, slots=True)
class Match:
    """A unit of the workbook and the unit of the bloc with the same code, if there is one."""

    row: UnitRow
    known_as: str

    @property
    def is_new(self) -> bool:
        return not self.known_as

    @property
    def is_renamed(self) -> bool:
        return bool(self.known_as) and self.known_as != self.row.name


def matches(book: YearBook) -> list[Match]:
    """Which existing units the workbook's units are, by code within the bloc, with the name last borne."""
    known: dict[str, str] = {}
    rows = UnitName.objects.filter(unit__home_bloc__code=book.head.code).order_by("pk")
    for code, name in rows.values_list("unit__code", "name"):
        known[code] = name
    return [Match(row, known.get(row.code, "")) for row in in_bloc_order(book.units)]


def existing_year(book: YearBook) -> BlocYear | None:
    """The year the workbook would replace."""
    return BlocYear.objects.filter(bloc__code=book.head.code, year=book.head.year).first()


def can_import(user: User, book: YearBook) -> bool:
    """A known bloc: whoever may make its years. A new one: whoever may make blocs."""
    bloc = Bloc.objects.filter(code=book.head.code).first()
    return rules.can_create_bloc(user) if bloc is None else rules.can_create_year(user, bloc)


@transaction.atomic
def import_year(*, actor: User | None, book: YearBook, replace: bool = False, digest: str = "") -> BlocYear:
    """Store the whole workbook as a year; `actor` None is the command line, `digest` the file's SHA-256.

    Raises Refused when the year exists and is not to be replaced, is published, or has issued papers;
    NotAllowed without the right.
    """
    if actor is not None:
        actor.forget_seats()
        if not can_import(actor, book):
            raise NotAllowed("Bạn không được nhập sổ của khối này.")
    bloc = _bloc(book)
    if old := locked(BlocYear.objects.filter(bloc=bloc, year=book.head.year)).first():
        if not replace:
            raise Refused(
                f"Năm {old.year} của “{old.name}” đã có. Muốn thay toàn bộ số liệu, hãy chọn thay thế."
            )
        _remove(old, actor)
    year = _year(book, bloc)
    members = _members(book, year)
    leaves = store_scores(book, year, members, actor)
    store_awards(book, year, members, leaves, actor)
    prepare_sheets(year)
    record(
        year=year,
        actor=actor,
        action="year.imported",
        subject=str(year),
        new={"units": len(book.units), "scores": len(book.scores), "sha256": digest, "replaced": bool(old)},
    )
    return year


def _bloc(book: YearBook) -> Bloc:
    head = book.head
    province = Province.objects.get_or_create(name=head.province)[0] if head.province else None
    bloc, _ = Bloc.objects.get_or_create(
        code=head.code, defaults={"name": head.name, "kind": head.kind, "province": province}
    )
    return bloc


def _remove(old: BlocYear, actor: User | None) -> None:
    """The old year goes with all it holds; its chain is closed and stays."""
    if old.is_published:
        raise Refused("Kết quả năm này đã niêm yết nên không thay được. Hãy rút niêm yết trước.")
    if IssuedDocument.objects.filter(year=old).exists():
        raise Refused("Năm này đã có văn bản ban hành nên không thay được cả năm. Hãy sửa từng phần.")
    close_chain(year=old, actor=actor, reason="Nhập lại cả năm từ sổ Excel")
    old.delete()


def _year(book: YearBook, bloc: Bloc) -> BlocYear:
    head = book.head
    province = Province.objects.filter(name=head.province).first() if head.province else None
    year = BlocYear.objects.create(
        bloc=bloc, year=head.year, name=head.name, kind=head.kind, province=province
    )
    settings: dict[str, Any] = {name: getattr(book.rules, name) for name in book.rules.__slots__}
    settings |= {
        "levels": [level.value for level in book.rules.levels],
        "tie_keys": list(book.rules.tie_keys),
        "note": head.note,
    }
    year.rules = RuleVersion.objects.create(year=year, number=1, **settings)
    year.save(update_fields=["rules"])
    Phase.objects.bulk_create(Phase(year=year, kind=kind) for kind in PhaseKind)
    return year


def _members(book: YearBook, year: BlocYear) -> Mapping[str, Membership]:
    """The year's units by code, matched with the bloc's units and names."""
    codes = [row.code for row in book.units]
    units = {unit.code: unit for unit in Unit.objects.filter(home_bloc=year.bloc, code__in=codes)}
    Unit.objects.bulk_create(Unit(home_bloc=year.bloc, code=code) for code in codes if code not in units)
    units = {unit.code: unit for unit in Unit.objects.filter(home_bloc=year.bloc, code__in=codes)}
    names: dict[str, list[UnitName]] = {code: [] for code in codes}
    for name in UnitName.objects.filter(unit__in=units.values()).select_related("unit").order_by("pk"):
        names[name.unit.code].append(name)
    members = [
        Membership(
            year=year,
            unit=units[row.code],
            unit_name=_name_in(year, units[row.code], names[row.code], row),
            code=row.code,
            order=row.order,
            position=position,
            role=row.role,
            category=row.category,
            representative=row.representative,
            representative_title=row.representative_title,
            email=row.email,
            phone=row.phone,
        )
        for position, row in enumerate(in_bloc_order(book.units))
    ]
    Membership.objects.bulk_create(members)
    return {member.code: member for member in year.memberships.all()}


def _name_in(year: BlocYear, unit: Unit, known: list[UnitName], row: UnitRow) -> UnitName:
    """The name the unit bears in this year; a new one begins with the year, a unit's first is open to the past."""
    for name in known:
        if (name.name, name.short_name) == (row.name, row.short_name):
            return name
    return UnitName.objects.create(
        unit=unit,
        name=row.name,
        short_name=row.short_name,
        valid_from=date(year.year, 1, 1) if known else None,
    )
