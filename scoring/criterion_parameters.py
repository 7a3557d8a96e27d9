"""What a criterion's rule needs beside its maximum and step: rungs, items, deductions, limits (domain handbook §4.3).

Pure: frozen dataclasses, to and from the JSON that is stored with the criterion. A rule of one kind uses only the
parts its kind takes (`TAKES`); what another kind left behind is not kept. Points are exact `Decimal`s, in JSON texts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from blocs.terms import CriterionGroup, CriterionRule
from reports.paper.words import trimmed

MOST_ITEMS = 20
MOST_TIMES = 999
TEXT_LENGTH = 200
LARGEST = Decimal(10**6)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Item:
    """A rung of a ladder, a kind of occurrence, an item of a list: what it is and what it is worth.

    `key` names it in what a scorer told (`Basis`) and in evidence; it stays when the item is reworded or moved.
    `most`: how many times it counts at most, None for any number.
    """

    key: str
    text: str
    points: Decimal
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Parameters:
    """`ceiling`: the share of a target that counts at most (1 is 100%). `least`: points a deduction never goes below.
    `limit`: points taken off at most."""

    items: tuple[Item, ...] = ()
    ceiling: Decimal | None = None
    least: Decimal | None = None
    limit: Decimal | None = None

    def item(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)


NOTHING = Parameters()


@dataclass(frozen=True, slots=True)
class Takes:
    """What a kind of rule takes; `items` is what a row of its list is called, empty without a list."""

    items: str = ""
    times: bool = False
    scalars: tuple[str, ...] = ()
    needs_maximum: bool = False
    groups: frozenset[CriterionGroup] = frozenset(CriterionGroup)


_GIVES = frozenset({CriterionGroup.CONTENT, CriterionGroup.BONUS})
TAKES = {
    CriterionRule.MANUAL: Takes(),
    CriterionRule.BINARY: Takes(needs_maximum=True),
    CriterionRule.LADDER: Takes("bậc"),
    CriterionRule.PROPORTIONAL: Takes(scalars=("ceiling",), needs_maximum=True, groups=_GIVES),
    CriterionRule.DEDUCT_PER: Takes(
        "lỗi bị trừ", scalars=("limit", "least"), needs_maximum=True, groups=_GIVES
    ),
    CriterionRule.BONUS_LIST: Takes("mục được điểm", times=True, groups=_GIVES),
    CriterionRule.PENALTY_LIST: Takes(
        "mục bị trừ", times=True, scalars=("limit",), groups=frozenset({CriterionGroup.PENALTY})
    ),
    CriterionRule.APPRAISER_ONLY: Takes(),
}
SCALAR_NAMES = {
    "ceiling": "Tỷ lệ hoàn thành tính tối đa",
    "least": "Điểm thấp nhất",
    "limit": "Trừ nhiều nhất",
}


def fitting(rule: CriterionRule, parameters: Parameters) -> Parameters:
    """Only what this kind of rule takes, each item with a key of its own."""
    takes = TAKES[rule]
    kept = {name: getattr(parameters, name) for name in takes.scalars}
    items = parameters.items if takes.items else ()
    return Parameters(
        tuple(item if takes.times else replace(item, most=None) for item in _keyed(items)), **kept
    )


def _keyed(items: Iterable[Item]) -> Iterator[Item]:
    items = tuple(items)
    seen: set[str] = set()
    highest = max((int(item.key) for item in items if _is_number(item.key)), default=0)
    for item in items:
        key = item.key
        if not key or key in seen:
            highest += 1
            key = str(highest)
        seen.add(key)
        yield replace(item, key=key)


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 10


# ── Stored as JSON ───────────────────────────────────────────────────────────


def to_json(parameters: Parameters) -> dict[str, Any]:
    """Numbers are texts, so that nothing becomes binary; what is not given is left out."""
    stored: dict[str, Any] = {
        name: str(value) for name in SCALAR_NAMES if (value := getattr(parameters, name)) is not None
    }
    if parameters.items:
        stored["items"] = [_item_to_json(item) for item in parameters.items]
    return stored


def _item_to_json(item: Item) -> dict[str, Any]:
    stored: dict[str, Any] = {"key": item.key, "text": item.text, "points": str(item.points)}
    return stored if item.most is None else stored | {"most": item.most}


def from_json(stored: Any) -> Parameters:
    """What `to_json` wrote. What it did not write is left out, never guessed at: pages must open whatever is there."""
    if not isinstance(stored, Mapping):
        return NOTHING
    items = stored.get("items")
    listed = items if isinstance(items, list | tuple) else ()
    read = [_item_from_json(item) for item in listed if isinstance(item, Mapping)]
    return Parameters(
        tuple(item for item in read if item is not None),
        **{name: decimal_of(stored.get(name)) for name in SCALAR_NAMES},
    )


def _item_from_json(stored: Mapping[str, Any]) -> Item | None:
    points, most = decimal_of(stored.get("points")), stored.get("most")
    if points is None:
        return None
    is_count = isinstance(most, int) and not isinstance(most, bool) and most > 0
    return Item(str(stored.get("key", "")), str(stored.get("text", "")), points, most if is_count else None)


def decimal_of(value: Any) -> Decimal | None:
    """The finite number of a stored text; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


