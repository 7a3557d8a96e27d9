"""How a criterion's points are found: the rungs, items and limits of one kind of rule, as ordinary rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from blocs.form_fields import CleanCharField, CountFormField, PointsFormField
from blocs.forms.fields import FaultsForm
from blocs.numbers import whole
from blocs.terms import CriterionRule
from scoring.criterion_parameters import (
    MOST_ITEMS,
    MOST_TIMES,
    SCALAR_NAMES,
    TAKES,
    TEXT_LENGTH,
    Item,
    Parameters,
    fitting,
    rule_faults,
)
from scoring.definitions import CriterionRow

BLANK_LINES = 3
_HELP = {
    "ceiling": "Để trống là 1: vượt mức phấn đấu không bù cho chỉ tiêu khác. Ghi 1,2 thì mỗi chỉ tiêu tính đến 120%.",
    "least": "Bị trừ bao nhiêu cũng không thấp hơn số này. Để trống là 0.",
    "limit": "Cộng mọi lần lại cũng chỉ trừ đến số này. Để trống là không giới hạn.",
}
_POINTS = {
    CriterionRule.LADDER: "Điểm",
    CriterionRule.BONUS_LIST: "Điểm mỗi lần",
    CriterionRule.DEDUCT_PER: "Trừ mỗi lần",
    CriterionRule.PENALTY_LIST: "Trừ mỗi lần",
}


@dataclass(frozen=True, slots=True)
class Line:
    """The bound fields of one row, in order, and its hidden key."""

    key: forms.BoundField
    fields: list[forms.BoundField]


class RuleForm(FaultsForm):
    """Cleans to Parameters that can stand for this criterion; an emptied row is taken away."""

    lines = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, row: CriterionRow, rule: CriterionRule, frozen: bool) -> None:
        self.row, self.rule, self.takes = row, rule, TAKES[rule]
        stored = fitting(rule, row.parameters)
        self.count = self._count(data, stored) if self.takes.items else 0
        super().__init__(data, initial=self._stored(stored))
        for name in self.takes.scalars:
            self.fields[name] = PointsFormField(
                label=SCALAR_NAMES[name], required=False, help_text=_HELP[name]
            )
        for number in range(self.count):
            self._add_line(number)
        if frozen:
            self.freeze()

    def _count(self, data: Any, stored: Parameters) -> int:
        if data is None:
            return min(len(stored.items) + BLANK_LINES, MOST_ITEMS)
        return min(whole(data.get("lines", "")) or 0, MOST_ITEMS + BLANK_LINES)

    def _stored(self, stored: Parameters) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(stored, name) for name in SCALAR_NAMES}
        for number, item in enumerate(stored.items):
            values |= {
                f"key-{number}": item.key,
                f"text-{number}": item.text,
                f"points-{number}": item.points,
                f"most-{number}": item.most,
            }
        return values | {"lines": self.count}

    def _add_line(self, number: int) -> None:
        made: dict[str, forms.Field] = {
            "text": CleanCharField(
                label=self.takes.items.capitalize(), max_length=TEXT_LENGTH, required=False
            ),
            "points": PointsFormField(label=_POINTS[self.rule], required=False),
        }
        if self.takes.times:
            made["most"] = CountFormField(
                label="Số lần nhiều nhất", min_value=1, max_value=MOST_TIMES, required=False
            )
        self.fields[f"key-{number}"] = CleanCharField(widget=forms.HiddenInput, max_length=40, required=False)
        for name, field in made.items():
            label = f"{field.label}, dòng {number + 1}"
            field.widget.attrs |= {"class": "form-control", "aria-label": label}
            field.label = label
            self.fields[f"{name}-{number}"] = field

    @property
    def heads(self) -> list[str]:
        heads = [self.takes.items.capitalize(), _POINTS.get(self.rule, "")]
        return [*heads, "Số lần nhiều nhất"] if self.takes.times else heads

    @property
    def line_fields(self) -> Iterator[Line]:
        names = ("text", "points", "most") if self.takes.times else ("text", "points")
        for number in range(self.count):
            yield Line(self[f"key-{number}"], [self[f"{name}-{number}"] for name in names])

    @property
    def scalar_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.takes.scalars]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        places = [number for number in range(self.count) if self._is_written(number)]
        for number in places:
            if data.get(f"points-{number}") is None and f"points-{number}" not in self.errors:
                self.add_error(f"points-{number}", "Hãy ghi số điểm, hoặc xóa trống cả dòng.")
        if not self.errors:
            data["parameters"] = self._parameters(places)
            for fault in rule_faults(
                self.rule,
                data["parameters"],
                group=self.row.group,
                maximum=self.row.maximum,
                step=self.row.step,
            ):
                name = fault.place if fault.row is None else f"{fault.place}-{places[fault.row]}"
                self.add_error(name if name in self.fields else None, fault.message)
        return data

    def _is_written(self, number: int) -> bool:
        names = (f"{name}-{number}" for name in ("text", "points", "most"))
        return any(name in self.errors or self.cleaned_data.get(name) not in (None, "") for name in names)

    def _parameters(self, places: list[int]) -> Parameters:
        data = self.cleaned_data
        items = tuple(
            Item(data[f"key-{n}"], data[f"text-{n}"], data[f"points-{n}"], data.get(f"most-{n}"))
            for n in places
        )
        return fitting(self.rule, Parameters(items, **{name: data[name] for name in self.takes.scalars}))
