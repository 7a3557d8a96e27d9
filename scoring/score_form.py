"""The one-page Excel form of a paper: criteria × units, prefilled, locked but for the scores, ranges checked.

A hidden sheet mirrors the visible one: its first cell names the paper and the criteria it was made from, its cells
carry the values stored then. So a form of another paper is refused, and a value changed on the site since is seen.
"""

import hashlib
import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from blocs.terms import CriterionGroup, SheetState
from blocs.text import clean, slug
from reports.paper.words import trimmed
from scoring.queries import CriterionNode, RuleSet
from scoring.sheet_queries import ScorePaper
from scoring.workflow import WORDS

SHEET, HIDDEN = "Phiếu chấm", "_phieu"
VERSION = 1
HEAD_ROW = 5
FIRST_ROW = HEAD_ROW + 1
FIRST_COLUMN = 4
INSTRUCTION = (
    "Chỉ nhập vào các ô trắng; ô để trống là chưa chấm, khác với 0. Không thêm, bớt, đổi chỗ dòng và cột."
)

_THIN = Side(style="thin", color="9AA7B2")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WASH = PatternFill("solid", fgColor="E6F0F2")
_SHADE = PatternFill("solid", fgColor="EEF1F3")
_FONT = "Times New Roman"


class Formula(str):
    """A text that is to be calculated."""

    __slots__ = ()


def form_key(paper: ScorePaper) -> dict[str, Any]:
    """What the hidden cell says of the paper; two forms with the same key fit the same cells."""
    return {
        "version": VERSION,
        "bloc": paper.year.bloc.code,
        "year": paper.year.slug if paper.year.is_practice else paper.year.year,
        "level": paper.level.value,
        "scorer": paper.scorer.code if paper.scorer else "",
        "rules": criteria_mark(paper.rules),
    }


def criteria_mark(rules: RuleSet) -> str:
    """A short name of the leaves, their maxima and steps: what a form's cells are checked against."""
    leaves = [(leaf.criterion_id, leaf.code, str(leaf.maximum), str(leaf.step)) for leaf in rules.leaves]
    return hashlib.sha256(json.dumps(leaves).encode()).hexdigest()[:16]


def file_name(paper: ScorePaper) -> str:
    parts = [paper.title, paper.year.slug]
    return f"{slug(' '.join(parts))}.xlsx"


def render_form(paper: ScorePaper) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    mirror = book.create_sheet(HIDDEN)
    mirror.sheet_state = "veryHidden"
    mirror["A1"] = json.dumps(form_key(paper), ensure_ascii=False)
    _head(sheet, mirror, paper)
    for row, node in enumerate(paper.rules.nodes, start=FIRST_ROW):
        _labels(sheet, row, node)
        mirror.cell(row, 1, node.code)
        if node.is_leaf:
            _scores(sheet, mirror, paper, row, node)
        else:
            _sums(sheet, paper, row, node)
    _total(sheet, paper)
    _page(sheet, paper)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(
    sheet: Worksheet, row: int, column: int, value: Any, *, bold: bool = False, center: bool = False
) -> Any:
    cell = sheet.cell(row, column)
    if isinstance(value, Formula):
        cell.value = str(value)
    elif isinstance(value, str):
        # A name that begins with "=" is a name.
        cell.value, cell.data_type = clean(value), "s"
    else:
        cell.value = value
    cell.font = Font(name=_FONT, size=12, bold=bold)
    cell.alignment = Alignment(horizontal="center" if center else "left", vertical="center", wrap_text=True)
    cell.border = _BOX
    return cell


def _head(sheet: Worksheet, mirror: Worksheet, paper: ScorePaper) -> None:
    for row, (text, size) in enumerate(
        ((paper.title, 14), (f"{paper.year.bloc_label}, {paper.year.label.lower()}", 12), (INSTRUCTION, 11)),
        start=1,
    ):
        cell = sheet.cell(row, 1, clean(text))
        cell.data_type = "s"
        cell.font = Font(name=_FONT, size=size, bold=row == 1, italic=row == 3)
    for column, text in enumerate(("TT", "Nội dung, tiêu chí", "Điểm chuẩn"), start=1):
        _put(sheet, HEAD_ROW, column, text, bold=True, center=True).fill = _WASH
    for column, held in enumerate(paper.columns, start=FIRST_COLUMN):
        _put(sheet, HEAD_ROW, column, held.member.short_name, bold=True, center=True).fill = _WASH
        mirror.cell(HEAD_ROW, column, held.member.code)
        if held.state is not SheetState.FILLING:
            _put(sheet, HEAD_ROW - 1, column, WORDS[held.state].staff, center=True).fill = _SHADE


def _labels(sheet: Worksheet, row: int, node: CriterionNode) -> None:
    maximum = None if node.maximum is None else node.maximum
    for column, value in enumerate((node.code, node.text, maximum), start=1):
        cell = _put(sheet, row, column, value, bold=not node.is_leaf, center=column == 3)
        if column == 1:
            cell.number_format = "@"
        if not node.is_leaf:
            cell.fill = _WASH


