"""What the journal says of units' registrations, the rules of registration and the catalogue of titles."""

from collections.abc import Callable, Iterable
from typing import Any

from blocs.changes import Change

Entry = dict[str, Any]


def _listed(entry: Entry) -> str:
    return "; ".join(entry["new"])


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "registrations.drafted": lambda entry: f"đã soạn đăng ký {entry['subject']}",
    "registrations.changed": lambda entry: f"đã sửa đăng ký {entry['subject']}",
    "registrations.removed": lambda entry: f"đã bỏ đăng ký {entry['subject']}",
    "registrations.sent": lambda entry: f"đã gửi đăng ký của {entry['subject']}: {_listed(entry)}",
    "registrations.taken_back": lambda entry: f"đã rút lại đăng ký của {entry['subject']}: {_listed(entry)}",
    "registrations.accepted": lambda entry: f"đã nhận đăng ký của {entry['subject']}: {_listed(entry)}",
    "registrations.returned": lambda entry: f"đã trả lại đăng ký của {entry['subject']}: {_listed(entry)}",
    "registration_rules.changed": lambda entry: "đã sửa quy tắc đăng ký danh hiệu của năm",
    "catalogue.added": lambda entry: f"đã thêm {entry['subject']} vào danh mục danh hiệu",
    "catalogue.changed": lambda entry: f"đã sửa {entry['subject']} trong danh mục danh hiệu",
    "catalogue.removed": lambda entry: f"đã bỏ {entry['subject']} khỏi danh mục danh hiệu",
}


def _nothing_more(entry: Entry) -> Iterable[Change]:
    return ()


_LISTED = (
    "registrations.sent",
    "registrations.taken_back",
    "registrations.accepted",
    "registrations.returned",
)
DETAILS: dict[str, Callable[[Entry], Iterable[Change]]] = dict.fromkeys(_LISTED, _nothing_more)