# ── What cannot stand ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class RuleFault:
    """`place`: "rule", "items", a scalar's name, or "text", "points", "most" of the item `row`."""

    place: str
    message: str
    row: int | None = None


def rule_faults(
    rule: CriterionRule,
    parameters: Parameters,
    *,
    group: CriterionGroup,
    maximum: Decimal | None,
    step: Decimal | None,
) -> list[RuleFault]:
    """Why a leaf cannot be scored by this rule, as Vietnamese sentences at their places; empty when it can."""
    takes = TAKES[rule]
    if group not in takes.groups:
        return [RuleFault("rule", _WRONG_GROUP[group].format(rule.label))]
    faults = []
    if takes.needs_maximum and maximum is None:
        faults.append(
            RuleFault("rule", f"“{rule.label}” cần Điểm tối đa. Hãy ghi điểm tối đa của tiêu chí trước.")
        )
    if takes.items:
        faults += _item_faults(rule, parameters.items, maximum, step)
    return faults + [
        RuleFault(name, message)
        for name in takes.scalars
        if (message := _scalar_fault(name, getattr(parameters, name), maximum))
    ]


_WRONG_GROUP = {
    CriterionGroup.CONTENT: "“{}” chỉ dùng cho điểm trừ. Tiêu chí nội dung hãy dùng “Trừ theo số lần”.",
    CriterionGroup.BONUS: "“{}” không dùng cho điểm thưởng. Hãy chọn cách khác.",
    CriterionGroup.PENALTY: "“{}” không dùng cho điểm trừ. Hãy dùng “Danh mục điểm trừ”.",
}


def _item_faults(
    rule: CriterionRule, items: tuple[Item, ...], maximum: Decimal | None, step: Decimal | None
) -> Iterator[RuleFault]:
    name = TAKES[rule].items
    if not items:
        yield RuleFault("items", f"Chưa có {name} nào. Hãy ghi ít nhất một dòng.")
    if len(items) > MOST_ITEMS:
        yield RuleFault("items", f"Nhiều nhất {MOST_ITEMS} dòng. Hãy gộp bớt.")
    seen: set[str] = set()
    for row, item in enumerate(items):
        if not item.text:
            yield RuleFault("text", f"Hãy ghi {name} ở dòng này.", row)
        elif len(item.text) > TEXT_LENGTH:
            yield RuleFault("text", f"Dài quá {TEXT_LENGTH} chữ cái. Hãy rút gọn.", row)
        elif item.text.casefold() in seen:
            yield RuleFault("text", f"“{item.text}” được ghi hai lần. Hãy bỏ một dòng.", row)
        seen.add(item.text.casefold())
        points = _rung_fault if rule is CriterionRule.LADDER else _worth_fault
        if message := points(item.points, maximum, step):
            yield RuleFault("points", message, row)
        if item.most is not None and not 1 <= item.most <= MOST_TIMES:
            yield RuleFault("most", f"Số lần tính nhiều nhất phải từ 1 đến {MOST_TIMES}.", row)


def _rung_fault(points: Decimal, maximum: Decimal | None, step: Decimal | None) -> str:
    """A rung is suggested as it is written, so it must be a score that can be given."""
    if points < 0:
        return "Điểm của bậc không được âm."
    if maximum is not None and points > maximum:
        return f"Điểm của bậc vượt điểm tối đa {trimmed(maximum)}."
    if step is not None and step > 0 and points % step:
        return f"Điểm của bậc phải là bội của bước {trimmed(step)}."
    return "" if points < LARGEST else "Số điểm quá lớn."


def _worth_fault(points: Decimal, _maximum: Decimal | None, _step: Decimal | None) -> str:
    if points <= 0:
        return "Số điểm phải lớn hơn 0; không ghi dấu trừ."
    return "" if points < LARGEST else "Số điểm quá lớn."


def _scalar_fault(name: str, value: Decimal | None, maximum: Decimal | None) -> str:
    if value is None:
        return ""
    if name == "ceiling":
        return "" if ONE <= value <= 10 else "Phải từ 1 (là 100%) đến 10."
    if name == "limit":
        return "" if 0 < value < LARGEST else "Phải lớn hơn 0; để trống nếu không giới hạn."
    if value < 0:
        return "Điểm thấp nhất không được âm."
    if maximum is not None and value > maximum:
        return f"Điểm thấp nhất vượt điểm tối đa {trimmed(maximum)}."
    return ""
