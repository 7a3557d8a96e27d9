"""A unit's targets as lines of a form, their results as two big numbers, and evidence."""

from typing import Any

from django import forms

from blocs.actions.targets import MOST_TARGETS, Promise, Result
from blocs.form_fields import CleanCharField, PointsFormField, ReceivedFileField
from blocs.models import Target
from blocs.numbers import whole
from blocs.received_files import DOCUMENTS
from blocs.target_results import with_measure
from blocs.terms import Checkpoint

BLANK_LINES = 3


class PromiseForm(forms.Form):
    """One line: what is promised, in which measure, how much. An emptied line is taken away."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = CleanCharField(label="Chỉ tiêu", max_length=500, required=False)
    measure = CleanCharField(label="Đơn vị tính", max_length=100, required=False)
    planned = PointsFormField(label="Mức phấn đấu", required=False)

    def __init__(self, data: Any = None, *, number: int, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, prefix=f"t{number}", initial=initial)
        for name in ("text", "measure", "planned"):
            field = self.fields[name]
            field.widget.attrs |= {"class": "form-control", "aria-label": f"{field.label}, dòng {number + 1}"}
        self.fields["measure"].widget.attrs["list"] = "don-vi-tinh"

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("text") and (data.get("measure") or data.get("planned") is not None):
            self.add_error("text", "Hãy ghi tên chỉ tiêu, hoặc xóa trống cả dòng.")
        return data

    def promise(self) -> Promise | None:
        data = self.cleaned_data
        return Promise(data["pk"], data["text"], data["measure"], data["planned"]) if data["text"] else None


def promise_forms(data: Any, targets: list[Target]) -> list[PromiseForm]:
    """The lines as sent, or the stored ones and a few empty ones after them."""
    if data is not None:
        sent = data.get("lines", "")
        count = min(whole(sent) or 0, MOST_TARGETS + BLANK_LINES)
        return [PromiseForm(data, number=number) for number in range(count)]
    rows: list[Target | None] = [*targets, *[None] * BLANK_LINES]
    names = ("pk", "text", "measure", "planned")
    return [
        PromiseForm(number=number, initial={name: getattr(row, name) for name in names} if row else {})
        for number, row in enumerate(rows)
    ]


class ResultForm(forms.Form):
    """A target's two results, as big fields with the telephone's number keys."""

    half_year = PointsFormField(label="Kết quả 6 tháng", required=False)
    year_end = PointsFormField(label="Kết quả cả năm", required=False)

    def __init__(self, data: Any, *, target: Target, closed: bool) -> None:
        self.target = target
        self.stored_text = ""
        initial = {"half_year": target.half_year, "year_end": target.year_end}
        super().__init__(data, prefix=f"t{target.pk}", initial=initial)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "form-control big-number"}
        if closed:
            self.fields["half_year"].disabled = True

    @property
    def plan(self) -> str:
        return with_measure(self.target.planned, self.target.measure)

    def result(self) -> Result:
        return Result(self.cleaned_data["half_year"], self.cleaned_data["year_end"])

    def show_stored(self) -> None:
        """After a refusal: what is stored now stands beside what was typed."""
        stored = Result(self.target.half_year, self.target.year_end)
        if self.result() != stored:
            half = with_measure(stored.half_year, self.target.measure) or "trống"
            end = with_measure(stored.year_end, self.target.measure) or "trống"
            self.stored_text = f"Đang lưu: 6 tháng {half}; cả năm {end}"


class EvidenceForm(forms.Form):
    checkpoint = forms.ChoiceField(label="Minh chứng cho kết quả", choices=Checkpoint.choices())
    text = CleanCharField(
        label="Số, ngày văn bản hoặc mô tả",
        max_length=500,
        required=False,
        help_text="Ví dụ: Báo cáo 12/BC-HLG.",
    )
    file = ReceivedFileField(label="Tệp minh chứng", required=False, allowed=DOCUMENTS)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not data.get("text") and data.get("file") is None:
            self.add_error("text", "Hãy ghi minh chứng hoặc chọn tệp.")
        return data
