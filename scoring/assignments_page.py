"""The contexts of the pages that say who scores whom: what stands, a draw to look at, the draws on record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from blocs.context import year_url
from blocs.editing import fingerprint
from blocs.models import BlocYear, Membership
from blocs.terms import DrawWay, Level
from reports.paper.words import short_date
from scoring.draw_queries import (
    InForce,
    draws_of,
    in_force,
    is_as_recorded,
    lots_before,
    recorded,
    repeated,
    stored_pairs,
    way_of,
)
from scoring.draw_words import (
    GONE,
    groups_in_words,
    how_to_repeat,
    mutual_count_in_words,
    mutual_in_words,
    share_in_words,
    way_in_words,
)
from scoring.drawing import ORDERED, Drawn, Pair
from scoring.freezing import why_assignments_frozen
from scoring.models import Draw

# From so many scorers on the published average of one unit gives no single scorer's points away.
KEEPS_UNNAMED = 3


def assignments_context(year: BlocYear, ticked: set[Pair] | None) -> dict[str, Any]:
    """What stands, with the draws of the year; `ticked`: what was sent and could not be stored."""
    stored = stored_pairs(year)
    stands = in_force(year, stored)
    draws = draws_of(year)
    now = matrix(year.standing_members, stands.pairs if ticked is None else ticked)
    return {
        "now": now,
        "without": now["without"],
        "few": few_scorers(year, stands.pairs),
        "sentence": _sentence(stands, draws),
        "draws": [_draw_row(year, row, stands) for row in draws],
        "needs_reason": any(row.seed for row in draws),
        "uses_peers": Level.PEER in year.current_rules.levels,
        "frozen": why_assignments_frozen(year),
        "base": fingerprint(stored),
        "setup_url": year_url("setup", year),
        "rules_url": year_url("rules", year),
        "page_url": year_url("assignments", year),
    }


def matrix(units: Sequence[Membership], pairs: Iterable[Pair]) -> dict[str, Any]:
    """Rows score, columns are scored; how many sheets each has on both sides, and whom nobody scores."""
    found = set(pairs)
    totals = [sum((scorer.pk, scored.pk) in found for scorer in units) for scored in units]
    return {
        "heads": [{"short": member.short_name, "name": member.name} for member in units],
        "rows": [
            {
                "name": scorer.name,
                "short": scorer.short_name,
                "cells": [
                    {
                        "value": f"{scorer.pk}-{scored.pk}",
                        "own": scorer.pk == scored.pk,
                        "ticked": (scorer.pk, scored.pk) in found,
                        "label": f"{scorer.short_name} chấm {scored.short_name}",
                    }
                    for scored in units
                ],
                "scores": ", ".join(scored.short_name for scored in units if (scorer.pk, scored.pk) in found),
                "count": sum((scorer.pk, scored.pk) in found for scored in units),
            }
            for scorer in units
        ],
        "totals": totals,
        "without": [member.name for member, total in zip(units, totals, strict=True) if not total],
    }


def _sentence(stands: InForce, draws: list[Draw]) -> str:
    if not stands.are_stored:
        return f"Mọi đơn vị chấm nhau: mỗi đơn vị chấm {max(len(stands.units) - 1, 0)} đơn vị khác."
    sheets = f"{len(stands.pairs)} phiếu chấm chéo"
    if not draws:
        return f"{sheets}, mang từ năm trước sang hoặc từ sổ Excel; năm nay chưa ghi lần rút thăm nào."
    last = draws[0]
    if not stands.came_of(last):
        return f"{sheets}; khác lần {last.number} đã ghi vì các đơn vị của năm đã thay đổi."
    return f"{sheets}, theo lần {last.number}: {DrawWay(last.pattern).label.lower()}, ngày {_day(last)}."


def _day(row: Draw) -> str:
    return short_date(timezone.localtime(row.drawn_at).date())


def _draw_row(year: BlocYear, row: Draw, stands: InForce) -> dict[str, Any]:
    return {
        "number": row.number,
        "way": way_of(row),
        "day": _day(row),
        "by": row.drawn_by.full_name,
        "sheets": len(row.pairs),
        "mutual": row.mutual,
        "reason": row.reason,
        "in_force": stands.came_of(row),
        "by_lot": bool(row.seed),
        "url": year_url("assignments-draw", year, number=row.number),
    }


def preview_context(year: BlocYear, drawn: Drawn, values: dict[str, Any]) -> dict[str, Any]:
    """What is about to be kept; `values` as `draw_assignments` takes them.

    Of a lot only what is the same whichever number comes: whoever saw more could try numbers until one pleases.
    """
    way: DrawWay = values["pattern"]
    is_lot = way in ORDERED and bool(values["seed"] or values["by_machine"])
    units = year.standing_members
    names = {member.pk: member.short_name for member in units}
    told = {
        "way": way_in_words(
            way,
            values["count"],
            seed=values["seed"],
            by_machine=values["by_machine"],
            without_leaders=values["without_leaders"],
        ),
        "share": share_in_words(drawn.pairs, list(names)),
        "has_mutual": bool(drawn.mutual) and way not in (DrawWay.EVERYONE, DrawWay.PAIRS),
        "few": few_scorers(year, drawn.pairs, named=not is_lot),
    }
    if is_lot:
        return told | {"is_lot": True, "mutual": mutual_count_in_words(drawn.mutual)}
    scorers = {scorer for scorer, _scored in drawn.pairs}
    silent = frozenset(names) - scorers if values["without_leaders"] else frozenset()
    return {
        **matrix(units, drawn.pairs),
        **told,
        "groups": groups_in_words(way, drawn.order, silent, names, values["count"] or 0),
        "mutual": mutual_in_words(drawn.pairs, names),
    }


def few_scorers(year: BlocYear, pairs: Iterable[Pair], *, named: bool = True) -> str:
    """Said where the year's rule keeps scorers unnamed, but a unit has so few that its average gives them away.

    `named`: which units those are; a lot that is still to be drawn must not tell.
    """
    if year.current_rules.scorers_named or Level.PEER not in year.current_rules.levels:
        return ""
    counts = Counter(scored for _scorer, scored in pairs)
    names = [member.short_name for member in year.standing_members if 0 < counts[member.pk] < KEEPS_UNNAMED]
    if not names:
        return ""
    every = len(names) == len(year.standing_members)
    which = "mọi đơn vị" if every else ", ".join(names) if named else "có đơn vị"
    return (
        f"Quy tắc của năm không nêu tên nơi chấm, nhưng {which} chỉ có một hoặc hai nơi chấm: từ điểm trung bình đã"
        " niêm yết có thể tính ra điểm của từng nơi. Muốn giữ kín, mỗi đơn vị cần ít nhất ba nơi chấm."
    )


def draw_context(year: BlocYear, row: Draw) -> dict[str, Any]:
    """One draw on record with the lots before it, and the same draw done again from its seed."""
    names = {member.pk: member.short_name for member in year.members}
    kept = recorded(row)
    again = repeated(row)
    way = DrawWay(row.pattern)
    drawn = again or Drawn(kept.order, kept.pairs)
    here = {unit for pair in kept.pairs for unit in pair} | set(kept.order)
    units = [member for member in year.members if member.pk in here]
    at = timezone.localtime(row.drawn_at)
    facts = [
        ("Cách phân công", way_of(row)),
        ("Lúc", f"{at:%H:%M} ngày {short_date(at.date())}"),
        ("Người ghi", row.drawn_by.full_name),
        ("Số phiếu", share_in_words(kept.pairs, [member.pk for member in units])),
        ("Chấm lẫn nhau", mutual_in_words(kept.pairs, names)),
        ("Lý do", row.reason),
        ("Các lần trước", lots_before(row, draws_of(year))),
    ]
    return {
        "table": matrix(units, kept.pairs),
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "groups": groups_in_words(way, kept.order, kept.silent, names, row.count or 0),
        "numbers": [
            {"number": number, "name": names.get(unit, GONE)}
            for number, unit in enumerate(kept.listed, start=1)
        ],
        "repeat": how_to_repeat(way, row.seed, len(kept.listed), drawn.apart, silent=len(kept.silent))
        if again
        else [],
        "again": again is not None,
        "is_same": again is not None and is_as_recorded(row, again),
        "seed": row.seed,
    }
