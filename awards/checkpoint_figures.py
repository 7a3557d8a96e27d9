"""The numbers of a review's report, each with the rows it counts: one reading for the screen and for the paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from awards.checkpoint_reading import AwardName, CheckpointData
from awards.commendation_counts import Count, Counting, Period, count_commendations
from awards.commendation_lines import COUNTED, rows_address
from blocs.models import BlocReport, BlocYear, Membership
from blocs.terms import Checkpoint
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
class Certificates:
    """Certificates of the period: those with a number, and rows that only say that there were some."""

    awards: tuple[AwardName, ...]
    count: Count
    unstated: tuple[int, ...]

    @property
    def are_there(self) -> bool:
        return bool(self.count.rows or self.unstated)


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
    period: Period
    counting: Counting
    families: tuple[Family, ...]
    certificates: Certificates
    table: AwardTable
    registrations: tuple[RegisteredAward, ...]

    @property
    def year(self) -> BlocYear:
        return self.data.year

    def address(self, awards: Iterable[AwardName], *, unit: str = "", which: str = COUNTED) -> str:
        """The page of commendations showing exactly the rows behind a number of these awards."""
        return rows_address(
            self.year, self.period, unit=unit, awards=[award.code for award in awards], which=which
        )

    @property
    def registered_units(self) -> tuple[Membership, ...]:
        """Units with a registration that counts, in bloc order."""
        having = {row.member for row in self.data.registrations}
        return tuple(member for member in self.year.members if member.pk in having)


def default_period(year: BlocYear, checkpoint: Checkpoint) -> tuple[date, date]:
    """1 January to 30 June, or to 31 December."""
    last = date(year.year, 6, 30) if checkpoint is Checkpoint.HALF_YEAR else date(year.year, 12, 31)
    return date(year.year, 1, 1), last


def period_of(year: BlocYear, checkpoint: Checkpoint, report: BlocReport | None) -> Period:
    """The period as set, or the plain one; a bound that is not set is the plain one's."""
    first, last = default_period(year, checkpoint)
    if report is not None:
        first, last = report.starts_on or first, report.ends_on or last
    return Period(starts_on=first, ends_on=last)


def checkpoint_figures(data: CheckpointData, period: Period) -> CheckpointFigures:
    """Count what the data says; commendations by the day of their decision."""
    members = data.year.members
    counting = count_commendations([each.counted() for each in data.commendations], period)
    counted = [
        AwardCount(award, counting.total(awards={award.code}))
        for award in sorted(data.awards.values(), key=lambda award: (award.position, award.name))
    ]
    shown = [each for each in counted if each.count.number and family_of(each.award) != CERTIFICATES]
    return CheckpointFigures(
        data=data,
        period=period,
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


def _certificates(data: CheckpointData, counting: Counting) -> Certificates:
    awards = tuple(award for award in data.awards.values() if family_of(award) == CERTIFICATES)
    codes = {award.code for award in awards}
    unstated = set(counting.unstated)
    more = tuple(row.id for row in data.commendations if row.counted_as in codes and row.id in unstated)
    return Certificates(awards, counting.total(awards=codes), more)


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
