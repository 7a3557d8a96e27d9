"""One line of the pledge's signatures."""

from typing import Any

from django import forms

from blocs.actions.pledges import Signature
from blocs.form_fields import CleanCharField
from blocs.models import Membership
from blocs.terms import SigningWay


class SignatureForm(forms.Form):
    signer = CleanCharField(label="Người ký", max_length=150, required=False)
    signer_title = CleanCharField(label="Chức vụ", max_length=150, required=False)
    signed_on = forms.DateField(
        label="Ngày ký",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "ngày/tháng/năm", "inputmode": "numeric"}),
    )
    way = forms.ChoiceField(label="Hình thức", choices=[("", "–"), *SigningWay.choices()], required=False)

    def __init__(self, data: Any = None, *, member: Membership, line: Signature) -> None:
        self.member = member
        super().__init__(
            data,
            prefix=f"u{member.pk}",
            initial={
                "signer": line.signer or member.representative,
                "signer_title": line.signer_title or member.representative_title,
                "signed_on": line.signed_on.strftime("%d/%m/%Y") if line.signed_on else "",
                "way": line.way or "",
            },
        )
        for field in self.fields.values():
            css = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs |= {"class": css, "aria-label": f"{field.label} · {member.short_name}"}

    def signature(self) -> Signature:
        """The line; a name that is only the suggestion counts once there is a date or a way."""
        data = self.cleaned_data
        if not data["signed_on"] and not data["way"] and not self.has_changed():
            return Signature(self.member.code)
        return Signature(
            self.member.code,
            data["signer"],
            data["signer_title"],
            data["signed_on"],
            SigningWay(data["way"]) if data["way"] else None,
        )
