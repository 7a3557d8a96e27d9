"""The year's windows as dated lines: what opens, what closes, and what closes later for one unit."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from blocs.models import BlocYear, Membership, PhaseExtension, PhaseKind
from blocs.terms import Term
from blocs.year_phases import closes_for, counts, extension_of, kinds_in_use


class Turn(Term):
    """What happens at that moment; the values are part of the addresses of calendar entries and never change."""

    OPENS = "mo", "Bắt đầu"
    CLOSES = "dong", "Hạn"
    CLOSES_FOR_UNIT = "gia-han", "Hạn riêng"


@dataclass(frozen=True, slots=True)
class YearEvent:
    """One line; `extension` is there when the closing is one unit's own."""

    kind: PhaseKind
    turn: Turn
    at: datetime
    changed_at: datetime
    extension: PhaseExtension | None = None

    @property
    def unit(self) -> Membership | None:
        return self.extension.membership if self.extension is not None else None


def year_events(year: BlocYear) -> list[YearEvent]:
    """Every opening, closing and extension of the year by time; what falls together in the order of the year."""
    events = [event for kind in kinds_in_use(year) for event in _windows(year, kind)]
    used = set(kinds_in_use(year))
    for extension in year.extensions.values():
        phase = year.phases_by_kind[extension.phase.kind]
        kind = PhaseKind(phase.kind)
        if kind in used and counts(extension, phase):
            events.append(_extended(year, kind, extension))
    return sorted(events, key=_place)


def person_events(year: BlocYear, own: Collection[Membership]) -> list[YearEvent]:
    """The same for somebody who works for these units: where all of them have one closing time, it is *the* closing."""
    events: list[YearEvent] = []
    for kind in kinds_in_use(year):
        opens, closes = _split(_windows(year, kind))
        events += opens
        moments = {closes_for(year, kind, unit) for unit in own}
        extended = [
            _extended(year, kind, extension)
            for unit in own
            if (extension := extension_of(year, kind, unit)) is not None
        ]
        if extended and len(moments) == 1:
            events.append(replace(extended[0], turn=Turn.CLOSES))
        else:
            events += [*closes, *extended]
    return sorted(events, key=_place)


def undated(year: BlocYear) -> list[PhaseKind]:
    """Phases that have neither an opening nor a closing time."""
    return [kind for kind in kinds_in_use(year) if not _windows(year, kind)]


def _windows(year: BlocYear, kind: PhaseKind) -> list[YearEvent]:
    phase = year.phases_by_kind.get(kind)
    if phase is None:
        return []
    turns = ((Turn.OPENS, phase.opens_at), (Turn.CLOSES, phase.closes_at))
    return [YearEvent(kind, turn, at, phase.changed_at) for turn, at in turns if at is not None]


def _split(events: list[YearEvent]) -> tuple[list[YearEvent], list[YearEvent]]:
    opens = [event for event in events if event.turn is Turn.OPENS]
    return opens, [event for event in events if event.turn is not Turn.OPENS]


def _extended(year: BlocYear, kind: PhaseKind, extension: PhaseExtension) -> YearEvent:
    changed = max(extension.granted_at, year.phases_by_kind[kind].changed_at)
    return YearEvent(kind, Turn.CLOSES_FOR_UNIT, extension.closes_at, changed, extension)


def _place(event: YearEvent) -> tuple[datetime, int, int]:
    return event.at, list(PhaseKind).index(event.kind), event.unit.position if event.unit else -1
