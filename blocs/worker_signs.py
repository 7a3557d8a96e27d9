"""That the worker lives: a file beside the data which it touches at every look, for the pages that ask."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# The worker looks every minute, and a letter to a server that hangs takes some of it.
ALIVE_WITHIN = timedelta(minutes=5)


def _mark() -> Path:
    return Path(settings.DATA_DIR) / "worker.seen"


def mark_alive() -> None:
    _mark().touch()


def last_seen() -> datetime | None:
    try:
        return datetime.fromtimestamp(_mark().stat().st_mtime, UTC)
    except OSError:
        return None


def is_alive() -> bool:
    seen = last_seen()
    return seen is not None and timezone.now() - seen < ALIVE_WITHIN
