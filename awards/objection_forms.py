"""Input of objections and their answers."""

from typing import Any

from django import forms

from awards.actions.objections import LEAST_WORDS
from blocs.models import BlocYear, Membership
from blocs.terms import Level
from scoring.queries import rule_set

_LONGEST = 4000


class ObjectionForm(forms.Form):
    """Which unit (where the person may speak for several), what about, and why."""

    field_order = ("unit", "criterion", "level", "text")
    text = forms.CharField(
        label="Nội dung phản hồi",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Nêu rõ điểm nào chưa đúng, vì sao, căn cứ hoặc minh chứng nào.",
        error_messages={"required": "Hãy ghi nội dung phản hồi."},
    )

    def __init__(self, *args: Any, year: BlocYear, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in members}
        rules = rule_set(year.current_rules)
        choices = [(pk, member.name) for pk, member in self.members.items()]
        self.fields["unit"] = forms.ChoiceField(
            label="Đơn vị",
            choices=choices,
            initial=choices[0][0],
            widget=forms.HiddenInput if len(choices) == 1 else forms.Select,
        )
        self.fields["criterion"] = forms.ChoiceField(
            label="Phản hồi về",
            required=False,
            choices=[
                ("", "Thứ hạng"),
                *((str(leaf.criterion_id), f"{leaf.code}. {leaf.text}") for leaf in rules.leaves),
            ],
            help_text="Để “Thứ hạng” nếu không phải về điểm của một tiêu chí.",
        )
        # A unit's own scores of itself are nothing to object to.
        levels = [(level.value, level.label) for level in rules.scoring.levels if level is not Level.SELF]
        self.fields["level"] = forms.ChoiceField(
            label="Điểm của cấp chấm",
            required=False,
            choices=[("", "–"), *levels],
            help_text="Chỉ chọn khi phản hồi về một tiêu chí.",
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("criterion") and not cleaned.get("level"):
            self.add_error("level", "Hãy chọn cấp chấm đã cho điểm này.")
        if cleaned.get("level") and not cleaned.get("criterion") and "criterion" not in self.errors:
            self.add_error("criterion", "Hãy chọn tiêu chí, hoặc để trống cấp chấm nếu phản hồi về thứ hạng.")
        text = cleaned.get("text", "")
        if text and len(text) < LEAST_WORDS:
            self.add_error("text", f"Hãy ghi rõ hơn (ít nhất {LEAST_WORDS} chữ cái).")
        return cleaned

    def objection(self) -> dict[str, Any]:
        """member, criterion, level and text of a valid form."""
        given = self.cleaned_data
        return {
            "member": self.members[given["unit"]],
            "criterion": int(given["criterion"]) if given["criterion"] else None,
            "level": Level(given["level"]) if given["level"] else None,
            "text": given["text"],
        }


class AnswerForm(forms.Form):
    accepted = forms.ChoiceField(
        label="Kết luận",
        choices=[("co", "Chấp nhận: kết quả sẽ được đính chính"), ("khong", "Không chấp nhận: giữ nguyên")],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn chấp nhận hay không chấp nhận."},
    )
    answer = forms.CharField(
        label="Trả lời",
        max_length=_LONGEST,
        min_length=LEAST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Các đơn vị trong khối đọc được câu trả lời này.",
        error_messages={"required": "Hãy ghi câu trả lời."},
    )

    def answer_given(self) -> dict[str, Any]:
        return {"accepted": self.cleaned_data["accepted"] == "co", "answer": self.cleaned_data["answer"]}
