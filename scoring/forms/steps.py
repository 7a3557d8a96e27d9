"""The forms that reopen sheets or mark them "không chấm": which sheets, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms

from blocs.text import clean_lines
from scoring.sheet_queries import Column
from scoring.workflow import Step


class StepForm(forms.Form):
    """Sheets of one paper that the step may leave from; a reason where the step needs one."""

    sheet = forms.TypedMultipleChoiceField(
        label="Phiếu của", coerce=int, widget=forms.CheckboxSelectMultiple, error_messages={}
    )
    reason = forms.CharField(
        label="Lý do",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="Được ghi vào nhật ký cùng tên bạn và thời điểm.",
        error_messages={"required": "Hãy ghi lý do.", "max_length": "Lý do dài quá 500 chữ."},
    )

    def __init__(self, *args: Any, step: Step, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheets = self.fields["sheet"]
        assert isinstance(sheets, forms.TypedMultipleChoiceField)  # noqa: S101 – for the type checker
        sheets.choices = [(c.sheet, c.member.name) for c in columns if c.state is step.source]
        sheets.error_messages = {
            "required": "Hãy chọn ít nhất một phiếu.",
            "invalid_choice": "Có phiếu vừa đổi trạng thái. Hãy tải lại trang.",
            "invalid_list": "Hãy chọn phiếu trong danh sách.",
        }
        if not step.needs_reason:
            del self.fields["reason"]

    def clean_reason(self) -> str:
        return clean_lines(self.cleaned_data["reason"])
