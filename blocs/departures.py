"""Units that leave a year in its middle, told to the apps that hold something of theirs (`UNITS_LEFT`)."""

from dataclasses import dataclass

from blocs.models import BlocYear, Membership, User


@dataclass(frozen=True, slots=True)
class Departure:
    """Who left the year, who came in their place, and why; each of `left` has no place in the ranking any more."""

    year: BlocYear
    left: tuple[Membership, ...]
    successors: tuple[Membership, ...]
    reason: str
    actor: User
