"""What checking digital signatures costs: `python -m tests.benchmarks.bench_signatures`.

A paper of ours signed by 1 and by 11 people, and files made to harm; median of some in
milliseconds, memory of the whole process at its highest. Never a timed test.
"""

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any


def main() -> None:
    import django

    django.setup()
    from blocs.signed_pdf import check_signed_pdf, warm
    from tests.benchmarks.bench_files import say

    say("Kiểm tra chữ ký số", "ms", "", "")
    timed("nạp thư viện, một lần", warm, 1)

    from reports.paper.press import render
    from tests.blocs.hostile_pdfs import bomb, deep_nesting, long_array, many_fields
    from tests.blocs.signing import signed_by_many
    from tests.reports.paper_samples import ranking

    issued = render(ranking(), "pdf")
    for count in (1, 11):
        content = signed_by_many(issued, count)
        assert check_signed_pdf(issued, content).verdict.value == "good"
        budget = " (≤ 1000)" if count == 11 else ""
        timed(
            f"{count} chữ ký, {len(content) // 1024} KB{budget}",
            lambda c=content: check_signed_pdf(issued, c),
            7,
        )
    timed("tệp không phải PDF, 20 MB", lambda: check_signed_pdf(issued, bytes(20 << 20)), 3)
    for name, make in (
        ("bom nén 300 MB", bomb),
        ("lồng 100.000 cấp", deep_nesting),
        ("mảng 9 triệu số", long_array),
        ("300 chữ ký giả", many_fields),
    ):
        content = make()
        timed(f"tệp phá hoại: {name}", lambda c=content: check_signed_pdf(issued, c), 1)


def timed(what: str, act: Callable[[], Any], rounds: int) -> None:
    """The median of some rounds, with the highest memory of the process so far."""
    from tests.benchmarks.bench_files import say

    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(what, f"{statistics.median(taken):.0f}", f"{highest} MB", "")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "khoi_thidua.settings"}
        main()
