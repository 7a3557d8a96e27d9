"""What the journal says of events of units. Each sentence follows the name of who did it."""

from collections.abc import Callable
from typing import Any

from blocs.sentences import in_words

Entry = dict[str, Any]


def _since(entry: Entry) -> str:
    return f"từ ngày {in_words(entry['new']['Từ ngày'])}"


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "units.renamed": lambda entry: (
        f"đã ghi {entry['subject']} đổi tên thành {entry['new']['Tên đơn vị']} {_since(entry)}"
    ),
    "units.merged": lambda entry: (
        f"đã ghi {entry['subject']} sáp nhập, hợp nhất thành {entry['new']['Thành']} {_since(entry)}"
    ),
    "units.split": lambda entry: (
        f"đã ghi {entry['subject']} chia tách thành {in_words(entry['new']['Thành'])} {_since(entry)}"
    ),
    "units.dissolved": lambda entry: f"đã ghi {entry['subject']} giải thể {_since(entry)}",
    "units.moved": lambda entry: (
        f"đã ghi {entry['subject']} chuyển sang {entry['new']['Khối nhận']} {_since(entry)}"
    ),
    "units.followed": lambda entry: f"đã cập nhật đơn vị của năm: {entry['subject']}",
}
