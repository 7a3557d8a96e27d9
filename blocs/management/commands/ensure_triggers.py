"""Put back the triggers that a restore or a hand-made change has dropped."""

from typing import Any

from django.core.management.base import BaseCommand

from blocs.triggers import install_triggers, missing_triggers


class Command(BaseCommand):
    help = "Cài lại những bộ canh (trigger) còn thiếu trong cơ sở dữ liệu."

    def handle(self, *args: Any, **options: Any) -> None:
        missing = missing_triggers()
        if missing:
            install_triggers()
            self.stdout.write(f"Đã cài lại: {', '.join(missing)}.")
