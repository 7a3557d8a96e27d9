"""Every rule setting of contract §3 on one form, grouped by theme, each choice with what follows from it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from blocs.form_fields import CountFormField, PointsFormField
from blocs.forms.fields import FaultsForm, choice
from blocs.terms import (
    FEWER_PENALTIES,
    MORE_BONUS,
    SECTION_KEY,
    VOTE_KEY,
    Aggregation,
    Combining,
    ExtrasSource,
    Level,
    MidYearMerger,
    MissingPeer,
    PeerAverage,
    PeerDraw,
    RankNumbering,
)
from scoring.definitions import YearRules
from scoring.rule_words import LEVEL_WORDS, SETTING_LABELS

TIE_SLOTS = 6
_PLACES = ("thứ nhất", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "thứ tám")


def _radio(name: str, says: dict[Any, str], help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=SETTING_LABELS[name],
        choices=[(term.value, choice(term.label, text)) for term, text in says.items()],
        widget=forms.RadioSelect,
        help_text=help_text,
    )


def _points(name: str, help_text: str, *, required: bool = False) -> PointsFormField:
    return PointsFormField(label=SETTING_LABELS[name], required=required, help_text=help_text)


def _whole(name: str, help_text: str, most: int) -> CountFormField:
    return CountFormField(
        label=SETTING_LABELS[name],
        min_value=0,
        max_value=most,
        help_text=help_text,
    )


class RulesForm(FaultsForm):
    """Cleans to YearRules; `levels` are four places and `tie_keys` six, so that their order is plain without a script."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    scale = _points(
        "scale",
        "Tổng điểm tối đa của bảng điểm, ví dụ 100 hoặc 1000. Điểm tối đa của các tiêu chí nội dung phải cộng lại bằng số này.",
        required=True,
    )
    decimals = _whole(
        "decimals", "Điểm được làm tròn đến mấy chữ số sau dấu phẩy, từ 0 đến 3. Thường là 2.", 3
    )
    bonus_cap = _points("bonus_cap", "Điểm thưởng cộng lại chỉ tính đến mức này. Để trống là không giới hạn.")
    bonus_inside_scale = forms.BooleanField(
        label=SETTING_LABELS["bonus_inside_scale"],
        required=False,
        help_text="Đánh dấu nếu thang 1000 = 950 nội dung + 50 thưởng. Không đánh dấu nếu điểm thưởng cộng thêm bên ngoài: "
        "100 + 5.",
    )
    total_cap = _points("total_cap", "Điểm cuối cùng không vượt quá mức này. Để trống là không giới hạn.")
    combining = _radio(
        "combining",
        {
            Combining.LAST: "lấy điểm của cấp chấm cuối cùng ở trên; các cấp trước để tham khảo",
            Combining.PEER: "lấy điểm các đơn vị chấm lẫn nhau",
            Combining.WEIGHTED: "cộng các cấp theo tỷ lệ phần trăm ghi dưới đây",
        },
    )
    weight_self = _points("weight_self", "")
    weight_peer = _points("weight_peer", "")
    weight_bloc = _points("weight_bloc", "")
    weight_appraisal = _points("weight_appraisal", "")
    peer_draw = _radio(
        "peer_draw",
        {
            PeerDraw.ALL: "đơn vị nào cũng chấm mọi đơn vị khác",
            PeerDraw.RING: "mỗi đơn vị chấm mấy đơn vị kế tiếp trong vòng",
            PeerDraw.PAIRS: "hai đơn vị chấm lẫn nhau",
            PeerDraw.ASSIGNED: "rút thăm ngẫu nhiên, chia tổ, hoặc tổ thư ký chọn ai chấm ai",
            PeerDraw.NONE: "không có chấm chéo; khi đó bỏ Chấm chéo khỏi các cấp chấm",
        },
        "Đây là cách chia. Rút thăm, chia cụ thể ai chấm ai ở trang Phân công chấm chéo; chưa chia thì mọi đơn vị chấm nhau.",
    )
    peer_average = _radio(
        "peer_average",
        {
            PeerAverage.MEAN: "cộng các phiếu rồi chia đều; một phiếu quá cao hay quá thấp kéo lệch kết quả",
            PeerAverage.TRIMMED: "bỏ bớt phiếu cao nhất và thấp nhất rồi mới chia đều",
            PeerAverage.MEDIAN: "lấy phiếu đứng giữa khi xếp từ thấp đến cao",
        },
    )
    trim = _whole(
        "trim",
        "Chỉ dùng với Trung bình cắt. 1 là bỏ một phiếu cao nhất và một phiếu thấp nhất. Ít phiếu quá thì không bỏ phiếu nào.",
        9999,
    )
    aggregation = _radio(
        "aggregation",
        {
            Aggregation.TOTAL: "tính trung bình trên tổng điểm của từng phiếu",
            Aggregation.LEAF: "tính trung bình từng tiêu chí rồi mới cộng",
        },
    )
    missing_peer = _radio(
        "missing_peer",
        {
            MissingPeer.IGNORE: "chỉ tính các phiếu đã nộp",
            MissingPeer.ZERO: "mỗi phiếu thiếu tính là 0 điểm; đơn vị được chấm bị thiệt",
            MissingPeer.USE_SELF: "lấy phiếu tự chấm của đơn vị thay cho phiếu thiếu",
            MissingPeer.BLOCK: "còn thiếu một phiếu thì đơn vị chưa có điểm cuối cùng và chưa được xếp hạng",
        },
    )
    extras_source = _radio(
        "extras_source",
        {
            ExtrasSource.COMBINED: "tính như điểm nội dung",
            ExtrasSource.BLOC: "chỉ lấy ở phiếu khối chấm",
            ExtrasSource.APPRAISAL: "chỉ lấy ở phiếu thẩm định",
        },
    )
    numbering = _radio(
        "numbering",
        {
            RankNumbering.SKIP: "hai đơn vị đồng hạng 1 thì đơn vị kế tiếp là hạng 3",
            RankNumbering.DENSE: "hai đơn vị đồng hạng 1 thì đơn vị kế tiếp là hạng 2",
        },
    )
    merger = _radio(
        "merger",
        {
            MidYearMerger.SUCCESSOR: "đơn vị mới vào khối ngay, các đơn vị cũ thôi chấm và không xếp hạng",
            MidYearMerger.SEPARATE: "các đơn vị cũ chấm hết năm như trước; đơn vị mới vào khối năm sau",
            MidYearMerger.EXEMPT: "các đơn vị cũ không xếp hạng năm đó; đơn vị mới vào khối năm sau",
        },
    )
    fault_fields = {"levels": "level_1", "tie_keys": "tie_1"}

    def __init__(
        self,
        data: Any = None,
        *,
        rules: YearRules,
        sections: Mapping[str, str],
        awards: Mapping[str, str],
        base: str,
    ) -> None:
        """`sections`: content section code -> text; `awards`: award code -> name."""
        super().__init__(data, initial={**_initial(rules), "base": base})
        levels: list[tuple[str, str]] = [("", "– Không dùng –"), *Level.choices()]
        for place in range(1, len(Level) + 1):
            self.fields[f"level_{place}"] = forms.ChoiceField(
                label=f"Cấp {_PLACES[place - 1]}", choices=levels, required=False
            )
        ties = [("", "– Không –"), *_tie_choices(rules, sections, awards)]
        for place in range(1, max(TIE_SLOTS, len(rules.tie_keys)) + 1):
            name = _PLACES[place - 1] if place <= len(_PLACES) else str(place)
            self.fields[f"tie_{place}"] = forms.ChoiceField(label=f"Xét {name}", choices=ties, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        levels = self._slots("level_")
        if not levels and "level_1" in self.fields:
            self.add_error("level_1", "Chưa có cấp chấm nào; hãy chọn ít nhất một cấp.")
        for place, level in enumerate(levels):
            if level in levels[:place]:
                self.add_error(
                    self._slot_of("level_", level), f"Cấp “{Level(level).label}” được chọn hai lần."
                )
        return data

    def settings(self) -> YearRules:
        """The settings as typed; empty weights are 0."""
        data = self.cleaned_data
        zero = Decimal(0)
        return YearRules(
            scale=data["scale"],
            levels=tuple(Level(level) for level in self._slots("level_")),
            decimals=data["decimals"],
            bonus_cap=data["bonus_cap"],
            bonus_inside_scale=data["bonus_inside_scale"],
            total_cap=data["total_cap"],
            peer_draw=PeerDraw(data["peer_draw"]),
            combining=Combining(data["combining"]),
            peer_average=PeerAverage(data["peer_average"]),
            trim=data["trim"],
            aggregation=Aggregation(data["aggregation"]),
            weight_self=data["weight_self"] or zero,
            weight_peer=data["weight_peer"] or zero,
            weight_bloc=data["weight_bloc"] or zero,
            weight_appraisal=data["weight_appraisal"] or zero,
            extras_source=ExtrasSource(data["extras_source"]),
            missing_peer=MissingPeer(data["missing_peer"]),
            tie_keys=tuple(self._slots("tie_")),
            numbering=RankNumbering(data["numbering"]),
            merger=MidYearMerger(data["merger"]),
        )

    def fields_of(self, prefix: str) -> list[forms.BoundField]:
        """The places of `levels` or of `tie_keys`, in order."""
        return [self[name] for name in self.fields if name.startswith(prefix)]

    def _slots(self, prefix: str) -> list[str]:
        data = self.cleaned_data
        names = [name for name in self.fields if name.startswith(prefix)]
        return [data[name] for name in names if data.get(name)]

    def _slot_of(self, prefix: str, value: str) -> str:
        names = [name for name in self.fields if name.startswith(prefix)]
        return next(name for name in reversed(names) if self.cleaned_data.get(name) == value)


def _initial(rules: YearRules) -> dict[str, Any]:
    initial = {name: getattr(rules, name) for name in SETTING_LABELS}
    for place, level in enumerate(initial.pop("levels"), start=1):
        initial[f"level_{place}"] = level.value
    for place, key in enumerate(initial.pop("tie_keys"), start=1):
        initial[f"tie_{place}"] = key
    return {
        name: value.value if isinstance(value, Level | PeerDraw) else value for name, value in initial.items()
    }


def _tie_choices(
    rules: YearRules, sections: Mapping[str, str], awards: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Every key that makes sense on this year, and whatever is stored, in the words of a person."""
    choices = {
        f"{SECTION_KEY} {code}": f"Điểm Mục {code} cao hơn ({text})" for code, text in sections.items()
    }
    choices |= {level.label: f"Điểm {LEVEL_WORDS[level]} cao hơn" for level in Level}
    choices |= {FEWER_PENALTIES: "Ít điểm trừ hơn", MORE_BONUS: "Nhiều điểm thưởng hơn"}
    choices |= {f"{VOTE_KEY} {code}": f"Nhiều phiếu đồng ý hơn: {name}" for code, name in awards.items()}
    choices |= {key: key for key in rules.tie_keys if key not in choices}
    return list(choices.items())
