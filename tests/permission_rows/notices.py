"""Reminders: the secretariat reminds, who sets the year up reads the log, everybody reads their own."""

from typing import Any

from tests.permission_rows import Row

_READERS = "board board_all secretary_former"


def _unit(stage: Any) -> dict[str, Any]:
    return {"don-vi": stage.year.members[1].pk, "cach": "slip"}


ROWS = [
    Row("my-notices", get={200: "everyone"}, of_year=False),
    Row("notices", get={200: "admin secretary"}),
    Row("notices-days", get={200: "admin secretary"}, post={302: "admin secretary"}, data={"days": "7, 1"}),
    Row("notices-remind", post={302: "secretary", 403: _READERS}, data={"moc": "pledge"}),
    # No letter has failed, so there is nothing to send again.
    Row("notices-again", post={409: "secretary", 403: "admin"}),
    Row(
        "notices-slips",
        get={200: "secretary"},
        post={302: "secretary"},
        kwargs={"kind": "pledge"},
        data=_unit,
    ),
]
