"""A row of the catalogue of titles, as it is edited."""

import re
from typing import Any

from django import forms

from awards.actions.catalogue import AwardRow, row_in_words
from blocs.editing import fingerprint
from blocs.form_fields import CleanCharField, CountFormField, DayFormField
from blocs.forms.fields import CleanTextField, FaultsForm
from blocs.terms import AwardKind, AwardLevel

_CODE = re.compile(r"[A-Z0-9_]+")
_LONGEST_CONDITION, _MOST_CONDITIONS = 500, 20


class AwardForm(FaultsForm):
    """Cleans to an AwardRow. `fixed_code`: why the code stays, empty where it may be changed."""

    code = CleanCharField(
        label="Mã", max_length=40, help_text="Chữ in hoa không dấu, số và dấu gạch dưới, ví dụ MERIT_PROV."
    )
    name = CleanCharField(label="Tên", max_length=255)
    short_name = CleanCharField(
        label="Tên gọn",
        max_length=100,
        required=False,
        help_text="Dùng làm đầu cột trong bảng, ví dụ BK UBND tỉnh.",
    )
    level = forms.ChoiceField(label="Cấp", choices=AwardLevel.choices())
    kind = forms.ChoiceField(label="Loại", choices=AwardKind.choices())
    for_collectives = forms.BooleanField(label="Tặng tập thể", required=False)
    for_persons = forms.BooleanField(label="Tặng cá nhân", required=False)
    issuer = CleanCharField(label="Cấp có thẩm quyền tặng", max_length=255, required=False)
    legal_basis = CleanCharField(
        label="Căn cứ pháp lý", max_length=255, required=False, help_text="Điều, luật, nghị định."
    )
    gap_years = CountFormField(
        label="Số năm giữa hai lần tặng",
        required=False,
        min_value=0,
        max_value=50,
        help_text="Đã được tặng thì sau chừng này năm mới xét lại. Để trống là không đòi hỏi.",
    )
    valid_from = DayFormField(label="Áp dụng từ ngày", required=False)
    valid_to = DayFormField(
        label="Thôi áp dụng từ ngày",
        required=False,
        help_text="Danh hiệu đã dùng thì không bỏ, chỉ ghi ngày thôi áp dụng.",
    )
    conditions = CleanTextField(
        label="Điều kiện",
        rows=8,
        required=False,
        help_text="Mỗi dòng một điều kiện, theo thứ tự; đơn vị đánh dấu từng dòng khi đăng ký.",
    )
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, row: AwardRow | None = None, fixed_code: str = "") -> None:
        initial: dict[str, Any] = {}
        if row is not None:
            initial = {name: getattr(row, name) for name in AwardRow.__slots__}
            initial |= {"conditions": "\n".join(row.conditions), "base": fingerprint(row_in_words(row))}
        super().__init__(data, initial=initial)
        if fixed_code:
            self.freeze(["code"])
            self.fields["code"].help_text = fixed_code

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not self.fields["code"].disabled and not _CODE.fullmatch(code):
            raise forms.ValidationError("Mã chỉ gồm chữ in hoa không dấu, số và dấu gạch dưới.")
        return code

    def clean_conditions(self) -> tuple[str, ...]:
        lines = dict.fromkeys(line for line in self.cleaned_data["conditions"].split("\n") if line)
        if any(len(line) > _LONGEST_CONDITION for line in lines):
            raise forms.ValidationError(f"Mỗi điều kiện dài nhất {_LONGEST_CONDITION} chữ.")
        if len(lines) > _MOST_CONDITIONS:
            raise forms.ValidationError(f"Nhiều nhất {_MOST_CONDITIONS} điều kiện.")
        return tuple(lines)

    def row(self) -> AwardRow:
        data = {name: self.cleaned_data[name] for name in AwardRow.__slots__}
        return AwardRow(**data | {"level": AwardLevel(data["level"]), "kind": AwardKind(data["kind"])})

    def show_stored(self, row: AwardRow) -> None:
        """After a refusal as stale: the next sending knows of what is stored now."""
        self.data = {**{name: self.data[name] for name in self.data}, "base": fingerprint(row_in_words(row))}
