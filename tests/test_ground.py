"""The ground the tests stand on: what a test commits is gone afterwards, what migrations wrote is not."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection, transaction
from zeal import NPlusOneError

from awards.models import Award
from blocs.journal import record
from blocs.models import Chain, JournalEntry
from blocs.triggers import missing_triggers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_committed_rows_are_gone_and_migrated_ones_stay(turn: int) -> None:
    assert not Chain.objects.exists(), f"left over before turn {turn}"
    assert Award.objects.exists()
    assert missing_triggers() == []
    with transaction.atomic():
        record(year=None, actor=None, action="test.entry")
    with pytest.raises(DatabaseError), transaction.atomic():
        JournalEntry.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.usefixtures("no_repeated_queries")
def test_a_query_in_every_turn_of_a_loop_is_an_error() -> None:
    permissions = list(Permission.objects.all()[:3])
    with pytest.raises(NPlusOneError):
        assert [permission.content_type.model for permission in permissions]


def test_tests_write_nowhere_near_the_data() -> None:
    assert str(settings.DATA_DIR) not in str(settings.STORAGES["default"]["OPTIONS"]["location"])


@pytest.mark.django_db
def test_several_writers_meet_in_a_real_database() -> None:
    """A file in WAL, not SQLite's shared memory; or a PostgreSQL as new as the oldest we promise."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert "memory" not in str(connection.settings_dict["NAME"])
            assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        else:
            assert cursor.execute("SHOW server_version_num").fetchone()[0] >= "150000"
