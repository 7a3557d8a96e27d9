"""The numbers of a review's report, each with the rows it counts: one reading for the screen and for the paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from awards.checkpoint_reading import AwardName, CheckpointData
from awards.commendation_counts import Count, CountedRow, Counting, Period, count_commendations
from blocs.models import BlocReport, BlocYear, Membership
from blocs.terms import AwardObject, Checkpoint
from blocs.text import fold

# What an award's name begins with -> the family a report counts it in; certificates are told, never counted.
_FAMILIES = ("Bằng khen", "Kỷ niệm chương", "Cờ thi đua", "Huân chương", "Giấy khen")
CERTIFICATES = "Giấy khen"
OTHERS = ""


@dataclass(frozen=True, slots=True)
class AwardCount:
    """An award with its count; `rows` of the count are commendation ids."""

    award: AwardName
    count: Count


@dataclass(frozen=True, slots=True)
class Family:
    """Awards of one family ("Bằng khen"), those with a count, in the catalogue's order."""

    name: str
    awards: tuple[AwardCount, ...]

    @property
    def count(self) -> Count:
        total = Count()
        for each in self.awards:
            total = total.plus(each.count)
        return total


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's counts, in the order of the table's columns, and their sum."""

    member: Membership
    counts: tuple[Count, ...]

    @property
    def total(self) -> Count:
        total = Count()
        for count in self.counts:
            total = total.plus(count)
        return total


@dataclass(frozen=True, slots=True)
class AwardTable:
    """Units down, awards across; `columns` carry the totals of the whole bloc, counted apart from the lines."""

    columns: tuple[AwardCount, ...]
    lines: tuple[UnitLine, ...]
    total: Count

    @property
    def disagreements(self) -> tuple[str, ...]:
        """Names of awards whose units do not add up to the bloc's total; "Cộng" for the whole table."""
        wrong = [
            column.award.name
            for at, column in enumerate(self.columns)
            if sum(line.counts[at].number for line in self.lines) != column.count.number
        ]
        if sum(line.total.number for line in self.lines) != self.total.number:
            wrong.append("Cộng")
        return tuple(wrong)


@dataclass(frozen=True, slots=True)
class RegisteredAward:
    """An award with the units that registered for it as a whole, and the registrations of their people."""

    award: AwardName
    units: tuple[Membership, ...]
    others: int

    @property
    def number(self) -> int:
        return len(self.units) + self.others


@dataclass(frozen=True, slots=True)
class CheckpointFigures:
    """The figures of one review; `data` is what they were counted from."""

    data: CheckpointData
    starts_on: date
    ends_on: date
    counting: Counting
    families: tuple[Family, ...]
    certificates: Count
    table: AwardTable
    registrations: tuple[RegisteredAward, ...]

    @property
    def year(self) -> BlocYear:
        return self.data.year

    @property
    def registered_units(self) -> tuple[Membership, ...]:
        """Units with a registration that counts, in bloc order."""
        having = {row.member for row in self.data.registrations}
        return tuple(member for member in self.year.members if member.pk in having)


def default_period(year: BlocYear, checkpoint: Checkpoint) -> tuple[date, date]:
    """1 January to 30 June, or to 31 December."""
    last = date(year.year, 6, 30) if checkpoint is Checkpoint.HALF_YEAR else date(year.year, 12, 31)
    return date(year.year, 1, 1), last


def period_of(year: BlocYear, checkpoint: Checkpoint, report: BlocReport | None) -> tuple[date, date]:
    """The period as set, or the plain one; a half-set bound keeps the other's plain day."""
    first, last = default_period(year, checkpoint)
    if report is None:
        return first, last
    return report.starts_on or first, report.ends_on or last


def checkpoint_figures(data: CheckpointData, starts_on: date, ends_on: date) -> CheckpointFigures:
    """Count what the data says of the period; commendations by the day of their decision."""
    members = data.year.members
    units = {member.pk: member.unit_id for member in members}
    rows = [
        CountedRow(
            id=row.id,
            unit=units[row.member],
            award=row.award,
            object=row.object,
            recipient=row.recipient,
            count=row.count,
            achievement_year=row.achievement_year,
            decided_on=row.decided_on,
        )
        for row in data.commendations
    ]
    counting = count_commendations(rows, Period(starts_on=starts_on, ends_on=ends_on))
    counted = [
        AwardCount(award, counting.total(awards={award.code}))
        for award in sorted(data.awards.values(), key=lambda award: (award.position, award.name))
    ]
    shown = [each for each in counted if each.count.number and family_of(each.award) != CERTIFICATES]
    return CheckpointFigures(
        data=data,
        starts_on=starts_on,
        ends_on=ends_on,
        counting=counting,
        families=tuple(_families(shown)),
        certificates=_certificates(data, counting),
        table=_table(members, counting, shown),
        registrations=_registrations(data),
    )


def family_of(award: AwardName) -> str:
    """ "Bằng khen" for "Bằng khen của UBND tỉnh"; empty for a title or another form."""
    name = fold(award.name)
    return next((family for family in _FAMILIES if name.startswith(fold(family))), OTHERS)


def _families(counted: Iterable[AwardCount]) -> Iterable[Family]:
    counted = list(counted)
    for name in (*_FAMILIES, OTHERS):
        awards = tuple(each for each in counted if family_of(each.award) == name)
        if awards:
            yield Family(name, awards)


def _certificates(data: CheckpointData, counting: Counting) -> Count:
    """Certificates of the period, and rows that only say that there were some."""
    codes = {award.code for award in data.awards.values() if family_of(award) == CERTIFICATES}
    stated = counting.total(awards=codes)
    unstated = set(counting.unstated)
    more = tuple(row.id for row in data.commendations if row.award in codes and row.id in unstated)
    return stated.plus(Count(0, more))


def _table(members: list[Membership], counting: Counting, columns: list[AwardCount]) -> AwardTable:
    lines = tuple(
        UnitLine(
            member,
            tuple(counting.total(unit=member.unit_id, awards={each.award.code}) for each in columns),
        )
        for member in members
    )
    total = counting.total(awards={each.award.code for each in columns})
    return AwardTable(tuple(columns), lines, total)


def _registrations(data: CheckpointData) -> tuple[RegisteredAward, ...]:
    found = []
    for award in sorted(data.awards.values(), key=lambda award: award.position):
        rows = [row for row in data.registrations if row.award == award.code]
        whole = {row.member for row in rows if not row.person and not row.collective}
        units = tuple(member for member in data.year.members if member.pk in whole)
        others = sum(1 for row in rows if row.person or row.collective)
        if rows:
            found.append(RegisteredAward(award, units, others))
    return tuple(found)


def collectives(figures: CheckpointFigures, award: AwardName) -> bool:
    """Whether every counted row of the award is about a collective: told as "4 tập thể …"."""
    objects = {
        object for (_unit, code, object), _count in figures.counting.counts.items() if code == award.code
    }
    return objects == {AwardObject.COLLECTIVE.value}
