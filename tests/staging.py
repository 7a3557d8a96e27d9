"""A scene that many tests of a module only read or change and take back: built once, not once a test."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

Scene = TypeVar("Scene")


def built_once(build: Callable[[], Scene]) -> Any:
    """A module's fixture holding what `build()` returns; every test, in its own savepoint, is taken back to there.

    Objects in memory are not: read them anew where a test changes them. Not for tests that commit.
    """

    @pytest.fixture(scope="module")
    def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield build()
            transaction.set_rollback(True)

    return built
