"""What the journal says of workbooks."""

from collections.abc import Callable
from typing import Any


def _imported(entry: dict[str, Any]) -> str:
    new = entry["new"]
    replaced = ", thay số liệu cũ" if new["replaced"] else ""
    return f"đã nhập năm từ tệp: {new['units']} đơn vị, {new['scores']} điểm{replaced}"


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "year.imported": _imported,
    "practice.made": lambda entry: f"đã lập bản luyện tập từ {entry['subject']}",
}

FIELDS = {"units": "Đơn vị", "scores": "Điểm", "replaced": "Thay số liệu cũ"}
