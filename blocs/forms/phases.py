"""The year's windows on one page: an opening and a closing time for each phase."""

from datetime import time
from typing import Any

from blocs.forms.fields import FaultsForm, MomentFormField
from blocs.models import BlocYear, PhaseKind
from blocs.year_phases import LAST_MINUTE, Window, kinds_in_use, template_windows

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
    PhaseKind.SUBMISSION: "Thời gian trình hồ sơ lên cơ quan thường trực.",
    PhaseKind.HAND_OVER: "Bàn giao Trưởng khối, cờ luân lưu.",
}


class PhasesForm(FaultsForm):
    """Fields "<kind>-opens" and "<kind>-closes"; `from_template` shows the handbook's calendar, unsaved."""

    def __init__(self, *args: Any, year: BlocYear, from_template: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds_in_use(year)
        template = template_windows(year.year) if from_template else {}
        for kind in self.kinds:
            phase = year.phases_by_kind.get(kind)
            stored = Window(phase.opens_at, phase.closes_at) if phase else Window()
            window = template.get(kind, stored)
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
