"""Writers in line: on SQLite one at a time, across threads; inside a transaction and on PostgreSQL nothing is added."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from blocs.transactions import in_line

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_at_a_time_where_there_is_one_write_lock() -> None:
    inside: list[int] = []
    most: list[int] = []

    def take(number: int) -> None:
        with in_line():
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.02)
            inside.remove(number)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(take, range(8)))
    assert len(most) == 8
    assert (max(most) == 1) is (connection.vendor == "sqlite")


def test_nobody_waits_for_himself_inside_a_transaction() -> None:
    with in_line(), transaction.atomic(), in_line():
        assert connection.in_atomic_block
