"""Fields of the pages that set a year up: several lines of text, a moment, choices that say what follows."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from blocs.refusals import Faults
from blocs.text import clean_lines


class CleanTextField(forms.CharField):
    """Several lines of text in NFC, without invisible characters or runs of spaces."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_lines(super().to_python(value) or "")


class MomentFormField(forms.Field):
    """A day, or a day and a time, as "28/02/2026" or "28/02/2026 17:00"; cleans to an aware datetime or None.

    Written, not picked: a browser's own field shows the day in the order of the computer's language, and 05/07 must
    never be read as 7 May. A day alone begins at `bare`.
    """

    def __init__(self, *, bare: time, **kwargs: Any) -> None:
        self.bare = bare
        attrs = {"placeholder": "ngày/tháng/năm", "autocomplete": "off", "class": "form-control"}
        super().__init__(widget=forms.TextInput(attrs=attrs), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        local = timezone.localtime(value)
        return local.strftime("%d/%m/%Y") if local.time() == self.bare else local.strftime("%d/%m/%Y %H:%M")

    def to_python(self, value: Any) -> datetime | None:
        text = " ".join(str(value or "").split())
        if not text:
            return None
        for pattern in ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%dT%H:%M", "%Y-%m-%d"):
            try:
                read = datetime.strptime(text, pattern)  # noqa: DTZ007 - made aware below
            except ValueError:
                continue
            if "%H" not in pattern:
                read = datetime.combine(read, self.bare)
            if not 1950 <= read.year <= 2110:
                break
            return timezone.make_aware(read)
        raise ValidationError("Chưa đúng ngày giờ; ví dụ 28/02/2026 hoặc 28/02/2026 17:00.")


def choice(label: str, consequence: str) -> SafeString:
    """A choice's word with what follows from it, on a line of its own."""
    return format_html('<strong>{}</strong><span class="choice-says">{}</span>', label, consequence)


class FaultsForm(forms.Form):
    """A form that shows an action's faults at its own fields."""

    # Where a fault's field has another name here.
    fault_fields: dict[str, str] = {}

    def show_faults(self, error: Faults) -> None:
        for name, message in error.faults:
            field = self.fault_fields.get(name, name)
            self.add_error(field if field in self.fields else None, message)

    def freeze(self, names: Iterable[str] | None = None) -> None:
        """Show these fields (default: all) without letting them be changed; what is sent for them is ignored."""
        for name in self.fields if names is None else names:
            self.fields[name].disabled = True


def choices_of(form: forms.Form, name: str) -> forms.ChoiceField:
    """The form's field of that name, which is declared a choice."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no choice")
    return field
