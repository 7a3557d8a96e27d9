"""Triggers that hold what a constraint cannot, above all that the journal only grows.

Each app names its own; the composition lists them, and one function installs them after every migrate, because
Django remakes a table on SQLite and silently drops its triggers. Start-up and `verify_journal` fail when one is
missing (design §4).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from blocs.offers import offers


@dataclass(frozen=True, slots=True)
class Trigger:
    """One rule as a trigger: full statements for each engine; an empty one is not needed there."""

    name: str
    table: str
    sqlite: str
    postgresql: str
    postgresql_function: str


_ENTRY = "blocs_journalentry"
_REFUSE = """CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'journal entries are never changed' USING ERRCODE = 'integrity_constraint_violation';
    END $$"""

JOURNAL_TRIGGERS = (
    Trigger(
        name="journal_no_update",
        table=_ENTRY,
        sqlite="CREATE TRIGGER journal_no_update BEFORE UPDATE ON blocs_journalentry"
        " BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END",
        postgresql="CREATE TRIGGER journal_no_update BEFORE UPDATE ON blocs_journalentry"
        " FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
        postgresql_function=_REFUSE,
    ),
    Trigger(
        name="journal_no_delete",
        table=_ENTRY,
        sqlite="CREATE TRIGGER journal_no_delete BEFORE DELETE ON blocs_journalentry"
        " BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END",
        postgresql="CREATE TRIGGER journal_no_delete BEFORE DELETE ON blocs_journalentry"
        " FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
        postgresql_function=_REFUSE,
    ),
    Trigger(
        name="journal_no_truncate",
        table=_ENTRY,
        sqlite="",
        postgresql="CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON blocs_journalentry"
        " FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()",
        postgresql_function=_REFUSE,
    ),
)


def _wanted() -> dict[str, Trigger]:
    every: list[Trigger] = offers("TRIGGERS")
    return {
        trigger.name: trigger
        for trigger in every
        if (trigger.sqlite if connection.vendor == "sqlite" else trigger.postgresql)
    }


def missing_triggers() -> list[str]:
    """Names of the triggers that are not in the database; empty when all stand."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE NOT tgisinternal AND tgenabled = 'O' AND n.nspname = ANY(current_schemas(false))"
            )
        present = {row[0] for row in cursor.fetchall()}
    return sorted(set(_wanted()) - present)


def install_triggers() -> None:
    """Create what is missing; called after every migrate."""
    wanted = _wanted()
    with connection.cursor() as cursor:
        for name in missing_triggers():
            if connection.vendor == "sqlite":
                cursor.execute(wanted[name].sqlite)
            else:
                cursor.execute(wanted[name].postgresql_function)
                cursor.execute(wanted[name].postgresql)


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """For the teardown of tests that commit: clearing tables is what the triggers exist to refuse."""
    with connection.cursor() as cursor:
        for trigger in _wanted().values():
            on_table = "" if connection.vendor == "sqlite" else f" ON {trigger.table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on_table}")
    try:
        yield
    finally:
        install_triggers()
