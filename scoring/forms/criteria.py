"""One criterion."""

from dataclasses import replace
from typing import Any

from django import forms

from blocs.form_fields import CleanCharField, PointsFormField
from blocs.forms.fields import CleanTextField, FaultsForm, choice
from blocs.terms import CriterionGroup
from scoring.definitions import CriterionRow

_GROUP_SAYS = {
    CriterionGroup.CONTENT: "cộng vào thang điểm",
    CriterionGroup.BONUS: "cộng thêm, có trần ở trang Quy tắc",
    CriterionGroup.PENALTY: "trừ đi; nhập số điểm bị trừ, không ghi dấu trừ",
}
_EVIDENCE = {"": None, "yes": True, "no": False}


class CriterionForm(FaultsForm):
    """Cleans to a CriterionRow. A section chooses its group, what is below has the section's.

    A parent's points are the sum of what is below it, so it has no field for them, nor a step.
    """

    text = CleanCharField(
        label="Nội dung",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In trên phiếu chấm và mọi bảng.",
    )
    group = forms.ChoiceField(
        label="Nhóm",
        widget=forms.RadioSelect,
        choices=[(group.value, choice(group.label, says)) for group, says in _GROUP_SAYS.items()],
        initial=CriterionGroup.CONTENT,
    )
    maximum = PointsFormField(
        label="Điểm tối đa",
        required=False,
        help_text="Người chấm không nhập được quá số này. Tiêu chí nội dung phải có; điểm thưởng, điểm trừ để trống là không giới hạn.",
    )
    step = PointsFormField(
        label="Bước",
        required=False,
        help_text="Điểm phải là bội của số này: 0,5 thì nhập được 7 hay 7,5 nhưng không được 7,25. Để trống là điểm nào cũng được.",
    )
    method = CleanTextField(
        label="Cách chấm",
        required=False,
        max_length=5000,
        rows=2,
        help_text="Hướng dẫn hiện bên ô nhập điểm, ví dụ: đúng hạn 50; chậm đến 15 ngày 40; chậm hơn 25.",
    )
    needs_evidence = forms.ChoiceField(
        label="Minh chứng",
        required=False,
        choices=[("", "– Không ghi –"), ("yes", "Có: cần tài liệu kiểm chứng"), ("no", "Không cần")],
    )
    code = CleanCharField(
        label="Mã",
        max_length=64,
        help_text="Mã cho biết chỗ đứng: I là mục, I.2 nằm trong mục I. Đổi mã sang mục khác thì tiêu chí chuyển theo, kể cả các dòng bên dưới.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        row: CriterionRow,
        is_leaf: bool,
        group_is_given: bool,
        frozen: bool = False,
    ) -> None:
        evidence = next(word for word, value in _EVIDENCE.items() if value is row.needs_evidence)
        super().__init__(
            data,
            initial={
                "code": row.code,
                "text": row.text,
                "group": row.group.value,
                "maximum": row.maximum,
                "step": row.step,
                "method": row.method,
                "needs_evidence": evidence,
            },
        )
        self.row = row
        if group_is_given:
            del self.fields["group"]
        if not is_leaf:
            del self.fields["maximum"], self.fields["step"]
        if frozen:
            self.freeze(name for name in list(self.fields) if name not in ("method", "needs_evidence"))

    def criterion(self) -> CriterionRow:
        data = self.cleaned_data
        return replace(
            self.row,
            code=data["code"],
            text=data["text"],
            group=CriterionGroup(data["group"]) if "group" in self.fields else self.row.group,
            maximum=data["maximum"] if "maximum" in self.fields else self.row.maximum,
            step=data["step"] if "step" in self.fields else self.row.step,
            method=data["method"],
            needs_evidence=_EVIDENCE[data["needs_evidence"]],
        )
