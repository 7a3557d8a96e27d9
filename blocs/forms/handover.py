"""Input of the pages of the leader's role: a hand-over with its checklist, the first term, the rotation."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from blocs.actions.handover import Item, Plan
from blocs.form_fields import CleanCharField, DayFormField, PointsFormField
from blocs.forms.fields import CleanTextField, FaultsForm, choice, choices_of
from blocs.leading import Candidate, Present, Proposal
from blocs.models import HandOver, Unit, User
from blocs.terms import Succession

_SAYS = {
    Succession.ROTATION: "theo danh sách luân phiên của khối",
    Succession.ELECTED: "theo nghị quyết hoặc biên bản hội nghị khối",
    Succession.ASSIGNED: "theo văn bản của Hội đồng TĐKT tỉnh",
    Succession.DEPUTY: "Phó khối năm nay làm Trưởng khối năm sau",
}
WAYS = [(way.value, choice(way.label, says)) for way, says in _SAYS.items()]
_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "Ai nhận",
        "Đơn vị nhận làm Trưởng khối, và Phó khối cùng nhiệm kỳ.",
        ("to_unit", "deputy_unit", "succession", "decision"),
    ),
    (
        "Khi nào, ở đâu",
        "Tổ thư ký mới có quyền từ ngày chuyển quyền; tổ thư ký cũ vẫn xem được năm mình phụ trách.",
        ("held_on", "takes_effect_on", "place"),
    ),
    (
        "Đại diện các bên",
        "In trên biên bản; để trống thì in dòng chấm.",
        ("giver", "giver_title", "taker", "taker_title", "witness", "witness_title"),
    ),
    (
        "Cờ luân lưu, quỹ và việc còn dở",
        "",
        ("hands_flag", "flag_condition", "fund", "unfinished"),
    ),
)


class HandOverForm(FaultsForm):
    """Cleans to a Plan; the units are those of the bloc."""

    to_unit = forms.ChoiceField(label="Trưởng khối mới")
    deputy_unit = forms.ChoiceField(label="Phó khối mới", required=False)
    succession = forms.ChoiceField(label="Cách chọn", choices=WAYS, widget=forms.RadioSelect)
    decision = CleanCharField(
        label="Căn cứ",
        max_length=255,
        required=False,
        help_text="Số, ngày của biên bản, nghị quyết hoặc văn bản chỉ định.",
    )
    held_on = DayFormField(label="Ngày bàn giao", help_text="Ngày ký biên bản, trao cờ.")
    takes_effect_on = DayFormField(
        label="Quyền chuyển từ ngày", help_text="Ngày bàn giao hoặc muộn hơn; đến ngày đó quyền tự chuyển."
    )
    place = CleanCharField(label="Địa điểm", max_length=255, required=False)
    giver = CleanCharField(label="Đại diện bên giao", max_length=150, required=False)
    giver_title = CleanCharField(label="Chức vụ", max_length=150, required=False)
    taker = CleanCharField(label="Đại diện bên nhận", max_length=150, required=False)
    taker_title = CleanCharField(label="Chức vụ", max_length=150, required=False)
    witness = CleanCharField(label="Người chứng kiến", max_length=150, required=False)
    witness_title = CleanCharField(label="Chức vụ, cơ quan", max_length=150, required=False)
    hands_flag = forms.BooleanField(label="Bàn giao cờ luân lưu", required=False)
    flag_condition = CleanCharField(
        label="Tình trạng cờ", max_length=255, required=False, help_text="Ví dụ: 01 lá, còn tốt, đủ cán."
    )
    fund = PointsFormField(
        label="Tồn quỹ (đồng)",
        required=False,
        help_text="Chỉ ghi các chữ số, không dấu chấm; không có quỹ thì để trống.",
    )
    unfinished = CleanTextField(label="Việc còn dở", required=False, max_length=3000)

    def __init__(self, data: Any = None, *, units: dict[int, str], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        named = [(str(pk), name) for pk, name in units.items()]
        choices_of(self, "to_unit").choices = [("", "Chọn đơn vị"), *named]
        choices_of(self, "deputy_unit").choices = [("", "Không có Phó khối"), *named]

    @property
    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        return [(title, about, [self[name] for name in names]) for title, about, names in _GROUPS]

    def clean_fund(self) -> Any:
        fund = self.cleaned_data["fund"]
        if fund is not None and fund != fund.to_integral_value():
            raise forms.ValidationError("Tồn quỹ là số đồng nguyên, không có phần lẻ.")
        return fund

    def plan(self) -> Plan:
        data = self.cleaned_data
        chosen = {int(data[name]) for name in ("to_unit", "deputy_unit") if data[name]}
        units = Unit.objects.in_bulk(chosen)
        deputy = units[int(data["deputy_unit"])] if data["deputy_unit"] else None
        return Plan(
            **{
                **data,
                "to_unit": units[int(data["to_unit"])],
                "deputy_unit": deputy,
                "succession": Succession(data["succession"]),
            }
        )


def initial_of(hand_over: HandOver) -> dict[str, Any]:
    """The form's values of a stored hand-over."""
    values = {name: getattr(hand_over, name, None) for name in HandOverForm.base_fields}
    return values | {"to_unit": hand_over.to_unit_id, "deputy_unit": hand_over.deputy_unit_id or ""}


def suggested(proposed: Proposal) -> dict[str, Any]:
    """What a new hand-over's form begins with."""
    return {"to_unit": proposed.unit or "", "succession": proposed.way.value, "hands_flag": True}


