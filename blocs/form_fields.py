"""Form fields that speak Vietnamese: numbers with a comma, text in one normal form."""

import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from blocs.numbers import read_number
from blocs.received_files import EVIDENCE, FileKind, ReceivedFile, receive
from blocs.refusals import Invalid
from blocs.text import clean
from reports.paper.words import trimmed


class PointsFormField(forms.Field):
    """An exact number with a comma or a point as decimal mark; cleans to Decimal or None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, minimum: Decimal | None = Decimal(0), **kwargs: Any) -> None:
        self.minimum = minimum
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return trimmed(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            number = read_number(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(f"Phải từ {trimmed(self.minimum)} trở lên.")
        return number

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class CleanCharField(forms.CharField):
    """One line of text in NFC, without invisible characters or runs of spaces."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class PasswordFormField(forms.CharField):
    """A password in NFC: "ế" typed on a telephone and on a computer must be the same password."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, widget=widget, max_length=128, **kwargs)

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class CountFormField(forms.IntegerField):
    """A whole number between two bounds, which it names the way a person would."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "invalid": "Hãy ghi một số nguyên.",
        "min_value": "Phải từ %(limit_value)s trở lên.",
        "max_value": "Không được quá %(limit_value)s.",
    }


class DayFormField(forms.DateField):
    """A day as dd/mm/yyyy."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"placeholder": "ngày/tháng/năm", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(widget=forms.DateInput(format="%d/%m/%Y", attrs=attrs), **kwargs)
        self.error_messages["invalid"] = "Ngày chưa đúng; ví dụ 05/07/2026."


class ReceivedFileField(forms.FileField):
    """A file that was looked into; cleans to ReceivedFile, or None where none was sent and none is required.

    Show it with `includes/filedrop.html` (its `accept` is `field.field.accept`) in a form with enctype
    multipart/form-data. A file beyond UPLOAD_MAX_BYTES arrives without content and is refused by its size.
    """

    default_error_messages = {
        "required": "Hãy chọn tệp.",
        "invalid": "Hãy chọn lại tệp.",
        "empty": "Tệp rỗng. Hãy chọn lại tệp.",
        "missing": "Hãy chọn lại tệp.",
    }

    def __init__(self, *, allowed: tuple[FileKind, ...] = EVIDENCE, **kwargs: Any) -> None:
        self.allowed = allowed
        self.accept = ",".join(f".{ending}" for kind in allowed for ending in kind.endings)
        kwargs.setdefault("help_text", f"{', '.join(kind.label for kind in allowed)}, không quá 20 MB.")
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = self.accept

    def clean(self, data: Any, initial: Any = None) -> ReceivedFile | None:
        upload: UploadedFile | None = super().clean(data, initial)
        if not upload:
            return None
        try:
            return receive(upload, self.allowed)
        except Invalid as error:
            raise ValidationError(str(error)) from error
