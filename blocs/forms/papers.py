"""Input of the page "Văn bản"."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from blocs.actions.papers import SETTING_FIELDS, Basis
from blocs.form_fields import CleanCharField, CountFormField
from blocs.models import LegalBasis, PaperSettings
from blocs.text import clean_lines
from reports.paper.words import short_date

DATE_HINT = {"placeholder": "dd/mm/yyyy", "autocomplete": "off"}
WRONG_DATE = {"invalid": "Nhập ngày có trong lịch, dạng 05/07/2026."}


class LinesField(forms.CharField):
    """Several lines, each in one normal form."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> str:
        return clean_lines(super().to_python(value) or "")


# The page's groups: heading, what it is for, its fields.
_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Phần đầu văn bản", "In ở góc trên bên trái.", ("superior", "issuer", "symbol", "place")),
    (
        "Người ký và nơi nhận",
        "Ô nào để trống thì bản dự thảo in dòng chấm; bản ban hành không có chỗ ký của người chưa ghi tên.",
        (
            "leader_authority",
            "leader_title",
            "leader_name",
            "leader_unit_title",
            "deputy_name",
            "secretary_name",
            "recipients",
        ),
    ),
)


class PaperSettingsForm(forms.Form):
    superior = LinesField(
        label="Cơ quan chủ quản",
        required=False,
        max_length=500,
        help_text="Mỗi dòng một hàng, ví dụ HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG TỈNH. Không có thì để trống.",
    )
    issuer = LinesField(
        label="Tên cơ quan ban hành",
        required=False,
        max_length=500,
        help_text="In đậm. Tên dài tự xuống dòng ở chỗ hợp lý.",
    )
    symbol = CleanCharField(
        label="Ký hiệu văn bản",
        required=False,
        max_length=30,
        help_text="Phần sau dấu gạch chéo: Số 01/BTH-KTĐ có ký hiệu BTH-KTĐ.",
    )
    place = CleanCharField(
        label="Địa danh", required=False, max_length=100, help_text="Đứng trước ngày tháng, ví dụ Yên Bái."
    )
    leader_authority = CleanCharField(
        label="Quyền hạn ký", required=False, max_length=100, help_text="Ví dụ TM. KHỐI THI ĐUA."
    )
    leader_title = CleanCharField(
        label="Chức vụ người ký",
        required=False,
        max_length=100,
        help_text="Ví dụ TRƯỞNG KHỐI; ký thay thì ghi KT. TRƯỞNG KHỐI / PHÓ TRƯỞNG KHỐI.",
    )
    leader_name = CleanCharField(
        label="Họ tên người ký",
        required=False,
        max_length=100,
        help_text="Chỉ họ và tên, không ghi học hàm, học vị.",
    )
    leader_unit_title = CleanCharField(
        label="Chức vụ tại đơn vị",
        required=False,
        max_length=150,
        help_text="In dưới chữ ký khi đóng dấu của đơn vị người ký; không dùng dấu thì để trống.",
    )
    deputy_name = CleanCharField(label="Họ tên cấp phó", required=False, max_length=100)
    secretary_name = CleanCharField(label="Họ tên thư ký", required=False, max_length=100)
    recipients = LinesField(
        label="Nơi nhận",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một nơi; dấu câu tự thêm khi in.",
    )

    @property
    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The fields as the page shows them."""
        return [(title, about, [self[name] for name in names]) for title, about, names in _GROUPS]

    @classmethod
    def of(cls, settings: PaperSettings, data: Any = None) -> "PaperSettingsForm":
        return cls(data, initial={name: getattr(settings, name) for name in SETTING_FIELDS})


class BasisForm(forms.Form):
    text = CleanCharField(label="Căn cứ", max_length=500, required=False)
    valid_from = forms.DateField(
        label="Có hiệu lực từ",
        required=False,
        widget=forms.TextInput(attrs=DATE_HINT),
        error_messages=WRONG_DATE,
    )
    valid_to = forms.DateField(
        label="Hết hiệu lực từ",
        required=False,
        widget=forms.TextInput(attrs=DATE_HINT),
        error_messages=WRONG_DATE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, field in self.fields.items():
            wrong = " is-invalid" if self.is_bound and name in self.errors else ""
            field.widget.attrs["class"] = f"form-control{wrong}"

    def basis(self) -> Basis:
        data = self.cleaned_data
        return Basis(data["text"], data["valid_from"], data["valid_to"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last <= first:
            self.add_error("valid_to", "Ngày hết hiệu lực phải sau ngày có hiệu lực.")
        if not data.get("text") and "text" not in self.errors and (first or last):
            self.add_error("text", "Ghi tên văn bản căn cứ, hoặc xóa ngày của dòng này.")
        return data


class BasisRows(forms.BaseFormSet):
    """The lines as typed, in their order; an emptied line is left out."""

    def chosen(self) -> list[Basis]:
        return [row.basis() for row in self if row.cleaned_data.get("text")]


_BASIS_FORM_SET: Any = forms.formset_factory(BasisForm, formset=BasisRows, extra=3, max_num=40)


def basis_rows(bases: Iterable[LegalBasis], data: Any = None) -> BasisRows:
    """The lines of these legal bases and some empty ones, or those sent."""
    rows = [
        {
            "text": basis.text,
            "valid_from": short_date(basis.valid_from),
            "valid_to": short_date(basis.valid_to),
        }
        for basis in bases
    ]
    made: BasisRows = _BASIS_FORM_SET(data, prefix="bases", initial=rows)
    return made


class IssueForm(forms.Form):
    number = CountFormField(
        label="Số văn bản",
        min_value=1,
        max_value=9999,
        help_text="Số kế tiếp trong sổ của khối; sửa nếu văn thư cấp số khác.",
        error_messages={"invalid": "Nhập số nguyên, ví dụ 5.", "min_value": "Số văn bản từ 1 trở lên."},
    )
    dated = forms.DateField(
        label="Ngày văn bản", widget=forms.TextInput(attrs=DATE_HINT), error_messages=WRONG_DATE
    )

    def __init__(self, *args: Any, is_numbered: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_numbered:
            del self.fields["number"]

    def clean_dated(self) -> date:
        dated: date = self.cleaned_data["dated"]
        if dated > timezone.localdate():
            raise forms.ValidationError("Ngày văn bản không được sau hôm nay.")
        return dated
