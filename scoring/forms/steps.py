"""The forms that reopen sheets or mark them "không chấm": which sheets, and why."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from blocs.text import clean_lines
from scoring.given_reasons import LEAST_SAID, suffices
from scoring.sheet_queries import Column
from scoring.workflow import Step


class SheetsField(forms.TypedMultipleChoiceField):
    """Offers the sheets the step may leave from; takes those already there too, so that sending twice is harmless."""

    already: frozenset[str] = frozenset()

    def valid_value(self, value: Any) -> bool:
        return str(value) in self.already or super().valid_value(value)


class StepForm(forms.Form):
    """Sheets of one paper that the step may leave from; a reason where the step needs one."""

    sheet = SheetsField(
        label="Phiếu của",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Hãy chọn ít nhất một phiếu.",
            "invalid_choice": "Có phiếu vừa đổi trạng thái. Hãy tải lại trang.",
            "invalid_list": "Hãy chọn phiếu trong danh sách.",
        },
    )
    reason = forms.CharField(
        label="Lý do",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=f"Ghi {LEAST_SAID}. Lý do vào nhật ký cùng tên ông, bà và thời điểm.",
        error_messages={"required": "Hãy ghi lý do.", "max_length": "Lý do dài quá 500 chữ."},
    )

    def __init__(self, *args: Any, step: Step, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheets = cast(SheetsField, self.fields["sheet"])
        sheets.choices = [(c.sheet, c.member.name) for c in columns if c.state is step.source]
        sheets.already = frozenset(str(c.sheet) for c in columns if c.state is step.target)
        if not step.needs_reason:
            del self.fields["reason"]

    def clean_reason(self) -> str:
        reason = clean_lines(self.cleaned_data["reason"])
        if not suffices(reason):
            raise forms.ValidationError(f"Hãy ghi rõ lý do ({LEAST_SAID}).")
        return reason
