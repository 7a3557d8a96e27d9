"""Bring the database to what this code needs, in one process: ./run has five seconds for a second start."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


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
        call_command("seed_demo" if settings.DEMONSTRATION else "create_administrator", stdout=self.stdout)


def without_pool(options: dict[str, Any]) -> dict[str, Any]:
    """A pool keeps trying for 30 s and logs each time; one plain connection tells at once what is wrong."""
    plain = {name: value for name, value in options.items() if name != "pool"}
    return {"connect_timeout": 10, **plain}


def has_unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
