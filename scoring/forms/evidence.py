"""One document a unit shows for a criterion."""

from typing import Any

from django import forms

from blocs.form_fields import CleanCharField, DayFormField, ReceivedFileField
from blocs.forms.fields import CleanTextField
from blocs.received_files import DOCUMENTS
from scoring.actions.evidence import Shown
from scoring.queries import CriterionNode


class EvidenceForm(forms.Form):
    """`with_reason`: others have scored already, so the secretariat says why this comes now."""

    number = CleanCharField(
        label="Số, ký hiệu văn bản", max_length=100, required=False, help_text="Ví dụ: 12/BC-HLG."
    )
    dated = DayFormField(label="Ngày văn bản", required=False)
    title = CleanCharField(
        label="Trích yếu",
        max_length=500,
        required=False,
        help_text="Văn bản nói về việc gì, ví dụ: Báo cáo tổng kết công tác hội năm 2020.",
    )
    item = forms.ChoiceField(label="Cho mục", required=False)
    reason = CleanTextField(label="Lý do bổ sung", required=False, max_length=1000, rows=2)
    file = ReceivedFileField(label="Tệp", required=False, allowed=DOCUMENTS)

    def __init__(
        self, data: Any, files: Any, *, leaf: CriterionNode, with_reason: bool, item: str = ""
    ) -> None:
        super().__init__(data, files, initial={"item": item})
        if leaf.parameters.items:
            items = [(one.key, one.text) for one in leaf.parameters.items]
            self.fields["item"] = forms.ChoiceField(
                label="Cho mục", required=False, choices=[("", "Cả tiêu chí"), *items]
            )
        else:
            del self.fields["item"]
        if not with_reason:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        is_shown = data.get("number") or data.get("title") or data.get("file")
        if not self.errors and not is_shown:
            self.add_error("number", "Hãy ghi số, ký hiệu hoặc trích yếu của văn bản, hoặc chọn tệp.")
        return data

    def shown(self) -> Shown:
        data = self.cleaned_data
        return Shown(data["title"], data["number"], data["dated"], data["file"], data.get("item", ""))

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Everything but the file, which has a look of its own."""
        return [field for field in self if field.name != "file"]
