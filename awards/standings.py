"""What `awards.early_eligibility` needs of a year, in one query beside the year's facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.utils import timezone

from awards.compound import Part, Row, read
from awards.early_eligibility import Standing, Title, UnitNow, standing_now, with_predecessors
from awards.eligibility import Candidate
from awards.queries import award_lines, facts
from awards.results import is_pledge_signed
from blocs.memo import once_per_year
from blocs.models import BlocYear, Membership, PhaseKind
from blocs.terms import AwardObject, Checkpoint, ReportState
from blocs.text import fold


@dataclass(frozen=True, slots=True)
class AwardNow:
    """A row of the catalogue with what the year asks of it."""

    code: str
    name: str
    short_name: str
    for_collectives: bool
    title: Title


@dataclass(frozen=True, slots=True)
class Standings:
    """`awards` in catalogue order; `asked`: codes of the year's rules in their order."""

    awards: dict[str, AwardNow]
    asked: tuple[str, ...]
    of: Callable[[Membership, str], Standing]


_COLUMNS = (
    "code",
    "name",
    "short_name",
    "for_collectives",
    "gap_years",
    "valid_from",
    "valid_to",
    "position",
)
_AWARD = Part("award", tuple((name, f"a.{name}") for name in _COLUMNS), "awards_award a")
# Commendations of years near enough to matter, of the year's units and of whoever went into some unit.
_RECEIVED = Part(
    "received",
    (
        ("unit", "m.unit_id"),
        ("award", "a.code"),
        ("year", "c.achievement_year"),
        ("object", "c.object"),
        ("recipient", "c.recipient"),
        ("persons", "a.for_persons"),
        ("name", "n.name"),
        ("short_name", "n.short_name"),
    ),
    "blocs_blocyear t JOIN awards_commendation c ON c.achievement_year < t.year"
    " JOIN awards_award a ON a.id = c.award_id AND c.achievement_year >= t.year - a.gap_years"
    " JOIN blocs_membership m ON m.id = c.membership_id JOIN blocs_blocyear y ON y.id = m.year_id"
    " JOIN blocs_unitname n ON n.id = m.unit_name_id"
    " WHERE t.id = %s AND NOT y.is_practice"
    " AND (m.unit_id IN (SELECT x.unit_id FROM blocs_membership x WHERE x.year_id = t.id)"
    " OR m.unit_id IN (SELECT l.predecessor_id FROM blocs_unitlink l))",
)
_LINK = Part(
    "link",
    (("before", "l.predecessor_id"), ("after", "l.successor_id")),
    "blocs_unitlink l WHERE l.successor_id IS NOT NULL",
)
_REPORT = Part(
    "report",
    (("member", "r.membership_id"),),
    "blocs_unitreport r JOIN blocs_membership m ON m.id = r.membership_id"
    " WHERE r.checkpoint = %s AND r.state = %s AND m.year_id = %s",
)
_UNIT = Part(
    "unit",
    (("member", "m.id"), ("ended_on", "u.ended_on")),
    "blocs_unit u JOIN blocs_membership m ON m.unit_id = u.id WHERE m.year_id = %s",
)


def day_of(year: BlocYear) -> date:
    """Today, or the last day of a year that is over: what a title is judged on."""
    return min(timezone.localdate(), date(year.year, 12, 31))


@once_per_year
def standings(year: BlocYear) -> Standings:
    """Two queries (facts, this), one more when a half-year deadline is past (extensions)."""
    rows = read(
        [
            (_AWARD, ()),
            (_RECEIVED, (year.pk,)),
            (_LINK, ()),
            (_REPORT, (Checkpoint.HALF_YEAR.value, ReportState.HANDED_IN.value, year.pk)),
            (_UNIT, (year.pk,)),
        ]
    )
    rules = {line.rule.award: line.rule for line in award_lines(year.current_rules)}
    higher = {
        award: frozenset(other.award for other in rules.values() if other.order < rule.order)
        for award, rule in rules.items()
    }
    awards = {
        row["code"]: _award(row, rules.get(row["code"]))
        for row in sorted(rows["award"], key=itemgetter("position", "code"))
    }
    units = _units(year, rows)
    today = day_of(year)

    def of(member: Membership, award: str) -> Standing:
        return standing_now(
            awards[award].title, units[member.pk], higher.get(award, ()), year=year.year, today=today
        )

    return Standings(awards, tuple(rules), of)


def _award(row: Row, rule: object) -> AwardNow:
    return AwardNow(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"] or row["name"],
        for_collectives=bool(row["for_collectives"]),
        title=Title(
            award=row["code"],
            needs_registration=bool(getattr(rule, "needs_registration", False)),
            needs_pledge=bool(getattr(rule, "needs_pledge", False)),
            gap_years=row["gap_years"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
        ),
    )


def _units(year: BlocYear, rows: dict[str, list[Row]]) -> dict[int, UnitNow]:
    known = facts(year)
    families = with_predecessors(
        (member.unit_id for member in year.members), ((row["before"], row["after"]) for row in rows["link"])
    )
    ended = {row["member"]: _day(row["ended_on"]) for row in rows["unit"]}
    reported = {row["member"] for row in rows["report"]}
    found = {}
    for member in year.members:
        gone = [day for day in (ended.get(member.pk), member.left_on) if day is not None]
        found[member.pk] = UnitNow(
            candidate=Candidate(
                unit=member.code,
                rank=None,
                points=None,
                registered=known.registered.get(member.pk, frozenset()),
                pledge_signed=is_pledge_signed(member),
                findings=tuple(effect for effect, _reason in known.findings.get(member.pk, ())),
            ),
            received=_received(rows["received"], families[member.unit_id]),
            ended_on=min(gone, default=None),
            report_due=None if member.pk in reported else _overdue(year, member),
        )
    return found


def _received(rows: list[Row], family: frozenset[int]) -> dict[str, set[int]]:
    years: dict[str, set[int]] = {}
    for row in rows:
        if row["unit"] in family and _is_of_the_unit(row):
            years.setdefault(row["award"], set()).add(row["year"])
    return years


def _is_of_the_unit(row: Row) -> bool:
    """Whether the unit itself was commended, not a part of it or a person: by the object and the recipient's name.

    Without an object it is the unit's where the award is for collectives only.
    """
    is_collective = (
        row["object"] == AwardObject.COLLECTIVE.value if row["object"] else not bool(row["persons"])
    )
    own_names = {"", fold(row["name"]), fold(row["short_name"])}
    return is_collective and fold(row["recipient"]) in own_names


def _overdue(year: BlocYear, member: Membership) -> date | None:
    """The day the half-year report was due, once that time is past for this unit; no closing time: never due."""
    phase = year.phases_by_kind.get(PhaseKind.HALF_YEAR)
    now = timezone.now()
    if phase is None or phase.closes_at is None or now < phase.closes_at:
        return None
    extension = year.extensions.get((PhaseKind.HALF_YEAR.value, member.pk))
    closed = max(phase.closes_at, extension.closes_at) if extension else phase.closes_at
    return timezone.localtime(closed).date() if closed <= now else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
