"""Events of units: who sets the year up, and the board; to another bloc only the board and the administrator."""

from tests.permission_rows import Row

_MAY = "admin board board_all secretary"
_MOVE = "admin board board_all"

ROWS = [
    Row("unit-events", get={200: _MAY}),
    *(
        Row("unit-event-new", get={200: _MAY}, post={422: _MAY}, kwargs={"kind": kind})
        for kind in ("doi-ten", "sap-nhap", "chia-tach", "giai-the")
    ),
    Row(
        "unit-event-new",
        get={200: _MOVE, 403: "secretary"},
        post={422: _MOVE, 403: "secretary"},
        kwargs={"kind": "chuyen-khoi"},
    ),
]