class ItemForm(forms.Form):
    name = CleanCharField(label="Tên hồ sơ, tài sản", max_length=255, required=False)
    quantity = CleanCharField(label="Số lượng", max_length=50, required=False)
    form = CleanCharField(label="Giấy, điện tử", max_length=50, required=False)
    note = CleanCharField(label="Ghi chú", max_length=255, required=False)
    is_done = forms.BooleanField(label="Đã giao", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-check-input" if name == "is_done" else "form-control"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("name") and any(data.get(name) for name in ("quantity", "form", "note")):
            self.add_error("name", "Ghi tên hồ sơ, hoặc xóa cả dòng này.")
        return data


class ItemRows(forms.BaseFormSet):
    """The lines as typed, in their order; a line without a name is left out."""

    def chosen(self) -> list[Item]:
        return [Item(**row.cleaned_data) for row in self if row.cleaned_data.get("name")]


_ITEM_FORM_SET: Any = forms.formset_factory(ItemForm, formset=ItemRows, extra=3, max_num=80)


def item_rows(items: Iterable[Item], data: Any = None) -> ItemRows:
    made: ItemRows = _ITEM_FORM_SET(data, prefix="items", initial=[asdict(item) for item in items])
    return made


class SecretariatForm(forms.Form):
    """Who is the secretariat from the day on: the new unit's people are ticked, those in office are not."""

    people = forms.MultipleChoiceField(
        label="Tổ thư ký từ ngày chuyển quyền",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Danh sách người vừa thay đổi. Hãy mở lại trang rồi chọn lại."},
    )

    def __init__(self, data: Any = None, *, candidates: list[Candidate]) -> None:
        chosen = [str(candidate.user.pk) for candidate in candidates if candidate.is_of_unit]
        super().__init__(data, initial={"people": chosen})
        self.known = {str(candidate.user.pk): candidate.user for candidate in candidates}
        choices_of(self, "people").choices = [
            (str(candidate.user.pk), choice(candidate.user.full_name, candidate.seat))
            for candidate in candidates
        ]

    def people_chosen(self) -> list[User]:
        return [self.known[pk] for pk in self.cleaned_data["people"]]


class CancelForm(forms.Form):
    reason = CleanCharField(label="Lý do hủy", max_length=500)


class MinutesForm(forms.Form):
    file = forms.FileField(
        label="Biên bản đã ký",
        help_text="Bản quét PDF, hoặc ảnh JPEG, PNG; không quá 20 MB.",
        error_messages={"required": "Hãy chọn tệp biên bản đã ký.", "empty": "Tệp rỗng. Hãy chọn lại tệp."},
    )


class FirstTermForm(FaultsForm):
    """Who leads the bloc since when, where nothing was recorded yet."""

    leader = forms.ChoiceField(label="Trưởng khối")
    deputies = forms.MultipleChoiceField(
        label="Phó khối", required=False, widget=forms.CheckboxSelectMultiple, help_text="Có thể hai đơn vị."
    )
    starts_on = DayFormField(label="Từ ngày")
    succession = forms.ChoiceField(label="Cách chọn", choices=WAYS, widget=forms.RadioSelect)
    decision = CleanCharField(
        label="Căn cứ", max_length=255, required=False, help_text="Số, ngày của văn bản, biên bản."
    )

    def __init__(self, data: Any = None, *, units: dict[int, str], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        named = [(str(pk), name) for pk, name in units.items()]
        choices_of(self, "leader").choices = [("", "Chọn đơn vị"), *named]
        choices_of(self, "deputies").choices = named

    def term(self) -> dict[str, Any]:
        """The arguments of `record_first_term` beside who acts and where."""
        data = self.cleaned_data
        wanted = [int(data["leader"]), *map(int, data["deputies"])]
        units = Unit.objects.in_bulk(wanted)
        return {
            "leader": units[wanted[0]],
            "deputies": [units[pk] for pk in wanted[1:]],
            "starts_on": data["starts_on"],
            "succession": Succession(data["succession"]),
            "decision": data["decision"],
        }


def first_term_initial(now: Present, year: int, way: str) -> dict[str, Any]:
    return {
        "leader": now.leader or "",
        "deputies": [str(deputy) for deputy in now.deputies],
        "starts_on": min(date(year, 1, 1), timezone.localdate()),
        "succession": way,
    }


class RotationForm(forms.Form):
    """The way of choosing, and a number for each unit in the order of leading; without one it is not in it."""

    way = forms.ChoiceField(label="Cách chọn Trưởng khối", choices=WAYS, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, units: dict[int, str], order: list[int], way: str) -> None:
        super().__init__(data, initial={"way": way})
        self.units = units
        for pk, name in units.items():
            self.fields[f"place_{pk}"] = forms.IntegerField(
                label=name,
                required=False,
                min_value=1,
                max_value=999,
                initial=order.index(pk) + 1 if pk in order else None,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages={"invalid": "Hãy ghi một số nguyên, ví dụ 3.", "min_value": "Từ 1 trở lên."},
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        places = [data[name] for name in data if name.startswith("place_") and data[name] is not None]
        if len(set(places)) != len(places):
            raise forms.ValidationError("Hai đơn vị cùng một số thứ tự. Hãy sửa để mỗi số chỉ có một đơn vị.")
        return data

    def order(self) -> list[int]:
        data = self.cleaned_data
        placed = [(data[f"place_{pk}"], pk) for pk in self.units if data.get(f"place_{pk}") is not None]
        return [pk for _, pk in sorted(placed)]
