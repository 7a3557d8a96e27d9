"""How long the look at another rule and the review of a draft take: `python -m tests.benchmarks.bench_rules`.

Medians on a database of its own, at 15 units × 60 criteria and at 47 units, where everyone scores everyone. Figures to
read, never a timed test.
"""

import sys
from decimal import Decimal
from typing import Any

from tests.benchmarks.bare import prepared
from tests.benchmarks.bench_results import forget, fresh, queries_of, say, timed

LEAVES = 60
LOOK = "?combining=peer&peer_average=trimmed&trim=2&aggregation=leaf"


def measure(label: str, year: Any, client: Any) -> None:
    """One line a measurement for this year."""
    from awards.version_review import review
    from awards.what_if import tried_settings, what_if
    from blocs.context import year_url
    from blocs.terms import Combining, PeerAverage

    say(f"\n{label}")
    wanted = tried_settings(
        fresh(year), {"combining": Combining.PEER, "peer_average": PeerAverage.TRIMMED, "trim": 2}
    )
    say(f"  {'xem thử, chỉ tính':24} {timed(lambda: what_if(fresh(year), wanted)):7.1f} ms")
    for name, address in (
        ("trang xem thử", year_url("results-what-if", year) + LOOK),
        ("trang xem thử, theo tổng", year_url("results-what-if", year) + "?combining=peer"),
        ("xem thay đổi bản soạn", year_url("rules-review", year)),
        ("các phiên bản", year_url("rules-versions", year)),
    ):

        def get(address: str = address) -> None:
            assert client.get(address).status_code == 200, address

        taken = timed(get)
        warm = queries_of(get)
        forget()
        say(f"  {name:24} {taken:7.1f} ms  {warm:2} truy vấn, lần đầu {queries_of(get)}")
    drafted = fresh(year)
    say(f"  {'so bản soạn, chỉ tính':24} {timed(lambda: review(fresh(year), drafted.draft_rules)):7.1f} ms")


def draft(year: Any) -> None:
    """A draft that gives a quarter of the criteria another maximum and takes one out."""
    from blocs.copying import copied_version
    from blocs.models import BlocYear
    from scoring.copying import copy_version

    made = copied_version(year.current_rules, year, number=2, reason="Biên bản họp khối")
    copy_version(year.current_rules, made)
    changed = list(made.criteria.exclude(maximum=None).order_by("position"))[::4]
    for version in changed:
        version.maximum = max(Decimal(1), version.maximum - 1)
        version.save()
    changed[-1].delete()
    BlocYear.objects.filter(pk=year.pk).update(draft_rules=made)


def main() -> None:
    prepared()

    from django.db import transaction
    from django.test import Client

    from tests.benchmarks.years import full_year
    from tests.builders import secretary

    for code, units in (("khoi-nho", 15), ("khoi-lon", 47)):
        with transaction.atomic():
            year = full_year(code, 2020, units=units, leaves=LEAVES)
            user = secretary(year, f"thu-ky-{units}")
            draft(year)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user, backend="blocs.backends.IdentifierBackend")
        measure(f"{units} đơn vị × {LEAVES} tiêu chí, tất cả chấm tất cả", year, client)


if __name__ == "__main__":
    sys.exit(main())
