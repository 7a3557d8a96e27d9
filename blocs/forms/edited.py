"""Forms of one row that several people may edit: they carry what they showed."""

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html

from blocs.editing import fingerprint
from blocs.forms.fields import FaultsForm
from blocs.received_files import ReceivedFile, receive
from blocs.refusals import Invalid
from reports.paper.words import short_date


class EditedForm(FaultsForm):
    """`state` is the row as stored, plain, by field name; None while it is made."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, state: dict[str, Any] | None = None) -> None:
        # A page that is only opened has files too: none.
        super().__init__(
            data, None if data is None else files, initial={**(state or {}), "base": fingerprint(state)}
        )

    def show_stored(self, state: dict[str, Any], message: str) -> None:
        """After a refusal: what is stored stands beside what was typed, and the next sending knows of it."""
        self.add_error(None, message)
        sent: Any = self.data
        sent = sent.copy()
        sent["base"] = fingerprint(state)
        self.data = sent
        for name, value in state.items():
            field = self.fields.get(name)
            if field is None or isinstance(field, forms.FileField):
                continue
            typed, stored = _in_words(field, self.cleaned_data.get(name)), _in_words(field, value)
            if typed != stored:
                self[name].help_text = format_html("Đang lưu: {}", stored or "trống")


def _in_words(field: forms.Field, value: Any) -> str:
    """A field's value as its page shows it."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return short_date(value)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        words = {str(key): str(label) for key, label in choices}
        several = value if isinstance(value, list | tuple) else [value]
        return ", ".join(words.get(_key(each), "") for each in several)
    return str(value)


def _key(value: Any) -> str:
    """As a choice is sent: a yes or no is "1" or "0"."""
    return str(int(value)) if isinstance(value, bool) else str(value)


class EvidenceField(forms.FileField):
    """A file told by its content; cleans to ReceivedFile or None."""

    def clean(self, data: Any, initial: Any = None) -> ReceivedFile | None:
        # What is stored already is no upload: `initial` is its name.
        upload = super().clean(data, None)
        if not upload:
            return None
        try:
            return receive(upload)
        except Invalid as error:
            raise forms.ValidationError(str(error)) from error
