"""What the journal's entries about scores say, as Vietnamese sentences without the time and the person."""

from collections.abc import Callable, Iterable
from typing import Any

from blocs.changes import Change
from blocs.numbers import read_number
from reports.paper.words import trimmed

Entry = dict[str, Any]


def paper_words(entry: Entry) -> str:
    """ "phiếu chấm chéo của Hội Nhà báo (10 phiếu)", or with the unit's name where there is but one."""
    units = (entry["new"] or {}).get("units", [])
    subject = entry["subject"][:1].lower() + entry["subject"][1:]
    return f"{subject} ({units[0] if len(units) == 1 else f'{len(units)} phiếu'})"


def because(entry: Entry) -> str:
    return f", lý do: {entry['reason']}" if entry["reason"] else ""


def points_words(value: str | None) -> str:
    return "trống" if value is None else trimmed(read_number(value))


def _changed(entry: Entry) -> str:
    old = entry["old"] or {}
    cells = "; ".join(
        f"{code} từ {points_words(old.get(code))} thành {points_words(value)}"
        for code, value in (entry["new"] or {}).items()
    )
    return f"đã sửa điểm sau khi phiếu từng được nộp, {entry['subject']}: {cells}"


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "sheets.handed_in": lambda entry: f"đã nộp {paper_words(entry)}",
    "sheets.reopened": lambda entry: f"đã mở lại {paper_words(entry)}{because(entry)}",
    "sheets.recused": lambda entry: f"đã ghi “không chấm” cho {paper_words(entry)}{because(entry)}",
    "sheets.resumed": lambda entry: f"đã cho chấm lại {paper_words(entry)}",
    "scores.changed": _changed,
}


def units_of(entry: Entry) -> Iterable[Change]:
    """The units of a paper; a single one is in the sentence already."""
    units = entry["new"]["units"]
    if len(units) > 1:
        yield Change("Các đơn vị", "", "; ".join(units))


# The states are in the sentence's verb.
DETAILS: dict[str, Callable[[Entry], Iterable[Change]]] = {
    action: units_of for action in SENTENCES if action.startswith("sheets.")
}
