"""`manage.py document BLOC YEAR KIND -o FILE` and `document --list` (contract §1)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blocs.documents import document_kinds, heading_of, missing_fields
from blocs.finding_years import year_named
from blocs.transactions import read_snapshot
from reports.paper.press import EXTENSIONS, render


class Command(BaseCommand):
    help = "In một văn bản của năm thi đua ra tệp .pdf, .docx hoặc .xlsx."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bloc", metavar="BLOC", nargs="?")
        parser.add_argument("year", metavar="YEAR", type=int, nargs="?")
        parser.add_argument("kind", metavar="KIND", nargs="?")
        parser.add_argument("-o", "--output", metavar="FILE")
        parser.add_argument("--list", action="store_true", help="liệt kê các loại văn bản")

    def handle(self, *args: Any, **options: Any) -> None:
        kinds = document_kinds()
        if options["list"]:
            for kind in kinds.values():
                self.stdout.write(f"{kind.kind}\t{kind.title}")
            return
        if None in (options["bloc"], options["year"], options["kind"], options["output"]):
            raise CommandError("Cần: document MÃ_KHỐI NĂM LOẠI -o TỆP (hoặc --list).")
        if options["kind"] not in kinds:
            raise CommandError(f"Không có loại văn bản “{options['kind']}”. Hiện có: {', '.join(kinds)}.")
        path = Path(options["output"])
        if path.suffix.lstrip(".").lower() not in EXTENSIONS:
            raise CommandError(f"Tên tệp phải kết thúc bằng .{', .'.join(EXTENSIONS)}.")
        with read_snapshot():
            year = year_named(options["bloc"], options["year"])
            kind = kinds[options["kind"]]
            paper = kind.describe(year, heading_of(year, kind=kind))
            missing = missing_fields(year)
        try:
            path.write_bytes(render(paper, path.suffix))
        except OSError as error:
            raise CommandError(f"Không ghi được {path}: {error.strerror}.") from error
        for field in missing:
            self.stderr.write(f"Còn thiếu: {field.label}")
        self.stdout.write(f"Đã ghi {path}.")
