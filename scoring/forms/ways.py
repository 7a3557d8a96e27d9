"""How the scoring is done: who sees what when, reasons, second entries."""

from typing import Any

from django import forms

from blocs.form_fields import PointsFormField
from blocs.forms.fields import FaultsForm, choice
from blocs.terms import Level, SheetsShown
from scoring.ways import WAYS_LABELS, ScoringWays

_SHOWN_SAYS = {
    SheetsShown.AFTER_OWN: "nộp xong phiếu của mình thì đọc được phiếu các nơi khác đã nộp",
    SheetsShown.AFTER_CLOSING: "hết thời gian chấm mới đọc được",
    SheetsShown.AFTER_PUBLISHING: "niêm yết kết quả rồi mới đọc được",
    SheetsShown.NEVER: "chỉ tổ thư ký và cơ quan thường trực đọc",
}


class WaysForm(FaultsForm):
    """Cleans to ScoringWays."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    sheets_shown = forms.ChoiceField(
        label=WAYS_LABELS["sheets_shown"],
        choices=[(shown.value, choice(shown.label, says)) for shown, says in _SHOWN_SAYS.items()],
        widget=forms.RadioSelect,
    )
    scorers_named = forms.BooleanField(
        label=WAYS_LABELS["scorers_named"],
        required=False,
        help_text="Không đánh dấu: đơn vị đọc điểm mà không biết ai chấm. Đơn vị nào chỉ có một, hai nơi chấm thì từ điểm trung "
        "bình đã niêm yết vẫn tính ra được.",
    )
    reason_percent = PointsFormField(
        label=WAYS_LABELS["reason_percent"],
        required=False,
        help_text="Điểm lệch với điểm tự chấm hoặc điểm gợi ý quá chừng ấy phần trăm điểm tối đa của tiêu chí thì phải ghi lý do. "
        "Để trống là không hỏi.",
    )
    outlier_percent = PointsFormField(
        label=WAYS_LABELS["outlier_percent"],
        required=False,
        help_text="Điểm chấm chéo cách trung vị quá chừng ấy phần trăm điểm tối đa thì được đánh dấu và hỏi lý do trước khi khóa. "
        "Để trống là không đánh dấu.",
    )
    second_entry_levels = forms.MultipleChoiceField(
        label=WAYS_LABELS["second_entry_levels"],
        choices=Level.choices(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Phiếu giấy của các cấp này được hai người nhập độc lập; chỗ khác nhau được đối chiếu từng ô.",
    )

    def __init__(self, data: Any = None, *, ways: ScoringWays, base: str) -> None:
        initial = {
            "sheets_shown": ways.sheets_shown.value,
            "scorers_named": ways.scorers_named,
            "reason_percent": ways.reason_percent,
            "outlier_percent": ways.outlier_percent,
            "second_entry_levels": [level.value for level in ways.second_entry_levels],
            "base": base,
        }
        super().__init__(data, initial=initial)

    def ways(self) -> ScoringWays:
        data = self.cleaned_data
        return ScoringWays(
            sheets_shown=SheetsShown(data["sheets_shown"]),
            scorers_named=data["scorers_named"],
            reason_percent=data["reason_percent"],
            outlier_percent=data["outlier_percent"],
            second_entry_levels=tuple(level for level in Level if level in data["second_entry_levels"]),
        )
