"""The one process beside the site: runs tasks, and every minute looks for reminders that are due."""

import logging
import sys
import time
from argparse import ArgumentParser
from datetime import timedelta
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from blocs import mailing
from blocs.actions.notices import queue_all_due
from blocs.tasks import send_letters
from blocs.worker_signs import mark_alive

logger = logging.getLogger(__name__)

POLL_SECONDS = 5
LOOK_SECONDS = 60
# Ctrl+C reaches the worker twice, from the terminal and from ./run: only a later second one ends a letter half way.
PATIENCE_SECONDS = 5
KEPT = timedelta(days=14)


class PatientWorker(Worker):
    """The package's worker, one round at a time; asked to stop, it finishes the letter under way."""

    asked_at = 0.0

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        mailing.stopping.set()
        if not self.running:
            if time.monotonic() - self.asked_at < PATIENCE_SECONDS:
                return
            self.reset_signals()
            sys.exit(1)
        self.running, self.asked_at = False, time.monotonic()
        if not self.running_task:
            sys.exit(0)


class Command(BaseCommand):
    help = "Gửi thư đang chờ và tự nhắc việc khi đến ngày; chạy bên cạnh trang web, dừng bằng Ctrl+C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="một lượt rồi dừng")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        worker = PatientWorker(
            queue_names=["*"],
            interval=POLL_SECONDS,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if once:
            look()
            worker.run()
            return
        worker.configure_signals()
        serve(worker)


def serve(worker: PatientWorker) -> None:
    """Until asked to stop; whatever fails is logged and tried again at the next round."""
    looked = -float(LOOK_SECONDS)
    while worker.running:
        try:
            close_old_connections()
            if time.monotonic() - looked >= LOOK_SECONDS:
                looked = time.monotonic()
                look()
            worker.run()
        except Exception:
            logger.exception("worker: a round failed")
        if worker.running:
            time.sleep(POLL_SECONDS)


def look() -> None:
    """What is due by the clock: lost letters, reminders, letters left over, old results; each for itself."""
    now = timezone.now()
    for step in (
        mark_alive,
        lambda: mailing.give_up_stale(now),
        lambda: queue_all_due(now),
        send_what_waits,
        lambda: DBTaskResult.objects.finished().filter(finished_at__lte=now - KEPT).delete(),
    ):
        try:
            step()
        except Exception:
            logger.exception("worker: a look failed")


def send_what_waits() -> None:
    """Letters without a task that sends them: their server was down, or their task ended with its worker."""
    ready = DBTaskResult.objects.ready().filter(task_path=send_letters.module_path)
    if mailing.letters_wait() and not ready.exists():
        send_letters.enqueue()
