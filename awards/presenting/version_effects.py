"""What becomes of the sheets under another version of the rules, in words: by fate, by reason, sheet by sheet."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from blocs.models import BlocYear
from blocs.terms import Level
from reports.paper.words import trimmed
from scoring.queries import SheetRow, sheet_rows
from scoring.rule_effects import Fate, SheetEffect

# In the order of the page, with the tone of its tag; what is not touched is only counted.
_SHOWN = (
    (Fate.REOPENED, "fault"),
    (Fate.TO_FINISH, "due"),
    (Fate.PUT_ASIDE, "due"),
    (Fate.COUNTS_OTHERWISE, "brand"),
    (Fate.COUNTS_AGAIN, "brand"),
    (Fate.DROPPED, ""),
)


def effect_sections(year: BlocYear, effects: Sequence[SheetEffect], *, reads_scores: bool) -> dict[str, Any]:
    """`touched`: one section a fate that occurs; `untouched`: how many sheets stay as they are.

    Which sheets, why and with what points is for those who read scores; others get the numbers of sheets.
    """
    rows = {row.pk: row for row in sheet_rows(year)}
    names = {member.pk: member.short_name for member in year.members}
    sections = []
    for fate, tone in _SHOWN:
        found = [effect for effect in effects if effect.fate is fate]
        if found:
            sections.append(
                {
                    "title": fate.label,
                    "tone": tone,
                    "count": len(found),
                    "lines": _lines(found, rows, names) if reads_scores else [],
                }
            )
    untouched = sum(effect.fate is Fate.UNTOUCHED for effect in effects)
    return {"touched": sections, "untouched": untouched}


def levels_sent_back(year: BlocYear, effects: Sequence[SheetEffect]) -> Counter[Level]:
    """Level -> how many sheets are to be scored further."""
    rows = {row.pk: row for row in sheet_rows(year)}
    return Counter(rows[effect.sheet].level for effect in effects if effect.fate is Fate.REOPENED)


def _lines(
    effects: Sequence[SheetEffect], rows: dict[int, SheetRow], names: dict[int, str]
) -> list[dict[str, Any]]:
    """Sheets with the same reason stand together; each is named with its own points where they matter."""
    groups: dict[str, list[SheetEffect]] = {}
    for effect in effects:
        groups.setdefault(_why(effect), []).append(effect)
    return [
        {
            "why": why,
            "count": len(group),
            "sheets": [
                {"name": _name(rows[effect.sheet], names), "points": _points(effect)} for effect in group
            ],
        }
        for why, group in groups.items()
    ]


def _why(effect: SheetEffect) -> str:
    parts = []
    if effect.missing:
        parts.append(f"phải chấm thêm {', '.join(effect.missing)}")
    if effect.wrong:
        parts.append(f"điểm đã chấm không còn hợp lệ ở {', '.join(each.code for each in effect.wrong)}")
    if effect.lost:
        parts.append(f"điểm của {', '.join(code for code, _points in effect.lost)} không tính nữa")
    if effect.changed:
        parts.append(f"điểm giữ nguyên nhưng cách tính của {', '.join(effect.changed)} đã đổi")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _points(effect: SheetEffect) -> str:
    """ "I.1: 39 vượt điểm tối đa 30. II: 12 không tính nữa."."""
    found = [f"{each.code}: {each.why}" for each in effect.wrong]
    found += [f"{code}: {trimmed(points)} điểm giữ lại, không tính." for code, points in effect.lost]
    return " ".join(found)


def _name(row: SheetRow, names: dict[int, str]) -> str:
    scored = names[row.scored]
    match row.level:
        case Level.PEER:
            scorer = "" if row.scorer is None else names[row.scorer]
            return f"Chấm chéo: {scorer} chấm {scored}"
        case Level.SELF:
            return f"Tự chấm của {scored}"
        case Level.BLOC:
            return f"Khối chấm {scored}"
        case _:
            return f"Thẩm định {scored}"
