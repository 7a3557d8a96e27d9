"""How long approving results takes: `python -m tests.benchmarks.bench_snapshots`.

The snapshot alone is what a person waits for under the year's lock; the papers are printed before it. Medians of the
processor's time, which a busy machine does not lengthen, and of the clock's.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks.bare import prepared
from tests.benchmarks.bench_results import (
    LEAVES,
    MANY_UNITS,
    UNITS,
    forget,
    fresh,
    queries_of,
    say,
)

ROUNDS = 7


def timed(act: Callable[[], object], rounds: int) -> str:
    """Medians in milliseconds after one round that warms up: "38.1 ms (đồng hồ 40.2)"."""
    act()
    spent, waited = [], []
    for _round in range(rounds):
        worked, began = time.process_time(), time.perf_counter()
        act()
        spent.append((time.process_time() - worked) * 1000)
        waited.append((time.perf_counter() - began) * 1000)
    return f"{statistics.median(spent):8.1f} ms (đồng hồ {statistics.median(waited):8.1f})"


def undone(act: Callable[[], object]) -> Callable[[], object]:
    """The act in a transaction that is taken back, so that it can be done again."""
    from django.db import transaction

    def run() -> None:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)

    return run


def measure(label: str, year: Any, people: list[Any]) -> None:
    from awards.actions.publishing import publish_results, withdraw_results
    from awards.actions.result_versions import approve_version, mark_of, propose_version
    from awards.models import ResultVersion
    from awards.result_papers import Prints, print_results
    from awards.result_versions import check_version
    from awards.snapshots import take_snapshot
    from blocs.journal import last_anchor

    first, second = people
    say(f"\n{label}")

    def line(name: str, act: Callable[[], object], rounds: int = ROUNDS) -> None:
        say(f"  {name:44} {timed(act, rounds)}  {queries_of(act):3} truy vấn")

    def none(number: int) -> Prints:
        return Prints(take_snapshot(fresh(year)).mark, number, last_anchor(year), ())

    def cold() -> object:
        forget()
        return take_snapshot(fresh(year)).arithmetic

    line("đọc, tính, băm (chưa có gì trong bộ nhớ)", cold)
    prints = none(1)

    def publish() -> None:
        forget()
        publish_results(actor=first, year=fresh(year), prints=prints)

    line("duyệt và lưu phiên bản 1, không in", undone(publish))
    began = time.perf_counter()
    printed = print_results(fresh(year), number=1, people="Người duyệt", site="")
    sizes = ", ".join(f"{len(each.content) // 1024} KB" for each in printed.papers)
    say(f"  in ba văn bản, lần đầu {(time.perf_counter() - began) * 1000:23.0f} ms  ({sizes})")
    line("in ba văn bản", lambda: print_results(fresh(year), number=1, people="Người duyệt", site=""), 3)
    publish_results(actor=first, year=fresh(year), prints=printed)
    line("tính lại từ bản lưu", lambda: check_version(ResultVersion.objects.get(year=year, number=1)))
    withdraw_results(actor=first, year=fresh(year), reason="Đo")
    line("đề nghị phiên bản 2", undone(lambda: propose_version(actor=first, year=fresh(year), reason="Đo")))
    version = propose_version(actor=first, year=fresh(year), reason="Đo")
    shown, empty = mark_of(version), none(2)

    def approve() -> None:
        forget()
        approve_version(actor=second, year=fresh(year), proposal=version.pk, shown=shown, prints=empty)

    line("duyệt phiên bản 2, không in", undone(approve))


def pages(year: Any, client: Any) -> None:
    from blocs.context import year_url

    for name, more in (
        ("results-versions", {}),
        ("results-version", {"number": 1}),
        ("results-version-check", {"number": 1}),
        ("results-proposal", {}),
    ):
        address = year_url(name, year, **more)

        def get(address: str = address) -> None:
            assert client.get(address).status_code == 200, address

        say(f"  trang {name:38} {timed(get, 15)}  {queries_of(get):3} truy vấn")


def main() -> None:
    prepared()

    from django.db import transaction
    from django.test import Client

    from tests.benchmarks.years import full_year
    from tests.builders import secretary

    for units in (UNITS, MANY_UNITS):
        with transaction.atomic():
            year = full_year(f"khoi-{units}", 2020, units=units, leaves=LEAVES)
            people = [secretary(year, f"thu-ky-{units}-{place}") for place in "ab"]
        measure(f"{units} đơn vị × {LEAVES} tiêu chí, tất cả chấm tất cả", year, people)
        client = Client(SERVER_NAME="localhost")
        client.force_login(people[1], backend="blocs.backends.IdentifierBackend")
        pages(fresh(year), client)


if __name__ == "__main__":
    sys.exit(main())
