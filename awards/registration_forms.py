"""One registration: for the unit itself, for a part of it, or for a person."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms

from awards.actions.unit_registrations import Wanted
from awards.models import Award
from blocs.form_fields import CleanCharField
from blocs.forms.fields import CleanTextField, FaultsForm, choices_of
from blocs.terms import Term


class Whom(Term):
    """For whom; the values stand in addresses."""

    UNIT = "don-vi", "Đơn vị"
    PART = "tap-the", "Tập thể thuộc đơn vị"
    PERSON = "ca-nhan", "Cá nhân"

    def takes(self, award: Award) -> bool:
        return award.for_persons if self is Whom.PERSON else award.for_collectives


def whom_of(wanted: Wanted) -> Whom:
    return Whom.PERSON if wanted.person else Whom.PART if wanted.collective else Whom.UNIT


class RegistrationForm(FaultsForm):
    """Cleans to a Wanted. `awards` with their conditions loaded; `asked`: codes the year has a rule for, which stand

    apart from the rest; `wanted` is what is stored.
    """

    collective = CleanCharField(
        label="Tên tập thể", max_length=255, help_text="Phòng, ban, chi hội thuộc đơn vị."
    )
    person = CleanCharField(label="Họ và tên", max_length=150)
    person_title = CleanCharField(label="Chức vụ, nơi công tác", max_length=255)
    award = forms.ChoiceField(
        label="Danh hiệu, hình thức", error_messages={"required": "Hãy chọn một danh hiệu hoặc hình thức."}
    )
    conditions = forms.MultipleChoiceField(label="Điều kiện", required=False)
    basis = CleanTextField(
        label="Thành tích, sáng kiến làm căn cứ",
        rows=3,
        required=False,
        max_length=500,
        help_text="Năm, số quyết định, tên sáng kiến; có thể để trống.",
    )
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        whom: Whom,
        awards: Sequence[Award],
        asked: Collection[str] = (),
        wanted: Wanted | None = None,
        base: str = "",
    ) -> None:
        initial: dict[str, Any] = {"base": base}
        if wanted is not None:
            initial |= {name: getattr(wanted, name) for name in Wanted.__slots__}
            initial["conditions"] = [str(pk) for pk in wanted.conditions_met]
        super().__init__(data, initial=initial)
        self.awards = awards
        self.asked = asked
        choices_of(self, "award").choices = [(award.code, award.name) for award in awards]
        choices_of(self, "conditions").choices = [
            (str(condition.pk), condition.text) for award in awards for condition in award.conditions.all()
        ]
        if whom is not Whom.PERSON:
            del self.fields["person"], self.fields["person_title"]
        if whom is not Whom.PART:
            del self.fields["collective"]

    def text_fields(self) -> list[forms.BoundField]:
        """What is asked before the title."""
        return [self[name] for name in ("collective", "person", "person_title") if name in self.fields]

    def options(self) -> list[dict[str, Any]]:
        """Each title of the year's rules with its legal basis and conditions, what is chosen and ticked; all titles

        where the year has a rule for none.
        """
        return self._options(award for award in self.awards if award.code in self.asked) or self._options(
            self.awards
        )

    def other_options(self) -> list[dict[str, Any]]:
        """The rest of the catalogue; empty where it is listed already."""
        others = [award for award in self.awards if award.code not in self.asked]
        return self._options(others) if len(others) < len(self.awards) else []

    def is_other_chosen(self) -> bool:
        return any(option["is_chosen"] for option in self.other_options())

    def _options(self, awards: Iterable[Award]) -> list[dict[str, Any]]:
        chosen, ticked = self["award"].value(), set(self["conditions"].value() or [])
        return [
            {
                "code": award.code,
                "name": award.name,
                "says": award.legal_basis,
                "is_chosen": award.code == chosen,
                "conditions": [
                    (condition.pk, condition.text, str(condition.pk) in ticked)
                    for condition in award.conditions.all()
                ],
            }
            for award in awards
        ]

    def wanted(self) -> Wanted:
        """Conditions of other titles that were ticked on the way are left out."""
        data = self.cleaned_data
        award = next(award for award in self.awards if award.code == data["award"])
        own = [condition.pk for condition in award.conditions.all()]
        return Wanted(
            award=award.code,
            collective=data.get("collective", ""),
            person=data.get("person", ""),
            person_title=data.get("person_title", ""),
            basis=data["basis"],
            conditions_met=[pk for pk in own if str(pk) in data["conditions"]],
        )

    def show_base(self, base: str) -> None:
        """After a refusal as stale: the next sending knows of what is stored now."""
        sent: Any = self.data
        sent = self.data = sent.copy()
        sent["base"] = base
