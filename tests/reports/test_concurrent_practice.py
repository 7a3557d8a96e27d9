"""Two secretaries at once on a practice copy, and on one unit's extension: one after the other, nothing doubled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blocs.actions.extensions import set_extension
from blocs.editing import Stale, fingerprint
from blocs.models import BlocYear, Chain, Phase, PhaseExtension, PhaseKind, User
from blocs.refusals import Refused
from reports.actions.practice import make_practice, reset_practice
from tests.builders import secretary
from tests.scoring.sheets import hall
from tests.scoring.test_concurrent_saves import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def again(year: BlocYear, user: User) -> tuple[BlocYear, User]:
    return BlocYear.objects.get(pk=year.pk), User.objects.get(pk=user.pk)


def test_two_make_it_and_there_is_one() -> None:
    here = hall()
    users = [here.secretary, secretary(here.year, "thu-ky-hai")]

    def make(user: User) -> BlocYear:
        year, actor = again(here.year, user)
        return make_practice(actor=actor, year=year)

    answers = at_once(*(lambda user=user: make(user) for user in users))
    assert sorted(isinstance(answer, Refused) for answer in answers) == [False, True]
    assert BlocYear.objects.filter(is_practice=True).count() == 1

    def reset(user: User) -> BlocYear:
        year, actor = again(here.year, user)
        return reset_practice(actor=actor, year=year)

    assert not any(
        isinstance(answer, Refused) for answer in at_once(*(lambda user=user: reset(user) for user in users))
    )
    assert BlocYear.objects.filter(is_practice=True).count() == 1
    assert Chain.objects.filter(closed_at__isnull=False).count() == 2


def test_two_extend_one_unit_and_the_second_is_shown_the_first() -> None:
    here = hall()
    users = [here.secretary, secretary(here.year, "thu-ky-hai")]
    closes = timezone.now() + timedelta(days=1)
    Phase.objects.filter(year=here.year, kind=PhaseKind.PLEDGE).update(closes_at=closes)
    unit = here.year.members[1].pk

    def extend(user: User, days: int) -> PhaseExtension:
        year, actor = again(here.year, user)
        return set_extension(
            actor=actor,
            year=year,
            kind=PhaseKind.PLEDGE,
            member=unit,
            closes_at=closes + timedelta(days=days),
            reason="Đơn vị đại hội",
            base=fingerprint({}),
        )

    answers = at_once(lambda: extend(users[0], 3), lambda: extend(users[1], 5))
    (stale,) = (answer for answer in answers if isinstance(answer, Refused))
    assert isinstance(stale, Stale)
    (given,) = (answer for answer in answers if not isinstance(answer, Refused))
    assert PhaseExtension.objects.get().closes_at == given.closes_at
