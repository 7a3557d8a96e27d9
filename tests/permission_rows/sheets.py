from typing import Any

from blocs.terms import Level, SheetState
from scoring.models import Sheet
from tests.permission_rows import Row

READERS = "board board_all secretary secretary_former"
ONLY_READ = "board board_all secretary_former"


def paper(_stage: Any) -> dict[str, Any]:
    return {"level": "cheo", "scorer": "A"}


def sheet(stage: Any) -> Sheet:
    return Sheet.objects.get(year=stage.year, level=Level.PEER, scorer__code="A", scored__code="B")


def one_cell(stage: Any) -> dict[str, Any]:
    leaf = stage.year.current_rules.criteria.get(code="I.1")
    return {"sheet": sheet(stage).pk, "criterion": leaf.criterion_id, "value": "1", "base": ""}


def handed_in(stage: Any) -> dict[str, Any]:
    found = sheet(stage)
    Sheet.objects.filter(pk=found.pk).update(state=SheetState.HANDED_IN)
    return {"sheet": [found.pk], "reason": "Ghi nhầm cột"}


def reasoned(stage: Any) -> dict[str, Any]:
    return {"sheet": [sheet(stage).pk], "reason": "Xung đột lợi ích"}


OWN = "head officer"  # of unit B


def own_paper(_stage: Any) -> dict[str, Any]:
    return {"level": "cheo", "scorer": "B"}


def own_sheet(stage: Any) -> Sheet:
    return Sheet.objects.get(year=stage.year, level=Level.PEER, scorer__code="B", scored__code="A")


def own_cell(stage: Any) -> dict[str, Any]:
    return one_cell(stage) | {"sheet": own_sheet(stage).pk}


def own_handed_in(stage: Any) -> dict[str, Any]:
    found = own_sheet(stage)
    Sheet.objects.filter(pk=found.pk).update(state=SheetState.HANDED_IN)
    return {"sheet": [found.pk], "reason": "Ghi nhầm cột"}


def own_reasoned(stage: Any) -> dict[str, Any]:
    return {"sheet": [own_sheet(stage).pk], "reason": "Xung đột lợi ích"}


ROWS = [
    Row("sheets", get={200: f"{READERS} {OWN}"}),
    Row("sheets", get={200: f"{READERS} {OWN}"}, published=True),
    Row(
        "grid",
        get={200: READERS},
        post={302: "secretary", 403: ONLY_READ},
        kwargs={"level": "khoi"},
        data={"bases": "{}"},
    ),
    Row(
        "grid",
        get={200: READERS},
        post={302: "secretary board board_all", 403: "secretary_former"},
        kwargs={"level": "tham-dinh"},
        data={"bases": "{}"},
    ),
    Row(
        "grid-peer",
        get={200: READERS},
        post={302: "secretary", 403: ONLY_READ},
        kwargs=paper,
        data={"bases": "{}"},
    ),
    Row(
        "grid",
        get={200: f"{READERS} {OWN}"},
        post={302: f"secretary {OWN}", 403: ONLY_READ},
        kwargs={"level": "tu-cham"},
        data={"bases": "{}"},
    ),
    Row(
        "grid-peer",
        get={200: f"{READERS} {OWN}"},
        post={302: f"secretary {OWN}", 403: ONLY_READ},
        kwargs=own_paper,
        data={"bases": "{}"},
    ),
    Row("cell-save", post={200: "secretary", 403: ONLY_READ}, data=one_cell),
    Row("cell-save", post={200: f"secretary {OWN}", 403: ONLY_READ}, data=own_cell),
    Row("cell-save", post={409: "secretary", 403: ONLY_READ}, data=one_cell, published=True),
    Row(
        "sheet-hand-in",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        kwargs=paper,
    ),
    Row(
        "sheet-hand-in",
        get={200: "secretary head", 403: f"{ONLY_READ} officer"},
        post={302: "secretary head", 403: f"{ONLY_READ} officer"},
        kwargs=own_paper,
    ),
    Row(
        "sheet-reopen",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        kwargs=paper,
        data=handed_in,
    ),
    Row(
        "sheet-reopen",
        get={200: "secretary", 403: f"{ONLY_READ} {OWN}"},
        post={302: "secretary", 403: f"{ONLY_READ} {OWN}"},
        kwargs=own_paper,
        data=own_handed_in,
    ),
    Row(
        "sheet-recuse",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        kwargs=paper,
        data=reasoned,
    ),
    Row(
        "sheet-recuse",
        get={200: "secretary head", 403: f"{ONLY_READ} officer"},
        post={302: "secretary head", 403: f"{ONLY_READ} officer"},
        kwargs=own_paper,
        data=own_reasoned,
    ),
    Row("sheet-form", get={200: READERS}, kwargs=paper),
    Row("sheet-form", get={200: f"{READERS} {OWN}"}, kwargs=own_paper),
    Row(
        "sheet-form-upload",
        get={200: "secretary", 403: ONLY_READ},
        post={422: "secretary", 403: ONLY_READ},  # without a file
        kwargs=paper,
    ),
    Row(
        "sheet-form-upload",
        get={200: f"secretary {OWN}", 403: ONLY_READ},
        post={422: f"secretary {OWN}", 403: ONLY_READ},  # without a file
        kwargs=own_paper,
    ),
    Row("sheet-blank", get={200: READERS}, kwargs={"level": "khoi"}),
    Row("sheet-blank", get={200: READERS}, kwargs=paper),
    Row("sheet-blank", get={200: f"{READERS} {OWN}"}, kwargs=own_paper),
    Row("sheet-blank", get={200: f"{READERS} {OWN}"}, kwargs={"level": "tu-cham"}),
]

# A unit's own people: who fills, who reads, and what is not there for them.
ROWS += [
    Row(
        "grid-unit",
        get={200: f"{READERS} head officer"},
        post={302: "secretary board board_all head officer", 403: "secretary_former"},
        kwargs={"code": "B"},
        data={"bases": "{}"},
    ),
    Row(
        "grid-one",
        get={200: "secretary", 403: ONLY_READ},
        post={302: "secretary", 403: ONLY_READ},
        kwargs=paper,
        data={"muc": "I.1", "bases": "{}"},
    ),
    Row(
        "grid-one",
        get={200: "secretary head officer", 403: ONLY_READ},
        post={302: "secretary head officer", 403: ONLY_READ},
        kwargs={"level": "tu-cham"},
        data={"muc": "I.1", "bases": "{}"},
    ),
]
