"""Which units have not registered (`UNFINISHED`)."""

from collections import defaultdict
from collections.abc import Iterable

from awards.models import Registration
from awards.queries import facts
from blocs.memo import keep, once_per_year
from blocs.models import BlocYear, Membership, PhaseKind
from blocs.terms import RegistrationState


def unregistered(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """Units without a registration that counts."""
    registered = registered_members(year)
    return {
        PhaseKind.REGISTRATION: [member for member in year.standing_members if member.pk not in registered]
    }


@once_per_year
def registered_members(year: BlocYear) -> frozenset[int]:
    """Membership ids of those with a registration that counts, from the facts the page's frame has read anyway."""
    return facts(year).registering


def preload(years: Iterable[BlocYear]) -> None:
    """The same of all the years in one query: a registration counts from when it is sent until it is returned."""
    found: dict[int, set[int]] = defaultdict(set)
    listed = list(years)
    counted = [RegistrationState.SENT.value, RegistrationState.ACCEPTED.value]
    rows = Registration.objects.filter(membership__year__in=listed, state__in=counted)
    for year, member in rows.values_list("membership__year_id", "membership_id"):
        found[year].add(member)
    for each in listed:
        keep(registered_members, each, frozenset(found[each.pk]))
