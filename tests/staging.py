"""Scenes that are dear to build: examples read once a process, and what is built once a module."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from awards.models import Award
from blocs.models import BlocYear
from reports.actions.import_year import import_year
from reports.workbook.book import YearBook
from reports.workbook.reading import read_workbook

Scene = TypeVar("Scene")
EXAMPLES = Path(__file__).resolve().parents[1] / "reports" / "examples"


@cache
def example_book(name: str) -> YearBook:
    """An example workbook, with the catalogue of awards as the migrations left it."""
    book = read_workbook(EXAMPLES / f"{name}.xlsx", set(Award.objects.values_list("code", flat=True))).book
    assert book is not None
    return book


def example_year(name: str) -> BlocYear:
    """An example workbook as a year."""
    year = import_year(actor=None, book=example_book(name))
    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


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
