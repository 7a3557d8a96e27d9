"""Input of findings, votes and reasons."""

from typing import Any

from django import forms

from awards.actions.votes import Ballots, ballot_faults
from blocs.editing import fingerprint
from blocs.form_fields import CleanCharField, CountFormField
from blocs.models import BlocYear, Membership
from blocs.terms import Effect

_MOST_BALLOTS = 100_000


class ReasonForm(forms.Form):
    reason = CleanCharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy ghi lý do."},
    )


class VersionReasonForm(forms.Form):
    reason = CleanCharField(
        label="Vì sao phải đổi quy tắc giữa chừng?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi căn cứ, ví dụ số và ngày của văn bản hay biên bản họp khối. Mọi đơn vị đọc được lý do này.",
    )


class FindingForm(forms.Form):
    field_order = ("unit", "effect", "reason")
    effect = forms.ChoiceField(
        label="Hệ quả",
        choices=[("", "– Chọn –"), *Effect.choices()],
        help_text="Không xếp hạng: có tên trong bảng nhưng không có hạng. Không xét khen, không xét cờ: vẫn xếp"
        " hạng. Tạm dừng xét: đang chờ kết luận.",
    )
    reason = CleanCharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In trong kết quả của năm.",
    )

    def __init__(self, *args: Any, year: BlocYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in year.members}
        choices = [("", "– Chọn –"), *((pk, member.name) for pk, member in self.members.items())]
        self.fields["unit"] = forms.ChoiceField(label="Đơn vị", choices=choices)
        self.order_fields(self.field_order)

    def finding(self) -> dict[str, Any]:
        """membership, effect and reason of a valid form."""
        return {
            "membership": self.members[self.cleaned_data["unit"]],
            "effect": Effect(self.cleaned_data["effect"]),
            "reason": self.cleaned_data["reason"],
        }


def _count_field(label: str, **more: Any) -> CountFormField:
    field = CountFormField(label=label, min_value=0, max_value=_MOST_BALLOTS, **more)
    field.widget = forms.TextInput(
        attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}
    )
    return field


class VoteForm(forms.Form):
    """The counts of a vote, and an approval count for each unit (empty: not on the ballot).

    `stored` is what `vote_state` gives: empty without a count, which then begins with all members called.
    """

    called = _count_field("Triệu tập")
    present = _count_field("Có mặt")
    issued = _count_field("Phát ra")
    collected = _count_field("Thu về")
    valid = _count_field("Hợp lệ")
    invalid = _count_field("Không hợp lệ")
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, year: BlocYear, stored: dict[str, Any]) -> None:
        self.members = year.members
        self.stored = stored
        initial: dict[str, Any] = {"called": len(self.members)}
        initial |= self._stored_values() | {"base": fingerprint(stored)}
        super().__init__(data, initial=initial)
        for member in self.members:
            self.fields[self.unit_field(member)] = _count_field(member.name, required=False)

    @staticmethod
    def unit_field(member: Membership) -> str:
        return f"unit{member.pk}"

    def _stored_values(self) -> dict[str, int]:
        """What is stored, by field name."""
        if not self.stored:
            return {}
        approvals = self.stored["approvals"]
        return self.stored["counts"] | {
            self.unit_field(member): approvals[member.code]
            for member in self.members
            if member.code in approvals
        }

    def clean(self) -> dict[str, Any]:
        """Every contradiction at its field, by the workbook's own checks, once all numbers are numbers."""
        if not self.errors:
            fields = {member.code: self.unit_field(member) for member in self.members}
            for field, message in ballot_faults(self.ballots(), self.approvals()):
                self.add_error(fields.get(field, field), message)
        return self.cleaned_data

    def ballots(self) -> Ballots:
        return Ballots(**{name: self.cleaned_data[name] for name in Ballots.__slots__})

    def approvals(self) -> dict[str, int]:
        return {
            member.code: count
            for member in self.members
            if (count := self.cleaned_data.get(self.unit_field(member))) is not None
        }

    def show_stored(self) -> None:
        """After a refusal: what is stored now stands beside what was typed, and the next sending knows of it."""
        self.data = {**{name: self.data[name] for name in self.data}, "base": fingerprint(self.stored)}
        values = self._stored_values()
        for name in (*Ballots.__slots__, *map(self.unit_field, self.members)):
            self[name].help_text = f"đang lưu: {values.get(name, 'trống')}"

    def count_fields(self) -> list[Any]:
        return [self[name] for name in Ballots.__slots__]

    def unit_fields(self) -> list[Any]:
        return [self[self.unit_field(member)] for member in self.members]
