"""Typed cells as they come in: from the grid's script, or as one ordinary form without it (design §4)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from blocs.numbers import read_number
from blocs.refusals import Invalid
from blocs.text import clean_lines
from scoring.actions.cell_entries import CellEntry, CellKey
from scoring.sheet_queries import AnyPaper

MOST_CELLS = 100
_LARGEST_ID = 2**63 - 1
_MALFORMED = "Dữ liệu gửi lên không đúng dạng. Hãy tải lại trang rồi nhập tiếp."


@dataclass(frozen=True, slots=True)
class PostedCells:
    """Cells of one request: entries that are numbers or empty, sentences for those that are neither.

    `texts` keeps what was typed, `order` the cells as they came; `person` is who had the page open, if it says so.
    """

    order: list[CellKey] = field(default_factory=list)
    entries: list[CellEntry] = field(default_factory=list)
    faults: dict[CellKey, str] = field(default_factory=dict)
    texts: dict[CellKey, str] = field(default_factory=dict)
    person: int | None = None

    def take(self, key: CellKey, text: str, base: str, reason: str | None = None) -> None:
        self.order.append(key)
        self.texts[key] = text
        try:
            self.entries.append(CellEntry(*key, read_points(text), read_points(base), reason))
        except ValueError as error:
            self.faults[key] = str(error)


def cell_name(sheet: int, criterion: int) -> str:
    """The name and id of a cell's field."""
    return f"c{sheet}-{criterion}"


def read_points(text: str) -> Decimal | None:
    """An empty cell is "not scored", which is not 0. Raises ValueError with a sentence for what is no number."""
    return read_number(text) if text.strip() else None


def posted_by_script(body: bytes) -> PostedCells:
    """{"person": 5, "cells": [{"sheet": 1, "criterion": 2, "value": "48,5", "base": ""}, …]}; raises Invalid.

    A cell may bring its "reason".
    """
    try:
        data = json.loads(body)
        cells = [_script_cell(cell) for cell in data["cells"]]
        person = int(data["person"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise Invalid(_MALFORMED) from error
    return _posted(cells, person)


def _script_cell(cell: Any) -> "PostedCell":
    if not isinstance(cell, Mapping):
        raise TypeError
    reason = None if cell.get("reason") is None else clean_lines(str(cell["reason"]))
    return int(cell["sheet"]), int(cell["criterion"]), str(cell["value"]), str(cell["base"]), reason


PostedCell = tuple[int, int, str, str, str | None]


def posted_single(data: Mapping[str, str]) -> PostedCells:
    """The fields sheet, criterion, value, base, and perhaps reason and person; raises Invalid."""
    try:
        cell = _script_cell({"base": "", **data})
        person = int(data["person"]) if data.get("person") else None
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(_MALFORMED) from error
    return _posted([cell], person)


def _posted(cells: Iterable[PostedCell], person: int | None) -> PostedCells:
    posted = PostedCells(person=person)
    for sheet, criterion, text, base, reason in cells:
        posted.take((sheet, criterion), text, base, reason)
    known = all(0 < part <= _LARGEST_ID for key in posted.order for part in key)
    if not known or not 0 < len(posted.order) <= MOST_CELLS:
        raise Invalid(_MALFORMED)
    return posted


def posted_by_form(paper: AnyPaper, data: Mapping[str, str]) -> PostedCells:
    """The cells of the whole grid whose text differs from what the page showed as stored; raises Invalid."""
    bases = read_bases(data.get("bases", ""))
    posted = PostedCells()
    for column in paper.columns:
        for leaf in paper.rules.leaves:
            text = data.get(cell_name(column.sheet, leaf.criterion_id))
            if text is None:
                continue
            base = bases.get(f"{column.sheet}-{leaf.criterion_id}", "")
            if not same_points(text, base):
                posted.take((column.sheet, leaf.criterion_id), text, base)
    return posted


def same_points(text: str, base: str) -> bool:
    try:
        return read_points(text) == read_points(base)
    except ValueError:
        return False


def write_bases(paper: AnyPaper) -> str:
    """Every stored value of the paper in one hidden field, so that a form without a script can tell what changed."""
    return json.dumps(
        {
            f"{sheet}-{criterion}": f"{points:f}"
            for sheet, cells in paper.points.items()
            for criterion, points in cells.items()
        },
        separators=(",", ":"),
    )


def read_bases(text: str) -> dict[str, str]:
    try:
        data: Any = json.loads(text)
    except ValueError as error:
        raise Invalid(_MALFORMED) from error
    if not isinstance(data, dict):
        raise Invalid(_MALFORMED)
    return {str(key): str(value) for key, value in data.items()}
