"""What the journal says of draws; whom each unit is to score stands below the sentence."""

from collections.abc import Callable
from typing import Any

Entry = dict[str, Any]


def _drawn(entry: Entry) -> str:
    mutual = entry["new"]["Cặp chấm lẫn nhau"]
    left = "không có cặp nào chấm lẫn nhau" if mutual == "0" else f"{mutual} cặp chấm lẫn nhau"
    return f"đã phân công chấm chéo lần {entry['new']['Lần']}: {entry['subject']}; {left}"


SENTENCES: dict[str, Callable[[Entry], str]] = {"assignments.drawn": _drawn}
