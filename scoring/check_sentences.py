"""What the journal says of late sheets, second entries, reasons and locking."""

from collections.abc import Callable, Iterable
from typing import Any

from blocs.changes import Change
from scoring.journal_sentences import because, paper_words, points_words, units_of

Entry = dict[str, Any]


def _cells(entry: Entry) -> str:
    """ "I.1 từ 40 thành 39": what stood and what came late."""
    old = entry["old"] or {}
    return "; ".join(
        f"{code} từ {points_words(old.get(code))} thành {points_words(value)}"
        for code, value in (entry["new"] or {}).items()
    )


def _entered_twice(entry: Entry) -> str:
    differing = entry["new"]["differing"]
    what = f"{len(differing)} phiếu cần đối chiếu" if differing else "hai lần nhập khớp nhau"
    return f"đã nhập xong lần hai {paper_words(entry)}: {what}"


def _settled(entry: Entry) -> str:
    old = entry["old"]
    cells = "; ".join(
        f"{code} lần một {points_words(old[code]['Lần một'])}, lần hai {points_words(old[code]['Lần hai'])}, "
        f"chọn {points_words(value)}"
        for code, value in entry["new"].items()
    )
    return f"đã đối chiếu hai lần nhập của {entry['subject']}: {cells}"


def _explained(entry: Entry) -> str:
    cells = "; ".join(f"{code}: {text}" for code, text in entry["new"].items())
    return f"đã giải thích điểm chênh lệch, {entry['subject']}: {cells}"


SENTENCES: dict[str, Callable[[Entry], str]] = {
    "sheets.taken_late": lambda entry: f"đã nhận nộp muộn {paper_words(entry)}{because(entry)}",
    "sheets.accepted_late": lambda entry: (
        f"đã nhận {paper_words(entry)} đến muộn để nhập tiếp từ phiếu giấy{because(entry)}"
    ),
    "sheets.locked": lambda entry: f"đã khóa {paper_words(entry)}",
    "sheets.unlocked": lambda entry: f"đã mở khóa {paper_words(entry)}{because(entry)}",
    "sheets.entered_twice": _entered_twice,
    "scores.late_taken": lambda entry: (
        f"đã nhận điểm đến muộn, {entry['subject']}: {_cells(entry)}{because(entry)}"
    ),
    "scores.late_refused": lambda entry: (
        f"không nhận điểm đến muộn, {entry['subject']}: {_cells(entry)}{because(entry)}"
    ),
    "scores.settled": _settled,
    "scores.explained": _explained,
}


def _units_and_differing(entry: Entry) -> Iterable[Change]:
    yield from units_of(entry)
    if entry["new"]["differing"]:
        yield Change("Cần đối chiếu", "", "; ".join(entry["new"]["differing"]))


def _told(_entry: Entry) -> Iterable[Change]:
    """The sentence has every cell already."""
    return ()


DETAILS: dict[str, Callable[[Entry], Iterable[Change]]] = {
    **{action: units_of for action in SENTENCES if action.startswith("sheets.")},
    "sheets.entered_twice": _units_and_differing,
    "scores.settled": _told,
    "scores.explained": _told,
}
