"""What a raw cell says: its text, exact number or date, or one Vietnamese sentence why it says nothing."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from blocs.numbers import LARGEST, MAX_PLACES, read_number
from blocs.text import clean, fold
from reports.paper.words import short_date, trimmed
from reports.workbook import grid
from reports.workbook.grid import Cell

_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_STORED_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,4})?|[+-]?\.[0-9]+")
_TYPED_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)")
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")


class CellFault(Exception):
    """A cell that cannot be read there; `messages` are Vietnamese sentences, one a fault."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = messages


def squash(text: str) -> str:
    """What sheet names, headings, settings and listed values are compared by: no case, accents or spaces."""
    return fold(text).replace(" ", "")


def shorten(text: str) -> str:
    """One line of at most 60 characters, for a message."""
    text = clean(text[:200])
    return text if len(text) <= 60 else text[:57] + "…"


def shown(cell: Cell) -> str:
    """The cell's content for a message."""
    if cell.kind in (grid.DATE, grid.ISO_DATE):
        try:
            return short_date(day_of(cell))
        except CellFault:
            return shorten(cell.value)
    if cell.kind == grid.NUMBER:
        return shorten(cell.value).replace(".", ",")
    if cell.kind == grid.BOOLEAN:
        return "TRUE" if cell.value == "1" else "FALSE"
    return shorten(cell.value)


def text_of(cell: Cell) -> str:
    """Text, or the digits of a number typed where text belongs (phones, decision numbers)."""
    if cell.kind in (grid.DATE, grid.ISO_DATE):
        raise CellFault(
            f"Excel đã đổi ô này thành ngày “{shown(cell)}”; hãy định dạng ô là Văn bản (Text) rồi gõ lại."
        )
    return trimmed(decimal_of(cell)) if cell.kind == grid.NUMBER else cell.value


def decimal_of(cell: Cell) -> Decimal:
    """The exact number below 10¹² with at most 6 decimals, read to 15 significant digits (contract §3)."""
    if cell.kind in (grid.DATE, grid.ISO_DATE):
        raise CellFault(f"Ô là ngày “{shown(cell)}”, không phải số; hãy định dạng ô là Số rồi gõ lại.")
    if cell.style & grid.STYLE_PERCENT and cell.kind == grid.NUMBER:
        raise CellFault(
            f"Ô có định dạng phần trăm nên không rõ là {shown(cell)} hay gấp 100 lần; "
            "hãy định dạng ô là Số rồi gõ lại, ví dụ 80 cho 80%."
        )
    text = clean(cell.value).replace("\u2212", "-")
    pattern = _STORED_NUMBER if cell.kind == grid.NUMBER else _TYPED_NUMBER
    if len(text) > 400 or not pattern.fullmatch(text):
        raise CellFault(
            f"“{shown(cell)}” không phải là số; hãy ghi chữ số với một dấu phẩy hoặc dấu chấm thập phân, "
            "không ngăn cách hàng nghìn."
        )
    rounded = _FIFTEEN_DIGITS.create_decimal(text.replace(",", "."))
    if abs(rounded) >= LARGEST:
        raise CellFault(f"Số “{shown(cell)}” quá lớn; hãy kiểm tra lại.")
    if rounded and rounded.adjusted() < -20:
        raise CellFault(f"Số “{shown(cell)}” có hơn {MAX_PLACES} chữ số thập phân; hãy làm tròn.")
    try:
        number = read_number(f"{rounded:f}")
    except ValueError as error:
        raise CellFault(f"Số “{shown(cell)}” có hơn {MAX_PLACES} chữ số thập phân; hãy làm tròn.") from error
    whole = int(number)
    return Decimal(whole) if whole == number else number.normalize()


def day_of(cell: Cell) -> date:
    """The date of a date cell, `dd/mm/yyyy` or `yyyy-mm-dd`; a time of day is left out."""
    if cell.kind == grid.DATE:
        return _serial_day(cell)
    text = clean(cell.value)
    if cell.kind == grid.ISO_DATE:
        text = text[:10]
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise CellFault(f"“{shorten(text)}” không phải là ngày; hãy ghi dạng dd/mm/yyyy, ví dụ 05/07/2026.")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellFault(f"Ngày “{text}” không có trong lịch; hãy sửa lại.") from error


def _serial_day(cell: Cell) -> date:
    epoch = MAC_EPOCH if cell.style & grid.STYLE_1904 else WINDOWS_EPOCH
    try:
        moment = from_excel(float(cell.value), epoch)
        return date(moment.year, moment.month, moment.day)
    except (ValueError, OverflowError, AttributeError, TypeError) as error:
        raise CellFault(f"“{shorten(cell.value)}” không phải là ngày có trong lịch; hãy sửa lại.") from error
