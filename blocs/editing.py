"""Two people on one page: what was shown goes along, so that nobody's saving erases another's unseen."""

import hashlib
import json
from typing import Any

from blocs.refusals import Refused


class Stale(Refused):
    """What is stored is no longer what the page showed."""


def fingerprint(state: Any) -> str:
    """A short name of a plain state (dicts, lists, text, numbers); equal states have equal names."""
    text = json.dumps(state, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def is_needed(*, base: str, current: Any, wanted: Any) -> bool:
    """Whether `wanted` still has to be stored: False when it already is (a form sent twice).

    Raises Stale when `current` is not what the page with `base` showed.
    """
    if fingerprint(current) == fingerprint(wanted):
        return False
    if fingerprint(current) != base:
        raise Stale(
            "Trong lúc bạn nhập, người khác đã sửa trang này. Phần bạn nhập còn nguyên; hãy xem số liệu hiện có"
            " rồi bấm Lưu lần nữa nếu vẫn muốn thay."
        )
    return True
