"""What the journal says of evidence. Each sentence follows the name of who did it."""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]


def _for_unit(entry: Entry) -> str:
    values = entry["new"] or entry["old"] or {}
    return " (nhập thay)" if values.get("Tổ thư ký nhập thay") else ""


def _because(entry: Entry) -> str:
    return f" sau khi bảng tự chấm đã nộp hoặc hết hạn, lý do: {entry['reason']}" if entry["reason"] else ""


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "evidence.added": lambda entry: (
        f"đã thêm minh chứng cho {entry['subject']}{_for_unit(entry)}{_because(entry)}"
    ),
    "evidence.removed": lambda entry: f"đã bỏ minh chứng của {entry['subject']}{_for_unit(entry)}",
}
