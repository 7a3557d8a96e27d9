"""What the journal says of the units' reports; old and new texts stand below the sentence."""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]


def _handed_in(entry: Entry) -> str:
    instead = " (tổ thư ký nhập thay)" if entry["new"].get("Tổ thư ký nhập thay") else ""
    return f"đã gửi {entry['subject']}{instead}"


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "unit_report.handed_in": _handed_in,
    "unit_report.changed": lambda entry: f"đã sửa {entry['subject']} sau lần gửi trước",
    "unit_report.reopened": lambda entry: f"đã mở lại {entry['subject']}",
}
