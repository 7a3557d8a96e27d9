"""What stands in a unit's report: three texts and the key figures, as they are typed, sent and compared."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from blocs.numbers import read_number
from blocs.text import clean, clean_lines
from reports.paper.words import percent, trimmed

FIGURES = "figures"
TEXTS = ("results", "weaknesses", "proposals")
FIELDS = (*TEXTS, FIGURES)
LABELS = {
    "results": "Kết quả nổi bật",
    "weaknesses": "Hạn chế, nguyên nhân",
    "proposals": "Kiến nghị, đề xuất",
    FIGURES: "Số liệu chính",
}
LONGEST_TEXT, LONGEST_LABEL, LONGEST_MEASURE, MOST_FIGURES = 20_000, 255, 100, 60
_ODD = "Dữ liệu gửi lên không đúng dạng. Hãy tải lại trang rồi nhập tiếp."
# A line as it is typed: label, measure, planned, value.
TypedLine = Sequence[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the key figures; without plan or value the percentage is not known."""

    label: str
    measure: str = ""
    planned: Decimal | None = None
    value: Decimal | None = None

    @property
    def share(self) -> Fraction | None:
        """The value as a part of the plan; None when either is missing or the plan is 0."""
        if self.planned is None or self.value is None or not self.planned:
            return None
        return Fraction(self.value) / Fraction(self.planned)

    @property
    def percent(self) -> str:
        """ "105,0%"; empty when it is not known."""
        return percent(self.share)

    @property
    def typed(self) -> list[str]:
        return [self.label, self.measure, trimmed(self.planned), trimmed(self.value)]


@dataclass(frozen=True, slots=True)
class ReportContent:
    results: str = ""
    weaknesses: str = ""
    proposals: str = ""
    figures: tuple[Figure, ...] = ()

    def text_of(self, field: str) -> str:
        """A field as one text, the way it travels: figures as JSON lines."""
        return write_figures(self.figures) if field == FIGURES else str(getattr(self, field))

    def with_field(self, field: str, text: str) -> "ReportContent":
        """The content with this field typed over; ValueError with a Vietnamese sentence."""
        if field == FIGURES:
            return replace(self, figures=read_figures(text))
        changed: dict[str, Any] = {field: read_text(text)}
        return replace(self, **changed)


def write_figures(figures: Iterable[Figure]) -> str:
    """JSON: a list of [label, measure, planned, value], the numbers as people type them."""
    lines = [figure.typed for figure in figures]
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":"))


def read_figures(text: str) -> tuple[Figure, ...]:
    """The figures of such a text; ValueError with a Vietnamese sentence that names the line."""
    return figures_of(typed_lines(text))


def typed_lines(text: str) -> list[list[str]]:
    """The lines as they were typed, faults and all; ValueError when it is no list of lines."""
    try:
        lines = json.loads(text or "[]")
        found = [[str(cell) for cell in line] for line in lines]
    except (ValueError, TypeError, RecursionError) as error:
        raise ValueError(_ODD) from error
    if any(len(line) != 4 for line in found):
        raise ValueError(_ODD)
    return found


def figures_of(lines: Iterable[TypedLine]) -> tuple[Figure, ...]:
    """Typed lines as figures; empty ones are left out. ValueError with a sentence that names the line."""
    found = []
    for number, line in enumerate(lines, start=1):
        label, measure, planned, value = (clean(cell) for cell in line)
        if not (label or measure or planned or value):
            continue
        if not label:
            raise ValueError(f"Dòng {number}: hãy ghi tên số liệu.")
        if len(label) > LONGEST_LABEL or len(measure) > LONGEST_MEASURE:
            raise ValueError(
                f"Dòng {number}: tên số liệu không quá {LONGEST_LABEL} chữ, đơn vị tính không quá {LONGEST_MEASURE} chữ."
            )
        found.append(Figure(label, measure, _number(number, planned), _number(number, value)))
    if len(found) > MOST_FIGURES:
        raise ValueError(f"Báo cáo ngắn có nhiều nhất {MOST_FIGURES} số liệu.")
    return tuple(found)


def _number(line: int, text: str) -> Decimal | None:
    try:
        return read_number(text) if text else None
    except ValueError as error:
        raise ValueError(f"Dòng {line}: {error}") from error


def read_text(text: str) -> str:
    """One of the texts in its normal form; ValueError when it is too long."""
    read = clean_lines(text)
    if len(read) > LONGEST_TEXT:
        raise ValueError(f"Phần này dài quá {LONGEST_TEXT:,} chữ. Hãy viết gọn lại.".replace(",", "."))
    return read
