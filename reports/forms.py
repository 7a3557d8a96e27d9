"""Uploading a file."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from blocs.uploads import too_large_to_take

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
        """The form as sent; a file passed over because of its size is told from one not chosen."""
        if request.method != "POST":
            return cls()
        form = cls(request.POST, request.FILES)
        if too_large_to_take(request):
            form.fields["file"].error_messages["required"] = _too_heavy(None)
        return form

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > settings.WORKBOOK_MAX_BYTES:
            raise forms.ValidationError(_too_heavy(file.size))
        return file


def _too_heavy(size: int | None) -> str:
    begun = f"Tệp nặng {size // _MEGABYTE} MB" if size else "Tệp quá nặng"
    return (
        f"{begun}; sổ của một năm không quá 10 MB. Hãy xóa ảnh, định dạng và trang tính thừa rồi tải lên lại."
    )
