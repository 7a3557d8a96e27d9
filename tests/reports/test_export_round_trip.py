"""Stored and loaded again, a year is the same year; exported twice, the same bytes (contract §1)."""

import dataclasses
import io
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from awards.results import results_json, year_results
from blocs.models import BlocYear
from blocs.terms import Level, SheetState
from reports.actions.import_year import import_year
from reports.queries import load_year_book
from reports.workbook.book import YearBook, in_bloc_order
from reports.workbook.writing import write_workbook
from scoring.models import CriterionVersion
from tests.builders_large import large_book
from tests.reports.test_workbook_round_trip import year_books
from tests.reports.workbook_builders import AWARDS, EXAMPLES, FULL_YEAR, read

pytestmark = [pytest.mark.django_db, pytest.mark.untraced]


def load(made: BlocYear) -> YearBook:
    return load_year_book(BlocYear.objects.select_related("bloc", "rules", "province").get(pk=made.pk))


def normal(book: YearBook) -> YearBook:
    """The book as a database gives it back: rows in the order of what they are about, not in which they were typed.

    Units in bloc order; scores, sheets, assignments, registrations, votes by unit, level and criterion or award;
    the state of a sheet only where it must be said: an unfinished one with scores, and a recused one.
    """
    units = tuple(in_bloc_order(book.units))
    place = {unit.code: index for index, unit in enumerate(units)} | {"": -1}
    leaf = {row.code: index for index, row in enumerate(book.criteria)}
    level = {one: index for index, one in enumerate(Level)}
    award = {code: index for index, code in enumerate(AWARDS)}
    scored = {(row.level, row.scored, row.scorer) for row in book.scores}

    def sheet(row: Any) -> tuple[int, int, int]:
        scorer = row.scorer if row.level is Level.PEER else ""
        return level[row.level], place[row.scored], place[scorer]

    said = [
        row
        for row in book.sheets
        if row.state is SheetState.RECUSED
        or (row.state is SheetState.FILLING and (row.level, row.scored, row.scorer) in scored)
    ]
    return dataclasses.replace(
        book,
        units=units,
        scores=tuple(sorted(book.scores, key=lambda row: (sheet(row), leaf[row.criterion]))),
        sheets=tuple(sorted(said, key=sheet)),
        assignments=tuple(sorted(book.assignments, key=lambda row: (place[row.scorer], place[row.scored]))),
        pledges=tuple(sorted(book.pledges, key=lambda row: place[row.unit])),
        registrations=tuple(sorted(book.registrations, key=lambda row: (place[row.unit], award[row.award]))),
        vote_counts=tuple(sorted(book.vote_counts, key=lambda row: award[row.award])),
        vote_results=tuple(sorted(book.vote_results, key=lambda row: (award[row.award], place[row.unit]))),
    )


@pytest.mark.one_engine
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(year_books())
def test_stored_and_loaded_a_year_is_the_same(book: YearBook) -> None:
    if not book.rules.scale:
        return
    saved = transaction.savepoint()
    try:
        loaded = load(import_year(actor=None, book=book))
        assert loaded == normal(book)
        exported = write_workbook(loaded)
        reading = read(exported)
        assert reading.faults == ()
        assert reading.book == loaded
        again = load(import_year(actor=None, book=loaded, replace=True))
        assert write_workbook(again) == exported
    finally:
        transaction.savepoint_rollback(saved)


def test_the_full_year_comes_back() -> None:
    assert load(import_year(actor=None, book=FULL_YEAR)) == normal(FULL_YEAR)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_the_examples_are_exported_the_same_twice_and_count_the_same(path: Any) -> None:
    book = read(path).book
    assert book is not None
    first = import_year(actor=None, book=book)
    exported = write_workbook(load(first))
    results = results_json(year_results(first))
    taken = read(exported).book
    assert taken is not None
    second = import_year(actor=None, book=taken, replace=True)
    assert write_workbook(load(second)) == exported
    assert results_json(year_results(second)) == results
    # The same cells as the file that came in, wherever both have a sheet.
    before, after = load_workbook(path), load_workbook(io.BytesIO(exported))
    for sheet in ("Đơn vị", "Tiêu chí", "Quy tắc khen", "Xếp loại"):
        assert list(after[sheet].values) == list(before[sheet].values)


def test_a_newer_version_of_the_rules_is_what_is_exported() -> None:
    made = import_year(actor=None, book=FULL_YEAR)
    CriterionVersion.objects.filter(rules=made.current_rules, code="II").update(text="Phong trào thi đua")
    assert {row.text for row in load(made).criteria} >= {"Phong trào thi đua"}


@pytest.mark.parametrize("units", [3, 15])
def test_export_queries_are_constant(units: int, no_repeated_queries: None) -> None:
    made = import_year(actor=None, book=large_book(units=units, leaves=12))
    year = BlocYear.objects.select_related("bloc", "rules", "province").get(pk=made.pk)
    with CaptureQueriesContext(connection) as queries:
        load_year_book(year)
    assert len(queries) == 16
