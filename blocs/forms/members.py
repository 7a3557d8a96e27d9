"""A member of the year: a new or known unit, its name, role and contact."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from blocs.actions.members import MemberDetails
from blocs.form_fields import CleanCharField, DayFormField
from blocs.forms.fields import FaultsForm, choice
from blocs.models import BlocYear, Membership, Unit
from blocs.queries import units_outside
from blocs.terms import Role
from blocs.unit_naming import NameChange, Naming

_CODE_MARKS = set(";|/\\?#%")


class DetailsForm(FaultsForm):
    """What new and known members share."""

    name = CleanCharField(label="Tên đơn vị", max_length=255, help_text="Tên đầy đủ như in trên văn bản.")
    short_name = CleanCharField(
        label="Tên gọn",
        max_length=100,
        required=False,
        help_text="Dùng trong bảng cho ngắn; để trống thì dùng tên đầy đủ.",
    )
    role = forms.ChoiceField(
        label="Vai trò",
        choices=Role.choices(),
        initial=Role.MEMBER,
        help_text="Mỗi năm một Trưởng khối. Vai trò không làm thay đổi điểm hay thứ hạng.",
    )
    category = CleanCharField(
        label="Loại hình",
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"list": "categories"}),
        help_text="Ví dụ: hội quần chúng do Đảng, Nhà nước giao nhiệm vụ; liên hiệp hội.",
    )
    representative = CleanCharField(label="Người đại diện", max_length=150, required=False)
    representative_title = CleanCharField(label="Chức vụ", max_length=150, required=False)
    email = forms.EmailField(
        label="Thư điện tử",
        max_length=254,
        required=False,
        error_messages={"invalid": "Địa chỉ thư chưa đúng; ví dụ vanphong@hoi.vn."},
    )
    phone = CleanCharField(label="Điện thoại", max_length=100, required=False)

    def details(self) -> MemberDetails:
        data = self.cleaned_data
        return MemberDetails(
            role=Role(data["role"]),
            category=data["category"],
            representative=data["representative"],
            representative_title=data["representative_title"],
            email=data["email"],
            phone=data["phone"],
        )


class NewMemberForm(DetailsForm):
    """A unit into the year: one of the bloc's earlier units, or a new one with a code."""

    code = CleanCharField(
        label="Mã",
        max_length=64,
        required=False,
        help_text="Ngắn, không trùng, ví dụ CTD. Dùng trong sổ Excel và không đổi về sau.",
    )
    field_order = (
        "unit", "name", "short_name", "code", "role", "category", "representative", "representative_title", "email", "phone",
    )  # fmt: skip

    def __init__(self, *args: Any, year: BlocYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.known: dict[str, Unit] = {}
        choices: list[tuple[str, str]] = [("", "Đơn vị mới")]
        for unit, name in units_outside(year):
            self.known[str(unit.pk)] = unit
            choices.append((str(unit.pk), f"{name} ({unit.code})"))
        if self.known:
            self.fields["unit"] = forms.ChoiceField(
                label="Đơn vị",
                choices=choices,
                required=False,
                help_text="Đơn vị từng có trong khối thì chọn ở đây để nối tiếp các năm trước; khi đó để trống Tên và Mã.",
            )
            self.fields["name"].required = False
            self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.unit() is None:
            if not data.get("name") and "name" not in self.errors:
                self.add_error("name", "Chưa có tên đơn vị.")
            code = data.get("code", "")
            if not code:
                self.add_error("code", "Đơn vị mới phải có mã.")
            elif _CODE_MARKS & set(code):
                self.add_error("code", "Mã không dùng các dấu ; | / \\ ? # %.")
            elif Unit.objects.filter(home_bloc=self.year.bloc, code=code).exists():
                self.add_error("code", f"Mã “{code}” đã là mã của một đơn vị trong khối. Hãy dùng mã khác.")
        return data

    def unit(self) -> Unit | None:
        return self.known.get(self.cleaned_data.get("unit", ""))


class MemberForm(DetailsForm):
    """A member's details; a name that differs asks whether it is a correction or a new name."""

    change = forms.ChoiceField(
        label="Nếu sửa tên: vì sao?",
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (
                NameChange.CORRECTION.value,
                choice("Sửa cho đúng", "tên cũ ghi sai; sửa ở mọi năm chưa niêm yết đang dùng tên này"),
            ),
            (
                NameChange.RENAMED.value,
                choice("Đơn vị đổi tên", "tên cũ giữ cho các năm trước, tên mới dùng từ năm này"),
            ),
        ],
    )
    since = DayFormField(label="Đổi tên từ ngày", required=False, help_text="Chỉ ghi khi đơn vị đổi tên.")
    decision = CleanCharField(
        label="Số, ngày quyết định đổi tên",
        max_length=255,
        required=False,
        help_text="Chỉ ghi khi đơn vị đổi tên.",
    )
    field_order = ("name", "short_name", "change", "since", "decision", "role")

    def __init__(self, data: Any = None, *, member: Membership) -> None:
        initial: dict[str, Any] = {
            name: getattr(member, name)
            for name in (
                "name",
                "role",
                "category",
                "representative",
                "representative_title",
                "email",
                "phone",
            )
        }
        super().__init__(data, initial={**initial, "short_name": member.unit_name.short_name})
        self.member = member

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self._name_differs() and not data.get("change"):
            raise ValidationError({"change": "Tên đã khác. Hãy chọn: sửa cho đúng, hay đơn vị đổi tên?"})
        if data.get("change") == NameChange.RENAMED and self._name_differs() and not data.get("since"):
            self.add_error("since", "Hãy ghi ngày đơn vị bắt đầu mang tên mới.")
        return data

    def naming(self) -> Naming | None:
        """The wanted name, None when it is the present one."""
        if not self._name_differs():
            return None
        data = self.cleaned_data
        change = NameChange(data["change"])
        return Naming(data["name"], data["short_name"], change, data["since"], data["decision"])

    def _name_differs(self) -> bool:
        old = self.member.unit_name
        data = self.cleaned_data
        return (data.get("name"), data.get("short_name")) != (old.name, old.short_name)
