"""The inputs of one cell: what its criterion's rule asks, the points, the reason."""

from dataclasses import dataclass
from typing import Any

from django import forms

from blocs.form_fields import CountFormField, PointsFormField
from blocs.forms.fields import CleanTextField
from blocs.terms import CriterionRule
from scoring.cell_page import StoredScore
from scoring.criterion_parameters import MOST_TIMES, TAKES
from scoring.criterion_rule_words import worth
from scoring.criterion_rules import Basis, basis_to_json
from scoring.queries import CriterionNode


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose: its value and words, what it is worth, what the unit claimed, its evidence."""

    value: str
    text: str
    worth: str
    claimed: str = ""
    is_chosen: bool = False
    field: forms.BoundField | None = None
    proofs: int = 0


class CellForm(forms.Form):
    """Cleans to points, a reason and a Basis. `basis` is what the stored score was told with."""

    points = PointsFormField(label="Điểm", required=False)
    reason = CleanTextField(
        label="Lý do, ghi chú",
        required=False,
        max_length=2000,
        rows=2,
        help_text="Cần khi cho điểm khác điểm gợi ý hoặc khác xa điểm tự chấm.",
    )

    def __init__(self, data: Any, *, leaf: CriterionNode, stored: StoredScore | None, basis: Basis) -> None:
        self.leaf, self.stored = leaf, stored
        initial = {"points": stored.points, "reason": stored.reason} if stored else {}
        super().__init__(data, initial=initial)
        self.fields["points"].widget.attrs |= {"class": "form-control big-number"}
        match leaf.rule:
            case CriterionRule.BINARY:
                chosen = "" if basis.met is None else "co" if basis.met else "khong"
                self._choose("met", [("co", ""), ("khong", "")], chosen)
            case CriterionRule.LADDER:
                self._choose("rung", [(item.key, item.text) for item in leaf.parameters.items], basis.rung)
            case _ if TAKES[leaf.rule].items:
                self._count(basis)

    def _choose(self, name: str, choices: list[tuple[str, str]], chosen: str) -> None:
        self.fields[name] = forms.ChoiceField(choices=choices, required=False)
        self.initial[name] = chosen

    def _count(self, basis: Basis) -> None:
        for item in self.leaf.parameters.items:
            name = f"count-{item.key}"
            self.fields[name] = CountFormField(
                label=item.text, min_value=0, max_value=MOST_TIMES, required=False
            )
            self.fields[name].widget.attrs |= {"class": "form-control"}
            if basis.is_told:
                self.initial[name] = basis.counts.get(item.key, 0)

    def choices(self, claimed: dict[str, str], proofs: dict[str, int]) -> list[Choice]:
        """The rule's answers as rows; empty for a rule that asks nothing."""
        leaf = self.leaf
        if leaf.rule is CriterionRule.BINARY:
            yes, no = ("Có vi phạm", "Không vi phạm") if leaf.leaf_rule.is_penalty else ("Đạt", "Không đạt")
            return [self._answer("met", "co", yes, ""), self._answer("met", "khong", no, "")]
        if leaf.rule is CriterionRule.LADDER:
            return [
                self._answer("rung", item.key, item.text, worth(leaf.rule, item), claimed.get(item.key, ""))
                for item in leaf.parameters.items
            ]
        if not TAKES[leaf.rule].items:
            return []
        return [
            Choice(
                item.key,
                item.text,
                worth(leaf.rule, item),
                claimed.get(item.key, ""),
                field=self[f"count-{item.key}"],
                proofs=proofs.get(item.key, 0),
            )
            for item in leaf.parameters.items
        ]

    def _answer(self, name: str, value: str, text: str, worth: str, claimed: str = "") -> Choice:
        return Choice(value, text, worth, claimed, str(self[name].value() or "") == value)

    @property
    def choice_name(self) -> str:
        """The name of the one answer to choose; empty where items are counted."""
        return {CriterionRule.BINARY: "met", CriterionRule.LADDER: "rung"}.get(self.leaf.rule, "")

    def basis(self, *, is_asked: bool) -> Basis:
        """What was told. `is_asked`: the suggestion was asked for, so that empty counts are told as none."""
        data = self.cleaned_data
        counts = {
            item.key: count
            for item in self.leaf.parameters.items
            if (count := data.get(f"count-{item.key}")) is not None
        }
        met = {"co": True, "khong": False}.get(data.get("met", ""))
        told = bool(counts) or (is_asked and bool(TAKES[self.leaf.rule].items))
        return Basis(met, data.get("rung", ""), counts, told)

    def kept(self, basis: Basis) -> dict[str, Any] | None:
        """What the score keeps of it; None, which leaves what is stored, where nothing was told now or before."""
        kept = basis_to_json(self.leaf.rule, basis)
        return kept if kept or (self.stored and self.stored.basis) else None
