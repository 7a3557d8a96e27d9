"""What the journal says of people, seats, pledges and papers. Each sentence follows the name of who did it."""

from collections.abc import Callable, Iterable
from typing import Any

from blocs.changes import Change
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


def _pledges(entry: dict[str, Any]) -> str:
    units = ", ".join(line["unit"] for line in entry["new"])
    return f"đã ghi việc ký giao ước của {units}"


def _pledge_lines(entry: dict[str, Any]) -> Iterable[Change]:
    for old, new in zip(entry["old"], entry["new"], strict=True):
        yield Change(old["unit"], _signature(old), _signature(new))


def _signature(line: dict[str, Any]) -> str:
    known = ("signer", "signer_title", "way", "signed_on")
    return ", ".join(filter(None, (in_words(line.get(key), key) for key in known)))


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
    "pledges.recorded": _pledges,
    "papers.settings": lambda entry: "đã sửa thể thức văn bản của năm",
    "papers.issued": lambda entry: f"đã ban hành {entry['subject']}",
    "installation.demonstration": lambda entry: "đã đánh dấu đây là bản dùng thử",
    "journal.closed": lambda entry: f"đã khép lại nhật ký này: {entry['subject']}",
}

# How values are listed where the plain list of fields would not do.
DETAILS: dict[str, Callable[[dict[str, Any]], Iterable[Change]]] = {"pledges.recorded": _pledge_lines}

# Names of fields that no model has, or on whose name the models do not agree.
FIELDS = {
    "sha256": "Mã băm SHA-256",
    "number": "Số",
    "code": "Mã kiểm tra",
    "dated": "Ngày văn bản",
    "place": "Địa danh",
    "legal_bases": "Căn cứ pháp lý",
    "replaces": "Thay cho số",
}
