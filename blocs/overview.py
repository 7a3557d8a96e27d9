"""What is urgent in all the years a person may open, in a handful of queries however many there are.

Each app fills for many years at once what `units_left` reads of one (`PRELOAD` in the composition).
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from blocs import rules
from blocs.context import year_url
from blocs.models import UNIT_SEATS, BlocYear, Membership, Phase, PhaseExtension, PhaseKind, User
from blocs.models.years import with_names
from blocs.offers import offers
from blocs.reminders import work_of
from blocs.todo import SOON_DAYS
from blocs.unfinished import units_left
from blocs.year_phases import closes_for
from reports.paper.words import short_date


@dataclass(frozen=True, slots=True)
class Urgent:
    """A thing with a closing time that is open now, in one year: of the person's own unit, or of the units they follow."""

    title: str
    detail: str
    place: str
    url: str
    closes_at: datetime
    when: str
    is_soon: bool
    year: int


def urgent_things(user: User, years: list[BlocYear]) -> list[Urgent]:
    """The nearest closing first; six queries at the most, whatever the number of years."""
    now = timezone.now()
    works_for_units = any(seat.kind in UNIT_SEATS for seat in user.seats)
    candidates = [
        year
        for year in years
        if not year.is_published
        and not year.is_practice
        and (works_for_units or rules.can_read_scores(user, year))
    ]
    if not candidates:
        return []
    _fill_windows(candidates)
    active = [year for year in candidates if any(_open_kinds(year, now))]
    if not active:
        return []
    _fill_members(active)
    for preload in offers("PRELOAD"):
        preload(active)
    found = [thing for year in active for thing in _of_year(user, year, now)]
    return sorted(found, key=lambda thing: thing.closes_at)


def _fill_windows(years: list[BlocYear]) -> None:
    """Phases and extensions of all the years, as `phases_by_kind` and `extensions` give them."""
    phases: dict[int, dict[str, Phase]] = {year.pk: {} for year in years}
    for phase in Phase.objects.filter(year__in=phases):
        phases[phase.year_id][phase.kind] = phase
    extensions: dict[int, dict[tuple[str, int], PhaseExtension]] = {year.pk: {} for year in years}
    rows = PhaseExtension.objects.filter(phase__year__in=phases)
    for row in rows.select_related("phase", "membership__unit_name"):
        extensions[row.phase.year_id][row.phase.kind, row.membership_id] = row
    for year in years:
        found = phases[year.pk]
        year.__dict__["phases_by_kind"] = {kind: found[kind] for kind in PhaseKind if kind in found}
        year.__dict__["extensions"] = extensions[year.pk]


def _fill_members(years: list[BlocYear]) -> None:
    members: dict[int, list[Membership]] = {year.pk: [] for year in years}
    for row in with_names(Membership.objects.filter(year__in=members)):
        members[row.year_id].append(row)
    for year in years:
        year.__dict__["members"] = members[year.pk]


def _open_kinds(year: BlocYear, now: datetime) -> list[PhaseKind]:
    """Windows that have begun and close some day, for everybody or for a unit with more time."""
    later = {kind for (kind, _member), row in year.extensions.items() if row.closes_at > now}
    return [
        PhaseKind(kind)
        for kind, phase in year.phases_by_kind.items()
        if phase.closes_at is not None
        and (phase.opens_at is None or phase.opens_at <= now)
        and (phase.closes_at > now or kind in later)
    ]


def _of_year(user: User, year: BlocYear, now: datetime) -> list[Urgent]:
    left, own = units_left(year), {member.pk for member in rules.own_members(user, year)}
    reads = rules.can_read_scores(user, year)
    found = []
    for kind in _open_kinds(year, now):
        waiting = [each for each in left.get(kind, []) if rules.is_open(year, kind, each, now)]
        for member in waiting:
            if member.pk in own:
                work = work_of(kind)
                title = f"{work[:1].upper()}{work[1:]}"
                found.append(_thing(year, title, member.name, closes_for(year, kind, member), now))
        if reads and waiting:
            names = ", ".join(member.short_name for member in waiting)
            title = f"{kind.label}: còn {len(waiting)}/{len(year.members)} đơn vị"
            closes = [closes_for(year, kind, member) for member in waiting]
            found.append(_thing(year, title, f"{names}.", min(filter(None, closes)), now))
        if kind is PhaseKind.APPRAISAL and rules.is_board_of(user, year.province_id):
            detail = "Nhập phiếu thẩm định trước khi mốc đóng."
            found.append(_thing(year, kind.label, detail, closes_for(year, kind), now))
    return [thing for thing in found if thing is not None]


def _thing(year: BlocYear, title: str, detail: str, closes: datetime | None, now: datetime) -> Urgent | None:
    if closes is None or closes <= now:
        return None
    return Urgent(
        title=title,
        detail=detail,
        place=f"{year.bloc_label}, năm {year.year}",
        url=year_url("year-home", year),
        closes_at=closes,
        when=f"Hạn {short_date(timezone.localtime(closes).date())}",
        is_soon=(closes - now).days < SOON_DAYS,
        year=year.pk,
    )
