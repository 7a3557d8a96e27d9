"""Who may do what with the year's pledge: pure reads. Everybody who sees the year reads an opened text."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from blocs import rules
from blocs.models import BlocYear, Membership, Substitute, User


def can_write_pledge(user: User, year: BlocYear) -> bool:
    """Draft a text, open and lock the signing, record what was signed on paper."""
    return rules.can_run_year(user, year)


def can_see_drafts(user: User, year: BlocYear) -> bool:
    """A text before it is opened, and why a unit declined: the secretariat and the board."""
    return rules.can_read_scores(user, year)


def can_see_unit(user: User, year: BlocYear, member: Membership) -> bool:
    """A unit's own signing pages; for other units' people they do not exist."""
    return rules.works_for(user, member) or rules.can_read_scores(user, year)


def substitution(user: User, member: Membership, day: date | None = None) -> Substitute | None:
    """The written delegation by which this person of the unit signs for it on that day (default: today)."""
    if not rules.works_for(user, member):
        return None
    day = day or timezone.localdate()
    named = Substitute.objects.filter(membership=member, person=user, starts_on__lte=day)
    standing = named.filter(Q(ends_on=None) | Q(ends_on__gt=day)).select_related("file")
    return standing.order_by("pk").last()


def can_sign_for(user: User, member: Membership) -> bool:
    """Only in one's own name: the unit's head, or whom the unit named in writing."""
    return rules.is_head_of(user, member) or substitution(user, member) is not None


def can_act_for(user: User, year: BlocYear, member: Membership) -> bool:
    """Whatever leaves a trace outside the site (paper, a signed file, an answer) the secretariat may enter too."""
    return rules.can_run_year(user, year) or can_sign_for(user, member)


def can_name_substitute(user: User, year: BlocYear, member: Membership) -> bool:
    """The unit's head, or the secretariat entering it by the unit's document; a substitute names nobody further."""
    return rules.is_head_of(user, member) or rules.can_run_year(user, year)
