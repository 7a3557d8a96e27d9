"""The stacked bar of a unit: its content sections and bonus on the scale, drawn as SVG."""

from dataclasses import dataclass
from decimal import Decimal

from awards.results import UnitResult, YearResults
from blocs.terms import CriterionGroup
from reports.paper.words import number
from scoring.queries import rule_set

BAR_WIDTH = 100
_SECTION_STYLES = 6


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar in hundredths of its width, ready to draw; `css` s1 … s6 or s-bonus."""

    x: str
    width: str
    css: str
    label: str


def section_style(index: int) -> str:
    """The colour of the n-th content section (from 0), the same in every picture of the year."""
    return f"s{index % _SECTION_STYLES + 1}"


class Bars:
    """Draws every unit's bar on one common scale; `legend` names its colours."""

    def __init__(self, results: YearResults) -> None:
        rules = results.consolidation.rules
        self.decimals = rules.decimals
        self.styles = {code: section_style(index) for index, code in enumerate(rules.sections())}
        self.has_bonus = any(leaf.group is CriterionGroup.BONUS for leaf in rules.leaves)
        top = sum(rules.sections().values(), Decimal(0)) + (rules.bonus_cap or Decimal(0))
        finals = [unit.score.final for unit in results.units.values() if unit.score.final is not None]
        self.full = max([top, rules.scale, *finals])
        texts = {node.code: node.text for node in rule_set(results.year.current_rules).sections}
        self.legend = [
            {"css": css, "label": f"{code}. {texts.get(code, '')}"} for code, css in self.styles.items()
        ]
        if self.has_bonus:
            self.legend.append({"css": "s-bonus", "label": "Điểm thưởng"})

    def whole(self, unit: UnitResult) -> tuple[list[Segment], str]:
        """One segment for the final score, where its sections are not to be told."""
        final = unit.score.final
        if final is None or not self.full:
            return [], ""
        width = (final * BAR_WIDTH / self.full).quantize(Decimal("0.1"))
        label = f"Tổng điểm: {number(final, self.decimals)}"
        return [Segment("0", f"{width:f}", section_style(0), label)], label

    def of(self, unit: UnitResult) -> tuple[list[Segment], str]:
        """The segments, and the same as text to be read aloud; nothing without a final score."""
        combined = unit.score.combined
        if combined is None or not self.full:
            return [], ""
        parts = [(css, f"Mục {code}", combined.sections[code].rounded) for code, css in self.styles.items()]
        if self.has_bonus:
            parts.append(("s-bonus", "Thưởng", combined.bonus.rounded))
        labelled = [
            (css, f"{label}: {number(points, self.decimals)}", points) for css, label, points in parts
        ]
        segments, left = [], Decimal(0)
        for css, label, points in labelled:
            width = (points * BAR_WIDTH / self.full).quantize(Decimal("0.1"))
            if width > 0:
                segments.append(Segment(f"{left:f}", f"{width:f}", css, label))
            left += width
        return segments, "; ".join(label for _css, label, _points in labelled)
