"""Which titles units registered for."""

from collections.abc import Iterable

from django.db import transaction

from awards.models import Award, Registration
from awards.rules import can_record_registrations
from blocs.actions.locking import lock_year
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, User
from blocs.refusals import Invalid

Pair = tuple[str, str]  # unit code, award code


def registered_pairs(year: BlocYear) -> list[Pair]:
    """(unit code, award code) of all registrations, sorted."""
    rows = Registration.objects.filter(membership__year=year)
    return sorted(rows.values_list("membership__code", "award__code"))


@transaction.atomic
def set_registrations(*, actor: User, year: BlocYear, wanted: Iterable[Pair], base: str) -> int:
    """Make `wanted` the year's registrations; returns how many were added or taken back.

    Raises Stale when the registrations are not those the page showed, Invalid for an unknown unit or award.
    """
    year = lock_year(actor=actor, year=year, may=can_record_registrations)
    current, target = registered_pairs(year), sorted(set(wanted))
    if not is_needed(base=base, current=current, wanted=target):
        return 0
    members = {member.code: member for member in year.members}
    awards = {award.code: award for award in Award.objects.all()}
    if any(unit not in members or award not in awards for unit, award in target):
        raise Invalid("Có đơn vị hoặc danh hiệu không còn trong năm này. Hãy tải lại trang.")
    added, removed = sorted(set(target) - set(current)), sorted(set(current) - set(target))
    rows = Registration.objects.filter(membership__year=year).values_list(
        "pk", "membership__code", "award__code"
    )
    Registration.objects.filter(pk__in=[pk for pk, *pair in rows if tuple(pair) in removed]).delete()
    Registration.objects.bulk_create(
        Registration(membership=members[unit], award=awards[award]) for unit, award in added
    )

    def named(pairs: list[Pair]) -> list[list[str]]:
        """As the journal tells it: by the names they bear now."""
        return [[members[unit].short_name, awards[award].name] for unit, award in pairs]

    record(
        year=year,
        actor=actor,
        action="registrations.set",
        subject=str(year),
        old=named(removed),
        new=named(added),
    )
    return len(added) + len(removed)
