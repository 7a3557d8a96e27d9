"""What the journal says of commendations; what was and what is stands below the sentence."""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]


def _added(entry: Entry) -> str:
    done = "đã nhập thay" if "Nhập thay" in entry["new"] else "đã ghi"
    return f"{done} khen thưởng của {entry['subject']}"


def _changed(entry: Entry) -> str:
    return f"đã sửa {entry['old']['Khen thưởng']} của {entry['subject']}"


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "commendation.added": _added,
    "commendation.changed": _changed,
    "commendation.removed": lambda entry: f"đã xóa khen thưởng của {entry['subject']}",
    "commendations.listed": lambda entry: f"đã nhập danh sách {entry['subject']} dòng khen thưởng",
}
