"""Units that leave a year in its middle, told to the apps that hold something of theirs (`UNITS_LEFT`)."""

from dataclasses import dataclass
from datetime import date

from blocs.models import BlocYear, Membership, UnitLink, User
from blocs.terms import MidYearMerger


@dataclass(frozen=True, slots=True)
class Departure:
    """Who left the year, who came in their place, and why; each of `left` has no place in the ranking any more."""

    year: BlocYear
    left: tuple[Membership, ...]
    successors: tuple[Membership, ...]
    reason: str
    actor: User


def replaced_members(year: BlocYear) -> frozenset[int]:
    """Ids of the memberships whose successor stands in the year in their place; a query only where somebody left.

    "Chỉ chấm đơn vị mới": who follows scores and is scored instead. A unit that was dissolved or moved away has
    nobody in its place, and neither has one that is only exempt in the year of its merger.
    """
    left = {member.unit_id: member for member in year.members if member.left_on is not None}
    if not left:
        return frozenset()
    links = UnitLink.objects.filter(
        predecessor__in=left, successor__in=[member.unit_id for member in year.members]
    )
    found = set()
    for before, after, day in links.values_list("predecessor_id", "successor_id", "event__effective_on"):
        is_ruled = year.current_rules.merger == MidYearMerger.SUCCESSOR or day <= date(year.year, 1, 1)
        if before != after and left[before].left_on == day and is_ruled:
            found.add(left[before].pk)
    return frozenset(found)
