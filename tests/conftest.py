"""What every test stands on. Objects are built by plain functions in tests/builders.py, not here."""

import gc
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase, override_settings
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from zeal import zeal_context

from reports.paper import pdf
from reports.paper.outline import Paper

FAST_HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"
ZEAL = "zeal.middleware.zeal_middleware"


# A slow machine is no fault of the code: examples are judged by what they give, not by their time.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")


def pytest_configure() -> None:
    """What zeal's app would do at start-up, were it one of the site's own apps."""
    from zeal.constants import initialize_app_registry
    from zeal.patch import patch

    initialize_app_registry()
    patch()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    """Coverage is not looked for in tests marked `untraced`: it doubles their time, and others count what they run."""
    if item.get_closest_marker("untraced") is None:
        return (yield)
    trace = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(trace)


TOUCHES_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the database runs a second time: nothing else can differ there."""
    if connection.vendor == "postgresql":
        items[:] = [
            item
            for item in items
            if (
                item.get_closest_marker("django_db")
                or TOUCHES_DATABASE & set(getattr(item, "fixturenames", ()))
            )
            and not item.get_closest_marker("one_engine")
        ]


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def house_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Passwords hashed at once, files in a folder of their own, and N+1 queries of a request raised as errors."""
    storages: dict[str, Any] = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path_factory.mktemp("files")},
        },
    }
    with override_settings(
        PASSWORD_HASHERS=[FAST_HASHER],
        STORAGES=storages,
        MIDDLEWARE=[ZEAL, *settings.MIDDLEWARE],
        # Django reads a session a second time to delete it.
        ZEAL_ALLOWLIST=[{"model": "sessions.Session"}],
    ):
        yield


@pytest.fixture
def no_repeated_queries() -> Iterator[None]:
    """For queries, actions and commands called without a request: N+1 is an error here too."""
    with zeal_context():
        yield


@pytest.fixture
def unpressed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that do not look at PDFs: what would be printed, as it goes to the press.

    A test marked `pressed` in such a module has the real ones.
    """
    if request.node.get_closest_marker("pressed"):
        return

    def source(paper: Paper) -> bytes:
        return f"%PDF-1.7\n{pdf.page(pdf.tidy(paper))}\n%%EOF".encode()

    monkeypatch.setattr(pdf, "render", source)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """After a test that commits, leave the database as the migrations left it.

    Django's own teardown would stop at the journal's triggers, and forget the rows that migrations wrote.
    """
    from blocs.triggers import triggers_lifted

    with django_db_blocker.unblock():
        migrated = connection.creation.serialize_db_to_string()

    def restore(_case: TransactionTestCase) -> None:
        with triggers_lifted():
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
            connection.creation.deserialize_db_from_string(migrated)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield
