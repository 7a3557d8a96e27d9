"""Input of the pages that record what happened to units."""

from collections.abc import Callable
from typing import Any

from django import forms

from blocs.actions.unit_events import (
    NewUnit,
    Ruling,
    dissolve_unit,
    merge_units,
    move_unit,
    rename_unit,
    split_unit,
)
from blocs.form_fields import CleanCharField, DayFormField
from blocs.forms.fields import CleanTextField, FaultsForm, choices_of
from blocs.models import Bloc, BlocYear, Unit, User
from blocs.terms import UnitEventKind

PARTS = 4


class EventForm(FaultsForm):
    """What every event has: the day, the decision, a note. `act` records it."""

    on = DayFormField(label="Có hiệu lực từ ngày")
    decision = CleanCharField(
        label="Số, ngày quyết định", max_length=255, help_text="Ví dụ: Quyết định 512/QĐ-UBND ngày 20/6/2020."
    )
    note = CleanTextField(label="Ghi chú", required=False, max_length=2000, rows=2)
    fault_fields = {"units": "unit"}

    def __init__(
        self,
        data: Any = None,
        *,
        units: dict[int, str],
        people: dict[int, str] | None = None,
        blocs: dict[int, str] | None = None,
    ) -> None:
        super().__init__(data)
        self.seen = "" if data is None else data.get("seen", "")
        named = [(str(pk), name) for pk, name in units.items()]
        self._offer("unit", [("", "Chọn đơn vị"), *named])
        self._offer("units", named)
        self._offer("into", [("", "Một đơn vị mới, ghi tên dưới đây"), *named])
        self._offer("carried", [(str(pk), name) for pk, name in (people or {}).items()])
        self._offer("to_bloc", [("", "Chọn khối"), *((str(pk), name) for pk, name in (blocs or {}).items())])
        if "carried" in self.fields:
            self.fields["carried"].initial = [str(pk) for pk in people or {}]
            if not people:
                del self.fields["carried"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if name in self.fields:
            choices_of(self, name).choices = choices

    def ruling(self) -> Ruling:
        data = self.cleaned_data
        return Ruling(data["on"], data["decision"], data["note"])

    def one(self, name: str = "unit") -> Unit:
        return Unit.objects.get(pk=int(self.cleaned_data[name]))


class RenameForm(EventForm):
    unit = forms.ChoiceField(label="Đơn vị")
    name = CleanCharField(label="Tên mới", max_length=255)
    short_name = CleanCharField(label="Tên gọn mới", max_length=100, required=False)
    field_order = ("unit", "name", "short_name", "on", "decision", "note")

    def act(self, actor: User, year: BlocYear) -> None:
        data = self.cleaned_data
        rename_unit(
            actor=actor,
            year=year,
            unit=self.one(),
            name=data["name"],
            short_name=data["short_name"],
            ruling=self.ruling(),
        )


class MergeForm(EventForm):
    units = forms.MultipleChoiceField(
        label="Các đơn vị sáp nhập, hợp nhất", widget=forms.CheckboxSelectMultiple
    )
    into = forms.ChoiceField(label="Thành", required=False)
    name = CleanCharField(label="Tên đơn vị mới", max_length=255, required=False)
    short_name = CleanCharField(label="Tên gọn", max_length=100, required=False)
    code = CleanCharField(
        label="Mã", max_length=64, required=False, help_text="Ngắn, không trùng, ví dụ HVN."
    )
    carried = forms.MultipleChoiceField(
        label="Người làm tiếp ở đơn vị mới",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ người của các đơn vị được chọn ở trên mới chuyển sang; vai trò cũ giữ để xem các năm trước.",
    )
    fault_fields = {}
    field_order = ("units", "into", "name", "short_name", "code", "on", "decision", "carried", "note")

    def act(self, actor: User, year: BlocYear) -> None:
        data = self.cleaned_data
        new = NewUnit(data["code"], data["name"], data["short_name"])
        merge_units(
            actor=actor,
            year=year,
            units=list(Unit.objects.filter(pk__in=map(int, data["units"])).order_by("pk")),
            into=self.one("into") if data["into"] else new,
            ruling=self.ruling(),
            carried=User.objects.filter(pk__in=map(int, data.get("carried", []))),
        )


class SplitForm(EventForm):
    unit = forms.ChoiceField(label="Đơn vị chia tách")
    goes_on = forms.BooleanField(
        label="Đơn vị này vẫn còn",
        required=False,
        help_text="Đánh dấu khi chỉ tách ra một phần; để trống khi đơn vị thôi tồn tại.",
    )
    fault_fields = {"units": "unit", "into": "name_1", "name": "name_1", "code": "code_1"}

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for part in range(1, PARTS + 1):
            self.fields[f"name_{part}"] = CleanCharField(
                label=f"Đơn vị mới thứ {part}", max_length=255, required=False
            )
            self.fields[f"short_{part}"] = CleanCharField(label="Tên gọn", max_length=100, required=False)
            self.fields[f"code_{part}"] = CleanCharField(label="Mã", max_length=64, required=False)
        parts = [f"{name}_{part}" for part in range(1, PARTS + 1) for name in ("name", "short", "code")]
        self.order_fields(["unit", "goes_on", *parts, "on", "decision", "note"])

    def act(self, actor: User, year: BlocYear) -> None:
        data = self.cleaned_data
        split_unit(
            actor=actor,
            year=year,
            unit=self.one(),
            into=[
                NewUnit(data[f"code_{part}"], data[f"name_{part}"], data[f"short_{part}"])
                for part in range(1, PARTS + 1)
                if data[f"name_{part}"] or data[f"code_{part}"]
            ],
            goes_on=data["goes_on"],
            ruling=self.ruling(),
        )


class DissolveForm(EventForm):
    unit = forms.ChoiceField(label="Đơn vị giải thể")
    field_order = ("unit", "on", "decision", "note")

    def act(self, actor: User, year: BlocYear) -> None:
        dissolve_unit(actor=actor, year=year, unit=self.one(), ruling=self.ruling())


class MoveForm(EventForm):
    unit = forms.ChoiceField(label="Đơn vị chuyển đi")
    to_bloc = forms.ChoiceField(label="Khối nhận")
    code = CleanCharField(
        label="Mã ở khối nhận",
        max_length=64,
        required=False,
        help_text="Chỉ ghi khi mã của đơn vị đã có ở khối nhận.",
    )
    field_order = ("unit", "to_bloc", "code", "on", "decision", "note")

    def act(self, actor: User, year: BlocYear) -> None:
        data = self.cleaned_data
        move_unit(
            actor=actor,
            year=year,
            unit=self.one(),
            to_bloc=Bloc.objects.get(pk=int(data["to_bloc"])),
            ruling=self.ruling(),
            code=data["code"],
        )


# Slug of the address -> kind, form, heading, what it is for.
ActingForm = RenameForm | MergeForm | SplitForm | DissolveForm | MoveForm

FORMS: dict[str, tuple[UnitEventKind, Callable[..., ActingForm], str, str]] = {
    "doi-ten": (
        UnitEventKind.RENAME,
        RenameForm,
        "Đơn vị đổi tên",
        "Tên mới dùng từ năm của ngày có hiệu lực; năm đã niêm yết và văn bản đã ban hành giữ tên cũ.",
    ),
    "sap-nhap": (
        UnitEventKind.MERGE,
        MergeForm,
        "Sáp nhập, hợp nhất đơn vị",
        "Lịch sử khen thưởng của các đơn vị cũ theo sang đơn vị mới.",
    ),
    "chia-tach": (
        UnitEventKind.SPLIT,
        SplitForm,
        "Chia tách đơn vị",
        "Các đơn vị mới đều có lịch sử của đơn vị cũ đến ngày chia tách.",
    ),
    "giai-the": (
        UnitEventKind.DISSOLVE,
        DissolveForm,
        "Giải thể đơn vị",
        "Những năm trước của đơn vị vẫn xem được như cũ.",
    ),
    "chuyen-khoi": (
        UnitEventKind.MOVE,
        MoveForm,
        "Chuyển đơn vị sang khối khác",
        "Những năm trước vẫn ở khối này; tổ thư ký khối nhận thêm đơn vị vào năm của khối mình.",
    ),
}
