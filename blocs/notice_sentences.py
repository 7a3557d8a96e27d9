"""What the journal says of reminders."""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]


def _units(entry: Entry) -> str:
    return ", ".join(entry["new"]["Đơn vị"])


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "notices.asked": lambda entry: f"đã nhắc {_units(entry)}: {entry['subject']}",
    "notices.due": lambda entry: f"tự nhắc trước hạn: {_units(entry)}",
    "notices.again": lambda entry: "đã cho gửi lại thư nhắc việc",
    "notices.handed": lambda entry: f"đã nhắc bằng {entry['subject'].lower()}: {_units(entry)}",
    "notices.days": lambda entry: "đã đổi số ngày tự nhắc trước hạn của khối",
}
