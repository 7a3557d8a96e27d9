"""Who has not done what: the year's windows and units, for the secretariat's home and for the list of blocs."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from blocs import rules
from blocs.addresses import page
from blocs.context import year_url
from blocs.models import BlocYear, Membership, PhaseKind, User
from blocs.reminders import why_silent
from blocs.todo import SOON_DAYS
from blocs.unfinished import units_left
from blocs.year_phases import closes_for, moment_in_words
from reports.paper.words import short_date


@dataclass(frozen=True, slots=True)
class WindowLine:
    """An open window with work left: whose, until when, when last reminded."""

    kind: str
    label: str
    names: str
    count: int
    total: int
    due: str
    is_soon: bool
    last: str
    slips_url: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's cells (state and text as in includes/matrix.html); `kinds`: the open windows it has work left in."""

    pk: int
    name: str
    cells: list[dict[str, str]]
    kinds: list[str]


@dataclass(slots=True)
class Progress:
    heads: list[str] = field(default_factory=list)
    windows: list[WindowLine] = field(default_factory=list)
    units: list[UnitLine] = field(default_factory=list)
    may_remind: bool = False
    remind_url: str = ""
    log_url: str = ""


def progress_of(user: User, year: BlocYear, last: dict[PhaseKind, datetime]) -> Progress | None:
    """For who reads the year; None where there is nothing to show. `last`: when each window was last reminded of."""
    members = year.standing_members
    if year.is_published or not members or not rules.can_read_scores(user, year):
        return None
    left, now = units_left(year), timezone.now()
    may_remind = rules.can_remind(user, year) and not why_silent(year)
    open_of = {
        kind: [member for member in waiting if rules.is_open(year, kind, member, now)]
        for kind, waiting in left.items()
    }
    return Progress(
        heads=[kind.label for kind in left],
        windows=[
            _window(year, kind, waiting, total=len(members), last=last.get(kind), now=now)
            for kind, waiting in open_of.items()
            if waiting
        ],
        units=[_unit(year, member, left, open_of, now) for member in members],
        may_remind=may_remind,
        remind_url=page("notices-remind", year) if may_remind else "",
        log_url=page("notices", year) if rules.can_set_up_year(user, year) else "",
    )


def _window(
    year: BlocYear,
    kind: PhaseKind,
    waiting: list[Membership],
    *,
    total: int,
    last: datetime | None,
    now: datetime,
) -> WindowLine:
    closes = [each for member in waiting if (each := closes_for(year, kind, member)) is not None]
    first = min(closes, default=None)
    return WindowLine(
        kind=kind.value,
        label=kind.label,
        names=", ".join(member.short_name for member in waiting),
        count=len(waiting),
        total=total,
        due=f"hạn {short_date(timezone.localtime(first).date())}" if first else "chưa đặt hạn",
        is_soon=first is not None and (first - now).days < SOON_DAYS,
        last=f"Nhắc lần gần nhất lúc {moment_in_words(last)}." if last else "Chưa nhắc lần nào.",
        slips_url=year_url("notices-slips", year, kind=kind.value),
    )


def _unit(
    year: BlocYear,
    member: Membership,
    left: dict[PhaseKind, list[Membership]],
    open_of: dict[PhaseKind, list[Membership]],
    now: datetime,
) -> UnitLine:
    cells = []
    for kind, waiting in left.items():
        phase = year.phases_by_kind.get(kind)
        if member not in waiting:
            cells.append({"state": "done", "text": "đã xong"})
        elif member in open_of[kind]:
            cells.append({"state": "part", "text": "chưa"})
        elif phase is not None and phase.opens_at is not None and now < phase.opens_at:
            cells.append({"state": "none", "text": "chưa mở"})
        else:
            cells.append({"state": "late", "text": "quá hạn"})
    kinds = [kind.value for kind, waiting in open_of.items() if member in waiting]
    return UnitLine(member.pk, member.short_name, cells, kinds)
