"""The look at another combining rule, ready to print: what is tried, who moves, both rankings side by side."""

from typing import Any

from awards.rule_differences import named_change
from awards.what_if import Look, WhatIf
from blocs.changes import changes_between
from blocs.models import BlocYear
from reports.paper.words import number
from scoring.definitions import YearRules
from scoring.rule_words import settings_in_words
from scoring.stored_rules import year_rules


def what_if_context(year: BlocYear, settings: YearRules, found: WhatIf) -> dict[str, Any]:
    """`rows` in the tried order; `tried`: the settings that differ from the year's, empty when none does."""
    rules = year_rules(year.current_rules)
    changes = changes_between(settings_in_words(rules), settings_in_words(settings))
    names = {member.code: member.name for member in year.members}
    moving = [look for look in found.looks if look.rank != look.tried_rank]
    return {
        "looked": True,
        "tried": [named_change(change) for change in changes],
        "summary": _summary(moving, names),
        "rows": [_row(look, names[look.unit], rules.decimals, settings.decimals) for look in found.looks],
        "has_scores": any(look.final is not None or look.tried_final is not None for look in found.looks),
    }


def _summary(moving: list[Look], names: dict[str, str]) -> str:
    if not moving:
        return "Thứ hạng không đổi."
    told = "; ".join(f"{names[look.unit]} {_move(look)} ({_places(look)})" for look in moving)
    return f"{len(moving)} đơn vị đổi hạng: {told}."


def _places(look: Look) -> str:
    return f"{look.rank or 'chưa có hạng'} → {look.tried_rank or 'chưa có hạng'}"


def _move(look: Look) -> str:
    if look.rank is None and look.tried_rank is None:
        return "chưa có hạng"
    if look.rank is None:
        return "có hạng"
    if look.tried_rank is None:
        return "không còn hạng"
    if not look.moved:
        return "giữ nguyên"
    return f"lên {look.moved} bậc" if look.moved > 0 else f"xuống {-look.moved} bậc"


def _row(look: Look, name: str, places: int, tried_places: int) -> dict[str, str]:
    return {
        "name": name,
        "rank": str(look.rank or "–"),
        "final": number(look.final, places) or "–",
        "tried_rank": str(look.tried_rank or "–"),
        "tried_final": number(look.tried_final, tried_places) or "–",
        "move": _move(look),
        "tone": "done" if look.moved > 0 else "due" if look.moved < 0 else "",
    }
