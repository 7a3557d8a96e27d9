"""Input of findings, votes and reasons."""

from typing import Any

from django import forms

from awards.actions.votes import Ballots
from blocs.form_fields import CleanCharField
from blocs.models import BlocYear
from blocs.terms import Effect


class ReasonForm(forms.Form):
    reason = CleanCharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class FindingForm(forms.Form):
    field_order = ("unit", "effect", "reason")
    effect = forms.ChoiceField(
        label="Hệ quả",
        choices=[("", "– Chọn –"), *Effect.choices()],
        help_text="Không xếp hạng: có tên trong bảng nhưng không có hạng. Không xét khen, không xét cờ: vẫn xếp"
        " hạng. Tạm dừng xét: đang chờ kết luận.",
    )
    reason = CleanCharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, year: BlocYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in year.members}
        choices = [("", "– Chọn –"), *((pk, member.name) for pk, member in self.members.items())]
        self.fields["unit"] = forms.ChoiceField(label="Đơn vị", choices=choices)
        self.order_fields(self.field_order)


class VoteForm(forms.Form):
    """The counts of a vote, and an approval count for each unit (empty: not on the ballot)."""

    called = forms.IntegerField(
        label="Triệu tập", min_value=0, help_text="Số đại biểu (thành viên) được triệu tập"
    )
    present = forms.IntegerField(label="Có mặt", min_value=0)
    issued = forms.IntegerField(label="Phát ra", min_value=0)
    collected = forms.IntegerField(label="Thu về", min_value=0)
    valid = forms.IntegerField(label="Hợp lệ", min_value=0)
    invalid = forms.IntegerField(label="Không hợp lệ", min_value=0)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, year: BlocYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = year.members
        for name in Ballots.__slots__:
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "max": 100_000}
        for member in self.members:
            self.fields[self.unit_field(member.code)] = forms.IntegerField(
                label=member.name, min_value=0, max_value=100_000, required=False
            )

    @staticmethod
    def unit_field(code: str) -> str:
        return f"unit:{code}"

    def ballots(self) -> Ballots:
        return Ballots(**{name: self.cleaned_data[name] for name in Ballots.__slots__})

    def approvals(self) -> dict[str, int]:
        return {
            member.code: count
            for member in self.members
            if (count := self.cleaned_data.get(self.unit_field(member.code))) is not None
        }

    def show_base(self, base: str) -> None:
        """After a refusal: the next sending knows what is stored now."""
        self.data = {**{name: self.data[name] for name in self.data}, "base": base}

    def count_fields(self) -> list[Any]:
        return [self[name] for name in Ballots.__slots__]

    def unit_fields(self) -> list[Any]:
        return [self[self.unit_field(member.code)] for member in self.members]
