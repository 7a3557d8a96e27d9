"""What a unit did over the years, under all its names and as what it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from awards.commendation_counts import Count, CountedRow, Period, count_commendations
from awards.commendation_lines import Line, lines_of_units
from awards.early_eligibility import with_predecessors
from awards.models import Registration
from awards.results import YearResults, year_results
from blocs.models import BlocYear, Membership, UnitLink
from blocs.terms import RegistrationState
from reports.paper.words import number
from scoring.memory import Memory

_STANDING = (RegistrationState.SENT, RegistrationState.ACCEPTED)
Place = tuple[str, str, str, tuple[str, ...]]
"""(final score, rank, class, nominated awards) of one unit in a published year, in words."""

# Years × units kept: a province's board opens the units of many blocs.
_places_memory: Memory[tuple[int, str, int, int], Mapping[int, Place]] = Memory(512)


@dataclass(frozen=True, slots=True)
class AwardCount:
    """An award of one year with its number (None: received, not counted) and the rows behind it."""

    award: str
    number: int | None
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One year of one unit of the lineage; `member` is None in a year it was in no bloc of this installation."""

    number: int
    unit_id: int
    member: Membership | None
    registered: tuple[str, ...]
    place: Place | None
    commended: tuple[AwardCount, ...]


def lineage(unit_id: int) -> frozenset[int]:
    """The unit and all it came from, by rename, merger or division; one query, safe against a circle."""
    return lineage_of_all([unit_id])[unit_id]


def lineage_of_all(units: Iterable[int]) -> dict[int, frozenset[int]]:
    """The same for many units, in one query."""
    links = UnitLink.objects.exclude(successor=None).values_list("predecessor_id", "successor_id")
    return with_predecessors(units, [(before, after) for before, after in links if after is not None])


def history(unit_id: int) -> list[HistoryRow]:
    """The years of a unit's lineage, the latest first; practice years are no history.

    Scores, ranks and nominations are those of published years only.
    """
    units = lineage(unit_id)
    rows = Membership.objects.filter(unit__in=units, year__is_practice=False).select_related(
        "year__bloc", "year__rules", "year__province", "unit_name"
    )
    members = {(row.year.year, row.unit_id, row.pk): row for row in rows}
    places = _places([row.year for row in members.values() if row.year.is_published])
    registered = _registered([row.pk for row in members.values()])
    lines = lines_of_units(units)
    found = [
        HistoryRow(
            number=year,
            unit_id=unit,
            member=member,
            registered=registered.get(pk, ()),
            place=places.get(pk),
            commended=_commended(lines, unit, year),
        )
        for (year, unit, pk), member in members.items()
    ]
    known = {(row.number, row.unit_id) for row in found}
    others = {(_year_of(line), line.unit_id) for line in lines} - known
    found += [HistoryRow(year, unit, None, (), None, _commended(lines, unit, year)) for year, unit in others]
    return sorted(found, key=lambda row: (-row.number, row.unit_id != unit_id, row.unit_id))


def _year_of(line: Line) -> int:
    """The year of the achievement; where nothing is said, the year it was written into."""
    return line.achievement_year or line.year_number


def _commended(lines: Iterable[Line], unit: int, year: int) -> tuple[AwardCount, ...]:
    own = [line for line in lines if line.unit_id == unit and _year_of(line) == year]
    names = {line.award: line.award_name for line in sorted(own, key=lambda line: line.award_position)}
    rows = [
        CountedRow(
            line.id, line.unit_id, line.award, line.object, line.recipient, line.count, year, line.decided_on
        )
        for line in own
    ]
    counting = count_commendations(rows, Period(achievement_year=year))
    counts: dict[str, Count] = {award: counting.total(awards={award}) for award in names}
    return tuple(
        AwardCount(name, counts[award].number if counts[award].rows else None, counts[award].rows)
        for award, name in names.items()
    )


def _registered(members: list[int]) -> dict[int, tuple[str, ...]]:
    """Membership id -> names of the titles it registered for the unit itself; drafts and returned ones are none."""
    rows = Registration.objects.filter(membership__in=members, state__in=_STANDING, collective="", person="")
    found: dict[int, tuple[str, ...]] = {}
    for member, name in rows.order_by("award__position").values_list("membership_id", "award__name"):
        found[member] = (*found.get(member, ()), name)
    return found


def _places(years: list[BlocYear]) -> dict[int, Place]:
    """Membership id -> its place, of published years.

    A published year is closed, so what was computed once stays right until it is withdrawn and published anew: the
    moment of publishing is part of the key. Five queries a year not yet in memory, none for the others.
    """
    by_key = {
        (year.pk, str(year.results_published_at), year.current_rules.pk, year.current_rules.revision): year
        for year in years
    }
    kept = {key: _places_memory.get(key) for key in by_key}
    cold = {key: by_key[key] for key, places in kept.items() if places is None}
    members: dict[int, list[Membership]] = {year.pk: [] for year in cold.values()}
    if cold:
        rows = Membership.objects.filter(year__in=members).select_related("unit_name", "pledge_signature")
        for member in rows.order_by("position", "pk"):
            members[member.year_id].append(member)
    for key, year in cold.items():
        year.members = members[year.pk]
        kept[key] = found = _places_of(year_results(year))
        _places_memory.keep({key: found})
    return {pk: place for places in kept.values() for pk, place in (places or {}).items()}


def _places_of(results: YearResults) -> dict[int, Place]:
    names = {line.rule.award: line.name for line in results.awards}
    return {
        unit.member.pk: (
            number(unit.score.final, results.decimals),
            str(unit.standing.rank or ""),
            unit.standing.band or "",
            tuple(names[result.rule.award] for result in results.nominations if code in result.nominated),
        )
        for code, unit in results.units.items()
    }
