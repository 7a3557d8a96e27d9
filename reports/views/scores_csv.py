"""All scores of a year as CSV that Vietnamese Excel opens as it is: UTF-8 with BOM, semicolons, comma decimals."""

import csv
import io

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from blocs.access import SignedInRequest, visible_year
from blocs.models import BlocYear
from blocs.terms import SheetState
from blocs.transactions import read_snapshot
from reports.paper.words import trimmed
from reports.rules import can_export
from scoring.queries import points_of, rule_set, sheet_rows
from scoring.visibility import require_uncovered

_HEADINGS = ("Cấp chấm", "Đơn vị được chấm", "Đơn vị chấm", "Trạng thái", "Tiêu chí", "Điểm")


@require_GET
def scores_csv(request: SignedInRequest, bloc: str, year: str) -> HttpResponse:
    with read_snapshot():
        opened = visible_year(request, bloc, year, see=can_export)
        require_uncovered(request.user, opened)
        text = csv_of(opened)
    answer = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{bloc}-{year}-diem.csv"'
    return answer


def csv_of(year: BlocYear) -> str:
    """One line a scored cell, by sheet and criterion, and one for an empty sheet that is not scored; units by their codes."""
    members = {member.pk: safe_cell(member.code) for member in year.members}
    leaves = [(node.code, safe_cell(node.code)) for node in rule_set(year.current_rules).leaves]
    rows = sheet_rows(year)
    points = points_of(year, rows)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for row in rows:
        scores = points[row.pk]
        head = (
            row.level.label,
            members[row.scored],
            members.get(row.scorer or 0, ""),
            SheetState(row.state).label,
        )
        writer.writerows((*head, shown, trimmed(scores[code])) for code, shown in leaves if code in scores)
        if not scores and row.state is SheetState.RECUSED:
            # "Không chấm" is told apart from a sheet nobody has begun, which has no line.
            writer.writerow((*head, "", ""))
    return out.getvalue()


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
