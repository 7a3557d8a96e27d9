"""How far a year's pledge is, as the first pages ask: one query for texts, answers and who signs in whose place."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import CharField, Q, Value
from django.utils import timezone

from blocs.memo import once_per_year
from blocs.models import BlocYear, PledgeText, Substitute
from blocs.terms import PledgeDeed, PledgeState

_SUBSTITUTE = "substitute"
_IN_FORCE = (PledgeState.OPEN.value, PledgeState.LOCKED.value)
ANSWERS = (PledgeDeed.CHANGE_ASKED, PledgeDeed.DECLINED)


@dataclass(frozen=True, slots=True)
class PledgeNow:
    """The states of the year's texts; by membership id, what a unit answered last to the text in force instead of
    signing; (membership id, user id) of who signs for a unit today by a written delegation."""

    states: frozenset[PledgeState]
    answers: Mapping[int, PledgeDeed]
    substitutes: frozenset[tuple[int, int]]


@once_per_year
def pledge_now(year: BlocYear) -> PledgeNow:
    """One query."""
    today = timezone.localdate()
    texts = PledgeText.objects.filter(year=year).order_by()
    named = Substitute.objects.filter(membership__year=year, starts_on__lte=today)
    named = named.filter(Q(ends_on=None) | Q(ends_on__gt=today)).order_by()
    named = named.annotate(
        kind=Value(_SUBSTITUTE, CharField()),
        nothing=Value("", CharField()),
    )
    rows = texts.values_list("state", "acts__membership_id", "acts__deed", "acts__pk").union(
        named.values_list("kind", "membership_id", "nothing", "person_id"), all=True
    )
    states, deeds, substitutes = set(), dict[int, tuple[int, PledgeDeed]](), set()
    for kind, member, deed, pk in rows:
        if kind == _SUBSTITUTE:
            substitutes.add((member, pk))
            continue
        states.add(PledgeState(kind))
        if kind in _IN_FORCE and member is not None:
            deeds[member] = max(deeds.get(member, (0, PledgeDeed.WITHDRAWN)), (pk, PledgeDeed(deed)))
    answers = {member: deed for member, (_pk, deed) in deeds.items() if deed in ANSWERS}
    return PledgeNow(frozenset(states), answers, frozenset(substitutes))
