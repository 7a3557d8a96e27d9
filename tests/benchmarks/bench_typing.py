"""What 20 people typing at once cost: `python -m tests.benchmarks.bench_typing [seconds]`.

The site's own server processes, real requests with sessions and tokens, 5 cells a second each, fsync on. A database of
its own in a folder that is thrown away; DATABASE_URL names an empty PostgreSQL database instead. Never a timed test.
"""

import os
import statistics
import sys
import tempfile


def main(seconds: float) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khoi_thidua.settings")
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bench-")
    for name in ("DEBUG", "BASE_URL"):
        os.environ.pop(name, None)

    import django

    django.setup()

    from django.core.management import call_command
    from django.db import connection

    from scoring.models import Score
    from tests.benchmarks.typing_load import serving, type_together, typists

    call_command("migrate", verbosity=0)
    people = typists()
    connection.close()
    with serving({}) as port:
        type_together(port, people[:2], 1)  # both processes have read the rules and opened their connections
        Score.objects.all().delete()
        connection.close()
        found = type_together(port, people, seconds)
    taken = sorted(one for typed in found for one in typed.milliseconds)
    sizes = [one for typed in found for one in typed.batches]
    stored = {
        (sheet, criterion): int(points)
        for sheet, criterion, points in Score.objects.values_list("sheet_id", "criterion_id", "points")
    }
    missing = sum(
        stored.get((person.sheet, criterion)) != int(value)
        for person, typed in zip(people, found, strict=True)
        for criterion, value in typed.stored.items()
    )
    say(f"{len(people)} người × 5 ô mỗi giây, {seconds:.0f} giây", connection.vendor)
    say("ô đã xác nhận", str(sum(typed.cells for typed in found)))
    say("trong đó không còn trong cơ sở dữ liệu", str(missing))
    say("ô bị từ chối", str(sum(len(typed.refused) for typed in found)))
    say("câu trả lời 5xx hoặc 4xx", str(sum(len(typed.faults) for typed in found)))
    say("lần mất kết nối", str(sum(typed.lost for typed in found)))
    say("số lần gửi, số ô mỗi lần", f"{len(taken)}, {statistics.mean(sizes):.2f}")
    say("một lần lưu: trung vị (≤ 10 ms)", f"{statistics.median(taken):.1f} ms")
    say("  phân vị 95", f"{taken[int(0.95 * len(taken))]:.1f} ms")
    say("  chậm nhất", f"{taken[-1]:.1f} ms")


def say(what: str, figure: str) -> None:
    print(f"{what:<45}{figure:>12}")  # noqa: T201


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 120)
