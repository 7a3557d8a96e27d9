"""The rules of registration as a form: one switch, and two numbers for each award."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from awards.models import Award
from awards.registration_limits import Limit
from blocs.form_fields import CountFormField

_MOST = 10_000


class RegistrationRulesForm(forms.Form):
    """`awards` are the lines; an empty number is any number, 0 is none."""

    one_title = forms.BooleanField(required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        awards: Sequence[Award],
        limits: Mapping[str, Limit],
        one_title: bool,
        base: str,
    ) -> None:
        self.awards = awards
        initial: dict[str, Any] = {"one_title": one_title, "base": base}
        for award in awards:
            limit = limits.get(award.code, Limit())
            initial |= {f"unit{award.pk}": limit.per_unit, f"bloc{award.pk}": limit.in_bloc}
        super().__init__(data, initial=initial)
        for award in awards:
            for kind, whose in (("unit", "mỗi đơn vị"), ("bloc", "cả khối")):
                field = CountFormField(
                    label=f"{award.name}, {whose}", required=False, min_value=0, max_value=_MOST
                )
                field.widget.attrs["class"] = "form-control"
                self.fields[f"{kind}{award.pk}"] = field

    def lines(self) -> list[dict[str, Any]]:
        return [
            {"name": award.name, "unit": self[f"unit{award.pk}"], "bloc": self[f"bloc{award.pk}"]}
            for award in self.awards
        ]

    def rules(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        found = {award.code: Limit(data[f"unit{award.pk}"], data[f"bloc{award.pk}"]) for award in self.awards}
        limits = {code: limit for code, limit in found.items() if limit != Limit()}
        return {"one_title": data["one_title"], "limits": limits, "base": data["base"]}

    def show_base(self, base: str) -> None:
        """After a refusal as stale: the next sending knows of what is stored now."""
        self.data = {**{name: self.data[name] for name in self.data}, "base": base}
