"""What the journal says of award rules; old and new values stand below the sentence."""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]

SENTENCES: dict[str, Callable[[Entry], str]] = {
    "award_rules.added": lambda entry: f"đã thêm quy tắc khen {entry['subject']}",
    "award_rules.changed": lambda entry: f"đã sửa quy tắc khen {entry['subject']}",
    "award_rules.removed": lambda entry: f"đã bỏ quy tắc khen {entry['subject']}",
    "award_rules.moved": lambda entry: f"đã đổi thứ tự của quy tắc khen {entry['subject']}",
}
