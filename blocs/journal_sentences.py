"""What the journal says of people, seats and passwords. Each sentence follows the name of who did it."""

from collections.abc import Callable
from typing import Any

from blocs.sentences import in_words


def _seat_given(entry: dict[str, Any]) -> str:
    given = entry["new"]
    since = in_words(given["Từ ngày"])
    return f"đã giao cho {entry['subject']} vai trò {given['Vai trò']} từ ngày {since}"


def _seat_ended(entry: dict[str, Any]) -> str:
    ended = in_words(entry["new"]["Thôi từ ngày"])
    return f"đã cho {entry['subject']} thôi vai trò {entry['old']['Vai trò']} từ ngày {ended}"


def _slip_made(entry: dict[str, Any]) -> str:
    return f"đã cấp phiếu mã một lần ({entry['new']['Loại phiếu']}) cho {entry['subject']}"


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "people.administrator_created": lambda entry: "đã tạo tài khoản quản trị đầu tiên",
    "people.invited": lambda entry: f"đã mời {entry['subject']}",
    "people.seat_given": _seat_given,
    "people.seat_ended": _seat_ended,
    "people.slip_made": _slip_made,
    "people.code_redeemed": lambda entry: "đã dùng mã một lần và đặt mật khẩu mới",
    "people.password_changed": lambda entry: "đã đổi mật khẩu của mình",
    "people.account_closed": lambda entry: f"đã ngừng tài khoản của {entry['subject']}",
    "people.account_opened": lambda entry: f"đã mở lại tài khoản của {entry['subject']}",
    "journal.closed": lambda entry: f"đã khép lại nhật ký này: {entry['subject']}",
}
