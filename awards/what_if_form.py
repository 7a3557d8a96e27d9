"""The form of the look at another combining rule: in the address, filled with the year's rules."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from awards.what_if import TRIED
from blocs.refusals import Faults
from scoring.definitions import WEIGHT_FIELDS, ZERO, YearRules
from scoring.forms.rules import RulesForm
from scoring.rule_checks import SettingFault

_TERMS = ("combining", "peer_average", "aggregation", "extras_source", "missing_peer", "numbering")


class WhatIfForm(RulesForm):
    """Some of the fields of the rules; what the address leaves out is as the year has it."""

    # Not to be tried: they belong to the criteria or to who scores.
    base = scale = bonus_cap = bonus_inside_scale = total_cap = peer_draw = merger = None  # type: ignore[assignment]

    def __init__(
        self, data: Any = None, *, rules: YearRules, sections: Mapping[str, str], awards: Mapping[str, str]
    ) -> None:
        super().__init__(rules=rules, sections=sections, awards=awards, base="")
        self.rules = rules
        for name in [name for name in self.fields if name.startswith("level_")]:
            del self.fields[name]
        for name in _TERMS:
            self.fields[name].widget = forms.Select()
            self.fields[name].choices = type(getattr(rules, name)).choices()  # type: ignore[attr-defined]
        if data is not None:
            given = {name: data[name] for name in self.fields if name in data}
            stored = {name: self._text_of(name) for name in self.fields}
            self.data, self.is_bound = stored | given, True

    def _text_of(self, name: str) -> str:
        value = self[name].value()
        return "" if value is None else str(value)

    def names_of(self, names: Iterable[str]) -> list[str]:
        """Each name, or where it ends with "_" all fields that begin so."""
        return [
            field
            for name in names
            for field in self.fields
            if field == name or (name[-1] == "_" and field.startswith(name))
        ]

    def tried(self) -> dict[str, Any]:
        """Values of the fields of TRIED, as YearRules takes them."""
        data = self.cleaned_data
        terms = {name: type(getattr(self.rules, name))(data[name]) for name in _TERMS}
        weights = {name: data[name] or ZERO for name in WEIGHT_FIELDS.values()}
        rest = {"trim": data["trim"], "decimals": data["decimals"], "tie_keys": tuple(self._slots("tie_"))}
        return {name: (terms | weights | rest)[name] for name in TRIED}

    def show_setting_faults(self, faults: list[SettingFault]) -> None:
        self.show_faults(Faults([(fault.field, fault.message) for fault in faults]))
