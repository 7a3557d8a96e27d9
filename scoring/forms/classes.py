"""The classes as a table of a few rows; an emptied row goes."""

from collections.abc import Sequence
from typing import Any

from django import forms

from blocs.form_fields import CleanCharField, PointsFormField
from blocs.forms.fields import FaultsForm
from scoring.definitions import ClassRow

SPARE_ROWS = 2
MOST_ROWS = 20


class ClassesForm(FaultsForm):
    """Fields "<row>-name", "<row>-from_points", "<row>-floor_percent"; empty rows beyond the stored ones are spare."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, rows: Sequence[ClassRow], base: str) -> None:
        super().__init__(data, initial={"base": base})
        sent = sum(1 for name in data if name.endswith("-name")) if data else 0
        self.count = min(max(len(rows) + SPARE_ROWS, sent), MOST_ROWS)
        for place in range(self.count):
            row = rows[place] if place < len(rows) else None
            self.fields[f"{place}-name"] = CleanCharField(
                label=f"Tên loại, dòng {place + 1}",
                max_length=100,
                required=False,
                initial=row.name if row else "",
            )
            self.fields[f"{place}-from_points"] = PointsFormField(
                label=f"Từ điểm, dòng {place + 1}", required=False, initial=row.from_points if row else None
            )
            self.fields[f"{place}-floor_percent"] = PointsFormField(
                label=f"Sàn % mỗi mục, dòng {place + 1}",
                required=False,
                initial=row.floor_percent if row else None,
            )

        for name, field in self.fields.items():
            if name != "base":
                field.widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for place in range(self.count):
            name, points = data.get(f"{place}-name"), data.get(f"{place}-from_points")
            floor = data.get(f"{place}-floor_percent")
            if name and points is None and f"{place}-from_points" not in self.errors:
                self.add_error(f"{place}-from_points", "Chưa ghi từ bao nhiêu điểm.")
            if not name and (points is not None or floor is not None):
                self.add_error(f"{place}-name", "Chưa ghi tên loại; nếu bỏ dòng này thì xóa cả ba ô.")
        return data

    def classes(self) -> list[ClassRow]:
        data = self.cleaned_data
        return [
            ClassRow(data[f"{place}-name"], data[f"{place}-from_points"], data[f"{place}-floor_percent"])
            for place in self.filled()
        ]

    def filled(self) -> list[int]:
        """The rows that have a name, in order: row n of `classes` stands in row filled()[n] of the page."""
        return [place for place in range(self.count) if self.cleaned_data.get(f"{place}-name")]

    def rows(self) -> list[list[forms.BoundField]]:
        names = ("name", "from_points", "floor_percent")
        return [[self[f"{place}-{name}"] for name in names] for place in range(self.count)]
