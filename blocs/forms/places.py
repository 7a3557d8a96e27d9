"""Founding a bloc, and beginning a year of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from blocs import rules
from blocs.form_fields import CleanCharField, CountFormField
from blocs.forms.fields import CleanTextField, FaultsForm, choice, choices_of
from blocs.models import Bloc, BlocYear, Province, User
from blocs.presets import PRESETS
from blocs.terms import BlocKind
from blocs.text import slug, sort_key

COPY = "copy"


class BlocForm(forms.Form):
    name = CleanCharField(
        label="Tên khối",
        max_length=255,
        help_text="Ví dụ: Khối thi đua các Hội đặc thù. Tên này in trên văn bản; đổi được theo từng năm.",
    )
    kind = forms.ChoiceField(
        label="Loại",
        choices=BlocKind.choices(),
        widget=forms.RadioSelect,
        initial=BlocKind.KHOI,
        help_text="Chỉ đổi cách gọi trên trang và văn bản: Khối hay Cụm.",
    )
    province = forms.ChoiceField(label="Tỉnh, thành phố", required=False)
    new_province = CleanCharField(
        label="Tên tỉnh mới",
        max_length=100,
        required=False,
        help_text="Chỉ ghi khi tỉnh chưa có trong danh sách trên.",
    )
    code = CleanCharField(
        label="Mã khối",
        max_length=64,
        required=False,
        help_text="Dùng trong địa chỉ trang và sổ Excel, không đổi được về sau. Chữ thường không dấu, chữ số, gạch nối; "
        "để trống thì lấy theo tên.",
    )
    field_order = ("name", "kind", "province", "new_province", "code")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = sorted(Province.objects.all(), key=lambda province: sort_key(province.name))
        self.provinces = {str(each.pk): each for each in found if rules.can_found_bloc_in(user, each)}
        choices = [(pk, province.name) for pk, province in self.provinces.items()]
        field = choices_of(self, "province")
        if rules.can_add_province(user):
            field.choices = [("", "– Không ghi tỉnh –"), *choices]
        else:
            field.choices = choices
            field.required = True
            del self.fields["new_province"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"] or slug(self.cleaned_data.get("name", ""))[:64].strip("-")
        if not code:
            return code
        if code != slug(code):
            raise ValidationError(f"Mã chỉ gồm chữ thường không dấu, chữ số và gạch nối; ví dụ {slug(code)}.")
        if Bloc.objects.filter(code=code).exists():
            raise ValidationError(f"Mã “{code}” đã có khối dùng. Hãy ghi mã khác, ví dụ {code[:61]}-2.")
        return code

    def chosen_province(self) -> Province | None:
        return self.provinces.get(self.cleaned_data["province"])


class YearForm(forms.Form):
    """A year number and what it begins from: `COPY` of the latest year, or a preset's key."""

    number = CountFormField(
        label="Năm",
        min_value=1950,
        max_value=2100,
        error_messages={"invalid": "Hãy ghi năm bằng bốn chữ số, ví dụ 2026."},
    )
    source = forms.ChoiceField(label="Lập từ đâu", widget=forms.RadioSelect)

    def __init__(self, *args: Any, bloc: Bloc, latest: BlocYear | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bloc = bloc
        choices: list[tuple[str, Any]] = [
            (key, choice(f"Mẫu “{preset.label}”", preset.sentence)) for key, preset in PRESETS.items()
        ]
        if latest is not None:
            says = (
                "Lấy lại đơn vị cùng vai trò, quy tắc, tiêu chí, xếp loại, quy tắc khen, mẫu văn bản và các mốc "
                "(dời ngày theo năm). Không lấy điểm, đăng ký, kết luận không xét."
            )
            choices.insert(0, (COPY, choice(f"Sao chép năm {latest.year}", says)))
        field = choices_of(self, "source")
        field.choices = choices
        field.initial = choices[0][0]
        self.fields["number"].initial = latest.year + 1 if latest else timezone.localdate().year

    def clean_number(self) -> int:
        number: int = self.cleaned_data["number"]
        if BlocYear.objects.filter(bloc=self.bloc, year=number, is_practice=False).exists():
            raise ValidationError(f"Khối đã có năm {number}. Hãy ghi năm khác.")
        return number


class IdentityForm(FaultsForm):
    """How the bloc is called this year, and whose it is; nothing of it moves a rank."""

    name = CleanCharField(
        label="Tên khối trong năm",
        max_length=255,
        help_text="In ở đầu mọi trang và văn bản của năm này. Các năm trước giữ tên đã in.",
    )
    kind = forms.ChoiceField(
        label="Loại", choices=BlocKind.choices(), help_text="Gọi là Khối hay Cụm trên trang và văn bản."
    )
    province = forms.ChoiceField(
        label="Tỉnh, thành phố",
        required=False,
        help_text="Cơ quan thường trực của tỉnh này xem được số liệu của khối.",
    )
    note = CleanTextField(
        label="Ghi chú",
        required=False,
        max_length=5000,
        help_text="Chỉ để đọc; không ảnh hưởng đến kết quả.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = sorted(Province.objects.all(), key=lambda province: sort_key(province.name))
        self.provinces = {str(province.pk): province for province in found}
        field = choices_of(self, "province")
        field.choices = [("", "– Không ghi tỉnh –"), *((pk, p.name) for pk, p in self.provinces.items())]

    def chosen_province(self) -> Province | None:
        return self.provinces.get(self.cleaned_data["province"])
