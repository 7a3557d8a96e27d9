"""Movements, commendations and a unit's history: who sees the year reads; units write their own, the secretariat all."""

from datetime import date
from typing import Any

from awards.actions.commendations import commendation_state
from awards.models import Award, Commendation
from blocs.actions.movement_reviews import review_state
from blocs.editing import fingerprint
from blocs.models import BlocYear, Movement, MovementReview
from blocs.movements import movement_state
from blocs.received_files import FileKind
from blocs.storage import store
from tests.permission_rows import Row

OF_THE_YEAR = "admin board board_all secretary secretary_former head officer teller observer"
ONLY_READ = "admin board board_all secretary_former teller observer"
WRITERS = "secretary head officer"


def movement(stage: Any, *, own: bool = True, **more: Any) -> Movement:
    """The movement of the unit of the cast's head, or of the whole bloc."""
    member = stage.year.members[1]
    row = Movement.objects.create(
        year=stage.year, position=0, name="Thi đua", level="Đơn vị" if own else "Khối", **more
    )
    row.participants.set([member] if own else [])
    return row


def own(stage: Any) -> dict[str, Any]:
    return {"pk": movement(stage).pk}


def of_the_bloc(stage: Any) -> dict[str, Any]:
    return {"pk": movement(stage, own=False).pk}


def planned(stage: Any) -> dict[str, Any]:
    with store(
        content=b"%PDF-1", name="ke-hoach.pdf", content_type=FileKind.PDF.value, year=stage.year, actor=None
    ) as file:
        return {"pk": movement(stage, plan_file=file).pk}


def shown_movement(stage: Any) -> dict[str, Any]:
    return {"name": "Thi đua 2", "base": fingerprint(movement_state(Movement.objects.get()))}


def reviewed(stage: Any) -> dict[str, Any]:
    review = MovementReview.objects.create(movement=movement(stage), held_on=date(2020, 7, 1), text="Tốt")
    return {"pk": review.pk}


REVIEW = {"is_final": "1", "held_on": "15/12/2020", "text": "Đạt mục tiêu"}


def shown_review(stage: Any) -> dict[str, Any]:
    return REVIEW | {"base": fingerprint(review_state(MovementReview.objects.get()))}


def running(stage: Any) -> dict[str, Any]:
    last = BlocYear.objects.create(bloc=stage.year.bloc, year=2019, name="Khối")
    row = Movement.objects.create(year=last, position=0, name="Nông thôn mới", ends_on=date(2020, 12, 31))
    return {"movements": [row.pk]}


def commended(stage: Any, **more: Any) -> Commendation:
    return Commendation.objects.create(
        membership=stage.year.members[1],
        position=0,
        award=Award.objects.get(code="MERIT_PROV"),
        recipient="Hội B",
        **more,
    )


def row_of_unit(stage: Any) -> dict[str, Any]:
    return {"pk": commended(stage).pk}


def scanned(stage: Any) -> dict[str, Any]:
    with store(
        content=b"%PDF-1", name="qd.pdf", content_type=FileKind.PDF.value, year=stage.year, actor=None
    ) as file:
        return {"pk": commended(stage, file=file).pk}


def new_row(stage: Any) -> dict[str, Any]:
    return {"member": stage.year.members[1].pk, "award": "MERIT_PROV", "recipient": "Hội B"}


def of_another(stage: Any) -> dict[str, Any]:
    return new_row(stage) | {"member": stage.year.members[0].pk}


def shown_row(stage: Any) -> dict[str, Any]:
    return new_row(stage) | {"base": fingerprint(commendation_state(Commendation.objects.get()))}


WRITE = {"get": {200: WRITERS, 403: ONLY_READ}, "post": {302: WRITERS, 403: ONLY_READ}}
ONLY_SECRETARY = {
    "get": {200: "secretary", 403: f"{ONLY_READ} head officer"},
    "post": {302: "secretary", 403: f"{ONLY_READ} head officer"},
}
ROWS = [
    Row("movements", get={200: OF_THE_YEAR}),
    Row("movement-new", **WRITE, data={"name": "Thi đua"}),
    Row("movement-new", **WRITE, data={"name": "Thi đua"}, published=True),
    Row("movement-edit", **WRITE, kwargs=own, data=shown_movement),
    Row("movement-edit", **ONLY_SECRETARY, kwargs=of_the_bloc, data=shown_movement),
    Row("movement-remove", **WRITE, kwargs=own, data=shown_movement),
    Row("movement-remove", **ONLY_SECRETARY, kwargs=of_the_bloc, data=shown_movement),
    Row(
        "movement-move",
        post={302: "secretary", 403: f"{ONLY_READ} head officer"},
        kwargs=own,
        data={"huong": "len"},
    ),
    Row("movement-plan", get={200: OF_THE_YEAR}, kwargs=planned),
    Row("movement-take-over", **ONLY_SECRETARY, data=running),
    Row("movement-review-new", **WRITE, kwargs=own, data=REVIEW),
    Row("movement-review-new", **ONLY_SECRETARY, kwargs=of_the_bloc, data=REVIEW),
    Row("movement-review-edit", **WRITE, kwargs=reviewed, data=shown_review),
    Row("movement-review-remove", **WRITE, kwargs=reviewed, data=shown_review),
    Row("commendations", get={200: OF_THE_YEAR}),
    Row("commendation-new", **WRITE, data=new_row),
    Row("commendation-new", **WRITE, data=new_row, published=True),
    Row(
        "commendation-new",
        get={200: WRITERS, 403: ONLY_READ},
        post={302: "secretary", 422: "head officer", 403: ONLY_READ},
        data=of_another,
    ),
    Row("commendation-edit", **WRITE, kwargs=row_of_unit, data=shown_row),
    Row("commendation-remove", **WRITE, kwargs=row_of_unit, data=shown_row),
    Row("commendation-file", get={200: OF_THE_YEAR}, kwargs=scanned),
    Row("unit-history", get={200: OF_THE_YEAR}, kwargs={"unit": "B"}),
    Row(
        "commendations-import",
        get={200: WRITERS, 403: ONLY_READ},
        post={302: WRITERS, 403: ONLY_READ},
        data={"text": "Đơn vị\tDanh hiệu\tTên\nB\tMERIT_PROV\tHội B\n", "xac-nhan": "1"},
    ),
    Row("commendations-template", get={200: WRITERS, 403: ONLY_READ}),
]
