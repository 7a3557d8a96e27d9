"""One line of the pledge's signatures."""

from typing import Any

from django import forms

from blocs.actions.pledges import Signature
from blocs.form_fields import CleanCharField
from blocs.models import Membership
from blocs.terms import SigningWay
from reports.paper.words import short_date


class SignatureForm(forms.Form):
    """Begins with what is stored; a unit without a line begins with its representative as a suggestion."""

    signer = CleanCharField(label="Người ký", max_length=150, required=False)
    signer_title = CleanCharField(label="Chức vụ", max_length=150, required=False)
    signed_on = forms.DateField(
        label="Ngày ký",
        required=False,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"placeholder": "ngày/tháng/năm", "autocomplete": "off"}
        ),
    )
    way = forms.ChoiceField(label="Hình thức", choices=[("", "–"), *SigningWay.choices()], required=False)

    def __init__(self, data: Any = None, *, member: Membership, line: Signature) -> None:
        self.member = member
        self.line = line
        self.stored_text = ""
        suggested = line.is_empty
        super().__init__(
            data,
            prefix=f"u{member.pk}",
            initial={
                "signer": member.representative if suggested else line.signer,
                "signer_title": member.representative_title if suggested else line.signer_title,
                "signed_on": line.signed_on,
                "way": line.way or "",
            },
        )
        for field in self.fields.values():
            css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs |= {"class": css, "aria-label": f"{field.label} · {member.short_name}"}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.has_changed() and data.get("signed_on") and not data.get("way"):
            self.add_error("way", "Đã có ngày ký thì chọn hình thức ký.")
        return data

    def signature(self) -> Signature:
        """The line as typed; one left as it was stays as it is stored, a suggestion is not yet a signature."""
        if not self.has_changed():
            return self.line
        data = self.cleaned_data
        return Signature(
            self.member.code,
            data["signer"],
            data["signer_title"],
            data["signed_on"],
            SigningWay(data["way"]) if data["way"] else None,
        )

    def show_stored(self) -> None:
        """After a refusal: what is stored now stands beside what was typed."""
        if self.signature() != self.line:
            line = self.line
            parts = (
                line.signer,
                line.signer_title,
                short_date(line.signed_on),
                line.way.label if line.way else "",
            )
            self.stored_text = f"đang lưu: {', '.join(filter(None, parts)) or 'trống'}"