def _scores(sheet: Worksheet, mirror: Worksheet, paper: ScorePaper, row: int, node: CriterionNode) -> None:
    for column, held in enumerate(paper.columns, start=FIRST_COLUMN):
        # What was scored before "không chấm" is kept and does not count, so it is not shown as if it did.
        is_recused = held.state is SheetState.RECUSED
        points = None if is_recused else paper.points[held.sheet].get(node.criterion_id)
        cell = _put(sheet, row, column, points, center=True)
        cell.number_format = "General"
        mirror.cell(row, column, None if points is None else f"{points:f}").number_format = "@"
        if held.state is SheetState.FILLING and node.is_asked_at(held.level):
            cell.protection = Protection(locked=False)
        else:
            cell.fill = _SHADE
    if paper.columns:
        sheet.add_data_validation(_validation(row, node, len(paper.columns)))


def _validation(row: int, node: CriterionNode, width: int) -> DataValidation:
    """Range and step as Excel checks them while typing; the site checks again."""
    first = f"{get_column_letter(FIRST_COLUMN)}{row}"
    tests = [f"ISNUMBER({first})", f"{first}>=0"]
    words = "từ 0" if node.maximum is None else f"từ 0 đến {trimmed(node.maximum)}"
    if node.maximum is not None:
        tests.append(f"{first}<={node.maximum:f}")
    if node.step is not None:
        tests.append(f"MOD(ROUND({first}*1000000,0),{int(node.step * 1000000)})=0")
        words += f", bước {trimmed(node.step)}"
    check = DataValidation(
        type="custom", formula1=f"AND({','.join(tests)})", allow_blank=True, showErrorMessage=True
    )
    check.errorTitle = "Điểm không hợp lệ"
    check.error = f"{node.code}: nhập số {words}."[:225]
    check.add(f"{first}:{get_column_letter(FIRST_COLUMN + width - 1)}{row}")
    return check


def _sums(sheet: Worksheet, paper: ScorePaper, row: int, node: CriterionNode) -> None:
    spans = list(_leaf_spans(paper.rules, node.code))
    for column in range(FIRST_COLUMN, FIRST_COLUMN + len(paper.columns)):
        letter = get_column_letter(column)
        cells = ",".join(f"{letter}{first}:{letter}{last}" for first, last in spans)
        cell = _put(
            sheet, row, column, Formula(f'=IF(COUNT({cells})=0,"",SUM({cells}))'), bold=True, center=True
        )
        cell.fill = _WASH


def _leaf_spans(rules: RuleSet, code: str) -> Iterator[tuple[int, int]]:
    """Runs of rows that hold the leaves under a parent."""
    first = last = 0
    for row, node in enumerate(rules.nodes, start=FIRST_ROW):
        if not (node.is_leaf and node.code.startswith(f"{code}.")):
            continue
        if row != last + 1:
            if first:
                yield first, last
            first = row
        last = row
    if first:
        yield first, last


def _total(sheet: Worksheet, paper: ScorePaper) -> None:
    """content + bonus under its cap − penalty, written as a formula only to be looked at."""
    row = FIRST_ROW + len(paper.rules.nodes)
    for column, value in enumerate(("", "Tổng điểm", paper.rules.scoring.scale), start=1):
        _put(sheet, row, column, value, bold=True, center=column == 3).fill = _WASH
    cap = paper.rules.scoring.bonus_cap
    for column in range(FIRST_COLUMN, FIRST_COLUMN + len(paper.columns)):
        letter = get_column_letter(column)
        by_group = {
            group: [
                f"{letter}{at}"
                for at, node in enumerate(paper.rules.nodes, start=FIRST_ROW)
                if node.is_leaf and node.group is group
            ]
            for group in CriterionGroup
        }
        content, bonus, penalty = (_sum(by_group[group]) for group in CriterionGroup)
        capped = bonus if cap is None else f"MIN({bonus},{cap:f})"
        whole = f"{letter}{FIRST_ROW}:{letter}{row - 1}"
        formula = Formula(f'=IF(COUNT({whole})=0,"",{content}+{capped}-{penalty})')
        _put(sheet, row, column, formula, bold=True, center=True).fill = _WASH


def _sum(cells: list[str]) -> str:
    """SUM takes 255 arguments at most."""
    return "+".join(f"SUM({','.join(cells[at : at + 200])})" for at in range(0, len(cells), 200)) or "0"


def _page(sheet: Worksheet, paper: ScorePaper) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.freeze_panes = sheet.cell(FIRST_ROW, FIRST_COLUMN)
    for letter, width in (("A", 8), ("B", 52), ("C", 9)):
        sheet.column_dimensions[letter].width = width
    for column in range(FIRST_COLUMN, FIRST_COLUMN + len(paper.columns)):
        sheet.column_dimensions[get_column_letter(column)].width = 10.5
    sheet.row_dimensions[HEAD_ROW].height = 36
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.4
