"""A sum of money read aloud in Vietnamese, as minutes and receipts write it beside the figures.

Standard library only.
"""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_THOUSANDS = ("", "nghìn", "triệu", "tỷ", "nghìn tỷ")
MOST = 10**15


def amount_in_words(amount: int) -> str:
    """ "Một triệu không trăm linh năm nghìn đồng" for 1005000.

    Raises ValueError below 0 and from 10¹⁵ on.
    """
    if not 0 <= amount < MOST:
        raise ValueError("an amount is from 0 to below 10^15")
    groups = []
    rest = amount
    while rest:
        rest, group = divmod(rest, 1000)
        groups.append(group)
    words: list[str] = []
    for place in reversed(range(len(groups))):
        if groups[place]:
            words += [_group(groups[place], full=bool(words)), _scale(place, groups)]
    text = " ".join(word for word in words if word) or _DIGITS[0]
    return f"{text[0].upper()}{text[1:]} đồng"


def _scale(place: int, groups: list[int]) -> str:
    """ "nghìn tỷ" is said "nghìn" where the group of "tỷ" follows it: "một nghìn hai trăm tỷ"."""
    return "nghìn" if place == 4 and groups[3] else _THOUSANDS[place]


def _group(value: int, *, full: bool) -> str:
    """Three digits; `full` says the hundreds even when there are none ("không trăm linh năm")."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens > 1:
        words.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_ones(ones, tens))
    return " ".join(words)


def _ones(ones: int, tens: int) -> str:
    """After twenty one says "mốt", "tư" and "lăm"; after ten only "lăm"."""
    if ones == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(ones, _DIGITS[ones])
    return _DIGITS[ones]
