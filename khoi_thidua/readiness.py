"""Whether the site may start: a journal without its triggers could be rewritten unnoticed (design §4)."""

import sys
from typing import NoReturn

from django.db import DatabaseError, connection

from blocs.offers import offers
from blocs.triggers import missing_triggers

# What gunicorn takes for "failed to boot": it stops, instead of starting worker after worker.
FAILED_TO_BOOT = 3


def refuse_unguarded_journal() -> None:
    """Stop with one line unless the database is there, migrated, and every trigger stands."""
    try:
        tables = set(connection.introspection.table_names())
        migrated = tables.issuperset(trigger.table for trigger in offers("TRIGGERS"))
        missing = missing_triggers() if migrated else []
    except DatabaseError as error:
        _stop(f"không mở được cơ sở dữ liệu: {' '.join(str(error).split())}")
    finally:
        # Workers forked from here must not share this connection.
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    if not migrated:
        _stop("cơ sở dữ liệu chưa được chuẩn bị. Hãy chạy manage.py migrate trước.")
    if missing:
        names = ", ".join(missing)
        _stop(
            f"thiếu bộ canh nhật ký ({names}). Hãy chạy manage.py verify_journal, rồi manage.py ensure_triggers."
        )


def _stop(why: str) -> NoReturn:
    sys.stderr.write(f"Không khởi động được: {why}\n")
    raise SystemExit(FAILED_TO_BOOT)
