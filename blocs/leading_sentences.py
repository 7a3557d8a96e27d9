"""What the journal says of the leader's role, the hand-over and the rotating flag. Each follows the name of who did it."""

from collections.abc import Callable
from typing import Any

from blocs.sentences import in_words

Entry = dict[str, Any]


def _handed_over(entry: Entry) -> str:
    new = entry["new"]
    return (
        f"đã bàn giao Trưởng khối từ {entry['old']['Trưởng khối']} sang {entry['subject']}, "
        f"quyền chuyển từ ngày {in_words(new['Quyền chuyển từ ngày'])}"
    )


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "leading.prepared": lambda entry: f"đã chuẩn bị bàn giao Trưởng khối cho {entry['subject']}",
    "leading.changed": lambda entry: f"đã sửa bàn giao đang chuẩn bị cho {entry['subject']}",
    "leading.cancelled": lambda entry: f"đã hủy bàn giao đang chuẩn bị cho {entry['subject']}",
    "leading.handed_over": _handed_over,
    "leading.first_term": lambda entry: (
        f"đã ghi {entry['subject']} là Trưởng khối từ ngày {in_words(entry['new']['Từ ngày'])}"
    ),
    "leading.rotation": lambda entry: "đã đặt cách chọn Trưởng khối và thứ tự luân phiên",
    "leading.roles": lambda entry: f"đã cập nhật Trưởng khối, Phó khối của {entry['subject']} theo bàn giao",
    "leading.minutes_kept": lambda entry: f"đã lưu biên bản bàn giao đã ký với {entry['subject']}",
}
