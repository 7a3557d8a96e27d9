"""Inviting a person and giving a seat; only kinds and places the actor may give are offered."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from blocs import rules
from blocs.actions.seats import check_place
from blocs.form_fields import CleanCharField, DayFormField
from blocs.models import Bloc, Province, SeatKind, Unit, User
from blocs.queries import blocs_managed_by
from blocs.refusals import Invalid
from blocs.seat_words import bloc_words, unit_labels
from blocs.text import sort_key


@dataclass(frozen=True, slots=True)
class Place:
    """Where a seat may stand; all empty: the installation, or every province."""

    bloc: Bloc | None = None
    unit: Unit | None = None
    province: Province | None = None


Choices = list[tuple[str, Any]]


def places_for(actor: User) -> tuple[Choices, dict[str, Place]]:
    """Grouped choices of a select, and the place behind each value; three queries, five for an administrator."""
    found: dict[str, Place] = {}
    choices: Choices = [("", "Hãy chọn")]
    if rules.is_admin(actor):
        found["all"] = Place()
        rows = [("all", "Toàn hệ thống, mọi tỉnh")]
        for province in sorted(Province.objects.all(), key=lambda province: sort_key(province.name)):
            found[f"province:{province.pk}"] = Place(province=province)
            rows.append((f"province:{province.pk}", province.name))
        choices.append(("Hệ thống và tỉnh", rows))
    managed = list(blocs_managed_by(actor))
    units = list(Unit.objects.filter(home_bloc__in=managed).select_related("home_bloc"))
    labels = unit_labels(unit.pk for unit in units)
    for bloc in managed:
        found[f"bloc:{bloc.pk}"] = Place(bloc=bloc)
        rows = [(f"bloc:{bloc.pk}", bloc_words(bloc))]
        own = [unit for unit in units if unit.home_bloc_id == bloc.pk]
        for unit in sorted(own, key=lambda unit: sort_key(labels[unit.pk])):
            found[f"unit:{unit.pk}"] = Place(unit=unit)
            rows.append((f"unit:{unit.pk}", labels[unit.pk]))
        choices.append((bloc_words(bloc), rows))
    return choices, found


class SeatForm(forms.Form):
    """A kind, a place and dates; `place` cleans to a Place."""

    kind = forms.ChoiceField(label="Vai trò", error_messages={"required": "Hãy chọn vai trò."})
    place = forms.ChoiceField(label="Ở đâu", error_messages={"required": "Hãy chọn khối hoặc đơn vị."})
    starts_on = DayFormField(label="Từ ngày", required=False, help_text="Để trống: từ hôm nay.")
    ends_on = DayFormField(
        label="Thôi từ ngày", required=False, help_text="Để trống: đến khi có người cho thôi."
    )

    def __init__(self, actor: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices, self.places = places_for(actor)
        self._choose("place", choices)
        self._choose("kind", [("", "Hãy chọn"), *kinds_for(actor)])

    def _choose(self, name: str, choices: Choices) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean_kind(self) -> SeatKind:
        return SeatKind(self.cleaned_data["kind"])

    def clean_place(self) -> Place:
        return self.places[self.cleaned_data["place"]]

    def clean(self) -> None:
        kind, place = self.cleaned_data.get("kind"), self.cleaned_data.get("place")
        if kind is None or place is None:
            return
        try:
            check_place(kind, place.bloc, place.unit, place.province)
        except Invalid as fault:
            self.add_error("place", ValidationError(str(fault)))

    def seat(self) -> dict[str, Any]:
        """Keyword arguments for the actions."""
        given, place = self.cleaned_data, self.cleaned_data["place"]
        return {
            "kind": given["kind"],
            "bloc": place.bloc,
            "unit": place.unit,
            "province": place.province,
            "starts_on": given["starts_on"],
            "ends_on": given["ends_on"],
        }


def kinds_for(actor: User) -> Choices:
    """The kinds of seats this person may give at all."""
    above = (SeatKind.ADMIN, SeatKind.BOARD)
    return [(kind.value, kind.label) for kind in SeatKind if rules.is_admin(actor) or kind not in above]


class InviteForm(SeatForm):
    full_name = CleanCharField(
        label="Họ và tên", max_length=150, error_messages={"required": "Hãy nhập họ và tên."}
    )
    position = CleanCharField(
        label="Chức vụ", max_length=150, required=False, help_text="Ví dụ: Chủ tịch Hội, Chánh Văn phòng."
    )
    phone = CleanCharField(
        label="Điện thoại", max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        error_messages={"invalid": "Thư điện tử chưa đúng; ví dụ ten@example.vn."},
    )
    username = CleanCharField(
        label="Tên đăng nhập",
        max_length=150,
        required=False,
        help_text="Để trống: đặt theo họ tên. Điện thoại và thư điện tử cũng dùng để đăng nhập được.",
    )

    field_order = [
        "full_name",
        "position",
        "phone",
        "email",
        "username",
        "kind",
        "place",
        "starts_on",
        "ends_on",
    ]

    def person(self) -> dict[str, Any]:
        """Keyword arguments for `invite_person`."""
        return {
            name: self.cleaned_data[name] for name in ("full_name", "position", "phone", "email", "username")
        }
