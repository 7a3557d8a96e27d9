"""Real writers at once on a committed database: nothing acknowledged is lost, nothing is doubled."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from blocs.models import JournalEntry, User
from blocs.refusals import Refused
from blocs.terms import CriterionGroup, SheetState
from scoring.actions.cell_entries import CellAnswer, Outcome
from scoring.actions.sheets import hand_in
from scoring.models import Score, Sheet
from tests.scoring.sheets import Hall, hall

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

PERSONS = 6


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each act in a thread with a connection of its own, begun together; an error is returned, not raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return act()
        except Refused as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def here() -> Hall:
    return hall()


def fresh(here: Hall) -> User:
    """The secretary as another request has them."""
    return User.objects.get(pk=here.secretary.pk)


def test_two_persons_on_one_cell_one_is_told(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    entries = [here.entry(sheet, "I.1", str(value)) for value in range(PERSONS)]
    answers: list[CellAnswer] = [
        said for (said,) in at_once(*(lambda e=entry: here.save(e, actor=fresh(here)) for entry in entries))
    ]
    saved = [answer for answer in answers if answer.outcome is Outcome.SAVED]
    stale = [answer for answer in answers if answer.outcome is Outcome.STALE]
    assert (len(saved), len(stale)) == (1, PERSONS - 1)
    assert here.stored(sheet) == {"I.1": saved[0].stored}
    assert {answer.stored for answer in stale} == {saved[0].stored}


def test_the_same_submit_many_times_is_one_score(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    entry = here.entry(sheet, "I.1", "38.5")
    answers = at_once(*(lambda: here.save(entry, actor=fresh(here)) for _ in range(PERSONS)))
    assert {said.outcome for (said,) in answers} == {Outcome.SAVED}
    assert [score.points for score in Score.objects.all()] == [Decimal("38.5")]


def test_batches_over_the_same_sheets_in_opposite_order(here: Hall) -> None:
    """Sheets are locked by id, whatever the order of the cells, so that nobody waits in a circle."""
    b, c = here.sheet("A", "B"), here.sheet("A", "C")
    there = [here.entry(b, "I.1", "1"), here.entry(c, "I.1", "1")]
    back = [here.entry(c, "I.2", "2"), here.entry(b, "I.2", "2")]
    for answers in at_once(
        *(lambda e=entries: here.save(*e, actor=fresh(here)) for entries in (there, back) * 3)
    ):
        assert {answer.outcome for answer in answers} == {Outcome.SAVED}
    assert here.stored(b) == here.stored(c) == {"I.1": 1, "I.2": 2}


def test_a_cell_saved_while_the_sheet_is_handed_in(here: Hall) -> None:
    """Either the cell came before, and is in the sheet handed in, or it is refused; never in between."""
    sheet = here.sheet("A", "B")
    here.fill(sheet)
    entry = here.entry(sheet, "I.1", "39", base="40")
    handed, saved = at_once(
        lambda: hand_in(actor=fresh(here), **here.address, ids=[sheet.pk]),
        lambda: here.save(entry, actor=fresh(here)),
    )
    assert len(handed.now) == 1
    assert Sheet.objects.get(pk=sheet.pk).state == SheetState.HANDED_IN
    (answer,) = saved
    expected = {Outcome.SAVED: Decimal(39), Outcome.CLOSED: Decimal(40)}[answer.outcome]
    assert here.stored(sheet)["I.1"] == expected


def test_handing_in_many_times_at_once_is_one_entry(here: Hall) -> None:
    sheet = here.sheet("A", "B")
    here.fill(sheet)
    answers = at_once(
        *(lambda: hand_in(actor=fresh(here), **here.address, ids=[sheet.pk]) for _ in range(PERSONS))
    )
    assert sorted(len(said.now) for said in answers) == [0] * (PERSONS - 1) + [1]
    assert JournalEntry.objects.count() == 1


LEAVES = 30
TREE = [
    ("I", "Nội dung", CriterionGroup.CONTENT, str(LEAVES * 10), None),
    *((f"I.{n}", f"Tiêu chí {n}", CriterionGroup.CONTENT, "10", None) for n in range(1, LEAVES + 1)),
]
WORKER = """
import sys
import django

django.setup()
from blocs.models import User
from decimal import Decimal
from scoring.actions.cells import save_cell

sheet, actor, *criteria = map(int, sys.argv[1:])
actor = User.objects.get(pk=actor)
for criterion in criteria:
    save_cell(actor=actor, bloc="khoi-thu", year=2020, sheet=sheet, criterion=criterion, value=Decimal(7), base=None)
    print(criterion, flush=True)
"""


def database_url() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return re.sub(r"/[^/?]*(\?.*)?$", rf"/{name}\1", os.environ["DATABASE_URL"])


def test_a_process_killed_between_two_cells_loses_nothing_acknowledged() -> None:
    here = hall(tree=TREE, scale=Decimal(LEAVES * 10))
    sheet = here.sheet("A", "B")
    criteria = [str(here.criterion(f"I.{n}")) for n in range(1, LEAVES + 1)]
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(sheet.pk), str(here.secretary.pk), *criteria],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "khoi_thidua.settings",
        },
    )
    assert worker.stdout is not None
    acknowledged = [worker.stdout.readline().strip() for _ in range(5)]
    worker.send_signal(signal.SIGKILL)
    acknowledged += worker.stdout.read().split()
    worker.stdout.close()
    worker.wait()
    stored = {str(criterion) for criterion in Score.objects.values_list("criterion_id", flat=True)}
    assert 5 <= len(acknowledged) < LEAVES
    assert set(acknowledged) <= stored
    assert len(stored - set(acknowledged)) <= 1  # saved, and killed before it could say so
    # Whoever sends it all again gets it acknowledged, once each.
    answers = here.save(*(here.entry(sheet, f"I.{n}", "7") for n in range(1, LEAVES + 1)))
    assert {answer.outcome for answer in answers} == {Outcome.SAVED}
    assert Score.objects.count() == LEAVES
