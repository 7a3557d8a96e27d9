"""The year's windows: which belong to a level of scoring, the template's dates, shifting them to another year."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone

from blocs.models import BlocYear, Membership, Phase, PhaseExtension, PhaseKind
from blocs.terms import Level
from reports.paper.words import short_date

LEVEL_OF_PHASE = {
    PhaseKind.SELF_SCORING: Level.SELF,
    PhaseKind.CROSS_SCORING: Level.PEER,
    PhaseKind.BLOC_SCORING: Level.BLOC,
    PhaseKind.APPRAISAL: Level.APPRAISAL,
}

# The phases in which a unit acts itself, so that a later closing time for one unit means something.
UNIT_PHASES = (
    PhaseKind.REGISTRATION,
    PhaseKind.PLEDGE,
    PhaseKind.HALF_YEAR,
    PhaseKind.SELF_SCORING,
    PhaseKind.CROSS_SCORING,
    PhaseKind.CONFERENCE,
    PhaseKind.OBJECTION,
)

# A day ends for people at 23:59; a window that closes then is shown under that day's date.
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Window:
    """From when until when, in aware times; None is open on that side."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None


# (day, month, years after the bloc-year's own) of the first and the last day (domain handbook §3.4, the early family:
# the conference in December or January, nominations follow).
_TEMPLATE: dict[PhaseKind, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    PhaseKind.REGISTRATION: ((15, 2, 0), (28, 2, 0)),
    PhaseKind.PLEDGE: ((1, 3, 0), (31, 3, 0)),
    PhaseKind.HALF_YEAR: ((20, 6, 0), (31, 7, 0)),
    PhaseKind.SELF_SCORING: ((1, 11, 0), (20, 11, 0)),
    PhaseKind.CROSS_SCORING: ((21, 11, 0), (5, 12, 0)),
    PhaseKind.BLOC_SCORING: ((6, 12, 0), (10, 12, 0)),
    PhaseKind.APPRAISAL: ((11, 12, 0), (31, 12, 0)),
    PhaseKind.CONFERENCE: ((15, 12, 0), (20, 1, 1)),
    PhaseKind.OBJECTION: ((21, 1, 1), (24, 1, 1)),
    PhaseKind.SUBMISSION: ((21, 1, 1), (27, 1, 1)),
    PhaseKind.HAND_OVER: ((15, 12, 0), (20, 1, 1)),
}


def template_windows(year: int) -> dict[PhaseKind, Window]:
    """The handbook's calendar for that year, in the local zone."""
    return {
        kind: Window(
            _moment(year + first[2], first[1], first[0], time.min),
            _moment(year + last[2], last[1], last[0], LAST_MINUTE),
        )
        for kind, (first, last) in _TEMPLATE.items()
    }


def windows_of_last_year(year: BlocYear) -> dict[PhaseKind, Window]:
    """The windows of the bloc's latest earlier year that has dates, moved by the years between; empty without one."""
    dated = Phase.objects.filter(
        Q(opens_at__isnull=False) | Q(closes_at__isnull=False),
        year__bloc=year.bloc_id,
        year__year__lt=year.year,
        year__is_practice=False,
    )
    rows = list(dated.select_related("year").order_by("-year__year"))
    return {
        PhaseKind(row.kind): Window(
            shifted(row.opens_at, year.year - row.year.year),
            shifted(row.closes_at, year.year - row.year.year),
        )
        for row in rows
        if row.year_id == rows[0].year_id
    }


def shifted(moment: datetime | None, years: int) -> datetime | None:
    """The same local day and time that many years later; 29 February falls on the 28th of a common year."""
    if moment is None:
        return None
    local = timezone.localtime(moment)
    try:
        day = local.date().replace(year=local.year + years)
    except ValueError:
        day = local.date().replace(year=local.year + years, day=28)
    return timezone.make_aware(datetime.combine(day, local.time()))


def kinds_in_use(year: BlocYear) -> list[PhaseKind]:
    """The phases of this year: those of a level it does not score at are not there."""
    levels = year.current_rules.levels
    return [kind for kind in PhaseKind if kind not in LEVEL_OF_PHASE or LEVEL_OF_PHASE[kind] in levels]


def extension_of(year: BlocYear, kind: PhaseKind, unit: Membership | None) -> PhaseExtension | None:
    """The unit's extension of the phase, where it ends later than the phase does for everybody."""
    phase = year.phases_by_kind.get(kind)
    if phase is None or unit is None:
        return None
    extension = year.extensions.get((kind.value, unit.pk))
    return extension if extension is not None and counts(extension, phase) else None


def counts(extension: PhaseExtension, phase: Phase) -> bool:
    """Whether it still gives anything: the phase may since have been moved behind it, or left open."""
    return phase.closes_at is not None and extension.closes_at > phase.closes_at


def closes_for(year: BlocYear, kind: PhaseKind, unit: Membership | None = None) -> datetime | None:
    """When the phase closes for this unit (None: for everybody without an extension); None: it does not."""
    extension = extension_of(year, kind, unit)
    if extension is not None:
        return extension.closes_at
    phase = year.phases_by_kind.get(kind)
    return phase.closes_at if phase is not None else None


def moment_in_words(moment: datetime) -> str:
    """ "23:59 20/11/2020", in the local zone."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M} {short_date(local.date())}"


def window_in_words(window: Window) -> str:
    """ "từ 00:00 01/11/2020 đến 23:59 20/11/2020"; empty when it is open on both sides."""
    parts = []
    for word, moment in (("từ", window.opens_at), ("đến", window.closes_at)):
        if moment is not None:
            parts.append(f"{word} {moment_in_words(moment)}")
    return " ".join(parts)


def _moment(year: int, month: int, day: int, at: time) -> datetime:
    return timezone.make_aware(datetime(year, month, day, at.hour, at.minute))  # noqa: DTZ001
