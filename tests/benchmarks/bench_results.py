"""How long the results take (design §10): `python -m tests.benchmarks.bench_results`.

Prints medians beside a bare signed-in page with the same tables in the same base template, on a database of its own.
These are figures to read, never a timed test: the machine they run on is not the one they were written on.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks.bare import Tables, bare_tables, prepared

ROUNDS = 25
UNITS, LEAVES, MANY_UNITS, MORE_YEARS = 15, 60, 47, 10


def timed(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median in milliseconds, after one round that warms up."""
    act()
    taken = []
    for _round in range(rounds):
        begin = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def queries_of(act: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT", "PRAGMA")) for query in captured)


def forget() -> None:
    """As if the process had just begun: nothing of any year in memory."""
    from awards import queries as award_queries
    from scoring import queries

    for memory in (
        queries._rules_memory,
        queries._points_memory,
        queries._consolidation_memory,
        award_queries._awards_memory,
    ):
        memory._kept.clear()


def fresh(year: Any) -> Any:
    from blocs.models import BlocYear

    return BlocYear.objects.select_related("bloc", "rules", "province").get(pk=year.pk)


def same_tables(year: Any) -> Tables:
    """The cells of the ranked table and of the heat map, as the results page has them."""
    from awards.presenting.results_page import results_context
    from awards.results import year_results
    from scoring.visibility import EVERYTHING

    context = results_context(year_results(fresh(year)), EVERYTHING)
    ranking = [
        [
            row["rank"],
            row["short"],
            *(point["text"] for point in row["points"]),
            row["bar_text"],
            row["bonus"],
            row["penalty"],
            row["final"],
            row["class_name"],
            row["why_url"],
        ]
        for row in context["rows"]
    ]
    heat = [[row["name"], *(cell["text"] for cell in row["cells"])] for row in context["heat"]["rows"]]
    return [ranking, heat]


def measure(label: str, year: Any, client: Any) -> None:
    """One line a measurement for this year."""
    from awards.results import year_results
    from blocs.context import year_url
    from scoring.queries import consolidation

    bare_tables[year.bloc.code, year.slug] = same_tables(year)
    first = year.members[0].code
    addresses = {
        "trang trơn cùng bảng": year_url("bare", year),
        "kết quả": year_url("results", year),
        "vì sao hạng này": year_url("results-why", year, unit=first),
        "độ đồng đều": year_url("results-fairness", year),
        "trình chiếu kết quả": year_url("results-hall", year),
        "đăng ký": year_url("registrations", year),
        "ký giao ước": year_url("pledges", year),
        "bỏ phiếu": year_url("votes", year),
        "kiểm phiếu": year_url("votes-award", year, award="FLAG_PROV"),
    }
    say(f"\n{label}")
    floor = 0.0
    for name, address in addresses.items():

        def get(address: str = address) -> None:
            assert client.get(address).status_code == 200, address

        taken = timed(get)
        floor = floor or taken
        warm = queries_of(get)
        forget()
        say(
            f"  {name:24} {taken:7.1f} ms  {taken / floor:4.1f} × trang trơn"
            f"  {warm:2} truy vấn, lần đầu {queries_of(get)}"
        )

    def cold(act: Callable[[Any], object]) -> Callable[[], object]:
        def run() -> object:
            forget()
            return act(fresh(year))

        return run

    for name, act in (("tổng hợp từ phiếu", consolidation), ("kết quả từ phiếu", year_results)):
        taken = timed(cold(act), 9)
        say(f"  {name:24} {taken:7.1f} ms  {queries_of(cold(act))} truy vấn, kể cả năm và quy tắc")


def say(text: str) -> None:
    print(text)  # noqa: T201


def main() -> None:
    prepared()

    from django.db import transaction
    from django.test import Client

    from tests.benchmarks.years import full_year
    from tests.builders import secretary

    with transaction.atomic():
        year = full_year("khoi-nho", 2020, units=UNITS, leaves=LEAVES)
        user = secretary(year)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="blocs.backends.IdentifierBackend")
    measure(f"{UNITS} đơn vị × {LEAVES} tiêu chí, tất cả chấm tất cả", year, client)
    for more in range(1, MORE_YEARS + 1):
        with transaction.atomic():
            full_year("khoi-nho", 2020 - more, units=UNITS, leaves=LEAVES)
    measure(f"thêm {MORE_YEARS} năm nữa của cùng khối", fresh(year), client)
    with transaction.atomic():
        large = full_year("khoi-lon", 2020, units=MANY_UNITS, leaves=LEAVES)
        client.force_login(secretary(large, "thu-ky-lon"), backend="blocs.backends.IdentifierBackend")
    measure(f"{MANY_UNITS} đơn vị × {LEAVES} tiêu chí", large, client)


if __name__ == "__main__":
    sys.exit(main())
