"""What the journal's entries about objections say."""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]


def _made(entry: Entry) -> str:
    new = entry["new"]
    about = new["Về"][:1].lower() + new["Về"][1:]
    thay = "nhập thay " if new.get("Nhập thay") else "gửi "
    return f"đã {thay}phản hồi kết quả của {entry['subject']}: {about}"


def _answered(entry: Entry) -> str:
    return f"đã trả lời phản hồi của {entry['subject']}: {entry['new']['Kết luận'].lower()}"


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "objections.made": _made,
    "objections.withdrawn": lambda entry: f"đã rút phản hồi kết quả của {entry['subject']}",
    "objections.answered": _answered,
}
