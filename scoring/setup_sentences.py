"""What the journal says of rules, criteria, classes and assignments; old and new values stand below the sentence."""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]

SENTENCES: dict[str, Callable[[Entry], str]] = {
    "rules.changed": lambda entry: "đã sửa quy tắc chấm điểm",
    "criteria.added": lambda entry: f"đã thêm tiêu chí {entry['subject']}",
    "criteria.changed": lambda entry: f"đã sửa tiêu chí {entry['subject']}",
    "criteria.removed": lambda entry: f"đã bỏ tiêu chí {entry['subject']}",
    "criteria.moved": lambda entry: f"đã chuyển chỗ tiêu chí {entry['subject']}",
    "criteria.renumbered": lambda entry: "đã đánh số lại bảng tiêu chí",
    "criteria.imported": lambda entry: "đã lấy bảng tiêu chí từ sổ Excel",
    "classes.changed": lambda entry: "đã sửa xếp loại",
    "targets.linked": lambda entry: "đã gắn chỉ tiêu giao ước với tiêu chí chấm điểm",
    "assignments.changed": lambda entry: f"đã phân công chấm chéo theo cách {entry['subject'].lower()}",
}
