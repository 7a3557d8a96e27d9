"""Opening and closing times of the year's windows."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.changes import Change, changes_between
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, Phase, PhaseKind, User
from blocs.refusals import Invalid
from blocs.year_phases import Window, window_in_words


def phase_state(year: BlocYear) -> dict[str, str]:
    """Every stored window in words, by phase; what the page shows, for telling two people's changes apart."""
    return {
        kind: window_in_words(Window(phase.opens_at, phase.closes_at))
        for kind, phase in year.phases_by_kind.items()
    }


@transaction.atomic
def change_phases(
    *, actor: User, year: BlocYear, windows: Mapping[PhaseKind, Window], base: str | None = None
) -> list[Change]:
    """Set the windows that are named, leave the others; what changed.

    Raises Invalid when one closes before it opens; Stale when somebody else has set them since the page with the
    fingerprint `base` was shown (None: whatever stands there).
    """
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    for kind, window in windows.items():
        if window.opens_at and window.closes_at and window.closes_at <= window.opens_at:
            raise Invalid(f"{kind.label}: lúc đóng phải sau lúc mở.")
    current = phase_state(year)
    wanted = current | {kind.value: window_in_words(window) for kind, window in windows.items()}
    if base is not None and not is_needed(base=base, current=current, wanted=wanted):
        return []
    stored = year.phases_by_kind
    for kind, window in windows.items():
        phase = stored.get(kind) or Phase(year=year, kind=kind)
        if phase.pk is None or (phase.opens_at, phase.closes_at) != (window.opens_at, window.closes_at):
            phase.opens_at, phase.closes_at = window.opens_at, window.closes_at
            phase.changed_at = timezone.now()
            phase.save()
    changes = changes_between(
        {kind.label: current.get(kind.value, "") for kind in windows},
        {kind.label: wanted[kind.value] for kind in windows},
    )
    if changes:
        record(
            year=year,
            actor=actor,
            action="phases.changed",
            old={change.label: change.old for change in changes},
            new={change.label: change.new for change in changes},
        )
    return changes
