"""Who may bring in and take out whole years (design §3)."""

from blocs import rules
from blocs.models import BlocYear, SeatKind, User


def can_open_import(user: User) -> bool:
    """The page of uploading; which bloc's workbook it may be is asked once it is read (can_import)."""
    return rules.can_create_bloc(user) or rules.holds(user, SeatKind.SECRETARIAT)


def can_export(user: User, year: BlocYear) -> bool:
    """A workbook holds every score, so it is for those who read them all."""
    return rules.can_read_scores(user, year)
