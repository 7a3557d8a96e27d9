"""What an action reads under its lock is what the last transaction left, joined rows too, on both engines."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from blocs.actions.locking import lock_year
from blocs.copying import copy_rules
from blocs.models import BlocYear, RuleVersion, User
from tests.builders import bloc_year, secretary

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def anybody(_user: User, _year: BlocYear) -> bool:
    return True


@pytest.mark.parametrize("other_version", [True, False])
def test_the_rules_of_a_locked_year_are_those_of_now(other_version: bool) -> None:
    year = bloc_year()
    actor = secretary(year)
    is_held, is_asked = Event(), Event()

    def first() -> None:
        with transaction.atomic():
            found = lock_year(actor=actor, year=year, may=anybody)
            is_held.set()
            assert is_asked.wait(10)
            time.sleep(0.3)  # the other waits for the lock by now
            if other_version:
                copy_rules(found.current_rules, found, number=2)
            RuleVersion.objects.filter(pk=found.rules_id).update(note="mới")
            BlocYear.objects.filter(pk=found.pk).update(name="Khối mới")
        connection.close()

    def second() -> tuple[str, str]:
        assert is_held.wait(10)
        is_asked.set()
        with transaction.atomic():
            found = lock_year(actor=User.objects.get(pk=actor.pk), year=year, may=anybody)
            seen = found.name, found.current_rules.note
        connection.close()
        return seen

    with ThreadPoolExecutor(2) as pool:
        working, waiting = pool.submit(first), pool.submit(second)
        working.result()
        assert waiting.result() == ("Khối mới", "mới")
