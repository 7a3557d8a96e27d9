"""Evidence and the page of one cell: what one may read of a unit's claims decides; a unit's people write their own."""

from typing import Any

from blocs.storage import store
from blocs.terms import Level, SheetState
from scoring.models import Evidence, Sheet
from tests.permission_rows import Row

STAFF = "board board_all secretary secretary_former"
UNIT = "head officer"
ONLY_READ = "board board_all secretary_former"


def leaf(stage: Any) -> int:
    found: int = stage.year.current_rules.criteria.get(code="I.1").criterion_id
    return found


def own(stage: Any) -> dict[str, Any]:
    return {"pk": stage.year.members[1].pk}


def of_another_unit(stage: Any) -> dict[str, Any]:
    return {"pk": stage.year.members[0].pk}


def criterion_of(place: int) -> Any:
    return lambda stage: {"pk": stage.year.members[place].pk, "criterion": leaf(stage)}


def document_of(place: int) -> Any:
    def make(stage: Any) -> dict[str, Any]:
        with store(
            content=b"%PDF-x", name="a.pdf", content_type="application/pdf", year=stage.year, actor=None
        ) as file:
            row = Evidence.objects.create(
                membership=stage.year.members[place],
                criterion_id=leaf(stage),
                file=file,
                added_by=stage.cast["secretary"],
            )
        return {"pk": row.pk}

    return make


def cell_of(level: Level, **units: str) -> Any:
    def find(stage: Any) -> dict[str, Any]:
        sheet = Sheet.objects.get(
            year=stage.year, level=level, **{f"{name}__code": code for name, code in units.items()}
        )
        return {"sheet": sheet.pk, "criterion": leaf(stage)}

    return find


def handed_in(stage: Any) -> dict[str, Any]:
    """A's self-sheet is in, so that those whose own is in may read it; B's is not."""
    Sheet.objects.filter(year=stage.year, level=Level.SELF, scored__code="A").update(
        state=SheetState.HANDED_IN
    )
    return cell_of(Level.SELF, scored="A")(stage)


NUMBER = {"number": "12/BC"}
POINTS = {"viec": "luu", "points": "40", "base": ""}
ROWS = [
    Row("evidence", get={200: STAFF, 302: UNIT}),
    Row("evidence-unit", get={200: f"{STAFF} {UNIT}"}, kwargs=own),
    Row("evidence-unit", get={200: STAFF}, kwargs=of_another_unit),
    Row(
        "evidence-criterion", get={200: f"{STAFF} {UNIT}"},
        post={302: f"secretary {UNIT}", 403: ONLY_READ}, kwargs=criterion_of(1), data=NUMBER,
    ),
    Row(
        "evidence-criterion", get={200: STAFF}, post={302: "secretary", 403: ONLY_READ},
        kwargs=criterion_of(0), data=NUMBER,
    ),
    Row("evidence-criterion", get={}, post={}, kwargs=lambda stage: {**own(stage), "criterion": 10**9}, data=NUMBER),
    Row("evidence-remove", post={302: f"secretary {UNIT}", 403: ONLY_READ}, kwargs=document_of(1)),
    Row("evidence-remove", post={302: "secretary", 403: ONLY_READ}, kwargs=document_of(0)),
    Row("evidence-remove", post={409: "secretary", 403: f"{ONLY_READ} {UNIT}"}, kwargs=document_of(1), published=True),
    Row("evidence-file", get={200: f"{STAFF} {UNIT}"}, kwargs=document_of(1)),
    Row("evidence-file", get={200: STAFF}, kwargs=document_of(0)),
    Row(
        "cell", get={200: f"{STAFF} {UNIT}"}, post={302: f"secretary {UNIT}", 403: ONLY_READ},
        kwargs=cell_of(Level.SELF, scored="B"), data=POINTS,
    ),
    Row(
        "cell", get={200: f"{STAFF} {UNIT}"}, post={302: f"secretary {UNIT}", 403: ONLY_READ},
        kwargs=cell_of(Level.PEER, scored="A", scorer="B"), data=POINTS,
    ),
    Row(
        "cell", get={200: STAFF}, post={302: "secretary", 403: ONLY_READ},
        kwargs=cell_of(Level.PEER, scored="B", scorer="A"), data=POINTS,
    ),
    Row(
        "cell", get={200: STAFF}, post={409: "secretary", 403: ONLY_READ}, kwargs=handed_in, data=POINTS,
    ),
    Row(
        "cell", get={200: STAFF},
        post={302: "secretary board board_all", 403: "secretary_former"},
        kwargs=cell_of(Level.APPRAISAL, scored="B"), data=POINTS,
    ),
]  # fmt: skip
