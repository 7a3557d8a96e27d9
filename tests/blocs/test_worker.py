"""The process beside the site: looks every minute, runs tasks, survives what fails, stops when asked."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blocs import mailing, worker_signs
from blocs.actions.notices import queue_all_due, remind
from blocs.management.commands import worker as command
from blocs.models import BlocYear, JournalEntry, Notice, PhaseKind
from blocs.tasks import send_letters
from blocs.terms import NoticeChannel, NoticeState
from tests.blocs.notices_stage import Server, head, pledge_year
from tests.builders import secretary

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _worker(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MAIL_SERVER_IS_SET = True
    settings.DATA_DIR = tmp_path
    mailing.stopping.clear()
    yield
    mailing.stopping.clear()


def soon(units: int = 3, code: str = "khoi-thu") -> BlocYear:
    """The pledge closes tomorrow evening, so that both of the bloc's reminders have come."""
    year = pledge_year(code, units=units, closes=timezone.now() + timedelta(hours=20))
    for index in range(units):
        head(year, index)
    return year


def letters(**which: Any) -> Any:
    return Notice.objects.filter(channel=NoticeChannel.EMAIL, **which)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_round_queues_and_sends() -> None:
    soon()
    call_command("worker", once=True)
    assert len(mail.outbox) == 3
    assert letters(state=NoticeState.SENT).count() == 3
    assert worker_signs.is_alive()
    call_command("worker", once=True)
    assert len(mail.outbox) == 3


def test_two_looks_at_once_queue_once() -> None:
    soon()
    now = timezone.now()
    at_once(*(lambda: queue_all_due(now) for _ in range(4)))
    assert letters().count() == 3
    assert Notice.objects.filter(channel=NoticeChannel.SITE).count() == 3
    assert JournalEntry.objects.filter(text__contains='"notices.due"').count() == 1


def test_two_workers_at_once_send_once(settings: Any) -> None:
    soon(units=8)
    queue_all_due(timezone.now())
    with Server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        tried = at_once(*(mailing.send_waiting for _ in range(4)))
    assert sum(tried) == 8
    assert len(server.taken) == 8
    assert {text.split("Message-ID: ")[1].splitlines()[0] for text in server.taken} == {
        mailing.letter(row).extra_headers["Message-ID"] for row in letters()
    }


def test_two_secretaries_press_at_once_one_reminder() -> None:
    year = soon()
    one, other = secretary(year), secretary(year, "thu-ky-hai")
    at_once(*(lambda u=user: remind(actor=u, year=year, kind=PhaseKind.PLEDGE) for user in (one, other)))
    assert letters().count() == 3
    assert JournalEntry.objects.filter(text__contains='"notices.asked"').count() == 1


def test_letters_whose_task_is_gone_are_sent_at_the_next_look() -> None:
    soon()
    queue_all_due(timezone.now())
    DBTaskResult.objects.all().delete()
    call_command("worker", once=True)
    assert letters(state=NoticeState.SENT).count() == 3


def test_a_failing_task_is_only_that(monkeypatch: pytest.MonkeyPatch) -> None:
    soon()

    def broken() -> int:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(mailing, "send_waiting", broken)
        call_command("worker", once=True)
    assert DBTaskResult.objects.failed().exists()
    call_command("worker", once=True)
    assert letters(state=NoticeState.SENT).count() == 3


def test_a_failing_round_does_not_end_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = []

    class Once:
        running = True

        def run(self) -> None:
            rounds.append(1)
            if len(rounds) == 3:
                self.running = False
            raise RuntimeError("the database is gone")

    monkeypatch.setattr(command, "POLL_SECONDS", 0)
    monkeypatch.setattr(command, "look", lambda: 1 / 0)
    command.serve(Once())  # type: ignore[arg-type]
    assert len(rounds) >= 2


def test_each_part_of_a_look_is_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    soon()
    monkeypatch.setattr(mailing, "give_up_stale", lambda now: 1 / 0)
    command.look()
    assert letters(state=NoticeState.WAITING).count() == 3


def test_old_results_go() -> None:
    send_letters.enqueue()
    call_command("worker", once=True)
    DBTaskResult.objects.update(finished_at=timezone.now() - command.KEPT - timedelta(days=1))
    command.look()
    assert not DBTaskResult.objects.finished().exists()


@pytest.mark.one_engine
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_asked(asked: signal.Signals, tmp_path: Path) -> None:
    """As ./run starts it, on a database of its own; a second signal at once, as Ctrl+C gives, changes nothing."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{tmp_path}/worker.sqlite3",
    }
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [f"{tmp_path}/worker.sqlite3"])
    manage = [sys.executable, str(ROOT / "manage.py"), "worker"]
    process = subprocess.Popen(manage, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 30
        while not (tmp_path / "worker.seen").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert (tmp_path / "worker.seen").exists()
        process.send_signal(asked)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=15)
    finally:
        process.kill()
    assert process.returncode == 0, said
    assert said == ""
