"""Who may record what the nominations need, and publish (design §3)."""

from blocs import rules
from blocs.models import BlocYear, PhaseKind, User


def can_record_registrations(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year) and rules.is_open(year, PhaseKind.REGISTRATION)


def can_record_findings(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year)


def can_record_votes(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year) and rules.is_open(year, PhaseKind.CONFERENCE)


def can_publish(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year)
