"""Forms of the bloc's report: a section's text, the period."""

from datetime import date
from typing import Any

from django import forms

from awards.actions.bloc_reports import LONGEST
from blocs.form_fields import DayFormField
from blocs.forms.fields import CleanTextField


class SectionForm(forms.Form):
    text = CleanTextField(
        label="Nội dung in trong báo cáo",
        required=False,
        rows=12,
        max_length=LONGEST,
        help_text="Mỗi dòng in thành một đoạn. Để trống thì văn bản ban hành không có phần này.",
        error_messages={"max_length": "Phần này quá dài. Hãy viết gọn lại."},
    )


class PeriodForm(forms.Form):
    starts_on = DayFormField(label="Từ ngày", error_messages={"required": "Hãy ghi ngày đầu của kỳ."})
    ends_on = DayFormField(label="Đến ngày", error_messages={"required": "Hãy ghi ngày cuối của kỳ."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("ends_on", "Ngày cuối của kỳ phải từ ngày đầu trở đi.")
        return data
