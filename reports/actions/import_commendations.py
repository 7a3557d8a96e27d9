"""A list of commendations becomes rows of the year: all of it or nothing, and nothing twice."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from awards.actions.commendations import CommendationDetails, add_commendations
from awards.models import Award, Commendation
from awards.rules import can_add_commendations, can_write_commendation
from awards.unit_history import lineage_of_all
from blocs.actions.locking import lock_year
from blocs.models import BlocYear, Movement, UnitName, User
from blocs.text import fold
from reports.commendation_list import Names

Key = tuple[Any, ...]


def names_in(year: BlocYear, user: User) -> Names:
    """What a list may call the year's units, the catalogue's awards and the year's movements.

    A unit is known by its code, its name of this year, and every name that it or what it came from ever bore: lists
    of past years write the names of their time. A name that two units bore means neither.
    """
    members = {member.unit_id: member for member in year.members}
    came_from = lineage_of_all(members)
    known: dict[str, set[int]] = {}
    names = UnitName.objects.filter(unit__in={old for olds in came_from.values() for old in olds})
    for unit, name, short in names.values_list("unit_id", "name", "short_name"):
        for now, olds in came_from.items():
            if unit in olds:
                for text in filter(None, (name, short)):
                    known.setdefault(fold(text), set()).add(members[now].pk)
    units = {text: pks.pop() for text, pks in known.items() if len(pks) == 1}
    for member in year.members:
        units |= {fold(text): member.pk for text in (member.name, member.short_name, member.code)}
    awards: dict[str, str] = {}
    for award in Award.objects.all():
        for text in filter(None, (award.name, award.short_name)):
            awards.setdefault(fold(text), award.code)
        awards[fold(award.code)] = award.code
    movements = Movement.objects.filter(year=year).values_list("name", "pk")
    own = {member.pk for member in year.members if can_write_commendation(user, year, member)}
    return Names(units, awards, {fold(name): pk for name, pk in movements}, frozenset(own))


def split_known(
    year: BlocYear, rows: Sequence[CommendationDetails]
) -> tuple[list[CommendationDetails], list[CommendationDetails]]:
    """(rows to add, rows that are there already or twice in the list). One query."""
    units = {member.pk: member.unit_id for member in year.members}
    seen = _known_keys(year, set(units.values()))
    new: list[CommendationDetails] = []
    known: list[CommendationDetails] = []
    for row in rows:
        key = _key(
            units[row.member],
            row.award,
            row.decision_number,
            row.recipient,
            row.object,
            row.count,
            row.achievement_year,
            row.decided_on,
        )
        (known if key in seen else new).append(row)
        seen.add(key)
    return new, known


def _known_keys(year: BlocYear, units: set[int]) -> set[Key]:
    """Of all years of the bloc: what came in with the year before must not come in again."""
    rows = Commendation.objects.filter(
        membership__unit__in=units, membership__year__is_practice=year.is_practice
    )
    if year.is_practice:
        rows = rows.filter(membership__year=year)
    fields = (
        "membership__unit_id",
        "award__code",
        "decision_number",
        "recipient",
        "object",
        "count",
        "achievement_year",
        "decided_on",
    )
    return {_key(*row) for row in rows.values_list(*fields)}


def _key(
    unit: int,
    award: str,
    decision: str,
    recipient: str,
    *others: Any,
) -> Key:
    """The same commendation: unit, award, decision and recipient; what of these is missing, the rest makes up for.

    `others`: object, count, achievement year, day of the decision.
    """
    object_word, count, year, day = others
    key: Key = (unit, award, fold(decision), fold(recipient))
    if not recipient:
        key += (object_word,)
    if not decision:
        key += (year, day) if recipient else (year, day, count)
    return key


@transaction.atomic
def import_commendations(
    *, actor: User, year: BlocYear, rows: Sequence[CommendationDetails]
) -> tuple[int, int]:
    """(added, passed over because they are there already). Judged under the year's lock: two who send the same list

    at once store it once. Raises what add_commendations raises.
    """
    locked = lock_year(actor=actor, year=year, may=can_add_commendations, even_published=True)
    new, known = split_known(locked, rows)
    return add_commendations(actor=actor, year=locked, rows=new), len(known)
