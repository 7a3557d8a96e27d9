"""When a bloc reminds by itself, and what the log is narrowed to."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from blocs.actions.notices import MOST_DAYS, MOST_REMINDERS
from blocs.form_fields import CleanCharField
from blocs.terms import NoticeChannel, NoticeState


class ReminderDaysForm(forms.Form):
    """ "7, 1": days before a window closes; empty: never."""

    days = CleanCharField(
        label="Nhắc trước hạn (ngày)",
        required=False,
        max_length=60,
        help_text="Ví dụ 7, 1: nhắc lúc 08:00 trước hạn bảy ngày và trước một ngày. Ghi 0 để nhắc sáng ngày cuối."
        " Để trống thì trang không tự nhắc.",
    )

    def clean_days(self) -> list[int]:
        parts = [part for part in re.split(r"[,;\s]+", self.cleaned_data["days"]) if part]
        if any(not re.fullmatch(r"\d{1,3}", part) for part in parts):
            raise ValidationError("Chỉ ghi các số ngày, cách nhau bằng dấu phẩy; ví dụ 7, 1.")
        days = sorted({int(part) for part in parts}, reverse=True)
        if len(days) > MOST_REMINDERS or any(each > MOST_DAYS for each in days):
            raise ValidationError(
                f"Nhắc nhiều nhất {MOST_REMINDERS} lần, mỗi lần trước hạn từ 0 đến {MOST_DAYS} ngày."
            )
        return days


class LogFilter(forms.Form):
    """What is asked in the address; anything unknown there is as if it were not."""

    state = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "Mọi tình trạng"), *NoticeState.choices()]
    )
    channel = forms.ChoiceField(
        label="Gửi bằng", required=False, choices=[("", "Mọi cách gửi"), *NoticeChannel.choices()]
    )

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
