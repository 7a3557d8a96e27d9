"""The form that takes a filled Excel form."""

from django import forms


class FormFile(forms.Form):
    file = forms.FileField(
        label="Phiếu Excel đã điền",
        error_messages={
            "required": "Hãy chọn tệp phiếu Excel.",
            "empty": "Tệp trống; hãy chọn lại phiếu đã điền.",
            "invalid": "Hãy chọn tệp phiếu Excel.",
        },
    )
