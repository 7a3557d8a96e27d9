"""Uploading a file."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

_MEGABYTE = 1024 * 1024


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label="Sổ Excel của năm",
        help_text="Tệp .xlsx theo mẫu, không quá 10 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "Hãy chọn tệp .xlsx.",
            "empty": "Tệp này rỗng. Hãy chọn lại tệp .xlsx.",
        },
    )

    @classmethod
    def of(cls, request: HttpRequest) -> "WorkbookForm":
        """The form as sent."""
        return cls(request.POST, request.FILES) if request.method == "POST" else cls()

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.WORKBOOK_MAX_BYTES:
            raise forms.ValidationError(_too_heavy(file.size))
        return file


def _too_heavy(size: int) -> str:
    return f"Tệp nặng {size // _MEGABYTE} MB; sổ của một năm không quá 10 MB. Hãy xóa ảnh, định dạng và trang tính thừa rồi tải lên lại."
