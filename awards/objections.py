"""Reading objections: who sees which, what is unanswered, whether the results are final."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from awards.models import Objection
from blocs import rules
from blocs.memo import once_per_year
from blocs.models import BlocYear, PhaseKind, User
from blocs.terms import ObjectionState
from blocs.year_phases import closes_for

_ANSWERED = (ObjectionState.ACCEPTED, ObjectionState.REJECTED)


def objections_visible_to(user: User, year: BlocYear) -> QuerySet[Objection]:
    """Who reads all scores sees all; a unit its own, and of others what is answered: like cases get like answers."""
    rows = Objection.objects.filter(version__year=year).select_related(
        "version", "made_by", "answered_by", "led_to"
    )
    if rules.can_read_scores(user, year):
        return rows
    own = [member.pk for member in rules.own_members(user, year)]
    return rows.filter(Q(membership__in=own) | Q(state__in=_ANSWERED))


@dataclass(frozen=True, slots=True)
class ObjectionCounts:
    total: int
    unanswered: int
    waiting_for_version: int


@once_per_year
def objection_counts(year: BlocYear) -> ObjectionCounts:
    """Of all that were not withdrawn; one query."""
    rows = Objection.objects.filter(version__year=year).exclude(state=ObjectionState.WITHDRAWN)
    states = list(rows.values_list("state", "led_to_id"))
    return ObjectionCounts(
        total=len(states),
        unanswered=sum(state == ObjectionState.OPEN for state, _led in states),
        waiting_for_version=sum(state == ObjectionState.ACCEPTED and led is None for state, led in states),
    )


def answered_late(year: BlocYear, objection: Objection) -> bool:
    """Whether the answer came after the window had closed for the unit, or is still owed then."""
    closes = closes_for(year, PhaseKind.OBJECTION, objection.membership)
    if closes is None or objection.state == ObjectionState.WITHDRAWN:
        return False
    answered: datetime = objection.answered_at or timezone.now()
    return answered >= closes


def are_final(year: BlocYear) -> bool:
    """Results in force, the window for objections over for everybody, every objection answered and followed."""
    closes = closes_for(year, PhaseKind.OBJECTION)
    later = [
        given.closes_at
        for (kind, _unit), given in year.extensions.items()
        if kind == PhaseKind.OBJECTION.value
    ]
    over = closes is not None and max([closes, *later]) <= timezone.now()
    counts = objection_counts(year)
    return bool(year.is_published and over and not counts.unanswered and not counts.waiting_for_version)
