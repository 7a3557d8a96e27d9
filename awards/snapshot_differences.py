"""What is different between two versions of the results, line by line: first what came out, then what went in. Pure.

Both versions are given as they are stored. A line is ready to be read in twenty years: words and numbers as they were
then, not codes. `part` says where it belongs; a cell or a sheet also names its `level`, `scored` and `scorer` by code,
so that who may not know a scorer is not told.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from awards.results_table import Table
from blocs.terms import Effect, Level, SheetState, Term

Line = dict[str, Any]
Stored = Mapping[str, Any]


class Part(Term):
    """Where a difference belongs, in the order they are read."""

    RESULTS = "results", "Điểm và thứ hạng"
    NOMINATIONS = "nominations", "Đề nghị khen thưởng"
    CELLS = "cells", "Ô điểm"
    SHEETS = "sheets", "Phiếu chấm"
    UNITS = "units", "Đơn vị, đăng ký, giao ước, không xét"
    VOTES = "votes", "Kết quả bỏ phiếu"
    RULES = "rules", "Quy tắc, tiêu chí"


# What a table says of a unit: its keys in the contract's JSON, in the order they are read.
_COLUMNS = {
    "final": "Tổng điểm",
    "rank": "Xếp hạng",
    "class": "Xếp loại",
    "content": "Điểm nội dung",
    "bonus": "Điểm thưởng",
    "penalty": "Điểm trừ",
    **{level.value: level.label for level in Level},
}
_COUNTS = {
    "called": "Triệu tập",
    "present": "Có mặt",
    "issued": "Phát ra",
    "collected": "Thu về",
    "valid": "Hợp lệ",
    "invalid": "Không hợp lệ",
}
_NONE = "–"
_AS_BEFORE, _CHANGED = "như phiên bản trước", "đã thay đổi"


def differences(
    old: Stored, old_table: Table, new: Stored, new_table: Table, labels: Mapping[str, str]
) -> list[Line]:
    """`old` and `new` are inputs, with their tables; `labels`: setting -> how it is called. Empty: nothing differs."""
    names = _names(old) | _names(new)
    awards = {**old["rules"]["award_names"], **new["rules"]["award_names"]}
    return [
        *_results(old_table, new_table, names),
        *_nominations(old_table, new_table, names, awards),
        *_cells(old, new, names),
        *_units(old, new, awards),
        *_votes(old, new, names, awards),
        *_rules(old["rules"], new["rules"], labels),
    ]


def _line(part: Part, where: str, what: str, old: Any, new: Any, **more: Any) -> Line:
    return {"part": part.value, "where": where, "what": what, "old": shown(old), "new": shown(new), **more}


def shown(value: Any) -> str:
    """A value as people read it: decimal comma, "–" for nothing, yes and no in words."""
    if value is None or value in ("", []):
        return _NONE
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    text = str(value)
    return text.replace(".", ",") if text.replace(".", "", 1).lstrip("-").isdigit() else text


def _names(inputs: Stored) -> dict[str, str]:
    return {unit["code"]: unit["short_name"] for unit in inputs["units"]}


def _changed(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[Any]:
    """The keys of either whose values differ; those of the new one first, in its order."""
    yield from (
        key for key in [*new, *(key for key in old if key not in new)] if old.get(key) != new.get(key)
    )


def _results(old: Table, new: Table, names: Mapping[str, str]) -> Iterator[Line]:
    before = {unit["code"]: unit for unit in old["units"]}
    after = {unit["code"]: unit for unit in new["units"]}
    for code in [*after, *(code for code in before if code not in after)]:
        was, now = before.get(code, {}), after.get(code, {})
        for key, what in _COLUMNS.items():
            if was.get(key) != now.get(key):
                yield _line(Part.RESULTS, names[code], what, was.get(key), now.get(key), unit=code)


def _nominations(
    old: Table, new: Table, names: Mapping[str, str], awards: Mapping[str, str]
) -> Iterator[Line]:
    before = {row["award"]: row for row in old["nominations"]}
    after = {row["award"]: row for row in new["nominations"]}
    words = {"quota": "Số chỉ tiêu", "nominated": "Được đề nghị", "undecided": "Chưa phân định"}
    for code in _changed(before, after):
        was, now = before.get(code, {}), after.get(code, {})
        for key, what in words.items():
            first, second = (_named(row.get(key), names) for row in (was, now))
            if first != second:
                yield _line(Part.NOMINATIONS, awards.get(code, code), what, first, second)


def _named(value: Any, names: Mapping[str, str]) -> Any:
    return [names.get(code, code) for code in value] if isinstance(value, list) else value


def _cells(old: Stored, new: Stored, names: Mapping[str, str]) -> Iterator[Line]:
    """Cells of sheets that count in both first, then sheets whose state changed or that are there only once."""
    before, after = ({_sheet_key(sheet): sheet for sheet in inputs["sheets"]} for inputs in (old, new))
    words = {row["code"]: f"{row['code']} {row['text']}" for row in [*_criteria(old), *_criteria(new)]}
    sheets: list[Line] = []
    for key in _changed(before, after):
        was, now = before.get(key), after.get(key)
        where = _sheet_words(key, names)
        marks = {"level": key[0], "scored": key[1], "scorer": key[2]}
        if _state(was) != _state(now):
            sheets.append(_line(Part.SHEETS, where, "Trạng thái", _state(was), _state(now), **marks))
        first, second = (sheet["points"] if sheet else {} for sheet in (was, now))
        for code in _changed(first, second):
            yield _line(Part.CELLS, where, words.get(code, code), first.get(code), second.get(code), **marks)
    yield from sheets


def _sheet_key(sheet: Stored) -> tuple[str, str, str | None]:
    return sheet["level"], sheet["scored"], sheet["scorer"]


def _sheet_words(key: tuple[str, str, str | None], names: Mapping[str, str]) -> str:
    level, scored, scorer = key
    label = Level(level).label.lower() if level != Level.BLOC.value else "của khối"
    by = f" của {names[scorer]}" if scorer else ""
    return f"Phiếu {label}{by} về {names[scored]}"


def _state(sheet: Stored | None) -> str:
    return SheetState(sheet["state"]).label if sheet else _NONE


def _criteria(inputs: Stored) -> list[Any]:
    return list(inputs["rules"]["criteria"])


def _units(old: Stored, new: Stored, awards: Mapping[str, str]) -> Iterator[Line]:
    before, after = ({unit["code"]: unit for unit in inputs["units"]} for inputs in (old, new))
    for code in _changed(before, after):
        was, now = (_unit_words(found.get(code), awards) for found in (before, after))
        where = (after.get(code) or before[code])["short_name"]
        for what in _changed(was, now):
            yield _line(Part.UNITS, where, what, was.get(what), now.get(what), unit=code)
    for what, key in (("Phân công chấm chéo", "assignments"), ("Ai phải chấm ai", "scorers")):
        if old[key] != new[key]:
            yield _line(Part.UNITS, "Chấm chéo", what, _AS_BEFORE, _CHANGED)
    if old["name"] != new["name"]:
        yield _line(Part.UNITS, "Khối", "Tên", old["name"], new["name"])
    if list(before) != list(after) and sorted(before) == sorted(after):
        yield _line(Part.UNITS, "Khối", "Thứ tự các đơn vị", _AS_BEFORE, _CHANGED)


def _unit_words(unit: Stored | None, awards: Mapping[str, str]) -> dict[str, Any]:
    if unit is None:
        return {}
    return {
        "Đơn vị trong năm": True,
        "Tên đơn vị": unit["name"],
        "Tên gọn": unit["short_name"],
        "Thôi thuộc khối từ": "/".join(reversed((unit["left_on"] or "").split("-"))),
        "Đăng ký": [awards.get(code, code) for code in unit["registered"]],
        "Đã ký giao ước": unit["pledge_signed"],
        "Không xét": [
            ": ".join(filter(None, [Effect(found["effect"]).label, found["reason"]]))
            for found in unit["findings"]
        ],
    }


def _votes(old: Stored, new: Stored, names: Mapping[str, str], awards: Mapping[str, str]) -> Iterator[Line]:
    before, after = ({vote["award"]: vote for vote in inputs["votes"]} for inputs in (old, new))
    for code in _changed(before, after):
        was, now = before.get(code, {}), after.get(code, {})
        where = awards.get(code, code)
        for key, what in _COUNTS.items():
            if was.get(key) != now.get(key):
                yield _line(Part.VOTES, where, what, was.get(key), now.get(key))
        first, second = was.get("approvals", {}), now.get("approvals", {})
        for unit in sorted(_changed(first, second)):
            yield _line(
                Part.VOTES, where, f"Đồng ý: {names.get(unit, unit)}", first.get(unit), second.get(unit)
            )


def _rules(old: Stored, new: Stored, labels: Mapping[str, str]) -> Iterator[Line]:
    for key in _changed(old["settings"], new["settings"]):
        yield _line(
            Part.RULES,
            "Quy tắc",
            labels.get(key, key),
            old["settings"].get(key),
            new["settings"].get(key),
        )
    yield from _rows("Tiêu chí", old["criteria"], new["criteria"], "code", _CRITERION)
    yield from _rows("Xếp loại", old["classes"], new["classes"], "name", _CLASS)
    yield from _rows("Quy tắc khen", old["awards"], new["awards"], "award", {})


_CRITERION = {"text": "nội dung", "maximum": "điểm tối đa", "step": "bước", "group": "nhóm"}
_CLASS = {"from_points": "từ điểm", "floor_percent": "sàn % mỗi mục"}


def _rows(
    where: str, old: Iterable[Any], new: Iterable[Any], key: str, words: Mapping[str, str]
) -> Iterator[Line]:
    """Rows of a table of the rules: the fields that have a word one by one, any other change in one line."""
    before, after = ({row[key]: row for row in rows} for rows in (old, new))
    for name in _changed(before, after):
        was, now = before.get(name), after.get(name)
        title = (now or was or {}).get("name", name)
        if was is None or now is None:
            yield _line(
                Part.RULES, where, title, _NONE if was is None else "có", _NONE if now is None else "có"
            )
            continue
        told = [field for field in words if was.get(field) != now.get(field)]
        for field in told:
            yield _line(Part.RULES, where, f"{title}: {words[field]}", was.get(field), now.get(field))
        if not told:
            yield _line(Part.RULES, where, title, _AS_BEFORE, _CHANGED)
