"""The form that takes a filled Excel form."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile


class FormFile(forms.Form):
    file = forms.FileField(
        label="Phiếu Excel đã điền",
        error_messages={
            "required": "Hãy chọn tệp phiếu Excel.",
            "empty": "Tệp trống; hãy chọn lại phiếu đã điền.",
            "invalid": "Hãy chọn tệp phiếu Excel.",
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.WORKBOOK_MAX_BYTES:
            raise forms.ValidationError(
                "Tệp nặng hơn 10 MB nên không phải phiếu đã tải về từ đây. Hãy tải phiếu về lại, điền rồi gửi tệp đó."
            )
        return file
