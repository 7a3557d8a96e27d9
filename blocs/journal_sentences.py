"""What the journal says of people, seats and passwords. Each sentence follows the name of who did it."""

from collections.abc import Callable
from typing import Any


def _seat(entry: dict[str, Any], side: str) -> str:
    words: str = entry[side]["Vai trò"]
    return words


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "people.administrator_created": lambda entry: "đã tạo tài khoản quản trị đầu tiên",
    "people.invited": lambda entry: f"đã mời {entry['subject']}",
    "people.seat_given": lambda entry: f"đã giao cho {entry['subject']} vai trò {_seat(entry, 'new')}",
    "people.seat_ended": lambda entry: f"đã cho {entry['subject']} thôi vai trò {_seat(entry, 'old')}",
    "people.slip_made": lambda entry: f"đã cấp phiếu mã một lần cho {entry['subject']}",
    "people.code_redeemed": lambda entry: "đã dùng mã một lần và đặt mật khẩu mới",
    "people.password_changed": lambda entry: "đã đổi mật khẩu của mình",
    "people.account_closed": lambda entry: f"đã ngừng tài khoản của {entry['subject']}",
    "people.account_opened": lambda entry: f"đã mở lại tài khoản của {entry['subject']}",
    "journal.closed": lambda entry: f"đã khép lại nhật ký này: {entry['subject']}",
}
