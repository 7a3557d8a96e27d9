"""One line a target: the criterion it feeds, its weight."""

from typing import Any

from django import forms

from blocs.form_fields import CleanCharField, PointsFormField
from blocs.models import Target
from scoring.actions.target_links import Link


class LinkForm(forms.Form):
    """The code is typed or picked from one list that the page holds once (`list="tieu-chi"`)."""

    code = CleanCharField(label="Tiêu chí", max_length=64, required=False)
    weight = PointsFormField(label="Trọng số", required=False)

    def __init__(self, data: Any, *, target: Target, link: Link, codes: frozenset[str]) -> None:
        self.target, self.codes = target, codes
        initial = {"code": link.code, "weight": link.weight}
        super().__init__(data, prefix=f"t{target.pk}", initial=initial)
        for field in self.fields.values():
            label = f"{field.label}: {target.text}, {target.membership.short_name}"
            field.widget.attrs |= {"class": "form-control", "aria-label": label}
        self.fields["code"].widget.attrs |= {"list": "tieu-chi", "autocomplete": "off"}

    def clean_code(self) -> str:
        """ "I.2" or what the list writes, "I.2 Tổ chức, hội viên"; capitals do not matter."""
        typed: str = self.cleaned_data["code"]
        first = typed.split(" ", 1)[0].upper()
        code = next((code for code in self.codes if code.upper() in (typed.upper(), first)), None)
        if typed and code is None:
            raise forms.ValidationError(f"Không có tiêu chí chấm điểm “{typed}”. Hãy chọn trong danh sách.")
        return code or ""

    def link(self) -> Link:
        return Link(self.cleaned_data["code"], self.cleaned_data["weight"])
