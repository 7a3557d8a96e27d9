"""What the journal says of extensions and of people's calendars. Each sentence follows the name of who did it."""

from collections.abc import Callable
from typing import Any

from blocs.sentences import in_words

Entry = dict[str, Any]


def _given(entry: Entry) -> str:
    return f"đã gia hạn {entry['subject']} đến {in_words(entry['new']['Gia hạn đến'])}"


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "extensions.given": _given,
    "extensions.changed": lambda entry: f"đã sửa gia hạn {entry['subject']}",
    "extensions.ended": lambda entry: f"đã thu hồi gia hạn {entry['subject']}",
    "calendar.address_made": lambda entry: "đã lập địa chỉ lịch riêng của mình",
    "calendar.address_changed": lambda entry: "đã đổi địa chỉ lịch riêng của mình; địa chỉ cũ hết dùng",
}
