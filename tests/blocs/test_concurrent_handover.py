"""Two persons press "Bàn giao" at once: it is enacted once, and the bloc has one leader."""

from typing import Any

import pytest

from blocs import journal
from blocs.actions.handover import enact_hand_over, save_hand_over
from blocs.models import BlocYear, FlagHolding, HandOver, LeadershipTerm, Seat, SeatKind, User
from blocs.refusals import Refused
from blocs.terms import HandOverState, Role
from tests.blocs.leading_stage import yen_bai
from tests.scoring.test_concurrent_saves import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

PERSONS = 4


def test_a_hand_over_is_enacted_once() -> None:
    stage = yen_bai()
    prepared = save_hand_over(actor=stage.secretary, year=stage.year, plan=stage.plan(), items=[])

    def enact() -> Any:
        return enact_hand_over(
            actor=User.objects.get(pk=stage.secretary.pk),
            year=BlocYear.objects.get(pk=stage.year.pk),
            hand_over=HandOver.objects.get(pk=prepared.pk),
            secretariat=[stage.chair],
        )

    answers = at_once(*[enact] * PERSONS)
    assert sum(isinstance(answer, HandOver) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == PERSONS - 1
    assert LeadershipTerm.objects.filter(role=Role.LEADER, ends_on=None).count() == 1
    assert FlagHolding.objects.filter(hand_over=prepared).count() == 1
    assert Seat.objects.filter(kind=SeatKind.SECRETARIAT, user=stage.chair).count() == 1
    assert list(journal.faults()) == []


def test_two_hand_overs_prepared_at_once_are_one() -> None:
    stage = yen_bai()

    def prepare() -> Any:
        return save_hand_over(
            actor=User.objects.get(pk=stage.secretary.pk),
            year=BlocYear.objects.get(pk=stage.year.pk),
            plan=stage.plan(),
            items=[],
        )

    answers = at_once(*[prepare] * PERSONS)
    assert sum(isinstance(answer, HandOver) for answer in answers) == 1
    assert HandOver.objects.filter(state=HandOverState.PREPARED).count() == 1
