"""`manage.py results BLOC YEAR --json` (contract §1, §4). Reads only."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from awards.results import YearResults, results_json, year_results
from blocs.finding_years import year_named
from blocs.transactions import read_snapshot
from reports.paper.words import number


class Command(BaseCommand):
    help = "In kết quả của một năm: điểm tổng hợp, xếp hạng, đề nghị khen thưởng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bloc", metavar="BLOC")
        parser.add_argument("year", metavar="YEAR", type=int)
        parser.add_argument("--json", action="store_true", help="in dạng JSON")

    def handle(self, *args: Any, bloc: str, year: int, json: bool, **options: Any) -> None:
        with read_snapshot():
            found = year_results(year_named(bloc, year))
        self.stdout.write(as_json(found) if json else as_text(found))


def as_json(found: YearResults) -> str:
    return json.dumps(results_json(found), ensure_ascii=False, indent=1)


def as_text(found: YearResults) -> str:
    """The ranked list and the nominations, a line each."""
    lines = [
        f"{unit.standing.rank or '–':>3}  {number(unit.score.final, found.decimals) or '–':>10}"
        f"  {unit.member.name}  {unit.standing.band or ''}".rstrip()
        for unit in found.in_rank_order()
    ]
    for line, nomination in zip(found.awards, found.nominations, strict=True):
        names = ", ".join(found.units[code].member.name for code in nomination.nominated)
        lines.append(f"{line.name} ({nomination.quota.places}): {names or 'chưa có đơn vị đạt'}")
    return "\n".join(lines)
