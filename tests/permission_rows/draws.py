"""Who scores whom: drawing it, and looking at a draw."""

from typing import Any

from blocs.editing import fingerprint
from blocs.terms import DrawWay
from scoring.models import Draw
from tests.permission_rows import Row

_SET_UP = "admin secretary"


def _draw(stage: Any) -> dict[str, Any]:
    drawer = stage.cast["secretary"]
    row, _ = Draw.objects.get_or_create(
        year=stage.year, number=1, defaults={"pattern": DrawWay.BY_HAND, "drawn_by": drawer}
    )
    return {"number": row.number}


ROWS = [
    Row(
        "assignments",
        get={200: _SET_UP},
        post={302: _SET_UP},
        data={
            "viec": "rut",
            "cach": "ring",
            "k": "1",
            "thutu": "so",
            "so": "4821",
            "lydo": "Rút lại trước mọi người.",
            "base": fingerprint([]),
        },
    ),
    Row("assignments-draw", get={200: _SET_UP}, kwargs=_draw),
]
