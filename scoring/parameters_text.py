"""A rule's parameters as lines of text, for the workbook: one line a rung or item, limits in brackets.

Chậm đến 15 ngày = 40
Mô hình được cấp tỉnh công nhận = 10; tối đa 2 lần
[Trừ nhiều nhất] 10
"""

import re
from decimal import Decimal

from blocs.numbers import read_number
from blocs.text import clean, fold
from reports.paper.words import trimmed
from scoring.criterion_parameters import MOST_TIMES, SCALAR_NAMES, Item, Parameters

_SCALAR = re.compile(r"\[([^\]]+)\]\s*(\S+)")
_ITEM = re.compile(r"(.*\S)\s*=\s*([^=;\s]+)(?:\s*;\s*tối đa\s+(\d{1,9})\s+lần)?", re.IGNORECASE)
_FIELDS = {fold(name): field for field, name in SCALAR_NAMES.items()}


def parameters_text(parameters: Parameters) -> str:
    """The lines; empty for a rule without parameters."""
    lines = [
        f"{item.text} = {trimmed(item.points)}" + ("" if item.most is None else f"; tối đa {item.most} lần")
        for item in parameters.items
    ]
    scalars = ((name, getattr(parameters, field)) for field, name in SCALAR_NAMES.items())
    return "\n".join(lines + [f"[{name}] {trimmed(value)}" for name, value in scalars if value is not None])


def read_parameters(text: str) -> tuple[Parameters, list[str]]:
    """The parameters, and what is wrong with the lines in Vietnamese sentences; keys count the items from 1."""
    items: list[Item] = []
    scalars: dict[str, Decimal] = {}
    problems = []
    for line in filter(None, map(clean, text.split("\n"))):
        try:
            if (scalar := _SCALAR.fullmatch(line)) and (field := _FIELDS.get(fold(scalar[1]))):
                scalars[field] = read_number(scalar[2])
            else:
                items.append(_item(line, str(len(items) + 1)))
        except ValueError as error:
            problems.append(str(error))
    return Parameters(tuple(items), **scalars), problems


def _item(line: str, key: str) -> Item:
    found = _ITEM.fullmatch(line)
    if found is None:
        raise ValueError(f"“{line[:60]}” chưa đúng dạng; hãy ghi mỗi dòng như “Chậm đến 15 ngày = 40”.")
    most = None if found[3] is None else int(found[3])
    if most is not None and not 1 <= most <= MOST_TIMES:
        raise ValueError(f"“{line[:60]}”: số lần phải từ 1 đến {MOST_TIMES}.")
    return Item(key, found[1], read_number(found[2]), most)
