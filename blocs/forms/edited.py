"""Forms of one row that several people may edit: they carry what they showed."""

from typing import Any

from django import forms
from django.utils.html import format_html

from blocs.editing import fingerprint
from blocs.forms.fields import FaultsForm
from blocs.received_files import ReceivedFile, receive
from blocs.refusals import Invalid


class EditedForm(FaultsForm):
    """`state` is the row as stored, plain, by field name; None while it is made."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, files: Any = None, *, state: dict[str, Any] | None = None) -> None:
        # A page that is only opened has files too: none.
        super().__init__(
            data, None if data is None else files, initial={**(state or {}), "base": fingerprint(state)}
        )

    def show_stored(self, state: dict[str, Any] | None, message: str) -> None:
        """After a refusal: what is stored stands beside what was typed, and the next sending knows of it."""
        self.add_error(None, message)
        sent: Any = self.data
        sent = sent.copy()
        sent["base"] = fingerprint(state)
        self.data = sent
        for name, value in (state or {}).items():
            if name in self.fields and isinstance(value, str):
                self[name].help_text = format_html("Đang lưu: {}", value or "trống")


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
