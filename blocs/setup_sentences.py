"""What the journal says of blocs, years, members and windows.

Each sentence follows the name of who did it; what was and what is stands below it, in the entry's old and new values.
"""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]

SENTENCES: dict[str, Callable[[Entry], str]] = {
    "bloc.created": lambda entry: f"đã lập khối {entry['subject']}",
    "year.created": lambda entry: f"đã lập {entry['subject']} từ {entry['new']['Lập từ']}",
    "year.identity_changed": lambda entry: "đã sửa tên khối, loại, tỉnh hoặc ghi chú của năm",
    "member.added": lambda entry: f"đã thêm {entry['subject']} vào khối",
    "member.changed": lambda entry: f"đã sửa thông tin của {entry['subject']}",
    "member.removed": lambda entry: f"đã đưa {entry['subject']} ra khỏi khối",
    "members.ordered": lambda entry: "đã sắp xếp lại thứ tự các đơn vị",
    "phases.changed": lambda entry: "đã đặt lại các mốc của năm",
}
