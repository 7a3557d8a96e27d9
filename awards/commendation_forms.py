"""Input of one commendation, and what a reader of the list filters by."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.html import format_html

from awards.actions.commendations import OTHER, CommendationDetails, commendation_state
from awards.commendation_counts import Period
from awards.commendation_lines import (
    COUNTED,
    FIRST_DAY,
    LAST_DAY,
    OUTNUMBERED,
    UNDATED,
    UNSTATED,
    WITHIN,
    Wanted,
)
from awards.models import Award, Commendation
from blocs import rules
from blocs.form_fields import CleanCharField, CountFormField, DayFormField
from blocs.forms.edited import EditedForm, EvidenceField
from blocs.forms.fields import choices_of
from blocs.models import BlocYear, Movement, User
from blocs.terms import AwardLevel, AwardObject

_CHOOSE, _ANY = ("", "– Chọn –"), ("", "Tất cả")


def _year_field(label: str) -> CountFormField:
    return CountFormField(label=label, required=False, min_value=1901, max_value=2199)


class CommendationForm(EditedForm):
    member = forms.TypedChoiceField(label="Đơn vị", coerce=int)
    award = forms.ChoiceField(label="Danh hiệu, hình thức")
    award_text = CleanCharField(
        label="Nội dung khen",
        max_length=255,
        required=False,
        help_text="Cần ghi khi chọn hình thức khác; ví dụ: Tập thể hoàn thành xuất sắc nhiệm vụ Chương trình"
        " hành động số 18.",
    )
    object = forms.ChoiceField(
        label="Đối tượng", choices=[("", "– Không rõ –"), *AwardObject.choices()], required=False
    )
    recipient = CleanCharField(
        label="Tên tập thể, cá nhân, hộ",
        max_length=255,
        required=False,
        help_text="Có tên thì dòng tính 1. Khen chính đơn vị: ghi tên đơn vị.",
    )
    count = CountFormField(
        label="Số lượng",
        min_value=0,
        max_value=999_999_999,
        required=False,
        help_text="Ghi khi chỉ biết số lượng, không có tên. Bỏ trống cả Tên và Số lượng: có khen nhưng không"
        " thống kê, không tính vào số nào.",
    )
    achievement_year = _year_field("Năm thành tích")
    decision_number = CleanCharField(label="Số quyết định", max_length=100, required=False)
    decided_on = DayFormField(
        label="Ngày quyết định",
        required=False,
        help_text="Báo cáo theo kỳ tính theo ngày này. Dòng chỉ có số lượng: ghi ngày cuối kỳ thống kê.",
    )
    presented_on = DayFormField(label="Ngày trao", required=False)
    movement = forms.TypedChoiceField(label="Phong trào", coerce=int, required=False, empty_value=None)
    file = EvidenceField(
        label="Bản quét quyết định", required=False, help_text="PDF hoặc ảnh, tối đa 20 MB. Không bắt buộc."
    )
    drop_file = forms.BooleanField(label="Bỏ tệp đang lưu", required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        year: BlocYear,
        user: User,
        row: Commendation | None = None,
    ) -> None:
        super().__init__(data, files, state=commendation_state(row) if row else None)
        runs = rules.can_run_year(user, year)
        members = year.members if runs else rules.own_members(user, year)
        first = [] if len(members) == 1 else [_CHOOSE]
        choices_of(self, "member").choices = [*first, *((member.pk, member.name) for member in members)]
        awards = [(award.code, award.name) for award in Award.objects.all()]
        choices_of(self, "award").choices = [_CHOOSE, *awards]
        movements = list(Movement.objects.filter(year=year).values_list("pk", "name"))
        choices_of(self, "movement").choices = [("", "– Không –"), *movements]
        if not movements:
            del self.fields["movement"]
        if row is None:
            self.initial["achievement_year"] = year.year
        if row is None or row.file is None:
            del self.fields["drop_file"]
        else:
            self.fields["file"].help_text = format_html("Đang lưu: {}. Chọn tệp khác để thay.", row.file.name)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("award") == OTHER and not self.cleaned_data.get("award_text"):
            self.add_error(
                "award_text", "Hãy ghi nội dung khen, vì danh mục không có tên riêng cho hình thức này."
            )
        return self.cleaned_data

    def details(self) -> CommendationDetails:
        """What was typed, of a valid form."""
        values: dict[str, Any] = {name: self.cleaned_data.get(name) for name in CommendationDetails.__slots__}
        return CommendationDetails(**values)


class FilterForm(forms.Form):
    """What the list shows; its names stand in the address."""

    KEYS = {
        "unit": "don-vi",
        "award": "khen",
        "level": "cap",
        "object": "doi-tuong",
        "start": "tu",
        "end": "den",
        "number": "nam",
        "text": "tim",
        "movement": "phong-trao",
        "which": "muc",
    }
    text = CleanCharField(label="Tìm", max_length=100, required=False)
    unit = forms.ChoiceField(label="Đơn vị", required=False)
    award = forms.ChoiceField(label="Danh hiệu, hình thức", required=False)
    level = forms.ChoiceField(label="Cấp", choices=[_ANY, *AwardLevel.choices()], required=False)
    object = forms.ChoiceField(label="Đối tượng", choices=[_ANY, *AwardObject.choices()], required=False)
    start = DayFormField(label="Quyết định từ ngày", required=False)
    end = DayFormField(label="đến ngày", required=False)
    number = _year_field("Năm thành tích")
    movement = forms.IntegerField(required=False, widget=forms.HiddenInput)
    which = forms.ChoiceField(
        required=False,
        choices=[("", ""), *((kind, kind) for kind in (COUNTED, WITHIN, UNSTATED, UNDATED, OUTNUMBERED))],
        widget=forms.HiddenInput,
    )

    def __init__(self, data: Any, *, year: BlocYear, awards: Collection[Award]) -> None:
        known = {award.code for award in awards}
        # The number of a report may count several awards; the list to choose from knows one, and then shows none.
        self.awards = tuple(code for code in data.getlist(self.KEYS["award"]) if code in known)
        if len(self.awards) > 1:
            data = data.copy()
            data.pop(self.KEYS["award"])
        # An award in its own words ("Khác") is counted by them: "OTHER|Tập thể …".
        self.awards += tuple(key for key in data.getlist("noi-dung") if key.partition("|")[0] in known)
        super().__init__(data)
        self.units = {member.code: member.unit_id for member in year.members}
        units = [(member.code, member.name) for member in year.members]
        choices_of(self, "unit").choices = [_ANY, *units]
        choices_of(self, "award").choices = [_ANY, *((award.code, award.name) for award in awards)]

    def add_prefix(self, field_name: str) -> str:
        return self.KEYS.get(field_name, field_name)

    def period(self) -> Period | None:
        """The decisions' days or the achievement's year that was asked for; days before a year."""
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        if start or end:
            return Period(start or FIRST_DAY, end or LAST_DAY)
        number = self.cleaned_data["number"]
        return Period(achievement_year=number) if number else None

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end < start:
            self.add_error("end", "Ngày sau phải từ ngày trước trở đi.")
        return self.cleaned_data

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(
            unit_id=self.units[data["unit"]] if data["unit"] else None,
            awards=self.awards,
            level=AwardLevel(data["level"]) if data["level"] else None,
            object=AwardObject(data["object"]) if data["object"] else None,
            movement_id=data["movement"],
            text=data["text"],
            which=data["which"],
        )
