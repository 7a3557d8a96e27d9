"""Input of the page "Văn bản"."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from blocs.actions.papers import SETTING_FIELDS, Basis
from blocs.form_fields import CleanCharField
from blocs.models import PaperSettings
from blocs.text import clean_lines

DATE_HINT = {"placeholder": "ngày/tháng/năm", "inputmode": "numeric"}


class LinesField(forms.CharField):
    """Several lines, each in one normal form."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        return clean_lines(super().to_python(value) or "")


class PaperSettingsForm(forms.Form):
    superior = LinesField(
        label="Cơ quan chủ quản",
        required=False,
        max_length=500,
        help_text="Dòng trên cùng bên trái, ví dụ HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG TỈNH. Mỗi dòng một hàng.",
    )
    issuer = LinesField(
        label="Tên cơ quan ban hành",
        required=False,
        max_length=500,
        help_text="In đậm dưới cơ quan chủ quản. Tên dài thì tự xuống dòng ở chỗ hợp lý.",
    )
    place = CleanCharField(label="Địa danh", required=False, max_length=100, help_text="Ví dụ Yên Bái")
    symbol = CleanCharField(
        label="Ký hiệu", required=False, max_length=30, help_text="Phần sau dấu gạch chéo của số: BTH-KTĐ"
    )
    leader_authority = CleanCharField(label="Quyền hạn ký", required=False, max_length=100)
    leader_title = CleanCharField(label="Chức vụ người ký", required=False, max_length=100)
    leader_unit_title = CleanCharField(
        label="Chức vụ tại đơn vị",
        required=False,
        max_length=150,
        help_text="In dưới chữ ký khi dùng dấu của đơn vị Trưởng khối",
    )
    leader_name = CleanCharField(label="Họ tên Trưởng khối", required=False, max_length=100)
    deputy_name = CleanCharField(label="Họ tên Phó khối", required=False, max_length=100)
    secretary_name = CleanCharField(label="Họ tên thư ký", required=False, max_length=100)
    recipients = LinesField(label="Nơi nhận", required=False, max_length=1000, help_text="Mỗi dòng một nơi")

    @classmethod
    def of(cls, settings: PaperSettings, data: Any = None) -> "PaperSettingsForm":
        return cls(data, initial={name: getattr(settings, name) for name in SETTING_FIELDS})


class BasisForm(forms.Form):
    text = CleanCharField(label="Căn cứ", max_length=500, required=False)
    valid_from = forms.DateField(label="Hiệu lực từ", required=False, widget=forms.TextInput(attrs=DATE_HINT))
    valid_to = forms.DateField(label="Hết hiệu lực", required=False, widget=forms.TextInput(attrs=DATE_HINT))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "form-control", "aria-label": str(field.label)}

    def basis(self) -> Basis:
        data = self.cleaned_data
        return Basis(data["text"], data["valid_from"], data["valid_to"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "Ngày hết hiệu lực phải sau ngày có hiệu lực.")
        return data


BasisFormSet = forms.formset_factory(BasisForm, extra=3, max_num=40)


class IssueForm(forms.Form):
    number = forms.IntegerField(label="Số văn bản", min_value=1, max_value=9999)
    dated = forms.DateField(label="Ngày văn bản", widget=forms.TextInput(attrs=DATE_HINT))

    def clean_dated(self) -> date:
        dated: date = self.cleaned_data["dated"]
        if dated > timezone.localdate():
            raise forms.ValidationError("Ngày văn bản không được sau hôm nay.")
        return dated
