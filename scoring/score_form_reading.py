"""Reading a filled Excel form back: what it changes cell by cell, and every fault with its cell."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from blocs.numbers import read_number
from blocs.refusals import Invalid
from blocs.text import clean
from scoring.actions.cell_entries import CellEntry
from scoring.queries import CriterionNode
from scoring.score_checks import score_fault
from scoring.score_form import FIRST_COLUMN, FIRST_ROW, HEAD_ROW, HIDDEN, SHEET, form_key
from scoring.sheet_queries import Column, ScorePaper
from scoring.workflow import TAKES_SCORES, WORDS

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_UNPACKED = 8 * 1024 * 1024
MOST_PARTS = 200
SIGNIFICANT = 15

NO_FORM = "Đây không phải là phiếu Excel tải từ trang này. Hãy tải phiếu, điền vào đúng tệp đó rồi nạp lại."
CHANGED_SHAPE = "Phiếu đã bị thêm, bớt hoặc đổi chỗ dòng, cột. Hãy tải phiếu mới rồi chép điểm sang."


class WrongForm(Invalid):
    """The file as a whole cannot be taken."""


@dataclass(frozen=True, slots=True)
class FormFault:
    """A cell that cannot be taken, by its address in the file."""

    address: str
    where: str
    sentence: str


@dataclass(frozen=True, slots=True)
class FormChange:
    """A cell the form changes: `entry.base` is what is stored now; `was` the value when the form was made."""

    address: str
    where: str
    entry: CellEntry
    was: Decimal | None

    @property
    def is_conflict(self) -> bool:
        """Whether somebody saved another value on the site since the form was made."""
        return self.was != self.entry.base


@dataclass(frozen=True, slots=True)
class FilledForm:
    changes: list[FormChange]
    faults: list[FormFault]
    unchanged: int


Grid = Mapping[tuple[int, int], Any]


def read_form(paper: ScorePaper, data: bytes) -> FilledForm:
    """What an uploaded form changes. Raises WrongForm for a file that is not this paper's form as it is now."""
    values, formulas, mirror = _open(data)
    _check_key(paper, mirror.get((1, 1)))
    changes: list[FormChange] = []
    faults: list[FormFault] = []
    unchanged = 0
    for row, node in enumerate(paper.rules.nodes, start=FIRST_ROW):
        if mirror.get((row, 1)) != node.code or clean(str(values.get((row, 1), ""))) != node.code:
            raise WrongForm(CHANGED_SHAPE)
        if not node.is_leaf:
            continue
        for column, held in _placed(paper, values, mirror):
            address = f"{get_column_letter(column)}{row}"
            where = f"{node.code} · {held.member.short_name}"
            try:
                value = _points(values.get((row, column)), formulas.get((row, column)))
                was = _points(mirror.get((row, column)), None)
                change = _change(paper, held, node, value, was)
            except ValueError as error:
                faults.append(FormFault(address, where, str(error)))
                continue
            if change is None:
                unchanged += 1
            else:
                changes.append(FormChange(address, where, change, was))
    return FilledForm(changes, faults, unchanged)


def _change(
    paper: ScorePaper, held: Column, node: CriterionNode, value: Decimal | None, was: Decimal | None
) -> CellEntry | None:
    """The entry to save, None when the form says nothing new. Raises ValueError with a sentence for a fault."""
    stored = paper.points[held.sheet].get(node.criterion_id)
    if value in (was, stored):
        return None
    if held.state is not TAKES_SCORES:
        raise ValueError(f"phiếu này {WORDS[held.state].staff} nên không nhận điểm; hãy mở lại phiếu trước.")
    fault = None if value is None else score_fault(value, node.maximum, node.step)
    if fault is not None:
        raise ValueError(fault)
    return CellEntry(held.sheet, node.criterion_id, value, stored)


def _placed(paper: ScorePaper, values: Grid, mirror: Grid) -> list[tuple[int, Column]]:
    """The form's columns with the sheets they belong to, by unit code; WrongForm when they no longer fit."""
    by_code = {held.member.code: held for held in paper.columns}
    found = []
    for column in range(FIRST_COLUMN, FIRST_COLUMN + len(paper.columns)):
        held = by_code.get(str(mirror.get((HEAD_ROW, column), "")))
        if held is None:
            raise WrongForm(
                "Danh sách đơn vị đã thay đổi từ khi tải phiếu. Hãy tải phiếu mới rồi chép điểm sang."
            )
        if clean(str(values.get((HEAD_ROW, column), ""))) != clean(held.member.short_name):
            raise WrongForm(CHANGED_SHAPE)
        found.append((column, held))
    return found


def _check_key(paper: ScorePaper, said: Any) -> None:
    try:
        key = json.loads(str(said))
    except (ValueError, RecursionError) as error:
        raise WrongForm(NO_FORM) from error
    wanted = form_key(paper)
    if not isinstance(key, dict) or key.get("version") != wanted["version"]:
        raise WrongForm(NO_FORM)
    if (key.get("bloc"), key.get("year")) != (wanted["bloc"], wanted["year"]):
        raise WrongForm(f"Đây là phiếu của khối hoặc năm khác ({key.get('bloc')}, {key.get('year')}).")
    if (key.get("level"), key.get("scorer")) != (wanted["level"], wanted["scorer"]):
        raise WrongForm(f"Đây là phiếu của đơn vị hoặc cấp chấm khác, không phải {paper.title.lower()}.")
    if key.get("rules") != wanted["rules"]:
        raise WrongForm(
            "Tiêu chí hoặc điểm chuẩn đã thay đổi từ khi tải phiếu. Hãy tải phiếu mới rồi chép điểm sang."
        )


def _points(value: Any, formula: Any) -> Decimal | None:
    """A cell's points. Raises ValueError with a sentence: a date Excel made of "4.5", a text, a bare formula."""
    if value is None or (isinstance(value, str) and not value.strip()):
        if isinstance(formula, str) and formula.startswith("="):
            raise ValueError("ô có công thức chưa có kết quả; hãy nhập số.")
        return None
    if isinstance(value, bool):
        raise ValueError("ô là Đúng/Sai, không phải số.")
    if isinstance(value, datetime | date | time):
        raise ValueError("Excel đã đổi ô này thành ngày tháng; hãy định dạng lại là số rồi nhập lại.")
    if isinstance(value, int | float):
        return read_number(f"{Decimal(f'{value:.{SIGNIFICANT}g}'):f}")
    return read_number(str(value))


def _open(data: bytes) -> tuple[Grid, Grid, Grid]:
    """The visible sheet's values and formulas, and the hidden mirror; WrongForm for anything but a modest .xlsx."""
    _check_archive(data)
    try:
        book = load_workbook(BytesIO(data), data_only=True)
        as_typed = load_workbook(BytesIO(data), data_only=False)
    except Exception as error:  # openpyxl raises whatever a broken part makes it raise
        raise WrongForm(NO_FORM) from error
    if SHEET not in book.sheetnames or HIDDEN not in book.sheetnames:
        raise WrongForm(NO_FORM)
    return _cells(book[SHEET]), _cells(as_typed[SHEET]), _cells(book[HIDDEN])


def _cells(sheet: Any) -> Grid:
    return {place: cell.value for place, cell in sheet._cells.items()}


def _check_archive(data: bytes) -> None:
    """What unpacks to more than a form ever holds is not unpacked."""
    if len(data) > LARGEST_FILE:
        raise WrongForm(f"Tệp lớn hơn {LARGEST_FILE // 1024 // 1024} MB nên không phải là phiếu chấm.")
    try:
        parts = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise WrongForm(NO_FORM) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise WrongForm(NO_FORM)
