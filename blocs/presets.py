"""The two years a bloc without a past can begin from (domain handbook §4.8): what blocs own of them, the rules.

The criteria trees and classes of the same keys are in scoring/presets.py, the award rules in awards/presets.py.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from blocs.terms import Level


@dataclass(frozen=True, slots=True)
class Preset:
    """A way to begin: what it is called, what it holds in a sentence, and the fields of its RuleVersion."""

    key: str
    label: str
    sentence: str
    rules: dict[str, Any] = field(default_factory=dict)


THOUSAND = "1000"
HUNDRED = "100"

PRESETS = {
    preset.key: preset
    for preset in (
        Preset(
            THOUSAND,
            "1.000 điểm: 950 + 50 thưởng",
            "Ba mục nội dung 500 + 250 + 200 = 950 điểm, điểm thưởng tối đa 50 nằm trong thang 1.000. "
            "Bốn cấp chấm: tự chấm, chấm chéo, khối, thẩm định; lấy điểm thẩm định làm điểm cuối cùng.",
            {
                "scale": Decimal(1000),
                "bonus_cap": Decimal(50),
                "bonus_inside_scale": True,
                "total_cap": Decimal(1000),
                "levels": [level.value for level in Level],
                "tie_keys": ["Mục I", "Khối", "Ít điểm trừ"],
            },
        ),
        Preset(
            HUNDRED,
            "100 điểm + 5 thưởng",
            "Ba mục nội dung 60 + 20 + 20 = 100 điểm, điểm thưởng tối đa 5 cộng thêm ngoài thang. "
            "Ba cấp chấm: tự chấm, chấm chéo, khối; lấy điểm khối chấm làm điểm cuối cùng.",
            {
                "scale": Decimal(100),
                "bonus_cap": Decimal(5),
                "levels": [Level.SELF.value, Level.PEER.value, Level.BLOC.value],
                "tie_keys": ["Mục I", "Ít điểm trừ"],
            },
        ),
    )
}
