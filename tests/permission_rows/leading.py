"""The leader's role: everybody of the year sees who leads; the secretariat and the board hand over."""

from datetime import date
from typing import Any

from blocs.models import HandOver
from blocs.storage import store
from blocs.terms import Succession
from tests.permission_rows import Row

_IN_YEAR = "admin board board_all secretary secretary_former head officer teller observer"
_MAY = "board board_all secretary"
_ONLY_SEE = "admin secretary_former head officer teller observer"
_READ_ALL = "board board_all secretary secretary_former"


def hand_over(stage: Any) -> dict[str, Any]:
    year = stage.year
    made = HandOver.objects.create(
        bloc=year.bloc,
        from_year=year,
        from_unit=year.members[0].unit,
        to_unit=year.members[1].unit,
        succession=Succession.ELECTED,
        held_on=date(2021, 1, 12),
        takes_effect_on=date(2021, 1, 12),
    )
    return {"pk": made.pk}


def with_scan(stage: Any) -> dict[str, Any]:
    made = hand_over(stage)
    with store(
        content=b"%PDF-1.7", name="bb.pdf", content_type="application/pdf", year=stage.year, actor=None
    ) as file:
        HandOver.objects.filter(pk=made["pk"]).update(signed_file=file)
    return made


ROWS = [
    Row("year-package", get={200: "board board_all secretary secretary_former"}),
    Row("leading", get={200: _IN_YEAR}),
    Row("leading-rotation", get={200: _MAY, 403: _ONLY_SEE}, post={422: _MAY, 403: _ONLY_SEE}),
    Row("leading-first", get={200: _MAY, 403: _ONLY_SEE}, post={422: _MAY, 403: _ONLY_SEE}),
    Row(
        "handover-new",
        get={200: _MAY, 403: _ONLY_SEE},
        post={422: _MAY, 403: _ONLY_SEE},
        data={"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"},
    ),
    Row(
        "handover-edit",
        get={200: _MAY, 403: _ONLY_SEE},
        post={422: _MAY, 403: _ONLY_SEE},
        kwargs=hand_over,
        data={"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"},
    ),
    # Nobody chosen for the new secretariat.
    Row(
        "handover-enact",
        get={200: _MAY, 403: _ONLY_SEE},
        post={422: _MAY, 403: _ONLY_SEE},
        kwargs=hand_over,
    ),
    Row(
        "handover-cancel",
        get={200: _MAY, 403: _ONLY_SEE},
        post={422: _MAY, 403: _ONLY_SEE},
        kwargs=hand_over,
    ),
    Row(
        "handover-minutes",
        get={200: _MAY, 403: _ONLY_SEE},
        post={422: _MAY, 403: _ONLY_SEE},
        kwargs=hand_over,
    ),
    Row("handover-scan", get={200: _READ_ALL}, kwargs=with_scan),
]
