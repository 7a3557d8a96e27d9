"""Late values, locking, reasons and second entries: those who keep the sheets act; a unit explains its own points."""

from typing import Any

from blocs.terms import SheetState
from scoring.models import Score, ScoreSource, Sheet
from tests.permission_rows import Row
from tests.permission_rows.sheets import ONLY_READ, READERS, paper, sheet

KEEPER = "secretary"


def own_paper(_stage: Any) -> dict[str, Any]:
    """The peer paper of the head's and the officer's own unit."""
    return {"level": "cheo", "scorer": "B"}


def locked(stage: Any) -> dict[str, Any]:
    found = sheet(stage)
    Sheet.objects.filter(pk=found.pk).update(state=SheetState.LOCKED)
    return {"sheet": [found.pk], "reason": "Nhập nhầm cột"}


def late(stage: Any) -> dict[str, Any]:
    """Posted without a reason: refused in words to those who may, for everybody else before it is read."""
    return {"sheet": [sheet(stage).pk], "reason": ""}


def second_cell(stage: Any) -> str:
    import json

    leaf = stage.year.current_rules.criteria.get(code="I.1")
    cell = {"sheet": sheet(stage).pk, "criterion": leaf.criterion_id, "value": "1", "base": ""}
    return json.dumps({"person": stage.cast["secretary"].pk, "cells": [cell]})


def handed_in_elsewhere(stage: Any) -> dict[str, Any]:
    found = sheet(stage)
    leaf = stage.year.current_rules.criteria.get(code="I.1")
    Score.objects.get_or_create(
        sheet=found,
        criterion_id=leaf.criterion_id,
        entry=1,
        defaults={"points": 1, "source": ScoreSource.PAPER},
    )
    return {}


ROWS = [
    Row("sheet-checks", get={200: READERS}, post={302: "secretary board board_all", 403: "secretary_former"}),
    Row("sheet-lock", get={200: KEEPER, 403: ONLY_READ}, post={422: KEEPER, 403: ONLY_READ}, kwargs=paper),
    Row(
        "sheet-unlock",
        get={200: KEEPER, 403: ONLY_READ},
        post={302: KEEPER, 403: ONLY_READ},
        kwargs=paper,
        data=locked,
    ),
    Row("sheet-late", get={200: READERS}, post={422: KEEPER, 403: ONLY_READ}, kwargs=paper),
    Row(
        "sheet-late",
        get={200: f"{READERS} head officer"},
        post={422: KEEPER, 403: f"{ONLY_READ} head officer"},
        kwargs=own_paper,
    ),
    Row(
        "sheet-take-late",
        get={200: KEEPER, 403: ONLY_READ},
        post={422: KEEPER, 403: ONLY_READ},
        kwargs=paper,
        data=late,
    ),
    Row(
        "sheet-take-late",
        get={200: KEEPER, 403: f"{ONLY_READ} head officer"},
        post={422: KEEPER, 403: f"{ONLY_READ} head officer"},
        kwargs=own_paper,
        data=late,
    ),
    Row("sheet-reasons", get={200: KEEPER, 403: ONLY_READ}, post={302: KEEPER, 403: ONLY_READ}, kwargs=paper),
    Row(
        "sheet-reasons",
        get={200: f"{KEEPER} head officer", 403: ONLY_READ},
        post={302: f"{KEEPER} head officer", 403: ONLY_READ},
        kwargs=own_paper,
    ),
    Row(
        "sheet-second",
        get={200: KEEPER, 403: ONLY_READ},
        post={302: KEEPER, 403: ONLY_READ},
        kwargs=paper,
        data={"bases": "{}"},
    ),
    Row(
        "sheet-second",
        get={200: KEEPER, 403: f"{ONLY_READ} head officer"},
        post={302: KEEPER, 403: f"{ONLY_READ} head officer"},
        kwargs=own_paper,
        data={"bases": "{}"},
    ),
    Row("sheet-second-finish", post={302: KEEPER, 403: ONLY_READ}, kwargs=paper, data=handed_in_elsewhere),
    Row("sheet-compare", get={200: KEEPER, 403: ONLY_READ}, post={302: KEEPER, 403: ONLY_READ}, kwargs=paper),
    # A script's own address: without its JSON it is refused to everybody who is signed in.
    Row("cell-save-second", post={422: "everyone"}),
]
