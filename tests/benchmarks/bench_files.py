"""What whole-year files and papers cost: `python -m tests.benchmarks.bench_files [units …]`.

A database of its own in a folder that is thrown away, fsync on. Median of some, in milliseconds ("máy": of the
processor alone, which a busy machine does not lengthen), with the queries of one run; the budgets of the design beside them. 47 units have ten times the peer sheets of 15. Never a timed test.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from reports.paper.words import number

LEAVES = 60


def main(sizes: list[int]) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for units in sizes:
        measure(units)


def measure(units: int) -> None:
    from awards.documents import RESULTS_KIND
    from awards.models import Award
    from blocs.documents import document_kinds, heading_of
    from reports.actions.import_year import import_year
    from reports.paper.press import render
    from reports.queries import load_year_book
    from reports.views.scores_csv import csv_of
    from reports.workbook.reading import read_workbook
    from reports.workbook.writing import write_workbook
    from tests.builders_large import large_book

    book = large_book(units=units, leaves=LEAVES, code=f"khoi-{units}")
    content = write_workbook(book)
    known = set(Award.objects.values_list("code", flat=True))
    rounds = 5 if units < 20 else 1

    def bring_in() -> Any:
        reading = read_workbook(content, known)
        assert reading.book is not None, reading.faults[:3]
        return import_year(actor=None, book=reading.book, replace=True)

    say(f"{units} đơn vị × {LEAVES} tiêu chí, {number(len(book.scores), 0, thousands=True)} điểm", "", "", "")
    timed("  đọc sổ", lambda: read_workbook(content, known), rounds)
    timed("nhập sổ, lần đầu (≤ 2000)", bring_in, 0)
    timed("nhập sổ, thay năm đã có (≤ 2000)", bring_in, rounds)
    year = bring_in()

    def fresh() -> Any:
        return type(year).objects.select_related("bloc", "rules", "province").get(pk=year.pk)

    timed("xuất sổ (≤ 1500)", lambda: write_workbook(load_year_book(fresh())), rounds)
    timed("  đọc từ cơ sở dữ liệu", lambda: load_year_book(fresh()), rounds)
    timed("CSV (≤ 300)", lambda: csv_of(fresh()), rounds)
    kind = document_kinds()[RESULTS_KIND]
    for extension in ("pdf", "docx", "xlsx"):
        timed(
            f"bảng tổng hợp .{extension}" + (" (≤ 600)" if extension == "pdf" else ""),
            lambda ending=extension: render(kind.describe(fresh(), heading_of(fresh())), ending),
            rounds,
        )


def timed(what: str, act: Callable[[], Any], rounds: int) -> None:
    """The median of `rounds` after a first run; of the first run alone where `rounds` is 0."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []

    def once() -> None:
        start, used = time.perf_counter(), time.process_time()
        act()
        taken.append((1000 * (time.perf_counter() - start), 1000 * (time.process_time() - used)))

    with CaptureQueriesContext(connection) as queries:
        once()
    if rounds:
        taken.clear()
    for _ in range(rounds):
        once()
    wall, work = (statistics.median(one) for one in zip(*taken, strict=True))
    say(what, f"{wall:8.0f} ms", f"máy {work:6.0f} ms", f"{len(queries):4d} truy vấn")


def say(*columns: str) -> None:
    print("{:<45}{:>12}{:>14}{:>16}".format(*columns), flush=True)  # noqa: T201


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khoi_thidua.settings")
        os.environ["DATA_DIR"] = folder
        main([int(text) for text in sys.argv[1:]] or [15, 47])
