"""Bring the database to what this code needs, in one process: ./run has five seconds for a second start."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from blocs.journal import record
from blocs.models import JournalEntry, User

DEMONSTRATION_MADE = "installation.demonstration"


class Command(BaseCommand):
    help = (
        "Chuẩn bị cơ sở dữ liệu: cập nhật cấu trúc, cài lại bộ canh nhật ký, rồi tạo dữ liệu dùng thử"
        " (DEMONSTRATION=on) hoặc người quản trị đầu tiên."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor == "postgresql" and connection.connection is None:
            connection.settings_dict["OPTIONS"] = without_pool(connection.settings_dict["OPTIONS"])
        try:
            outdated = has_unapplied_migrations()
        except DatabaseError as error:
            reason = " ".join(str(error).split()).rstrip(".")
            raise CommandError(f"Không mở được cơ sở dữ liệu: {reason}.") from error
        if outdated:
            call_command("migrate", interactive=False, verbosity=0)
        call_command("ensure_triggers", stdout=self.stdout)
        keep_apart()
        call_command("seed_demo" if settings.DEMONSTRATION else "create_administrator", stdout=self.stdout)


def keep_apart() -> None:
    """Refuse a demonstration in a real installation's database, and the other way round (design §4).

    With DATABASE_URL nothing else would: both kinds of data folder may name the same database. The journal, which
    is never rewritten, says which kind it is.
    """
    marked = JournalEntry.objects.filter(
        chain__is_installation=True, text__contains=f'"action": "{DEMONSTRATION_MADE}"'
    ).exists()
    if marked and not settings.DEMONSTRATION:
        raise CommandError(
            "Cơ sở dữ liệu này giữ bản dùng thử. Hãy đặt DATABASE_URL tới một cơ sở dữ liệu khác."
        )
    if settings.DEMONSTRATION and not marked:
        if User.objects.exists():
            raise CommandError("Cơ sở dữ liệu này giữ bản thật. Hãy mở nó bằng: ./run --no-demo")
        with transaction.atomic():
            record(year=None, actor=None, action=DEMONSTRATION_MADE)


def without_pool(options: dict[str, Any]) -> dict[str, Any]:
    """A pool keeps trying for 30 s and logs each time; one plain connection tells at once what is wrong."""
    plain = {name: value for name, value in options.items() if name != "pool"}
    return {"connect_timeout": 10, **plain}


def has_unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
