"""What the journal says of the pledge's texts and of what units did about them."""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]


def _for_them(entry: Entry) -> str:
    """Who acted stands before the sentence; for whom stands here."""
    return (
        f"thay cho {entry['subject']}"
        if entry["new"].get("Tổ thư ký nhập thay")
        else f"của {entry['subject']}"
    )


def _signed(entry: Entry) -> str:
    new = entry["new"]
    if new["Hình thức"] == "Xác nhận điện tử":
        return f"đã xác nhận điện tử giao ước {new['Bản giao ước']} cho {entry['subject']}"
    if new["Hình thức"] == "Ký số":
        return f"đã gửi tệp giao ước {new['Bản giao ước']} ký số {_for_them(entry)}"
    return f"đã ghi chữ ký giấy trên giao ước {new['Bản giao ước']} {_for_them(entry)}"


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "pledge.text_started": lambda entry: (
        f"đã bắt đầu soạn giao ước {entry['subject']} từ {entry['new']['Lấy từ']}"
    ),
    "pledge.text_changed": lambda entry: f"đã sửa giao ước {entry['subject']}",
    "pledge.text_discarded": lambda entry: f"đã bỏ bản nháp giao ước {entry['subject']}",
    "pledge.opened": lambda entry: f"đã mở ký giao ước {entry['subject']}",
    "pledge.locked": lambda entry: f"đã khóa giao ước {entry['subject']}",
    "pledge.unlocked": lambda entry: f"đã mở lại việc ký giao ước {entry['subject']}",
    "pledge.signed": _signed,
    "pledge.file_kept": lambda entry: f"đã gửi tệp giao ước ký số {_for_them(entry)}, cần kiểm tra thủ công",
    "pledge.file_accepted": lambda entry: (
        f"đã đối chiếu và chấp nhận tệp giao ước ký số của {entry['subject']}"
    ),
    "pledge.file_returned": lambda entry: f"đã trả lại tệp giao ước ký số của {entry['subject']}",
    "pledge.declined": lambda entry: f"đã ghi trả lời không ký giao ước {_for_them(entry)}",
    "pledge.change_asked": lambda entry: f"đã ghi đề nghị sửa giao ước {_for_them(entry)}",
    "pledge.withdrawn": lambda entry: f"đã rút lại chữ ký giao ước {_for_them(entry)}",
    "pledge.substitute_named": lambda entry: (
        f"đã cử {entry['new']['Người ký thay']} ký giao ước thay lãnh đạo {entry['subject']}"
    ),
    "pledge.substitute_ended": lambda entry: (
        f"đã cho {entry['new']['Người ký thay']} thôi ký thay lãnh đạo {entry['subject']}"
    ),
}
