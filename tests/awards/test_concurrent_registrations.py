"""Accepting and changing at once, and two units for the last place: one comes first, and the other sees it."""

import pytest

from awards.models import Registration, RegistrationLimit
from blocs.models import User
from blocs.refusals import Refused
from blocs.terms import RegistrationState
from tests.awards.registration_scenes import accept, base_of, draft, head_of, registered, send, take_back
from tests.awards.scenes import award, fresh
from tests.builders import bloc_year, secretary
from tests.scoring.test_concurrent_saves import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("turn", range(3))
def test_accepted_or_taken_back_never_both(turn: int) -> None:
    year = bloc_year()
    unit = year.members[1]
    head, clerk = head_of(unit), secretary(year)
    row = registered(unit, state=RegistrationState.SENT)
    shown = base_of(unit)
    accepted, back = at_once(
        lambda: accept(User.objects.get(pk=clerk.pk), unit, shown, row.pk),
        lambda: take_back(User.objects.get(pk=head.pk), row),
    )
    row.refresh_from_db()
    if isinstance(back, Refused):
        assert (accepted, row.state) == (1, RegistrationState.ACCEPTED)
    else:
        assert isinstance(accepted, Refused)
        assert row.state == RegistrationState.DRAFT


@pytest.mark.parametrize("turn", range(3))
def test_two_units_for_the_last_place(turn: int) -> None:
    year = bloc_year()
    RegistrationLimit.objects.create(rules=year.current_rules, award=award("FLAG_GOV"), in_bloc=1)
    units = fresh(year).members[1:3]
    heads = [head_of(unit) for unit in units]
    for head, unit in zip(heads, units, strict=True):
        draft(head, unit, "FLAG_GOV")
    bases = [base_of(unit) for unit in units]
    answers = at_once(
        *(
            lambda head=head, unit=unit, base=base: send(User.objects.get(pk=head.pk), unit, base)
            for head, unit, base in zip(heads, units, bases, strict=True)
        )
    )
    assert sum(answer == 1 for answer in answers) == 1
    assert Registration.objects.filter(state=RegistrationState.SENT).count() == 1
