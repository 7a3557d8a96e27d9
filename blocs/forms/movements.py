"""Input of movements and their reviews."""

from typing import Any

from django import forms
from django.utils.html import format_html

from blocs import rules
from blocs.actions.movement_reviews import ReviewDetails
from blocs.actions.movements import MovementDetails
from blocs.form_fields import CleanCharField, DayFormField
from blocs.forms.edited import EditedForm, EvidenceField
from blocs.forms.fields import CleanTextField, choices_of
from blocs.models import BlocYear, Membership, Movement, User
from blocs.movements import movement_state
from blocs.terms import MovementForm as MovementForms
from blocs.terms import MovementLevel
from reports.paper.words import short_date

_LISTS = {"level": "cap-phong-trao", "form": "hinh-thuc-phong-trao"}


class MovementDataForm(EditedForm):
    """A movement as the secretariat writes it, or with `own` as a unit writes its own."""

    name = CleanCharField(label="Tên phong trào", max_length=500)
    level = CleanCharField(
        label="Cấp", max_length=100, required=False, help_text="Chọn trong danh sách hoặc ghi cấp khác."
    )
    form = CleanCharField(
        label="Hình thức", max_length=100, required=False, help_text="Thường xuyên, Chuyên đề hoặc Theo đợt."
    )
    launcher = CleanCharField(label="Đơn vị phát động", max_length=255, required=False)
    act = CleanCharField(
        label="Văn bản phát động",
        max_length=255,
        required=False,
        help_text="Ví dụ: Kế hoạch số 12/KH-KTĐ ngày 05/02/2022.",
    )
    starts_on = DayFormField(label="Từ ngày", required=False)
    ends_on = DayFormField(label="Đến ngày", required=False)
    goal = CleanTextField(label="Mục tiêu, nội dung", required=False, max_length=5000)
    participants = forms.TypedMultipleChoiceField(
        label="Đơn vị tham gia",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn đơn vị nào: cả khối tham gia.",
    )
    plan = EvidenceField(
        label="Tệp kế hoạch", required=False, help_text="PDF hoặc ảnh, tối đa 20 MB. Không bắt buộc."
    )
    drop_plan = forms.BooleanField(label="Bỏ tệp kế hoạch đang lưu", required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        year: BlocYear,
        user: User,
        movement: Movement | None = None,
    ) -> None:
        state = movement_state(movement) if movement else None
        super().__init__(data, files, state=state)
        self.members = {member.pk: member for member in year.members}
        choices_of(self, "participants").choices = [(pk, member.name) for pk, member in self.members.items()]
        for name, listed in _LISTS.items():
            self.fields[name].widget.attrs["list"] = listed
        if movement is None or movement.plan_file is None:
            del self.fields["drop_plan"]
        else:
            self.fields["plan"].help_text = format_html(
                "Đang lưu: {}. Chọn tệp khác để thay.", movement.plan_file.name
            )
        self.own = [] if rules.can_run_year(user, year) else rules.own_members(user, year)
        if self.own:
            self._narrow_to_own(movement)

    def _narrow_to_own(self, movement: Movement | None) -> None:
        """A unit's own movement: its level, its launcher, itself taking part."""
        for name in ("level", "launcher", "participants"):
            del self.fields[name]
        if len(self.own) > 1:
            chosen = [member.pk for member in movement.participants.all()] if movement else []
            self.fields["unit"] = forms.TypedChoiceField(
                label="Đơn vị phát động",
                coerce=int,
                choices=[(member.pk, member.name) for member in self.own],
                initial=chosen[0] if chosen else None,
            )

    def unit(self) -> Membership:
        """The unit that launches its own movement."""
        return self.members[self.cleaned_data["unit"]] if "unit" in self.fields else self.own[0]

    def details(self) -> MovementDetails:
        """What was typed, of a valid form."""
        data = {
            name: self.cleaned_data[name] for name in ("name", "form", "act", "starts_on", "ends_on", "goal")
        }
        if self.own:
            unit = self.unit()
            data |= {"level": MovementLevel.UNIT.label, "launcher": unit.name, "participants": (unit.pk,)}
        else:
            data |= {name: self.cleaned_data[name] for name in ("level", "launcher")}
            data["participants"] = tuple(sorted(self.cleaned_data["participants"]))
        return MovementDetails(**data)

    @property
    def level_words(self) -> list[str]:
        return [level.label for level in MovementLevel]

    @property
    def form_words(self) -> list[str]:
        return [form.label for form in MovementForms]


class ReviewForm(EditedForm):
    is_final = forms.TypedChoiceField(
        label="Loại",
        choices=[("0", "Sơ kết"), ("1", "Tổng kết")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="0",
    )
    held_on = DayFormField(label="Ngày")
    text = CleanTextField(label="Kết quả, đánh giá", max_length=5000, rows=6)

    def __init__(self, data: Any = None, *, state: dict[str, Any] | None = None) -> None:
        super().__init__(data, state=state)
        if state is not None:
            self.initial["is_final"] = "1" if state["is_final"] else "0"

    def details(self) -> ReviewDetails:
        """What was typed, of a valid form."""
        return ReviewDetails(*(self.cleaned_data[name] for name in ("is_final", "held_on", "text")))


class TakeOverForm(forms.Form):
    """Which movements of the year before go on; those that end after the new year's start are ticked."""

    movements = forms.TypedMultipleChoiceField(
        label="Phong trào còn chạy",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một phong trào."},
    )

    def __init__(self, data: Any = None, *, running: list[tuple[Movement, bool]]) -> None:
        super().__init__(data)
        field = choices_of(self, "movements")
        field.choices = [(movement.pk, _running_words(movement)) for movement, _ in running]
        field.initial = [movement.pk for movement, is_sure in running if is_sure]


def _running_words(movement: Movement) -> str:
    until = f"đến {short_date(movement.ends_on)}" if movement.ends_on else "không ghi ngày kết thúc"
    return f"{movement.name} ({until})"
