"""Commendations as they are read, counted and found: plain rows of the bloc over its years, in one query.

A commendation counts by its own dates, whatever year it was written into: a certificate for 2019 decided in 2020 may
stand in either. So a count looks through all of the bloc's years; a practice copy only at itself.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q

from awards.commendation_counts import CountedRow, Counting, Period, count_commendations
from awards.models import Commendation
from blocs.addresses import page
from blocs.models import BlocYear
from blocs.terms import AwardLevel, AwardObject
from blocs.text import fold

FIRST_DAY, LAST_DAY = date(1901, 1, 1), date(2199, 12, 31)

COUNTED, WITHIN, UNSTATED, UNDATED, OUTNUMBERED = "tinh", "trong-so", "khong-so", "thieu-ngay", "vuot-so"
"""What `?muc=` asks for: the rows a number counts, those within a tally, without a number, without a date, the faults."""


@dataclass(frozen=True, slots=True)
class Line:
    """A stored commendation with the names it is shown under; fields in the order they are read."""

    id: int
    year_id: int
    year_number: int
    member_id: int
    unit_id: int
    unit_code: str
    unit_position: int
    unit_name: str
    unit_short: str
    award: str
    award_name: str
    award_position: int
    level: str
    award_text: str
    object: str
    recipient: str
    count: int | None
    achievement_year: int | None
    decision_number: str
    decided_on: date | None
    presented_on: date | None
    movement_id: int | None
    movement: str | None
    file_id: int | None
    entered_for: bool

    @property
    def short_name(self) -> str:
        return self.unit_short or self.unit_name

    @property
    def title(self) -> str:
        return self.award_text or self.award_name

    @property
    def counted_as(self) -> str:
        """The award a row counts under: its code; of "another form" each wording is an award of its own."""
        return f"{self.award}|{fold(self.award_text)}" if self.level == AwardLevel.OTHER else self.award

    def counted(self) -> CountedRow:
        return CountedRow(
            self.id,
            self.unit_id,
            self.counted_as,
            self.object,
            self.recipient,
            self.count,
            self.achievement_year,
            self.decided_on,
        )


_FIELDS = (
    "pk",
    "membership__year_id",
    "membership__year__year",
    "membership_id",
    "membership__unit_id",
    "membership__code",
    "membership__position",
    "membership__unit_name__name",
    "membership__unit_name__short_name",
    "award__code",
    "award__name",
    "award__position",
    "award__level",
    "award_text",
    "object",
    "recipient",
    "count",
    "achievement_year",
    "decision_number",
    "decided_on",
    "presented_on",
    "movement_id",
    "movement__name",
    "file_id",
    "entered_for",
)


def lines_of(
    year: BlocYear, period: Period | None = None, *, years: Collection[int] | None = None
) -> list[Line]:
    """The year's own rows, and with a period those of the bloc's other years that belong to it; by unit and award.

    `years`: the ids of the years that may be read; None: all of the bloc. One query.
    """
    wanted = Q(membership__year=year)
    if period is not None and not year.is_practice:
        if period.achievement_year is not None:
            inside = Q(achievement_year=period.achievement_year)
        else:
            inside = Q(decided_on__range=(period.starts_on, period.ends_on))
        elsewhere = Q(membership__year__bloc=year.bloc_id, membership__year__is_practice=False)
        if years is not None:
            elsewhere &= Q(membership__year__in=years)
        wanted |= inside & elsewhere
    rows = Commendation.objects.filter(wanted).order_by(
        "membership__position", "award__position", "position", "pk"
    )
    return [Line(*row) for row in rows.values_list(*_FIELDS)]


def lines_of_units(units: Collection[int]) -> list[Line]:
    """Everything these units (Unit ids) received, in whatever bloc, practice years left out; one query."""
    rows = Commendation.objects.filter(
        membership__unit__in=units, membership__year__is_practice=False
    ).order_by("position", "pk")
    return [Line(*row) for row in rows.values_list(*_FIELDS)]


def count_year(year: BlocYear, period: Period) -> Counting:
    """The counts of a period by the bloc's units (Unit ids); one query. `undated` are rows of this year only."""
    return count_commendations([line.counted() for line in lines_of(year, period)], period)


def rows_address(
    year: BlocYear,
    period: Period,
    *,
    unit: str = "",
    awards: Iterable[str] = (),
    object: str = "",
    which: str = COUNTED,
) -> str:
    """The page of commendations showing exactly the rows behind a number of `count_year`.

    `unit`: the member's code in this year. `awards`: as rows count under. `which`: COUNTED, or another kind above.
    """
    asked: list[tuple[str, str]] = [("muc", which)]
    if period.starts_on and period.ends_on:
        asked += [("tu", f"{period.starts_on:%d/%m/%Y}"), ("den", f"{period.ends_on:%d/%m/%Y}")]
    else:
        asked.append(("nam", str(period.achievement_year)))
    asked += [("don-vi", unit)] if unit else []
    asked += [("noi-dung" if "|" in award else "khen", award) for award in awards]
    asked += [("doi-tuong", object)] if object else []
    return f"{page('commendations', year)}?{urlencode(asked)}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader filters by; empty: everything. `unit_id`: the unit itself, the same in every year."""

    unit_id: int | None = None
    awards: tuple[str, ...] = ()
    level: AwardLevel | None = None
    object: AwardObject | None = None
    movement_id: int | None = None
    text: str = ""
    which: str = ""

    def takes(self, line: Line) -> bool:
        return (
            self.unit_id in (None, line.unit_id)
            and (not self.awards or line.award in self.awards or line.counted_as in self.awards)
            and self.level in (None, line.level)
            and self.object in (None, line.object)
            and self.movement_id in (None, line.movement_id)
            and self._is_said_in(line)
        )

    def _is_said_in(self, line: Line) -> bool:
        if not self.text:
            return True
        said = (
            line.unit_name,
            line.unit_short,
            line.award_name,
            line.award_text,
            line.recipient,
            line.decision_number,
            line.movement or "",
        )
        text = fold(" ".join(said))
        return all(word in text for word in fold(self.text).split())


def ids_of(counting: Counting, which: str) -> frozenset[int]:
    """The rows of that kind."""
    kinds = {
        COUNTED: counting.total().rows,
        WITHIN: counting.within,
        UNSTATED: counting.unstated,
        UNDATED: counting.undated,
        OUTNUMBERED: [
            pk for fault in counting.outnumbered for pk in (*fault.tally.rows, *fault.records.rows)
        ],
    }
    return frozenset(kinds[which])
