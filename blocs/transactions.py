"""Locks and consistent reading, one behaviour on both engines (design §4, §9)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, models, transaction

Row = TypeVar("Row", bound=models.Model)


def locked(rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    """The rows, locked until the transaction ends.

    PostgreSQL: NO KEY, because a plain lock on a year would block every insert that refers to it. SQLite: the
    immediate transaction already holds the one write lock, so there is nothing to add.
    """
    return rows.select_for_update(no_key=True, of=("self",)) if connection.vendor == "postgresql" else rows


def locked_before_reading(rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    """The rows, locked now and not yet read: what `select_related` joins comes as the last transaction left it, too.

    PostgreSQL reads what is joined before it waits for the lock: it would come back as it was, or as missing where the
    row now refers to another. So there it locks first and reads then, with one query more.
    """
    if connection.vendor == "postgresql":
        list(locked(rows.select_related(None)).values_list("pk"))
    return rows


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
