"""`manage.py export_year BLOC YEAR FILE.xlsx` (contract §1)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blocs.finding_years import year_named
from blocs.transactions import read_snapshot
from reports.queries import load_year_book
from reports.workbook.writing import write_workbook


class Command(BaseCommand):
    help = "Xuất sổ Excel của một năm thi đua."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bloc", metavar="BLOC")
        parser.add_argument("year", metavar="YEAR", type=int)
        parser.add_argument("file", metavar="FILE.xlsx")

    def handle(self, *args: Any, bloc: str, year: int, file: str, **options: Any) -> None:
        with read_snapshot():
            content = write_workbook(load_year_book(year_named(bloc, year)))
        try:
            Path(file).write_bytes(content)
        except OSError as error:
            raise CommandError(f"Không ghi được {file}: {error.strerror}.") from error
        self.stdout.write(f"Đã ghi {file}.")
