"""Forms about sheets that wait for a decision: late values, and reasons for far points."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from blocs.text import clean_lines
from scoring.given_reasons import LEAST_SAID, suffices

TAKE, REFUSE = "nhan", "khong"


class LateForm(forms.Form):
    """Which late values are taken in or refused, and why; the button says which of the two."""

    cell = forms.TypedMultipleChoiceField(
        label="Điểm đến muộn",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Hãy chọn ít nhất một ô.",
            "invalid_choice": "Có ô vừa đổi. Hãy tải lại trang.",
            "invalid_list": "Hãy chọn ô trong danh sách.",
        },
    )
    reason = forms.CharField(
        label="Lý do",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=f"Ghi {LEAST_SAID}. Đơn vị đọc được lý do này; nhật ký ghi cả điểm đã lưu và điểm đến muộn.",
        error_messages={"required": "Hãy ghi lý do.", "max_length": "Lý do dài quá 500 chữ."},
    )
    act = forms.ChoiceField(
        choices=[(TAKE, "Nhận"), (REFUSE, "Không nhận")],
        widget=forms.HiddenInput,
        error_messages={"required": "Hãy chọn nhận hoặc không nhận."},
    )

    def __init__(self, *args: Any, offered: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.TypedMultipleChoiceField, self.fields["cell"]).choices = [(pk, str(pk)) for pk in offered]

    def clean_reason(self) -> str:
        reason = clean_lines(self.cleaned_data["reason"])
        if not suffices(reason):
            raise forms.ValidationError(f"Hãy ghi rõ lý do ({LEAST_SAID}).")
        return reason

    @property
    def decision(self) -> dict[str, Any]:
        """What the action is given."""
        data = self.cleaned_data
        return {"ids": data["cell"], "take": data["act"] == TAKE, "reason": data["reason"]}

    @property
    def said(self) -> str:
        return (
            "Đã nhận {} điểm đến muộn."
            if self.cleaned_data["act"] == TAKE
            else "Không nhận {} điểm đến muộn."
        )

    @property
    def chosen(self) -> list[str]:
        """The cells ticked, as the form was sent."""
        return list(self.data.getlist("cell")) if self.is_bound else []  # type: ignore[attr-defined]
