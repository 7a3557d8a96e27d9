"""What the journal says of results: approved, opened for correction, proposed again."""

from collections.abc import Callable
from typing import Any


def _published(entry: dict[str, Any]) -> str:
    number = (entry["new"] or {}).get("Phiên bản")
    return f"đã duyệt và niêm yết kết quả, phiên bản {number}" if number else "đã niêm yết kết quả"


def _withdrawn(entry: dict[str, Any]) -> str:
    number = (entry["new"] or {}).get("Phiên bản")
    return f"đã mở đính chính kết quả, phiên bản {number}" if number else "đã rút niêm yết kết quả"


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "results.published": _published,
    "results.withdrawn": _withdrawn,
    "results.proposed": lambda entry: f"đã đề nghị kết quả phiên bản {entry['new']['Phiên bản']}",
    "results.proposal_withdrawn": lambda entry: (
        f"đã rút đề nghị kết quả phiên bản {entry['old']['Phiên bản']}"
    ),
}
