"""Units with the same final score: which rule separated them, with the figures used."""

from itertools import pairwise
from typing import Any

from awards.presenting.wording import listed
from awards.results import UnitResult, YearResults
from awards.tie_words import is_count, key_advantage, key_disadvantage, key_heading, key_measure
from blocs.terms import SHARED_RANK
from reports.paper.words import number


def tie_context(results: YearResults, unit: UnitResult) -> dict[str, Any] | None:
    """All units with this one's final score, best first, with the keys as far as they were needed; None when alone.

    `heads`: the keys looked at; `rows` [{rank, name, is_here, cells [{text, decides}], verdict}]; `unused`: a sentence
    on the keys nobody had to look at.
    """
    final = unit.score.final
    equals = [
        other
        for other in results.in_rank_order()
        if other.standing.rank is not None and other.score.final == final
    ]
    if unit.standing.rank is None or len(equals) < 2:
        return None
    keys, names = results.consolidation.rules.tie_keys, results.award_names
    decided = [_decided_by(other) for other in equals[1:]]
    used = _used(results, decided)
    return {
        "heading": f"{len(equals)} đơn vị cùng {number(final, results.decimals)} điểm",
        "sentence": _sentence(results, equals, unit),
        "heads": [key_heading(key, names) for key in keys[:used]],
        "rows": _rows(results, equals, unit, used),
        "unused": _unused(keys[used:], results),
    }


def _decided_by(lower: UnitResult) -> str | None:
    """The key between a unit and the one above it; None when they share the rank."""
    key = lower.standing.separated_by
    return None if key == SHARED_RANK else key


def _used(results: YearResults, decided: list[str | None]) -> int:
    """How many keys were looked at: all of them where two stayed equal."""
    keys = list(results.consolidation.rules.tie_keys)
    return max((len(keys) if key is None else keys.index(key) + 1 for key in decided), default=0)


def _rows(
    results: YearResults, equals: list[UnitResult], unit: UnitResult, used: int
) -> list[dict[str, Any]]:
    deciding: list[set[str]] = [set() for _one in equals]
    for index, (_upper, lower) in enumerate(pairwise(equals)):
        if key := _decided_by(lower):
            deciding[index].add(key)
            deciding[index + 1].add(key)
    rows = []
    for index, one in enumerate(equals):
        above = equals[index - 1] if index else None
        rows.append(
            {
                "rank": str(one.standing.rank),
                "name": one.member.short_name,
                "is_here": one is unit,
                "cells": [
                    {
                        "text": number(value.value, 0 if is_count(value.key) else results.decimals),
                        "decides": value.key in deciding[index],
                    }
                    for value in one.standing.tie_values[:used]
                ],
                "verdict": _verdict(results, above, one) if above else "",
            }
        )
    return rows


def _verdict(results: YearResults, above: UnitResult, below: UnitResult) -> str:
    key = _decided_by(below)
    if key is None:
        return f"bằng nhau mọi mặt nên đồng hạng với {above.member.short_name}"
    return f"sau {above.member.short_name} vì {key_disadvantage(key, results.award_names)}"


def _sentence(results: YearResults, equals: list[UnitResult], unit: UnitResult) -> str:
    """What decided for this unit: first against the one above it, then against the one below."""
    here = equals.index(unit)
    names = results.award_names
    sharing = [
        one.member.short_name for one in equals if one is not unit and one.standing.rank == unit.standing.rank
    ]
    sentences = []
    if here > 0 and (key := _decided_by(unit)):
        sentences.append(f"Xếp sau {equals[here - 1].member.short_name} vì {key_disadvantage(key, names)}.")
    if sharing and results.consolidation.rules.tie_keys:
        sentences.append(f"Bằng {listed(sharing)} ở mọi tiêu chí phân định nên đồng hạng.")
    elif sharing:
        sentences.append(f"Năm này không đặt tiêu chí phân định nên đồng hạng với {listed(sharing)}.")
    if here + 1 < len(equals) and (key := _decided_by(equals[here + 1])):
        sentences.append(f"Xếp trên {equals[here + 1].member.short_name} nhờ {key_advantage(key, names)}.")
    return " ".join(sentences)


def _unused(keys: tuple[str, ...], results: YearResults) -> str:
    if not keys:
        return ""
    words = ", ".join(key_measure(key, results.award_names) for key in keys)
    return f"Không cần xét đến: {words}."
