"""The keys of `Phân định đồng hạng` in words: over a column, and what they say of two units. Pure.

`names`: award code -> name, for "Phiếu AWARD"; a code without a name is shown as it is.
"""

from collections.abc import Mapping

from scoring.ranking import TieKey, TieKind, parse_tie_key


def _parsed(key: str) -> TieKey:
    found = parse_tie_key(key)
    if found is None:
        raise ValueError(f"no such tie key: {key}")
    return found


def key_measure(key: str, names: Mapping[str, str]) -> str:
    """What is compared, in the middle of a sentence: "điểm Mục I", "phiếu Cờ thi đua của UBND tỉnh"."""
    return _measure(_parsed(key), names)


def _measure(key: TieKey, names: Mapping[str, str]) -> str:
    if key.kind is TieKind.SECTION:
        return f"điểm {key.label}"
    if key.level is not None:
        return f"điểm {key.level.label.lower()}"
    if key.kind is TieKind.FEWER_PENALTIES:
        return "điểm trừ"
    if key.kind is TieKind.MORE_BONUS:
        return "điểm thưởng"
    return f"phiếu {names.get(key.argument, key.argument)}"


def key_heading(key: str, names: Mapping[str, str]) -> str:
    """Over a column: "Điểm Mục I"."""
    words = key_measure(key, names)
    return words[:1].upper() + words[1:]


def key_advantage(key: str, names: Mapping[str, str]) -> str:
    """Why the upper one stands above: "điểm Mục I cao hơn", "ít điểm trừ hơn"."""
    parsed = _parsed(key)
    words = _measure(parsed, names)
    if parsed.kind is TieKind.FEWER_PENALTIES:
        return f"ít {words} hơn"
    if parsed.kind in (TieKind.MORE_BONUS, TieKind.VOTE):
        return f"nhiều {words} hơn"
    return f"{words} cao hơn"


def key_disadvantage(key: str, names: Mapping[str, str]) -> str:
    """Why the lower one stands below: "điểm Mục I thấp hơn", "nhiều điểm trừ hơn"."""
    parsed = _parsed(key)
    words = _measure(parsed, names)
    if parsed.kind is TieKind.FEWER_PENALTIES:
        return f"nhiều {words} hơn"
    if parsed.kind in (TieKind.MORE_BONUS, TieKind.VOTE):
        return f"ít {words} hơn"
    return f"{words} thấp hơn"


def is_count(key: str) -> bool:
    """Whether the key's figures are whole numbers of votes, not points."""
    return _parsed(key).kind is TieKind.VOTE
