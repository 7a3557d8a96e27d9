"""Uploading a file."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from reports.paper.words import trimmed


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

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.WORKBOOK_MAX_BYTES:
            size = trimmed(file.size // 1024 // 1024)
            raise forms.ValidationError(f"Tệp nặng {size} MB; sổ của một năm không quá 10 MB.")
        return file
