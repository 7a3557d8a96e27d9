"""How many commendations units received in a period. Standard library and listed words only.

Two rules of the domain handbook (§9.1). Invariant 15: a commendation counts in one period by one date, the day of
its decision or the year of the achievement, never by both. Invariant 16: of one unit, award and year a tally and the
records that it sums up are never both counted.

A row with a recipient is a record and counts 1. A row without one is a tally and counts its number; a tally without
a number only says that there were some ("chưa thống kê") and is counted nowhere.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

Key = tuple[int, str, str]
"""(unit, award code, object); the object is "" where nothing was said."""


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A stored commendation, as far as counting goes; `unit` is the unit's own id, the same in every year."""

    id: int
    unit: int
    award: str
    object: str = ""
    recipient: str = ""
    count: int | None = None
    achievement_year: int | None = None
    decided_on: date | None = None

    @property
    def key(self) -> Key:
        return self.unit, self.award, self.object

    @property
    def year(self) -> int | None:
        """The year a tally and its records share: of the achievement, else of the decision."""
        return self.achievement_year or (self.decided_on.year if self.decided_on else None)


@dataclass(frozen=True, slots=True)
class Period:
    """Decisions from one day to another, both included, or else one year of achievement.

    Raises ValueError unless it is exactly one of the two, and for a period that ends before it starts.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    achievement_year: int | None = None

    def __post_init__(self) -> None:
        by_decision = self.starts_on is not None and self.ends_on is not None
        half = by_decision != (self.starts_on is not None or self.ends_on is not None)
        if half or by_decision == (self.achievement_year is not None):
            raise ValueError("a period is two days or one year of achievement")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("the period ends before it starts")

    def takes(self, row: CountedRow) -> bool | None:
        """Whether the row belongs to the period; None when the row lacks the date that says so."""
        if self.achievement_year is not None:
            return None if row.achievement_year is None else row.achievement_year == self.achievement_year
        if row.decided_on is None or self.starts_on is None or self.ends_on is None:
            return None
        return self.starts_on <= row.decided_on <= self.ends_on


@dataclass(frozen=True, slots=True)
class Count:
    """A number and the ids of the rows it counts."""

    number: int = 0
    rows: tuple[int, ...] = ()

    def plus(self, other: "Count") -> "Count":
        return Count(self.number + other.number, self.rows + other.rows)


@dataclass(frozen=True, slots=True)
class Outnumbered:
    """A tally smaller than the records it should sum up: the records were counted, the tally was not."""

    key: Key
    tally: Count
    records: Count


@dataclass(frozen=True, slots=True)
class Counting:
    """What came out of one period: every row of it is counted, within a tally, outnumbered or unstated; by id.

    `within`: records that are the known part of a tally. `unstated`: tallies without a number. `undated`: rows that
    lack the date the period goes by; they may belong to it or not.
    """

    counts: Mapping[Key, Count] = field(default_factory=dict)
    within: tuple[int, ...] = ()
    unstated: tuple[int, ...] = ()
    undated: tuple[int, ...] = ()
    outnumbered: tuple[Outnumbered, ...] = ()

    def total(
        self,
        *,
        unit: int | None = None,
        awards: Collection[str] | None = None,
        object: str | None = None,
    ) -> Count:
        """The sum over these units, awards and objects; None: all of them."""
        found = Count()
        for (of_unit, award, of_object), count in self.counts.items():
            wanted = unit in (None, of_unit) and object in (None, of_object)
            if wanted and (awards is None or award in awards):
                found = found.plus(count)
        return found


def count_commendations(rows: Iterable[CountedRow], period: Period) -> Counting:
    """The counts of a period by unit, award and object, in the order of the rows' ids."""
    groups: dict[tuple[int, str, int | None], list[CountedRow]] = {}
    undated: list[int] = []
    for row in sorted(rows, key=lambda row: row.id):
        belongs = period.takes(row)
        if belongs is None:
            undated.append(row.id)
        elif belongs:
            groups.setdefault((row.unit, row.award, row.year), []).append(row)
    sums = _Sums()
    for group in groups.values():
        sums.add(group)
    return Counting(
        sums.counts, tuple(sums.within), tuple(sums.unstated), tuple(undated), tuple(sums.outnumbered)
    )


class _Sums:
    """The counts so far, one group (unit, award, year) after the other."""

    def __init__(self) -> None:
        self.counts: dict[Key, Count] = {}
        self.within: list[int] = []
        self.unstated: list[int] = []
        self.outnumbered: list[Outnumbered] = []

    def add(self, group: list[CountedRow]) -> None:
        """A tally of one object holds the records of that object; one without an object holds all that are left."""
        records: dict[str, list[CountedRow]] = {}
        tallies: dict[str, list[CountedRow]] = {}
        for row in group:
            if row.recipient:
                records.setdefault(row.object, []).append(row)
            elif row.count is None:
                self.unstated.append(row.id)
            else:
                tallies.setdefault(row.object, []).append(row)
        general = tallies.pop("", [])
        for word, own in tallies.items():
            self._settle(own, records.pop(word, []))
        self._settle(general, [row for own in records.values() for row in own])

    def _settle(self, tallies: list[CountedRow], records: list[CountedRow]) -> None:
        stated = Count(sum(row.count or 0 for row in tallies), tuple(row.id for row in tallies))
        named = Count(len(records), tuple(row.id for row in records))
        if tallies and named.number <= stated.number:
            self._count(tallies)
            self.within.extend(named.rows)
            return
        self._count(records)
        if tallies:
            self.outnumbered.append(Outnumbered(tallies[0].key, stated, named))

    def _count(self, rows: list[CountedRow]) -> None:
        for row in rows:
            number = 1 if row.recipient else row.count or 0
            self.counts[row.key] = self.counts.get(row.key, Count()).plus(Count(number, (row.id,)))
