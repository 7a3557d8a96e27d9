"""How long the home pages take (≤ 12 queries, ≤ 40 ms): `python -m tests.benchmarks.bench_home`.

15 units × 60 criteria with ten past years of the same bloc; the secretariat, a unit's head and the board.
"""

import sys
from datetime import timedelta
from typing import Any

from tests.benchmarks.bare import bare_tables, prepared
from tests.benchmarks.bench_results import (
    LEAVES,
    MORE_YEARS,
    UNITS,
    fresh,
    queries_of,
    same_tables,
    say,
    timed,
)

_PAGES = (
    ("Việc cần làm", "year-home"),
    ("lịch", "calendar"),
    ("giao ước", "pledge"),
    ("chỉ tiêu", "targets"),
    ("đăng ký", "registrations"),
    ("phong trào", "movements"),
    ("khen thưởng", "commendations"),
    ("sơ kết, tổng kết", "reports"),
)


def people(year: Any) -> dict[str, Any]:
    from blocs.models import SeatKind
    from tests.builders import person, seat, secretary

    head, board = person("lanh-dao"), person("so-noi-vu")
    seat(head, SeatKind.HEAD, unit=year.members[1].unit)
    seat(board, SeatKind.BOARD)
    return {"tổ thư ký": secretary(year), "lãnh đạo đơn vị": head, "cơ quan thường trực": board}


def open_windows(year: Any) -> None:
    """Every window open until next week, so that every kind of work waits."""
    from django.utils import timezone

    now = timezone.now()
    year.phases.update(opens_at=now - timedelta(days=7), closes_at=now + timedelta(days=7))


def main() -> None:
    prepared()

    from django.db import transaction
    from django.test import Client
    from django.urls import reverse

    from blocs.addresses import page
    from tests.benchmarks.years import full_year

    with transaction.atomic():
        year = full_year("khoi-nho", 2020, units=UNITS, leaves=LEAVES)
        for more in range(1, MORE_YEARS + 1):
            full_year("khoi-nho", 2020 - more, units=UNITS, leaves=LEAVES)
        open_windows(year)
        who = people(year)
    bare_tables[year.bloc.code, year.slug] = same_tables(year)
    for seat_name, user in who.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(user, backend="blocs.backends.IdentifierBackend")
        say(f"\n{seat_name}, {UNITS} đơn vị, {MORE_YEARS} năm trước")
        pages = [("các khối", reverse("blocs"))]
        # A unit's people are led on from the secretariat's table of registrations to their own page.
        pages += [
            (label, client.get(page(name, fresh(year)), follow=True).request["PATH_INFO"])
            for label, name in _PAGES
        ]
        for label, address in pages:

            def get(address: str = address, client: Any = client) -> None:
                assert client.get(address).status_code == 200, address

            say(f"  {label:20} {timed(get):7.1f} ms  {queries_of(get):2} truy vấn")


if __name__ == "__main__":
    sys.exit(main())
