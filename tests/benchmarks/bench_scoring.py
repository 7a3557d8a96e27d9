"""What saving scores and its pages cost: `python -m tests.benchmarks.bench_scoring [units …]`.

A database of its own in a folder that is thrown away, fsync on. Median of many, in milliseconds, with the queries
of one request; the budgets of the design beside them. Never a timed test.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.benchmarks.bare import bare_tables, prepared

ROUNDS = 30
LEAVES = 60


def main(sizes: list[int]) -> None:
    prepared()
    from django.test import override_settings

    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for units in sizes:
            measure(units)


def measure(units: int) -> None:
    from blocs.context import year_url
    from scoring.models import Score, ScoreSource, Sheet
    from tests.builders import bloc_year, secretary
    from tests.scoring.sheets import Hall, fields, peer, signed_in, url

    year = bloc_year(f"khoi-{units}", units=units, tree=tree(), scale=Decimal(600))
    here = Hall(year, secretary(year, f"thu-ky-{units}"))
    leaves = list(year.current_rules.criteria.exclude(code="I").values_list("criterion_id", flat=True))
    Score.objects.bulk_create(
        (
            Score(sheet_id=sheet, criterion_id=leaf, points=Decimal("8.5"), source=ScoreSource.PAPER)
            for sheet in Sheet.objects.filter(year=year).values_list("pk", flat=True)
            for leaf in leaves
        ),
        batch_size=5000,
    )
    client = signed_in(here)
    sheet = here.sheet("A", "B").pk
    state = {"value": Decimal("8.5")}

    def save(count: int) -> Any:
        base, state["value"] = state["value"], Decimal("9.5") - (state["value"] - Decimal("8.5"))
        cells = [
            {"sheet": sheet, "criterion": leaf, "value": str(state["value"]), "base": str(base)}
            for leaf in leaves[:count]
        ]
        body = json.dumps({"person": here.secretary.pk, "cells": cells})
        answer = client.post(
            url(here, "cell-save"),
            body,
            content_type="application/json",
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        assert {cell["status"] for cell in answer.json()["cells"]} == {200}
        return answer

    # All saves change the same cells; the whole sheet first, so that every cell has the same base.
    say(f"{units} đơn vị × {LEAVES} tiêu chí", "", "")
    timed("một phiếu 60 ô (≤ 20 ms, ≤ 10)", lambda: save(LEAVES))
    Score.objects.filter(sheet=sheet).update(points=Decimal("8.5"))
    state["value"] = Decimal("8.5")
    timed("một ô (≤ 8 ms, ≤ 8 và BEGIN, COMMIT)", lambda: save(1))
    bare_tables[year.bloc.code, year.slug] = [[["8,5"] * units] * (LEAVES + 1)]
    floor = timed("trang trơn cùng bảng", lambda: client.get(year_url("bare", year)))
    timed("trang lưới (≤ 40 ms, ≤ 12)", lambda: client.get(peer(here)), floor=floor)
    timed("trang ai đã nộp (≤ 40 ms, ≤ 12)", lambda: client.get(url(here, "sheets")), floor=floor)
    timed("phiếu Excel", lambda: client.get(peer(here, "sheet-form")), 5)
    form = fields(client, peer(here))
    cells = [name for name in form if name.startswith("c") and "-" in name]
    turns = iter(["7", "6", "5"] * 20)
    timed(
        f"cả lưới không script ({len(cells)} ô)",
        lambda: client.post(peer(here), {**fields(client, peer(here)), **dict.fromkeys(cells, next(turns))}),
        3,
    )


def tree() -> list[tuple[Any, ...]]:
    from blocs.terms import CriterionGroup

    content = CriterionGroup.CONTENT
    rows: list[tuple[Any, ...]] = [("I", "Nội dung", content, "600", None)]
    text = "Kế hoạch, tổ chức thực hiện và kết quả trong năm của tiêu chí {}"
    return rows + [(f"I.{n}", text.format(n), content, "10", "0.5") for n in range(1, LEAVES + 1)]


def timed(what: str, act: Callable[[], Any], rounds: int = ROUNDS, floor: float = 0) -> float:
    """Print the median, and its ratio to the bare page where `floor` is that; returns it in milliseconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    act()
    with CaptureQueriesContext(connection) as queries:
        act()
        count = len(queries)
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - start))
    median = statistics.median(taken)
    ratio = f" {median / floor:.1f} × trơn" if floor else ""
    say(what, f"{median:8.1f} ms", f"{count:4d} truy vấn{ratio}")
    return median


def say(*columns: str) -> None:
    print("{:<45}{:>12}{:>18}".format(*columns))  # noqa: T201


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [15, 47])
