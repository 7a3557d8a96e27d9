"""Who may record what the nominations need, and publish (design §3)."""

from blocs import rules
from blocs.models import BlocYear, Membership, PhaseKind, User


def can_record_registrations(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year) and rules.is_open(year, PhaseKind.REGISTRATION)


def can_record_findings(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year)


def can_record_votes(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year) and rules.is_open(year, PhaseKind.CONFERENCE)


def can_publish(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year)


def can_add_commendations(user: User, year: BlocYear) -> bool:
    """The secretariat for every unit; a unit's head and officers for their own."""
    return rules.can_run_year(user, year) or bool(rules.own_members(user, year))


def can_write_commendation(user: User, year: BlocYear, member: Membership) -> bool:
    """Add, change or remove a commendation of this unit."""
    return rules.can_run_year(user, year) or rules.works_for(user, member)
