"""Ten seconds of twenty people typing against the site's own server, and a server killed in the middle of it."""

import os
import signal
import threading
import time
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection

from scoring.models import Score
from tests.benchmarks.typing_load import (
    GATHER,
    ROOT,
    SERVER,
    Typed,
    Typist,
    free_port,
    serving,
    start_server,
    type_together,
    typists,
)
from tests.scoring.test_concurrent_saves import database_url

pytestmark = [pytest.mark.untraced, pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def environment() -> dict[str, str]:
    return {
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "DATA_DIR": str(settings.DATA_DIR),
    }


def assert_nothing_acknowledged_is_lost(people: list[Typist], found: list[Typed]) -> None:
    stored = {
        (sheet, criterion): points
        for sheet, criterion, points in Score.objects.values_list("sheet_id", "criterion_id", "points")
    }
    acknowledged = {
        (person.sheet, criterion): Decimal(value)
        for person, typed in zip(people, found, strict=True)
        for criterion, value in typed.stored.items()
    }
    assert stored == acknowledged  # nothing lost, and nothing there that nobody typed


def test_the_server_is_the_one_people_run() -> None:
    assert SERVER in " ".join((ROOT / "run").read_text().replace("\\\n", " ").split())
    queue = (ROOT / "static" / "js" / "grid-queue.js").read_text()
    assert f"static GATHER = {1000 * GATHER:.0f};" in queue


def test_ten_seconds_of_twenty_people_typing() -> None:
    people = typists(20)
    connection.close()
    with serving(environment()) as port:
        found = type_together(port, people, 10)
    assert [typed.faults for typed in found] == [[]] * len(people)
    assert [typed.refused for typed in found] == [[]] * len(people)
    assert sum(typed.cells for typed in found) == 20 * 5 * 10
    assert_nothing_acknowledged_is_lost(people, found)


def test_a_killed_server_loses_nothing_it_acknowledged() -> None:
    people, port = typists(5), free_port()
    connection.close()
    server, servers = start_server(port, environment()), []

    def kill_and_start_again() -> None:
        time.sleep(1.5)
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        servers.append(start_server(port, environment()))

    accident = threading.Thread(target=kill_and_start_again)
    accident.start()
    try:
        found = type_together(port, people, 4)
        accident.join()
    finally:
        for one in servers:
            one.terminate()
            one.wait(20)
    assert sum(typed.lost for typed in found) > 0
    assert [typed.faults + typed.refused for typed in found] == [[]] * len(people)
    assert sum(typed.cells for typed in found) == 5 * 5 * 4
    assert_nothing_acknowledged_is_lost(people, found)
