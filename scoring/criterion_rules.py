"""What points a criterion's rule suggests, and the working in words (domain handbook §4.3, worked sheets §4.8).

Pure and exact: Decimals and Fractions in, one rounding at the end. A suggestion is a multiple of the criterion's
step, found by rounding halves up; without a step it has at most two digits after the comma. It never lies above the
maximum, nor below 0 or the floor of a deduction. Nothing here decides: a scorer may give other points, with a reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from blocs.terms import CriterionRule
from reports.paper.words import rounded, trimmed
from scoring.criterion_parameters import MOST_TIMES, NOTHING, ONE, Item, Parameters, decimal_of

PLACES = 2


@dataclass(frozen=True, slots=True)
class LeafRule:
    """A leaf's rule with what bounds its points. `is_penalty`: the points are taken off."""

    rule: CriterionRule
    parameters: Parameters = NOTHING
    maximum: Decimal | None = None
    step: Decimal | None = None
    is_penalty: bool = False


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A pledge target that feeds the criterion: plan, result of the year, weight; None where there is none."""

    text: str
    planned: Decimal | None
    result: Decimal | None
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What the scorer told: met or not, which rung, how many times each item; the targets come from the pledge.

    An item that is not in `counts` was told 0 times only where `is_told`: an empty form is no answer.
    """

    met: bool | None = None
    rung: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    is_told: bool = False
    targets: tuple[TargetResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`points` None: there is nothing to suggest, and `working` says why where something is missing."""

    points: Decimal | None
    working: tuple[str, ...] = ()


NO_SUGGESTION = Suggestion(None)


def suggestion(leaf: LeafRule, basis: Basis) -> Suggestion:
    """The points this rule gives for what was told, with the sums in Vietnamese sentences."""
    match leaf.rule:
        case CriterionRule.BINARY:
            return _binary(leaf, basis)
        case CriterionRule.LADDER:
            return _ladder(leaf, basis)
        case CriterionRule.PROPORTIONAL:
            return _proportional(leaf, basis.targets)
        case CriterionRule.DEDUCT_PER:
            return _deducted(leaf, basis)
        case CriterionRule.BONUS_LIST | CriterionRule.PENALTY_LIST:
            return _listed(leaf, basis)
        case _:
            return NO_SUGGESTION


def _binary(leaf: LeafRule, basis: Basis) -> Suggestion:
    if basis.met is None or leaf.maximum is None:
        return NO_SUGGESTION
    if leaf.is_penalty:
        words = f"Có vi phạm: trừ {trimmed(leaf.maximum)} điểm." if basis.met else "Không vi phạm: không trừ."
    else:
        words = f"Đạt: {trimmed(leaf.maximum)} điểm." if basis.met else "Không đạt: 0 điểm."
    return _bounded(leaf, Fraction(leaf.maximum if basis.met else 0), [words])


def _ladder(leaf: LeafRule, basis: Basis) -> Suggestion:
    rung = leaf.parameters.item(basis.rung)
    if rung is None:
        return NO_SUGGESTION
    sign = "trừ " if leaf.is_penalty else ""
    return _bounded(leaf, Fraction(rung.points), [f"Bậc “{rung.text}”: {sign}{trimmed(rung.points)} điểm."])


# ── Proportional to targets ──────────────────────────────────────────────────


def _proportional(leaf: LeafRule, targets: tuple[TargetResult, ...]) -> Suggestion:
    """max × Σ weight·min(result/plan, ceiling) / Σ weight; without weights every target counts the same."""
    if leaf.maximum is None:
        return NO_SUGGESTION
    counted = [target for target in targets if target.planned is not None and target.planned > 0]
    left_out = [
        f"“{target.text}” không đặt mức phấn đấu nên không tính."
        for target in targets
        if target not in counted
    ]
    if missing := _missing(counted):
        return Suggestion(None, (*missing, *left_out))
    weights = [ONE if target.weight is None else target.weight for target in counted]
    whole = sum(weights, Decimal(0))
    if not whole:
        return Suggestion(None, ("Chưa có chỉ tiêu nào được gắn với tiêu chí này.", *left_out))
    ceiling = ONE if leaf.parameters.ceiling is None else leaf.parameters.ceiling
    shares = [_share(target, ceiling) for target in counted]
    factor = sum(
        (Fraction(weight) * share for weight, share in zip(weights, shares, strict=True)), Fraction(0)
    ) / Fraction(whole)
    points = Fraction(leaf.maximum) * factor
    working = [_share_words(target, share, ceiling) for target, share in zip(counted, shares, strict=True)]
    working += [
        _factor_words(weights, shares, whole, factor),
        f"{trimmed(leaf.maximum)} × {_about(factor)} = {_about(points)} điểm.",
    ]
    return _bounded(leaf, points, [*working, *left_out])


def _missing(targets: Iterable[TargetResult]) -> list[str]:
    targets = list(targets)
    said = [
        f"“{target.text}” chưa có kết quả cả năm nên chưa tính được."
        for target in targets
        if target.result is None
    ]
    weighted = [target for target in targets if target.weight is not None]
    if weighted and len(weighted) < len(targets):
        said += [
            f"“{target.text}” chưa có trọng số trong khi chỉ tiêu khác đã có."
            for target in targets
            if target.weight is None
        ]
    return said


def _share(target: TargetResult, ceiling: Decimal) -> Fraction:
    return min(Fraction(target.result or 0) / Fraction(target.planned or 1), Fraction(ceiling))


def _share_words(target: TargetResult, share: Fraction, ceiling: Decimal) -> str:
    pair = f"{trimmed(target.result, thousands=True)}/{trimmed(target.planned, thousands=True)}"
    reached = Fraction(target.result or 0) / Fraction(target.planned or 1)
    capped = f", tính tối đa {trimmed(ceiling)}" if reached > ceiling else ""
    return f"{target.text}: {pair} = {_about(reached)}{capped}."


def _factor_words(weights: list[Decimal], shares: list[Fraction], whole: Decimal, factor: Fraction) -> str:
    """ "Tỷ lệ chung: (40 × 0,92 + 30 × 1 + 30 × 1) / 100 = 0,968." """
    parts = " + ".join(
        f"{trimmed(weight)} × {_about(share)}" for weight, share in zip(weights, shares, strict=True)
    )
    return f"Tỷ lệ chung: ({parts}) / {trimmed(whole)} = {_about(factor)}."


def _about(value: Fraction) -> str:
    """The number to four digits, with a sign before one that goes on."""
    return trimmed(value, 4) if Fraction(rounded(value, 4)) == value else f"≈ {trimmed(value, 4)}"


# ── So many times each ───────────────────────────────────────────────────────


def _deducted(leaf: LeafRule, basis: Basis) -> Suggestion:
    if leaf.maximum is None or not basis.is_told:
        return NO_SUGGESTION
    parts = _parts(leaf.parameters.items, basis.counts)
    off, working = _limited(leaf.parameters.limit, parts)
    points = Fraction(leaf.maximum) - off
    taken = f"{trimmed(leaf.maximum)} − {trimmed(off)} = {trimmed(points)} điểm."
    working.append(taken if parts else f"Không bị trừ lần nào: {trimmed(leaf.maximum)} điểm.")
    least = Decimal(0) if leaf.parameters.least is None else leaf.parameters.least
    if points < least:
        points = Fraction(least)
        working.append(f"Không thấp hơn {trimmed(least)} điểm.")
    return _bounded(leaf, points, working, least)


def _listed(leaf: LeafRule, basis: Basis) -> Suggestion:
    if not basis.is_told:
        return NO_SUGGESTION
    parts = _parts(leaf.parameters.items, basis.counts)
    points, working = _limited(leaf.parameters.limit, parts)
    if not parts:
        working.append("Không có mục nào: " + ("không trừ." if leaf.is_penalty else "0 điểm."))
    return _bounded(leaf, points, working)


@dataclass(frozen=True, slots=True)
class _Part:
    words: str
    points: Fraction


def _parts(items: Iterable[Item], counts: Mapping[str, int]) -> list[_Part]:
    """Items told at least once; beyond `most` times they count no more."""
    parts = []
    for item in items:
        told = min(max(counts.get(item.key, 0), 0), MOST_TIMES)
        times = told if item.most is None else min(told, item.most)
        if told:
            capped = f" (chỉ tính {times} trong {told} lần)" if times < told else ""
            worth = Fraction(item.points) * times
            words = f"{item.text}: {trimmed(item.points)} × {times} lần{capped} = {trimmed(worth)}."
            parts.append(_Part(words, worth))
    return parts


def _limited(limit: Decimal | None, parts: list[_Part]) -> tuple[Fraction, list[str]]:
    """The parts' sum, at most `limit`, and its sentences."""
    whole = sum((part.points for part in parts), Fraction(0))
    working = [part.words for part in parts]
    if len(parts) > 1:
        working.append(f"Cộng lại: {trimmed(whole)}.")
    if limit is not None and whole > limit:
        working.append(f"Trừ nhiều nhất {trimmed(limit)}.")
        whole = Fraction(limit)
    return whole, working


# ── Bounds and rounding ──────────────────────────────────────────────────────


def _bounded(leaf: LeafRule, points: Fraction, working: list[str], least: Decimal = Decimal(0)) -> Suggestion:
    if leaf.maximum is not None and points > leaf.maximum:
        working.append(f"Vượt điểm tối đa nên lấy {trimmed(leaf.maximum)}.")
        points = Fraction(leaf.maximum)
    found = to_step(points, leaf.step, leaf.maximum, least)
    if Fraction(found) != points:
        step = f"theo bước {trimmed(leaf.step)}" if leaf.step is not None else f"đến {PLACES} chữ số"
        working.append(f"Làm tròn {step}: {trimmed(found)} điểm.")
    return Suggestion(found, tuple(working))


def to_step(
    points: Fraction, step: Decimal | None, maximum: Decimal | None = None, least: Decimal = Decimal(0)
) -> Decimal:
    """The nearest multiple of the step, halves up, within the bounds; a bound off the step is not crossed.

    Where no multiple lies between the bounds, the one below the maximum is taken.
    """
    size = Fraction(step) if step is not None else Fraction(1, 10**PLACES)
    times = (points / size + Fraction(1, 2)).__floor__()
    times = max(times, (Fraction(least) / size).__ceil__())
    if maximum is not None:
        times = min(times, (Fraction(maximum) / size).__floor__())
    return rounded(max(times, 0) * size, 6).normalize() + 0


# ── Stored with the score ────────────────────────────────────────────────────


def basis_to_json(rule: CriterionRule, basis: Basis) -> dict[str, Any]:
    """What a score keeps of it: only what its rule asks; empty when nothing was told."""
    if rule is CriterionRule.BINARY:
        return {} if basis.met is None else {"met": basis.met}
    if rule is CriterionRule.LADDER:
        return {"rung": basis.rung} if basis.rung else {}
    if rule is CriterionRule.PROPORTIONAL:
        return {"targets": [_target_to_json(target) for target in basis.targets]} if basis.targets else {}
    return {"counts": {key: count for key, count in basis.counts.items() if count}} if basis.is_told else {}


def _target_to_json(target: TargetResult) -> dict[str, str]:
    numbers = {"planned": target.planned, "result": target.result, "weight": target.weight}
    return {"text": target.text} | {name: str(value) for name, value in numbers.items() if value is not None}


def basis_from_json(stored: Any) -> Basis:
    """What `basis_to_json` wrote; what it did not is as if nothing had been told."""
    if not isinstance(stored, Mapping):
        return Basis()
    met, counts = stored.get("met"), stored.get("counts")
    targets = stored.get("targets")
    return Basis(
        met=met if isinstance(met, bool) else None,
        rung=str(stored.get("rung", "")),
        counts={
            str(key): count
            for key, count in (counts.items() if isinstance(counts, Mapping) else ())
            if isinstance(count, int) and not isinstance(count, bool)
        },
        is_told=isinstance(counts, Mapping),
        targets=tuple(
            TargetResult(str(target.get("text", "")), *(decimal_of(target.get(name)) for name in _NUMBERS))
            for target in (targets if isinstance(targets, list | tuple) else ())
            if isinstance(target, Mapping)
        ),
    )


_NUMBERS = ("planned", "result", "weight")
