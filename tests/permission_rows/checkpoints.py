"""Reports of the half-year and the year's end: units write their own, the secretariat all, the board reads."""

import json
from typing import Any

from awards.actions.bloc_reports import period_state
from blocs.editing import fingerprint
from blocs.models import UnitReport
from blocs.terms import Checkpoint, ReportState
from tests.permission_rows import Row

READERS = "board board_all secretary secretary_former"
ONLY_READ = "board board_all secretary_former"
UNIT = "head officer"
HALF = {"checkpoint": Checkpoint.HALF_YEAR}
NOTHING = {"results": "", "weaknesses": "", "proposals": "", "figures": "[]"}
TYPED = {"bases": json.dumps(NOTHING), "results": "Kết nạp 205 hội viên.", "weaknesses": "", "proposals": ""}


def of_the_head(stage: Any) -> dict[str, Any]:
    """The report of the unit whose head and officer are in the cast."""
    return {**HALF, "pk": stage.year.members[1].pk}


def sent(stage: Any) -> dict[str, Any]:
    UnitReport.objects.create(
        membership=stage.year.members[1],
        checkpoint=Checkpoint.HALF_YEAR,
        state=ReportState.HANDED_IN,
        results="Kết nạp 205 hội viên.",
    )
    return of_the_head(stage)


def period(stage: Any) -> dict[str, Any]:
    base = fingerprint(period_state(None, stage.year, Checkpoint.HALF_YEAR))
    return {"starts_on": "01/01/2020", "ends_on": "30/06/2020", "base": base}


SECTION = {**HALF, "key": "joint"}
EDITED = {"text": "Hội thao khối", "drafted": "", "base": fingerprint(None)}

ROWS = [
    Row("reports", get={200: f"{READERS} {UNIT}"}),
    Row("report-own", get={302: f"{READERS} {UNIT}"}, kwargs=HALF),
    Row(
        "unit-report",
        get={200: f"{READERS} {UNIT}"},
        post={302: f"secretary {UNIT}", 403: ONLY_READ},
        kwargs=of_the_head,
        data=TYPED,
    ),
    Row(
        "unit-report",
        get={200: f"{READERS} {UNIT}"},
        post={409: f"secretary {UNIT}", 403: ONLY_READ},
        kwargs=of_the_head,
        data=TYPED,
        published=True,
    ),
    # Form fields instead of the script's JSON: refused in words for who may, before that for who may not.
    Row("unit-report-save", post={422: f"secretary {UNIT}", 403: ONLY_READ}, kwargs=of_the_head, data=TYPED),
    Row(
        "unit-report-hand-in",
        post={302: "secretary head", 403: f"{ONLY_READ} officer"},
        kwargs=of_the_head,
        data=TYPED,
    ),
    Row(
        "unit-report-reopen",
        get={200: "secretary head", 403: f"{ONLY_READ} officer"},
        post={302: "secretary head", 403: f"{ONLY_READ} officer"},
        kwargs=sent,
        data={"reason": "Ghi nhầm số hội viên"},
    ),
    Row("bloc-report", get={200: READERS}, kwargs=HALF),
    Row("bloc-report", get={200: READERS}, kwargs={"checkpoint": Checkpoint.YEAR_END}),
    Row("bloc-report-period", post={302: "secretary", 403: ONLY_READ}, kwargs=HALF, data=period),
    Row(
        "bloc-report-section",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        kwargs=SECTION,
        data=EDITED,
    ),
    # Words, not points: they may be finished after the results are shown.
    Row(
        "bloc-report-section",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        kwargs=SECTION,
        data=EDITED,
        published=True,
    ),
    Row("bloc-report-follow", post={302: "secretary", 403: ONLY_READ}, kwargs=SECTION),
]
