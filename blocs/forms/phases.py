"""The year's windows on one page: an opening and a closing time for each phase."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms

from blocs.actions.phases import phase_state
from blocs.editing import fingerprint
from blocs.forms.fields import FaultsForm, MomentFormField
from blocs.models import BlocYear, PhaseKind
from blocs.year_phases import LAST_MINUTE, Window, kinds_in_use, window_in_words

# What an open window lets people do.
PHASE_SAYS = {
    PhaseKind.REGISTRATION: "Ghi được đăng ký danh hiệu của các đơn vị.",
    PhaseKind.PLEDGE: "Ghi được việc ký giao ước.",
    PhaseKind.HALF_YEAR: "Thời gian báo cáo và họp sơ kết 6 tháng.",
    PhaseKind.SELF_SCORING: "Nhập và nộp được phiếu tự chấm.",
    PhaseKind.CROSS_SCORING: "Nhập và nộp được phiếu chấm chéo.",
    PhaseKind.BLOC_SCORING: "Nhập và nộp được phiếu khối chấm.",
    PhaseKind.APPRAISAL: "Nhập và nộp được phiếu thẩm định.",
    PhaseKind.CONFERENCE: "Họp tổng kết; ghi được kết quả bỏ phiếu.",
    PhaseKind.OBJECTION: "Đơn vị phản hồi về kết quả đã niêm yết; tổ thư ký trả lời trước khi hết hạn.",
    PhaseKind.SUBMISSION: "Thời gian trình hồ sơ lên cơ quan thường trực.",
    PhaseKind.HAND_OVER: "Bàn giao Trưởng khối, cờ luân lưu.",
}


class PhasesForm(FaultsForm):
    """Fields "<kind>-opens" and "<kind>-closes"; `suggested` windows are shown in place of the stored, unsaved."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        year: BlocYear,
        suggested: Mapping[PhaseKind, Window] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds_in_use(year)
        self.fields["base"].initial = fingerprint(phase_state(year))
        for kind in self.kinds:
            phase = year.phases_by_kind.get(kind)
            stored = Window(phase.opens_at, phase.closes_at) if phase else Window()
            window = (suggested or {}).get(kind, stored)
            self.fields[f"{kind}-opens"] = MomentFormField(
                label=f"{kind.label}: mở từ", bare=time.min, initial=window.opens_at
            )
            self.fields[f"{kind}-closes"] = MomentFormField(
                label=f"{kind.label}: đóng lúc", bare=LAST_MINUTE, initial=window.closes_at
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for kind in self.kinds:
            opens, closes = data.get(f"{kind}-opens"), data.get(f"{kind}-closes")
            if opens and closes and closes <= opens:
                self.add_error(f"{kind}-closes", "Lúc đóng phải sau lúc mở.")
        return data

    def windows(self) -> dict[PhaseKind, Window]:
        data = self.cleaned_data
        return {kind: Window(data[f"{kind}-opens"], data[f"{kind}-closes"]) for kind in self.kinds}

    def differing(self, year: BlocYear) -> list[dict[str, str]]:
        """The windows that stand otherwise than they were sent, as they are stored now; the base moves on to them."""
        current = phase_state(BlocYear.objects.get(pk=year.pk))
        self.data = {**self.data.dict(), "base": fingerprint(current)}  # type: ignore[attr-defined]
        sent = self.windows()
        return [
            {"label": kind.label, "stored": current.get(kind.value, "")}
            for kind in self.kinds
            if window_in_words(sent[kind]) != current.get(kind.value, "")
        ]

    def rows(self) -> list[dict[str, Any]]:
        """For the template: a phase's name, what it gives, its two bound fields."""
        return [
            {
                "label": kind.label,
                "says": PHASE_SAYS[kind],
                "opens": self[f"{kind}-opens"],
                "closes": self[f"{kind}-closes"],
            }
            for kind in self.kinds
        ]
