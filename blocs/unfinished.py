"""Which units have work left in which window, gathered from the apps (`UNFINISHED` in the composition).

One reading for the secretariat's home, for "nhắc" and for the reminders that go out by themselves.
"""

from blocs.models import BlocYear, Membership, PhaseKind
from blocs.offers import offers
from blocs.terms import ReportState
from blocs.year_phases import kinds_in_use


def units_left(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """Every window units have work in -> those with work left, in bloc order; empty where all have done it."""
    found: dict[PhaseKind, list[Membership]] = {}
    for offer in offers("UNFINISHED"):
        found |= offer(year)
    return {kind: found[kind] for kind in kinds_in_use(year) if kind in found}


def unfinished(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """Window -> the units with work left in it, in bloc order; windows nobody has work in are not there."""
    return {kind: members for kind, members in units_left(year).items() if members}


def unsigned_pledges(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """What blocs offer: units whose signature has no date."""
    waiting = [member for member in year.standing_members if not has_signed(member)]
    return {PhaseKind.PLEDGE: waiting}


def has_signed(member: Membership) -> bool:
    """From the signature that comes with the year's members."""
    signature = getattr(member, "pledge_signature", None)
    return signature is not None and signature.signed_on is not None


def unsent_reports(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """What blocs offer: units that have not sent their report of the half-year, from the state that comes with them.

    Nothing in a year that neither dated its review nor began a report: such years go on without one.
    """
    members = year.standing_members
    states = {member.pk: getattr(member, "half_year_state", None) for member in members}
    phase = year.phases_by_kind.get(PhaseKind.HALF_YEAR)
    is_dated = phase is not None and (phase.opens_at or phase.closes_at)
    if not is_dated and not any(states.values()):
        return {}
    return {PhaseKind.HALF_YEAR: [member for member in members if states[member.pk] != ReportState.HANDED_IN]}
