"""One unit's later closing time of one phase."""

from typing import Any

from django import forms

from blocs.actions.extensions import extension_state
from blocs.editing import fingerprint
from blocs.forms.fields import CleanTextField, FaultsForm, MomentFormField, choices_of
from blocs.models import BlocYear, PhaseExtension, PhaseKind
from blocs.year_phases import LAST_MINUTE, UNIT_PHASES, kinds_in_use, moment_in_words


def kinds_to_extend(year: BlocYear) -> list[PhaseKind]:
    """The phases of units that have a closing time to be moved."""
    used = kinds_in_use(year)
    return [
        kind
        for kind in UNIT_PHASES
        if kind in used and (phase := year.phases_by_kind.get(kind)) and phase.closes_at is not None
    ]


class ExtensionForm(FaultsForm):
    """`extension` None gives a new one; else unit and phase stand fixed and the hidden `base` is what was shown."""

    unit = forms.ChoiceField(label="Đơn vị")
    phase = forms.ChoiceField(label="Mốc")
    closes_at = MomentFormField(
        label="Gia hạn đến",
        bare=LAST_MINUTE,
        help_text="Chỉ ghi ngày thì hết hạn lúc 23:59 ngày đó; muốn rõ giờ thì ghi thêm 17:00.",
    )
    reason = CleanTextField(
        label="Lý do", max_length=500, help_text="Mọi đơn vị trong khối đều đọc được lý do này ở trang Lịch."
    )
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, year: BlocYear, extension: PhaseExtension | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.fields["closes_at"].required = True
        choices_of(self, "unit").choices = [(str(member.pk), member.name) for member in year.members]
        choices_of(self, "phase").choices = [
            (kind.value, self._label(kind)) for kind in kinds_to_extend(year)
        ]
        if extension is not None:
            kind = PhaseKind(extension.phase.kind)
            self.initial = {
                "unit": str(extension.membership_id),
                "phase": kind.value,
                "closes_at": extension.closes_at,
                "reason": extension.reason,
                "base": fingerprint(extension_state(year, kind, extension.membership_id)),
            }
            choices_of(self, "phase").choices = [(kind.value, self._label(kind))]
            self.freeze(("unit", "phase"))

    def _label(self, kind: PhaseKind) -> str:
        phase = self.year.phases_by_kind.get(kind)
        closes = phase.closes_at if phase is not None else None
        return f"{kind.label} (hạn chung {moment_in_words(closes)})" if closes else kind.label

    def now_based_on(self, state: dict[str, str]) -> None:
        """Sent again as it is, the form means to replace what stands there now."""
        self.data = {**self.data.dict(), "base": fingerprint(state)}  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """For `set_extension`; without a base nobody's extension is expected to stand there."""
        data = self.cleaned_data
        return {
            "kind": PhaseKind(data["phase"]),
            "member": int(data["unit"]),
            "closes_at": data["closes_at"],
            "reason": data["reason"],
            "base": data["base"] or fingerprint({}),
        }
