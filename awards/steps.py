"""How many units have registered, for the year's steps (`STEP_COUNTS`)."""

from awards.queries import facts
from blocs.context import StepCount
from blocs.models import BlocYear, PhaseKind


def registered_count(year: BlocYear) -> int:
    """Units of the year with at least one registration."""
    registered = facts(year).registered
    return sum(1 for member in year.members if registered.get(member.pk))


def step_counts(year: BlocYear) -> dict[PhaseKind, StepCount]:
    return {
        PhaseKind.REGISTRATION: StepCount(registered_count(year), len(year.members), url_name="registrations")
    }
