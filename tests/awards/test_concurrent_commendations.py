"""Two at once on a committed database: one row changed, one list stored."""

import pytest

from awards.actions.commendations import (
    CommendationDetails,
    add_commendation,
    change_commendation,
    commendation_state,
)
from awards.models import Commendation
from blocs.actions.movements import MovementDetails, add_movement, change_movement
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, JournalEntry, Movement, User
from blocs.movements import movement_state
from reports.actions.import_commendations import import_commendations
from tests.builders import bloc_year, secretary
from tests.scoring.test_concurrent_saves import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def fresh_year() -> BlocYear:
    return BlocYear.objects.select_related("bloc", "rules", "province").get()


def clerk() -> User:
    return User.objects.get(username="thu-ky")


def test_two_who_change_one_commendation_one_is_told() -> None:
    year = bloc_year()
    secretary(year)
    details = CommendationDetails(member=year.members[0].pk, award="MERIT_PROV", recipient="Hội A")
    row = add_commendation(actor=clerk(), year=year, details=details)
    base = fingerprint(commendation_state(row))

    def change(name: str) -> bool:
        other = CommendationDetails(member=details.member, award="MERIT_PROV", recipient=name)
        return change_commendation(actor=clerk(), year=fresh_year(), pk=row.pk, details=other, base=base)

    answers = at_once(lambda: change("Một"), lambda: change("Hai"))
    assert sorted(map(str, map(type, answers))) == sorted([str(bool), str(Stale)])
    assert Commendation.objects.get().recipient == ("Một" if answers[0] is True else "Hai")


def test_two_who_change_one_movement_one_is_told() -> None:
    year = bloc_year()
    secretary(year)
    movement = add_movement(actor=clerk(), year=year, details=MovementDetails("Vì người nghèo"))
    base = fingerprint(movement_state(movement))

    def change(goal: str) -> bool:
        details = MovementDetails("Vì người nghèo", goal=goal)
        return change_movement(actor=clerk(), year=fresh_year(), pk=movement.pk, details=details, base=base)

    answers = at_once(lambda: change("Một"), lambda: change("Hai"))
    assert sorted(map(str, map(type, answers))) == sorted([str(bool), str(Stale)])
    assert Movement.objects.get().goal == ("Một" if answers[0] is True else "Hai")


def test_one_list_sent_by_two_is_stored_once() -> None:
    year = bloc_year()
    secretary(year)
    rows = [
        CommendationDetails(member=year.members[0].pk, award="MERIT_PROV", recipient=f"Tên {number}")
        for number in range(20)
    ]

    def store() -> tuple[int, int]:
        return import_commendations(actor=clerk(), year=fresh_year(), rows=rows)

    assert sorted(at_once(store, store)) == [(0, 20), (20, 0)]
    assert Commendation.objects.count() == 20
    assert JournalEntry.objects.count() == 1
