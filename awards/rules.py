"""Who may record what the nominations need, and publish (design §3)."""

from blocs import rules
from blocs.models import BlocYear, Membership, PhaseKind, User


def can_record_registrations(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year) and rules.is_open(year, PhaseKind.REGISTRATION)


def can_see_registration(user: User, year: BlocYear, member: Membership) -> bool:
    """A unit's own page with its drafts and its standing: its people, the secretariat and the board."""
    return rules.works_for(user, member) or rules.can_read_scores(user, year)


def keeps_registration(user: User, year: BlocYear, member: Membership) -> bool:
    """Whose seat lets them write a unit's registrations, whatever the window: its people, the secretariat for it."""
    return rules.works_for(user, member) or rules.can_run_year(user, year)


def can_draft_registration(user: User, year: BlocYear, member: Membership) -> bool:
    return keeps_registration(user, year, member) and rules.is_open(year, PhaseKind.REGISTRATION, member)


def sends_registration(user: User, year: BlocYear, member: Membership) -> bool:
    """Whose seat sends and takes back: the unit's head, or the secretariat for it."""
    return rules.is_head_of(user, member) or rules.can_run_year(user, year)


def can_send_registration(user: User, year: BlocYear, member: Membership) -> bool:
    return sends_registration(user, year, member) and rules.is_open(year, PhaseKind.REGISTRATION, member)


def can_decide_registrations(user: User, year: BlocYear) -> bool:
    """Accept and return; after the window too, until the results are published."""
    return rules.can_run_year(user, year)


def can_edit_catalogue(user: User) -> bool:
    """The catalogue of titles is the installation's: its administrator, and a board that looks after all provinces."""
    return rules.is_admin(user) or rules.is_board_of(user, None)


def can_record_findings(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year)


def can_record_votes(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year) and rules.is_open(year, PhaseKind.CONFERENCE)


def can_publish(user: User, year: BlocYear) -> bool:
    return rules.can_run_year(user, year)


def can_approve_version(user: User, year: BlocYear) -> bool:
    """Be the second name under corrected results: another of the secretariat, or the board, for a bloc whose
    secretariat is one person. That it is another than who proposed them, the action asks.
    """
    return can_publish(user, year) or rules.is_board_of(user, year.province_id)


def can_add_commendations(user: User, year: BlocYear) -> bool:
    """The secretariat for every unit; a unit's head and officers for their own."""
    return rules.can_run_year(user, year) or bool(rules.own_members(user, year))


def can_write_commendation(user: User, year: BlocYear, member: Membership) -> bool:
    """Add, change or remove a commendation of this unit."""
    return rules.can_run_year(user, year) or rules.works_for(user, member)
