"""`manage.py import_year FILE.xlsx [--check] [--replace]` (contract §1)."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from awards.models import Award
from blocs.refusals import Refused
from reports.actions.import_units import matches
from reports.actions.import_year import existing_year, import_year
from reports.workbook.book import YearBook
from reports.workbook.opening import RefusedFile, read_bytes
from reports.workbook.reading import read_workbook


class Command(BaseCommand):
    help = "Nhập sổ Excel của một năm thi đua: nhập tất cả, hoặc không gì cả nếu có lỗi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.xlsx")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra, không lưu")
        parser.add_argument("--replace", action="store_true", help="thay năm đã có")

    def handle(self, *args: Any, file: str, check: bool, replace: bool, **options: Any) -> None:
        path = Path(file)
        if not path.is_file():
            raise CommandError(f"Không có tệp {file}.")
        try:
            content = read_bytes(path)
        except RefusedFile as refusal:
            self.stdout.write(str(refusal))
            raise SystemExit(1) from refusal
        reading = read_workbook(content, set(Award.objects.values_list("code", flat=True)))
        for fault in reading.faults:
            self.stdout.write(str(fault))
        if reading.book is None:
            raise SystemExit(1)
        for notice in reading.notices:
            self.stdout.write(f"Lưu ý: {notice}")
        self.stdout.write(summary(reading.book))
        if check:
            if existing_year(reading.book) is not None and not replace:
                self.stdout.write("Năm này đã có: khi nhập cần --replace.")
            self.stdout.write("Sổ không có lỗi. Chưa lưu gì.")
            return
        digest = hashlib.sha256(content).hexdigest()
        try:
            year = import_year(actor=None, book=reading.book, replace=replace, digest=digest)
        except Refused as refusal:
            raise CommandError(f"{refusal} (--replace)" if not replace else str(refusal)) from refusal
        self.stdout.write(f"Đã nhập {year}.")


def summary(book: YearBook) -> str:
    """What the workbook holds, in a few lines."""
    known = sum(not match.is_new for match in matches(book))
    lines = [
        f"{book.head.name} ({book.head.code}), năm {book.head.year}",
        f"  {len(book.units)} đơn vị, trong đó {known} đơn vị đã có trong khối",
        f"  {len(book.criteria)} tiêu chí, {len(book.scores)} điểm, {len(book.award_rules)} quy tắc khen",
        f"  {len(book.registrations)} đăng ký, {len(book.pledges)} dòng giao ước,"
        f" {len(book.vote_counts)} lần bỏ phiếu",
    ]
    return "\n".join(lines)
