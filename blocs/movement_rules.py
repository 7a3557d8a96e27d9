"""Who may write about the year's movements: the secretariat all of them, a unit its own."""

from collections.abc import Collection

from blocs import rules
from blocs.models import BlocYear, User
from blocs.terms import MovementLevel
from blocs.text import fold


def can_launch_movements(user: User, year: BlocYear) -> bool:
    """The secretariat for the bloc; a unit's head and officers for their own unit (domain handbook §6)."""
    return rules.can_run_year(user, year) or bool(rules.own_members(user, year))


def is_of_a_unit(level: str, participants: Collection[int]) -> bool:
    """A unit's own movement: of the level of a unit, with that unit alone taking part."""
    return fold(level) == fold(MovementLevel.UNIT.label) and len(participants) == 1


def can_write_movement(user: User, year: BlocYear, level: str, participants: Collection[int]) -> bool:
    """Whether this person may store, change or review a movement of this level and these membership ids."""
    if rules.can_run_year(user, year):
        return True
    return is_of_a_unit(level, participants) and any(
        member.pk in participants for member in rules.own_members(user, year)
    )
