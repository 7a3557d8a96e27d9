"""Targets: everybody who sees the year reads; a unit writes its own, the secretariat for any."""

from typing import Any

from blocs.models import Target, TargetEvidence
from blocs.storage import store
from tests.permission_rows import Row

IN_YEAR = "admin board board_all secretary secretary_former head officer teller observer"
WRITERS = "secretary head officer"
READERS = "admin board board_all secretary_former teller observer"
ALL_BUT_SECRETARY = f"{READERS} head officer"


def own(stage: Any) -> dict[str, Any]:
    return {"pk": stage.year.members[1].pk}


def of_another_unit(stage: Any) -> dict[str, Any]:
    return {"pk": stage.year.members[0].pk}


def of_another_bloc(stage: Any) -> dict[str, Any]:
    return {"pk": stage.other.members[1].pk}


def target(stage: Any) -> Target:
    return Target.objects.create(membership=stage.year.members[1], position=0, text="Hội viên mới")


def own_target(stage: Any) -> dict[str, Any]:
    return {"pk": target(stage).pk}


def evidence(stage: Any) -> dict[str, Any]:
    with store(
        content=b"%PDF-x", name="a.pdf", content_type="application/pdf", year=stage.year, actor=None
    ) as file:
        row = TargetEvidence.objects.create(target=target(stage), checkpoint="year_end", file=file)
    return {"pk": row.pk}


ROWS = [
    Row("targets", get={200: IN_YEAR}),
    Row(
        "target-promises", get={200: WRITERS, 403: READERS}, post={302: WRITERS, 403: READERS}, kwargs=own,
        data={"lines": "0"},
    ),
    Row(
        "target-promises", get={200: "secretary", 403: ALL_BUT_SECRETARY},
        post={302: "secretary", 403: ALL_BUT_SECRETARY}, kwargs=of_another_unit, data={"lines": "0"},
    ),
    Row("target-promises", get={}, post={}, kwargs=of_another_bloc),
    Row("target-take", post={409: WRITERS, 403: READERS}, kwargs=own),
    Row("target-results", get={200: WRITERS, 403: READERS}, post={302: WRITERS, 403: READERS}, kwargs=own),
    Row(
        "target-results", get={200: "secretary", 403: ALL_BUT_SECRETARY},
        post={302: "secretary", 403: ALL_BUT_SECRETARY}, kwargs=of_another_unit,
    ),
    Row(
        "target-evidence", get={200: IN_YEAR}, post={302: WRITERS, 403: READERS},
        kwargs=own_target, data={"checkpoint": "year_end", "text": "Báo cáo 12"},
    ),
    Row("target-evidence-remove", post={302: WRITERS, 403: READERS}, kwargs=evidence),
    Row("target-evidence-file", get={200: IN_YEAR}, kwargs=evidence),
    Row(
        "target-links", get={200: "board board_all secretary secretary_former"},
        post={302: "secretary", 403: "board board_all secretary_former"},
    ),
]  # fmt: skip
