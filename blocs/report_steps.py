"""How many units have sent their half-year report, for the year's steps (`STEP_COUNTS`)."""

from blocs.context import StepCount
from blocs.models import BlocYear, Membership, PhaseKind
from blocs.terms import ReportState
from blocs.unit_reports import expected_members


def _state(member: Membership) -> str | None:
    """The state comes with the members, without a query of its own."""
    state: str | None = getattr(member, "half_year_state", None)
    return state


def step_counts(year: BlocYear) -> dict[PhaseKind, StepCount]:
    """Nothing for a year that neither dated its review nor began a report: such years go on without one."""
    members = expected_members(year)
    phase = year.phases_by_kind.get(PhaseKind.HALF_YEAR)
    is_dated = phase is not None and (phase.opens_at or phase.closes_at)
    if not is_dated and not any(_state(member) for member in members):
        return {}
    sent = sum(_state(member) == ReportState.HANDED_IN for member in members)
    words = f"{sent}/{len(members)} đã gửi"
    return {PhaseKind.HALF_YEAR: StepCount(sent, len(members), words=words, url_name="reports")}
