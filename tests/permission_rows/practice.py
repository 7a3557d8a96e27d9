"""The practice copy: the secretariat's alone to make, make anew and end."""

from typing import Any

from reports.actions.practice import make_practice
from tests.permission_rows import Row


def _made(stage: Any) -> dict[str, Any]:
    make_practice(actor=stage.cast["secretary"], year=stage.year)
    return {}


ROWS = [
    Row("practice", get={200: "secretary"}, post={302: "secretary"}),
    Row("practice", get={200: "secretary"}, post={302: "secretary"}, kwargs=_made, data={"viec": "lam-lai"}),
    Row("practice", get={200: "secretary"}, post={302: "secretary"}, published=True),
    Row("practice-end", get={200: "secretary"}, post={302: "secretary"}, kwargs=_made),
]
