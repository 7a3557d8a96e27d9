"""Opening and closing times of the year's windows."""

from collections.abc import Mapping

from django.db import transaction

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.changes import Change, changes_between
from blocs.journal import record
from blocs.models import BlocYear, Phase, PhaseKind, User
from blocs.refusals import Invalid
from blocs.year_phases import Window, window_in_words


@transaction.atomic
def change_phases(*, actor: User, year: BlocYear, windows: Mapping[PhaseKind, Window]) -> list[Change]:
    """Set the windows that are named, leave the others; what changed. Invalid when one closes before it opens."""
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    stored = year.phases_by_kind
    before, after = {}, {}
    for kind, window in windows.items():
        if window.opens_at and window.closes_at and window.closes_at <= window.opens_at:
            raise Invalid(f"{kind.label}: lúc đóng phải sau lúc mở.")
        phase = stored.get(kind) or Phase(year=year, kind=kind)
        before[kind.label] = window_in_words(Window(phase.opens_at, phase.closes_at))
        after[kind.label] = window_in_words(window)
        phase.opens_at, phase.closes_at = window.opens_at, window.closes_at
        if phase.pk is None or before[kind.label] != after[kind.label]:
            phase.save()
    changes = changes_between(before, after)
    if changes:
        record(
            year=year,
            actor=actor,
            action="phases.changed",
            old={change.label: change.old for change in changes},
            new={change.label: change.new for change in changes},
        )
    return changes
