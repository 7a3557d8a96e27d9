"""The units of a workbook: matched with the bloc's units by code, and with the names they bore over the years."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from blocs.models import Bloc, BlocYear, Membership, Unit, UnitName
from reports.workbook.book import UnitRow, YearBook, in_bloc_order


@dataclass(slots=True)
class KnownUnit:
    """A unit of the bloc with all its names and the years that bear each, as far as the database knows."""

    unit: Unit
    names: list[UnitName] = field(default_factory=list)
    years: dict[int, set[int]] = field(default_factory=dict)

    def named(self, row: UnitRow) -> UnitName | None:
        wanted = (row.name, row.short_name)
        return next((name for name in self.names if (name.name, name.short_name) == wanted), None)

    def on(self, day: date) -> UnitName | None:
        """The name borne on that day, the one that began last where several overlap."""
        borne = [
            name
            for name in self.names
            if (name.valid_from is None or name.valid_from <= day)
            and (name.valid_to is None or day < name.valid_to)
        ]
        return max(borne, key=lambda name: (name.valid_from or date.min, name.pk), default=None)


def known_units(bloc: Bloc, codes: Iterable[str]) -> dict[str, KnownUnit]:
    """The bloc's units with these codes; 3 queries."""
    units = Unit.objects.filter(home_bloc=bloc, code__in=list(codes))
    known = {unit.pk: KnownUnit(unit) for unit in units}
    for name in UnitName.objects.filter(unit__in=list(known)).order_by("pk"):
        known[name.unit_id].names.append(name)
    borne = Membership.objects.filter(unit__in=list(known), year__is_practice=False).values_list(
        "unit", "unit_name", "year__year"
    )
    for unit, name_id, year in borne:
        known[unit].years.setdefault(name_id, set()).add(year)
    return {one.unit.code: one for one in known.values()}


@dataclass(frozen=True, slots=True)
class Match:
    """A unit of the workbook, and the name under which the bloc knows the unit with the same code, if it does."""

    row: UnitRow
    known_as: str

    @property
    def is_new(self) -> bool:
        return not self.known_as

    @property
    def is_renamed(self) -> bool:
        return bool(self.known_as) and self.known_as != self.row.name


def matches(book: YearBook) -> list[Match]:
    """Which existing units the workbook's units are, by code within the bloc, with the name of that year's begin."""
    bloc = Bloc.objects.filter(code=book.head.code).first()
    known = known_units(bloc, [row.code for row in book.units]) if bloc else {}
    return [
        Match(row, _known_as(known.get(row.code), row, book.head.year)) for row in in_bloc_order(book.units)
    ]


def _known_as(known: KnownUnit | None, row: UnitRow, year: int) -> str:
    if known is None or not known.names:
        return ""
    if any(name.name == row.name for name in known.names):
        return row.name
    return (known.on(date(year, 1, 1)) or known.names[-1]).name


def store_units(book: YearBook, year: BlocYear) -> Mapping[str, Membership]:
    """Store the year's members; units and names that the bloc does not know yet come with them. By code."""
    codes = [row.code for row in book.units]
    known = known_units(year.bloc, codes)
    Unit.objects.bulk_create(Unit(home_bloc=year.bloc, code=code) for code in codes if code not in known)
    for unit in Unit.objects.filter(home_bloc=year.bloc, code__in=codes):
        known.setdefault(unit.code, KnownUnit(unit))
    names = _names(book.units, known, year.year)
    Membership.objects.bulk_create(
        Membership(
            year=year,
            unit=known[row.code].unit,
            unit_name=names[row.code],
            code=row.code,
            order=row.order,
            position=position,
            role=row.role,
            category=row.category,
            representative=row.representative,
            representative_title=row.representative_title,
            email=row.email,
            phone=row.phone,
            left_on=row.left_on,
        )
        for position, row in enumerate(in_bloc_order(book.units))
    )
    return {member.code: member for member in year.memberships.all()}


def _names(rows: Iterable[UnitRow], known: Mapping[str, KnownUnit], year: int) -> dict[str, UnitName]:
    """The name each unit bears in the year: one it is known by, or a new one with its place in time."""
    found: dict[str, UnitName] = {}
    new: list[UnitName] = []
    changed: list[UnitName] = []
    for row in rows:
        unit = known[row.code]
        name = unit.named(row)
        if name is None:
            name, neighbour = _placed(unit, row, year)
            new.append(name)
            changed += [neighbour] if neighbour is not None else []
        found[row.code] = name
    UnitName.objects.bulk_create(new)
    UnitName.objects.bulk_update(changed, ["valid_from", "valid_to"])
    return found


def _placed(known: KnownUnit, row: UnitRow, year: int) -> tuple[UnitName, UnitName | None]:
    """A new name, and the name beside it whose time it shortens.

    A unit's first name is open on both sides. Another begins with the year and ends the one borne until then; of a
    year before all that bear the present name, it lasts until the first of them.
    """
    name = UnitName(unit=known.unit, name=row.name, short_name=row.short_name)
    begins = date(year, 1, 1)
    present = known.on(begins)
    if present is None:
        later = [other.valid_from for other in known.names if other.valid_from and other.valid_from > begins]
        name.valid_from = begins if known.names else None
        name.valid_to = min(later, default=None)
        return name, None
    first = min(known.years.get(present.pk, {year}), default=year)
    if first > year:
        until = date(first, 1, 1)
        name.valid_from, name.valid_to = present.valid_from, min(until, present.valid_to or until)
        present.valid_from = name.valid_to
    else:
        name.valid_from, name.valid_to = begins, present.valid_to
        present.valid_to = begins
    return name, present


def forget_unborne_names(bloc: Bloc, units: Iterable[int]) -> None:
    """Names of these units that no year bears any more: a spelling that a replaced workbook put right.

    What such a name had shortened gets its time back, so that no unit is without a name for a while.
    """
    names = list(UnitName.objects.filter(unit__in=list(units), unit__home_bloc=bloc).order_by("pk"))
    bearing = Membership.objects.filter(unit_name__in=names, year__is_practice=False)
    borne = set(bearing.values_list("unit_name", flat=True))
    gone = [name for name in names if name.pk not in borne]
    changed: dict[int, UnitName] = {}
    for name in gone:
        for other in names:
            if other.pk not in borne or other.unit_id != name.unit_id:
                continue
            if name.valid_from is not None and other.valid_to == name.valid_from:
                other.valid_to = name.valid_to
                changed[other.pk] = other
            elif name.valid_to is not None and other.valid_from == name.valid_to:
                other.valid_from = name.valid_from
                changed[other.pk] = other
    UnitName.objects.bulk_update(changed.values(), ["valid_from", "valid_to"])
    _rename_in_practice(gone, [name for name in names if name.pk in borne])
    UnitName.objects.filter(pk__in=[name.pk for name in gone]).exclude(
        pk__in=Membership.objects.values("unit_name")
    ).delete()


def _rename_in_practice(gone: Iterable[UnitName], borne: Iterable[UnitName]) -> None:
    """A practice copy keeps no name alive: its units bear the latest that a real year bears."""
    latest = {
        name.unit_id: name for name in sorted(borne, key=lambda name: (name.valid_from or date.min, name.pk))
    }
    for name in gone:
        if name.unit_id in latest:
            Membership.objects.filter(unit_name=name, year__is_practice=True).update(
                unit_name=latest[name.unit_id]
            )
