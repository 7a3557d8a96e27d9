"""Workbook in, results out, through the database: the same as a plain reading of the contract, and kept by an export."""

import json
from functools import cache
from typing import Any

import pytest
from django.core.management import call_command

from awards.recomputing import canonical, recompute
from awards.results import results_json, year_results
from awards.snapshots import inputs_of
from blocs.models import BlocYear
from reports.actions.import_year import import_year
from reports.queries import load_year_book
from reports.workbook.writing import write_workbook
from tests.reports.plain_reading import PlainYear
from tests.reports.random_years import RandomYear
from tests.reports.workbook_builders import EXAMPLES, D, changed, read

pytestmark = [pytest.mark.django_db, pytest.mark.untraced]
SEEDS = range(100, 140)


def stored(data: bytes, *, replace: bool = False) -> BlocYear:
    reading = read(data)
    assert reading.book is not None, [str(fault) for fault in reading.faults]
    return import_year(actor=None, book=reading.book, replace=replace)


def results(year: BlocYear) -> dict[str, Any]:
    """As a program that reads the JSON has them."""
    return json.loads(json.dumps(results_json(year_results(year))))


@cache
def random_year(seed: int) -> tuple[bytes, dict[str, Any]]:
    """A workbook, and what the contract says of it."""
    data = RandomYear(seed).data
    return data, PlainYear(data).results()


@pytest.mark.parametrize("first", SEEDS[::5])
def test_random_years_are_what_the_contract_says(first: int) -> None:
    for seed in range(first, first + 5):
        data, expected = random_year(seed)
        year = stored(data)
        assert results(year) == expected, seed
        # what a version of the results would keep is enough to come to the same again
        kept = json.loads(canonical(inputs_of(year)))
        assert recompute(kept).table == expected, seed


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_an_export_keeps_a_random_year(seed: int) -> None:
    data, expected = random_year(seed)
    exported = write_workbook(load_year_book(stored(data)))
    assert PlainYear(exported).results() == expected
    again = stored(exported, replace=True)
    assert results(again) == expected
    assert write_workbook(load_year_book(again)) == exported


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_the_examples_are_what_the_contract_says(example: Any, capsys: pytest.CaptureFixture[str]) -> None:
    data = example.read_bytes()
    year = stored(data)
    call_command("results", year.bloc.code, year.year, "--json")
    assert json.loads(capsys.readouterr().out) == PlainYear(data).results()


def test_a_cap_finer_than_the_digits_rounds_half_away_from_zero() -> None:
    """Everybody meets the cap of 80,005, shown with two digits."""
    data = changed({"Khối!B12": D("80.005")}, (EXAMPLES / "mau-trung-binh.xlsx").read_bytes())
    found = results(stored(data))
    assert {unit["final"] for unit in found["units"]} == {"80.01"}
    assert found == PlainYear(data).results()


def test_the_random_years_reach_every_rule() -> None:
    """What never occurs in them is not tested by them."""
    years = [random_year(seed)[1] for seed in SEEDS]
    nominations = [nomination for year in years for nomination in year["nominations"]]
    reasons = {why for each in nominations for found in each["excluded"].values() for why in found}
    assert reasons == {
        "BELOW_RANK", "BELOW_SCORE", "DISQUALIFIED", "NOMINATED_HIGHER", "NOT_RANKED", "NOT_REGISTERED", "ON_HOLD",
        "PLEDGE_UNSIGNED", "QUOTA_FULL", "VOTE_BELOW_THRESHOLD",
    }  # fmt: skip
    units = [unit for year in years for unit in year["units"]]
    separated = {(unit["separated_by"] or "-").split()[0] for unit in units}
    assert separated >= {"-", "Mục", "Phiếu", "Đồng", "Ít", "Nhiều"}
    assert sum(len(each["undecided"]) for each in nominations) > 10
    assert sum(unit["final"] is None for unit in units) > 10
    assert any(unit[level].startswith("-") for unit in units for level in ("self", "peer") if unit[level])
