"""`manage.py prepare`, what ./run does to the database before it serves."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from pytest_django import Settings

from blocs.models import JournalEntry
from khoi_thidua.management.commands import prepare
from tests.builders import person


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the commands that prepare called, in order; none of them really runs."""
    names: list[str] = []

    def note(name: str, **_: Any) -> None:
        names.append(name)

    monkeypatch.setattr(prepare, "call_command", note)
    return names


@pytest.mark.django_db
def test_a_database_up_to_date_is_not_migrated_again(called: list[str], settings: Settings) -> None:
    settings.DEMONSTRATION = False
    call_command("prepare")
    assert called == ["ensure_triggers", "create_administrator"]


@pytest.mark.django_db
def test_a_new_database_is_migrated_first_and_the_demonstration_seeded(
    called: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMONSTRATION = True
    monkeypatch.setattr(prepare, "has_unapplied_migrations", lambda: True)
    call_command("prepare")
    assert called == ["migrate", "ensure_triggers", "seed_demo"]


@pytest.mark.django_db
@pytest.mark.usefixtures("called")
def test_a_demonstration_stays_one(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    call_command("prepare")
    person("mau")
    call_command("prepare")
    assert JournalEntry.objects.filter(chain__is_installation=True).count() == 1
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="giữ bản dùng thử"):
        call_command("prepare")


@pytest.mark.django_db
def test_no_demonstration_where_real_people_are(called: list[str], settings: Settings) -> None:
    settings.DEMONSTRATION = True
    person("that")
    with pytest.raises(CommandError, match="giữ bản thật"):
        call_command("prepare")
    assert "seed_demo" not in called
    assert not JournalEntry.objects.exists()


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_one_clear_line(
    called: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> bool:
        raise OperationalError("connection refused\n\tIs the server running?")

    monkeypatch.setattr(prepare, "has_unapplied_migrations", refuse)
    with pytest.raises(
        CommandError, match=r"^Không mở được cơ sở dữ liệu: connection refused Is the server running\?\.$"
    ):
        call_command("prepare")
    assert called == []


def test_one_plain_connection_instead_of_a_pool_that_keeps_trying() -> None:
    assert prepare.without_pool({"pool": {"min_size": 1}, "sslmode": "require"}) == {
        "sslmode": "require",
        "connect_timeout": 10,
    }
    assert prepare.without_pool({"connect_timeout": 3}) == {"connect_timeout": 3}
