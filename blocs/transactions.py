"""Locks and consistent reading, one behaviour on both engines (design §4, §9)."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

from django.db import connection, models, transaction

Row = TypeVar("Row", bound=models.Model)


def locked(rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    """The rows, locked until the transaction ends.

    PostgreSQL: NO KEY, because a plain lock on a year would block every insert that refers to it. SQLite: the
    immediate transaction already holds the one write lock, so there is nothing to add.
    """
    return rows.select_for_update(no_key=True, of=("self",)) if connection.vendor == "postgresql" else rows


_LINE = Lock()


@contextmanager
def in_line() -> Iterator[None]:
    """Wait for one's turn to write before the transaction begins, where many write all the time.

    SQLite has one write lock, and whoever finds it taken looks again after up to 100 ms: with twenty people typing
    most of a save was spent asleep, some for seconds. A lock of ours wakes the next as soon as the last is done: one
    of the process's threads at a time asks for it, and it goes with the process that held it. PostgreSQL locks rows
    and wakes who waits for them, so there is nothing to add; nor inside a transaction that has begun.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    name = str(connection.settings_dict["NAME"])
    with _LINE:
        line = os.open(f"{name}-line", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(line, fcntl.LOCK_EX)
            yield
        finally:
            os.close(line)


@contextmanager
def read_snapshot() -> Iterator[None]:
    """Everything read inside agrees with itself, and nobody is kept waiting.

    BEGIN DEFERRED on SQLite; REPEATABLE READ, READ ONLY on PostgreSQL. Inside a transaction that is already
    open it adds nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "sqlite":
        sqlite: Any = connection
        sqlite.ensure_connection()
        mode = sqlite.transaction_mode
        sqlite.transaction_mode = "DEFERRED"
        try:
            with transaction.atomic():
                sqlite.transaction_mode = mode
                yield
        finally:
            sqlite.transaction_mode = mode
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
