"""What reminders cost: `python -m tests.benchmarks.bench_notices`.

A database of its own in a folder that is thrown away, fsync on. 1,000 reminders queued by one press (≤ 1 s), the look of
a minute in which nothing is due, and letters through a server on loopback. Never a timed test.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.benchmarks.bare import prepared
from tests.benchmarks.bench_results import queries_of

UNITS, HEADS = 25, 20  # 500 people, each on the site and by e-mail
LETTERS = 50


def main() -> None:
    import os

    os.environ["EMAIL_URL"] = "smtp://127.0.0.1:1"
    prepared()

    from django.conf import settings
    from django.utils import timezone

    from blocs import mailing
    from blocs.actions.notices import queue_all_due, remind
    from blocs.models import Notice, PhaseKind, Seat, SeatKind, User
    from tests.blocs.notices_stage import Server, pledge_year
    from tests.builders import secretary

    year = pledge_year(units=UNITS, closes=timezone.now() + timedelta(days=3))
    names = [f"nguoi-{number}" for number in range(UNITS * HEADS)]
    User.objects.bulk_create(
        User(username=name, full_name=name, email=f"{name}@example.vn", search=name) for name in names
    )
    people = User.objects.filter(username__in=names).order_by("pk")
    Seat.objects.bulk_create(
        Seat(
            user=user,
            kind=SeatKind.HEAD,
            unit=year.members[number % UNITS].unit,
            starts_on=timezone.localdate(),
        )
        for number, user in enumerate(people)
    )
    clerk = secretary(year)
    queued, spent = timed(lambda: remind(actor=clerk, year=year, kind=PhaseKind.PLEDGE))
    count = queued.site + queued.letters
    say(f"{count} lời nhắc xếp hàng bằng một lần bấm (≤ 1000 ms)", f"{spent:.0f} ms")
    count, spent = timed(lambda: queue_all_due(timezone.now()))
    say(f"{count} lời tự nhắc trước hạn (≤ 1000 ms)", f"{spent:.0f} ms")
    count, spent = timed(lambda: queue_all_due(timezone.now()))
    say(f"một lượt nhìn khi đã nhắc hết ({count} lời)", f"{spent:.1f} ms")
    asked = queries_of(lambda: queue_all_due(timezone.now()))
    say("  số truy vấn của lượt ấy", str(asked))
    first = list(Notice.objects.filter(channel="email").order_by("pk").values_list("pk", flat=True)[:LETTERS])
    Notice.objects.filter(channel="email").exclude(pk__in=first).update(state="failed")
    with Server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        tried, spent = timed(mailing.send_waiting)
    say(f"{tried} thư qua máy chủ trên máy này, mỗi thư", f"{spent / max(tried, 1):.1f} ms")


def say(what: str, figure: str) -> None:
    print(f"{what:<62}{figure:>10}")  # noqa: T201


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """What it gave, and how long it took, in milliseconds."""
    began = time.perf_counter()
    given = act()
    return given, (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
