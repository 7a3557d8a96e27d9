"""What the pages of results and records cost: queries and loaded rows, with few units and with many."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import Model

from awards import queries as award_queries
from blocs.models import BlocYear, User
from scoring import queries as score_queries
from tests.awards.scenes import (
    fresh,
    signed_in,
    url,
)
from tests.builders import secretary

pytestmark = [pytest.mark.untraced, pytest.mark.django_db, pytest.mark.one_engine]


def forget() -> None:
    for memory in (
        score_queries._rules_memory,
        score_queries._points_memory,
        score_queries._consolidation_memory,
        award_queries._awards_memory,
    ):
        memory._kept.clear()


@pytest.fixture(params=[3, 15])
def filled(request: pytest.FixtureRequest, full_years: dict[int, BlocYear]) -> tuple[BlocYear, User]:
    year = fresh(full_years[request.param])
    return year, secretary(year)


# Queries of a page with everything in memory, and of a process that has read nothing yet.
COSTS = [
    ("results", {}, 8, 10),
    ("results-fairness", {}, 8, 10),
    ("results-hall", {}, 8, 10),
    ("results-why", {"unit": "DV01"}, 10, 12),
    ("registrations", {}, 10, 11),
    ("pledges", {}, 9, 9),
    ("findings", {}, 9, 9),
    ("votes", {}, 8, 8),
    ("votes-award", {"award": "FLAG_PROV"}, 11, 11),
    ("results-publish", {}, 8, 10),
]


@pytest.mark.parametrize("cost", COSTS, ids=lambda cost: cost[0])
def test_pages_take_so_many_queries_with_few_units_and_with_many(
    cost: tuple[str, dict[str, str], int, int], filled: tuple[BlocYear, User], django_assert_num_queries: Any
) -> None:
    name, more, warm, cold = cost
    year, user = filled
    client, address = signed_in(user), url(year, name, **more)
    forget()
    with django_assert_num_queries(cold):
        client.get(address)
    with django_assert_num_queries(warm):
        client.get(address)


@contextmanager
def loaded_objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How many objects of each model were made from rows."""
    counts: Counter[str] = Counter()
    plain = Model.from_db.__func__  # type: ignore[attr-defined]

    def counting(cls: type[Model], *args: Any) -> Model:
        counts[cls.__name__] += 1
        return plain(cls, *args)

    with monkeypatch.context() as patch:
        patch.setattr(Model, "from_db", classmethod(counting))
        yield counts


def test_points_are_never_loaded_as_objects(
    full_years: dict[int, BlocYear], monkeypatch: pytest.MonkeyPatch
) -> None:
    year = fresh(full_years[15])  # 255 sheets, 5,100 cells
    client = signed_in(secretary(year))
    forget()
    with loaded_objects(monkeypatch) as counts:
        client.get(url(year, "results"))
        client.get(url(year, "results-why", unit="DV01"))
    assert counts.keys() <= {
        "Session", "User", "Seat", "Bloc", "BlocYear", "RuleVersion", "Membership", "UnitName", "PledgeSignature", "Phase",
    }  # fmt: skip
    assert counts["Membership"] == 30
    assert sum(counts.values()) <= 140
