"""Many people typing at once against the site's own server processes: what a browser's script would send, counted.

Each person types at a steady pace into a sheet of the unit he works for. As in static/js/grid-queue.js what is typed
within half a second leaves in one request, one is in flight a person, and what got no answer is sent again.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# As `run` starts it (tests/scoring/test_typing_load.py compares).
SERVER = "--workers 2 --worker-class gthread --threads 4 --max-requests 5000 --max-requests-jitter 500"
TOKEN = "t" * 32
PATIENCE = 20
GATHER = 0.5  # seconds, as GridQueue.GATHER (tests/scoring/test_typing_load.py compares)


@dataclass(frozen=True)
class Typist:
    """A signed-in person and the sheet typed into."""

    person: int
    session: str
    path: str
    sheet: int
    criteria: tuple[int, ...]


@dataclass
class Typed:
    """What came of one person's typing. `stored`: criterion -> the last value the server acknowledged."""

    stored: dict[int, str] = field(default_factory=dict)
    cells: int = 0
    milliseconds: list[float] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    faults: list[int] = field(default_factory=list)
    lost: int = 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(port: int, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """The site as `run` serves it, answering on the port; the caller ends it (its whole process group)."""
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "khoi_thidua.wsgi", "--bind", f"127.0.0.1:{port}", "--reuse-port",
            *SERVER.split(), "--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket",
        ],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "khoi_thidua.settings", "DEBUG": "off", **environment},
        start_new_session=True,
    )  # fmt: skip
    for _ in range(600):
        try:
            answer = _get(port, "/healthz")
        except OSError:
            answer = 0
        if answer == 200:
            return server
        time.sleep(0.1)
    raise RuntimeError("the server did not come up")


def _get(port: int, path: str) -> int:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", path)
        return link.getresponse().status
    finally:
        link.close()


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[int]:
    """The port of a server that runs as long as the block."""
    port = free_port()
    server = start_server(port, environment)
    try:
        yield port
    finally:
        server.terminate()
        server.wait(20)


def type_together(port: int, typists: list[Typist], seconds: float, pace: float = 5) -> list[Typed]:
    """Everybody types `pace` cells a second for so long; ends when the last cell is acknowledged."""
    begin = time.monotonic() + 0.2
    with ThreadPoolExecutor(len(typists)) as pool:
        offsets = [place / len(typists) / pace for place in range(len(typists))]
        work = [
            pool.submit(_type, port, typist, begin + offset, seconds, 1 / pace)
            for typist, offset in zip(typists, offsets, strict=True)
        ]
        return [one.result() for one in work]


def _type(port: int, typist: Typist, begin: float, seconds: float, pause: float) -> Typed:
    found = Typed()
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    waiting: dict[int, str] = {}
    count, leaves = 0, begin
    keystrokes = round(
        seconds / pause
    )  # counted: sums of moments differ with how long the machine has been up
    while count < keystrokes or waiting:
        while count < keystrokes and begin + count * pause <= time.monotonic():
            turn, place = divmod(count, len(typist.criteria))
            if not waiting:
                leaves = time.monotonic() + GATHER
            waiting[typist.criteria[place]] = str((place + turn) % 9 + 1)
            count += 1
        due, is_typing = begin + count * pause, count < keystrokes
        if not waiting or (time.monotonic() < leaves and is_typing):
            time.sleep(max((min(due, leaves) if waiting else due) - time.monotonic(), 0))
        elif not _send(link, typist, waiting, found):
            time.sleep(0.2)
            link.close()
    link.close()
    return found


def _send(link: http.client.HTTPConnection, typist: Typist, waiting: dict[int, str], found: Typed) -> bool:
    """One request with all that waits; what is acknowledged waits no longer. False: no answer, or a fault."""
    cells = [
        {
            "sheet": typist.sheet,
            "criterion": criterion,
            "value": value,
            "base": found.stored.get(criterion, ""),
        }
        for criterion, value in waiting.items()
    ]
    begun = time.perf_counter()
    try:
        link.request(
            "POST",
            typist.path,
            json.dumps({"person": typist.person, "cells": cells}),
            {
                "Content-Type": "application/json",
                "X-Requested-With": "XMLHttpRequest",
                "X-CSRFToken": TOKEN,
                "Cookie": f"sessionid={typist.session}; csrftoken={TOKEN}",
            },
        )
        answer = link.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException):
        found.lost += 1
        return False
    found.milliseconds.append(1000 * (time.perf_counter() - begun))
    found.batches.append(len(cells))
    if answer.status != 200:
        found.faults.append(answer.status)
        return False
    for said in json.loads(body)["cells"]:
        value = waiting.pop(said["criterion"])
        if said["outcome"] == "saved":
            found.stored[said["criterion"]] = value
            found.cells += 1
        else:
            found.refused.append(said["outcome"])
    return True


def typists(people: int = 20, leaves: int = 60) -> list[Typist]:
    """A year of so many units in the database at hand, and one officer of each, signed in, with the unit's self-sheet."""
    from django.test import Client

    from blocs.models import SeatKind
    from blocs.terms import Level
    from scoring.models import Sheet
    from tests.benchmarks.years import tree
    from tests.builders import bloc_year, person, seat

    year = bloc_year(units=people, tree=tree(leaves), scale=950, bonus_cap=50)
    criteria = tuple(year.current_rules.criteria.exclude(maximum=None).values_list("criterion_id", flat=True))
    made = []
    for member in year.members:
        officer = person(f"can-bo-{member.pk}")
        seat(officer, SeatKind.OFFICER, unit=member.unit)
        client = Client()
        client.force_login(officer, backend="blocs.backends.IdentifierBackend")
        made.append(
            Typist(
                officer.pk,
                client.cookies["sessionid"].value,
                f"/khoi/{year.bloc.code}/{year.slug}/phieu/o/",
                Sheet.objects.get(level=Level.SELF, scored=member).pk,
                criteria,
            )
        )
    return made
