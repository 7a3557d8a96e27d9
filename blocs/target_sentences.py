"""What the journal says of targets. Each sentence follows the name of who did it."""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]


def _for_unit(entry: Entry) -> str:
    return " (nhập thay)" if (entry["new"] or {}).get("Tổ thư ký nhập thay") else ""


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "targets.promised": lambda entry: f"đã ghi chỉ tiêu giao ước của {entry['subject']}{_for_unit(entry)}",
    "targets.reported": lambda entry: f"đã ghi kết quả chỉ tiêu của {entry['subject']}{_for_unit(entry)}",
    "targets.evidence_added": lambda entry: (
        f"đã thêm minh chứng cho chỉ tiêu {entry['subject']}{_for_unit(entry)}"
    ),
    "targets.evidence_removed": lambda entry: f"đã bỏ minh chứng của chỉ tiêu {entry['subject']}",
}
