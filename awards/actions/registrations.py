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
    awards = {
        award.code: award for award in Award.objects.filter(code__in={award for _unit, award in target})
    }
    if any(unit not in members or award not in awards for unit, award in target):
        raise Invalid("Có đơn vị hoặc danh hiệu không còn trong năm này. Hãy tải lại trang.")
    added, removed = set(target) - set(current), set(current) - set(target)
    for unit, award in removed:
        Registration.objects.filter(membership=members[unit], award__code=award).delete()
    Registration.objects.bulk_create(
        Registration(membership=members[unit], award=awards[award]) for unit, award in sorted(added)
    )
    record(
        year=year,
        actor=actor,
        action="registrations.set",
        subject=str(year),
        old=[list(pair) for pair in sorted(removed)],
        new=[list(pair) for pair in sorted(added)],
    )
    return len(added) + len(removed)
