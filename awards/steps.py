"""How many units have registered, for the year's steps (`STEP_COUNTS`)."""

from awards.queries import facts
from blocs.context import StepCount
from blocs.models import BlocYear, PhaseKind


def registered_count(year: BlocYear) -> int:
    """Units of the year with at least one registration that is sent or accepted."""
    registering = facts(year).registering
    return sum(1 for member in year.members if member.pk in registering)


def step_counts(year: BlocYear) -> dict[PhaseKind, StepCount]:
    return {
        PhaseKind.REGISTRATION: StepCount(registered_count(year), len(year.members), url_name="registrations")
    }
