"""What the journal says of registrations, findings, votes and results. It never says what somebody voted."""

from collections.abc import Callable, Iterable
from typing import Any

from blocs.changes import Change


def _pairs(pairs: list[list[str]]) -> str:
    return ", ".join(f"{unit} ({award})" for unit, award in pairs)


def _registrations(entry: dict[str, Any]) -> str:
    parts = [f"thêm {_pairs(entry['new'])}"] if entry["new"] else []
    parts += [f"bỏ {_pairs(entry['old'])}"] if entry["old"] else []
    return f"đã sửa đăng ký danh hiệu: {'; '.join(parts)}"


def _votes(entry: dict[str, Any]) -> str:
    done = "sửa" if entry["old"] else "ghi"
    return f"đã {done} kết quả bỏ phiếu {entry['subject']}"


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "registrations.set": _registrations,
    "findings.added": lambda entry: f"đã ghi {entry['new']} đối với {entry['subject']}",
    "findings.withdrawn": lambda entry: f"đã rút {entry['old']} đối với {entry['subject']}",
    "votes.recorded": _votes,
    "votes.cleared": lambda entry: f"đã xóa kết quả bỏ phiếu {entry['subject']}",
}


def _nothing_more(entry: dict[str, Any]) -> Iterable[Change]:
    return ()


DETAILS: dict[str, Callable[[dict[str, Any]], Iterable[Change]]] = {"registrations.set": _nothing_more}

FIELDS = {"counts": "Số phiếu", "approvals": "Đồng ý"}
