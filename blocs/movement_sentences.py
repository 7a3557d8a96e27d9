"""What the journal says of movements; what was and what is stands below the sentence."""

from collections.abc import Callable, Iterable
from typing import Any

from blocs.changes import Change

Entry = dict[str, Any]

SENTENCES: dict[str, Callable[[Entry], str]] = {
    "movement.added": lambda entry: f"đã thêm phong trào {entry['subject']}",
    "movement.changed": lambda entry: f"đã sửa phong trào {entry['subject']}",
    "movement.removed": lambda entry: f"đã xóa phong trào {entry['subject']}",
    "movements.ordered": lambda entry: "đã sắp xếp lại các phong trào",
    "movements.taken_over": lambda entry: f"đã lấy phong trào còn chạy từ {entry['subject']}",
    "movement.reviewed": lambda entry: f"đã ghi {entry['new']['Loại'].lower()} phong trào {entry['subject']}",
    "movement.review_changed": lambda entry: f"đã sửa đánh giá phong trào {entry['subject']}",
    "movement.review_removed": lambda entry: f"đã xóa đánh giá phong trào {entry['subject']}",
}


def _nothing_more(entry: Entry) -> Iterable[Change]:
    return ()


DETAILS: dict[str, Callable[[Entry], Iterable[Change]]] = {"movements.ordered": _nothing_more}
