"""What the journal says of the bloc's reports; old and new texts stand below the sentence."""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]


def _section(entry: Entry) -> str:
    (title,) = entry["new"]
    return f"phần “{title}” của {entry['subject']} của khối"


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "bloc_report.saved": lambda entry: f"đã sửa {_section(entry)}",
    "bloc_report.followed_data": lambda entry: f"đã lấy lại bản soạn từ số liệu cho {_section(entry)}",
    "bloc_report.period": lambda entry: f"đã đặt kỳ tính khen thưởng của {entry['subject']} của khối",
}
