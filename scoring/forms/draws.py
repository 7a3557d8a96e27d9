"""Which way, how many, in which order: the form of a draw, sent to look over what was chosen and again to draw."""

from typing import Any

from django import forms

from blocs.form_fields import CleanCharField, CountFormField
from blocs.forms.fields import CleanTextField, choice
from blocs.terms import DrawWay
from scoring.actions.draws import LONGEST_SEED
from scoring.draw_words import MEANINGS
from scoring.drawing import COUNTED

MACHINE, HALL, AS_LISTED = "may", "so", "khoi"
_ORDERS = {
    HALL: ("Rút thăm với số này", "hội nghị nêu số trước mọi người, nên không ai biết trước kết quả"),
    MACHINE: ("Rút thăm, máy lấy số", "máy lấy một số ngẫu nhiên đúng lúc rút, hiện ra và được ghi lại"),
    AS_LISTED: ("Không rút thăm", "theo thứ tự các đơn vị trong khối; không dùng với cách ngẫu nhiên"),
}


class DrawForm(forms.Form):
    """`values()` is what `draw_assignments` takes besides the reason, once the form is valid."""

    cach = forms.ChoiceField(
        label="Cách phân công",
        choices=[(way.value, choice(way.label, says)) for way, says in MEANINGS.items()],
        initial=DrawWay.RING.value,
        widget=forms.RadioSelect,
    )
    k = CountFormField(
        label="Mỗi đơn vị chấm mấy đơn vị (theo tổ: chia mấy tổ)",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Mọi đơn vị chấm nhau và cặp đôi không cần số này.",
    )
    thutu = forms.ChoiceField(
        label="Thứ tự các đơn vị",
        choices=[(value, choice(*words)) for value, words in _ORDERS.items()],
        initial=HALL,
        widget=forms.RadioSelect,
    )
    so = CleanCharField(
        label="Số rút thăm",
        required=False,
        max_length=LONGEST_SEED,
        help_text="Ví dụ 482913. Cùng một số thì lúc nào rút lại cũng ra đúng kết quả này.",
    )
    lanhdao = forms.BooleanField(
        label="Trưởng khối, Phó khối không chấm chéo (vẫn được chấm)", required=False
    )
    lydo = CleanTextField(label="Lý do", required=False, max_length=500, rows=2)

    def __init__(self, data: Any = None, *, units: int) -> None:
        super().__init__(data, initial={"k": max(min(3, units - 1), 1)})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        way = data.get("cach")
        if way in COUNTED and data.get("k") is None and "k" not in self.errors:
            self.add_error("k", "Hãy ghi số này.")
        if way == DrawWay.EVERYONE:
            return data
        if data.get("thutu") == HALL and not data.get("so") and "so" not in self.errors:
            self.add_error("so", "Hãy ghi số hội nghị đã chọn, hoặc để máy lấy số.")
        if data.get("thutu") == AS_LISTED and way == DrawWay.RANDOM:
            self.add_error("thutu", "Cách ngẫu nhiên phải rút thăm.")
        return data

    def sent(self) -> list[tuple[str, str]]:
        """(name, value) of what makes the draw, for hidden fields and addresses."""
        data = self.cleaned_data
        values = {
            "cach": data["cach"],
            "k": data["k"] or "",
            "thutu": data["thutu"],
            "so": data["so"],
            "lanhdao": "on" if data["lanhdao"] else "",
        }
        return [(name, str(value)) for name, value in values.items() if value]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "pattern": DrawWay(data["cach"]),
            "seed": data["so"] if data["thutu"] == HALL else "",
            "by_machine": data["thutu"] == MACHINE and data["cach"] != DrawWay.EVERYONE,
            "count": data["k"],
            "without_leaders": data["lanhdao"],
        }
