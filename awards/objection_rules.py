"""Who may object to approved results, and who answers (design §3)."""

from blocs import rules
from blocs.models import BlocYear, Membership, PhaseKind, User


def objects_for(user: User, year: BlocYear, member: Membership) -> bool:
    """By seat alone: the unit's head, and the secretariat for it. A practice copy has no results to object to."""
    return not year.is_practice and (rules.is_head_of(user, member) or rules.can_run_year(user, year))


def can_object(user: User, year: BlocYear, member: Membership) -> bool:
    """Object now: results in force, the window open for this unit."""
    return (
        objects_for(user, year, member)
        and year.is_published
        and rules.is_open(year, PhaseKind.OBJECTION, member)
    )


def answers_objections(user: User, year: BlocYear) -> bool:
    """The secretariat answers, in the window and after it: a late answer is better than none, and is told as late."""
    return rules.can_run_year(user, year) and not year.is_practice


def can_see_objections(user: User, year: BlocYear) -> bool:
    return rules.can_see_approved_results(user, year) and not year.is_practice
