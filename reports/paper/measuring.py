"""How wide a text is in Times, and names broken evenly to stand in a column.

A line set too long would push the letterhead apart, and Word and Excel do not measure for us.
"""

import unicodedata
from itertools import combinations, pairwise

from reports.paper.formats import COLUMN_AIR, MILLIMETRES_PER_POINT

# Thousandths of the size for the bold letters, marks aside; plain ones are never wider. Others count as 556.
_WIDTHS = {
    letter: width
    for width, letters in (
        (250, " .,\u00a0"), (278, "il/'"), (333, "fjt;:-()!"), (389, "Is"), (444, "cerz"), (500, "Jagovxy0123456789–?_"),
        (611, "FP"), (667, "BELTZ"), (722, "ACDNRUVXYĐw"), (778, "GHKOQ"), (833, "m&"), (944, "M"), (1000, "W%…"),
    )
    for letter in letters
}  # fmt: skip
_COMMON_WIDTH = 556
# What the horn of ơ and ư adds.
_HORN, _HORN_WIDTH = "\u031b", 74

# Words of the bodies' names that one line should not part.
COMPOUNDS = {
    tuple(pair.split())
    for pair in (
        "HỘI ĐỒNG", "THI ĐUA", "KHEN THƯỞNG", "KHOA HỌC", "KỸ THUẬT", "LIÊN HIỆP", "LIÊN MINH", "HỢP TÁC", "TÁC XÃ",
        "NẠN NHÂN", "CHẤT ĐỘC", "DA CAM/DIOXIN", "ĐỘC DA", "CHỮ THẬP", "THẬP ĐỎ", "THANH NIÊN", "XUNG PHONG", "VĂN HỌC",
        "NGHỆ THUẬT", "CAO TUỔI", "NGƯỜI CAO", "ỦY BAN", "NHÂN DÂN", "MẶT TRẬN", "TỔ QUỐC", "VIỆT NAM", "KHUYẾN HỌC",
        "LUẬT GIA", "NHÀ BÁO", "ĐẶC THÙ", "CHỦ TỊCH", "PHÓ CHỦ", "THƯỜNG TRỰC", "THƯỜNG VỤ", "BAN THƯỜNG", "CÁC HỘI",
        "THÀNH PHỐ",
    )
}  # fmt: skip
# Beyond this a name is no letterhead line, and trying every break would take long.
MOST_WORDS = 18


def width_of(text: str, size: float) -> float:
    """Millimetres of a line set in the bold face at `size` points; a little more than the plain face takes."""
    thousandths = 0
    for char in unicodedata.normalize("NFD", text):
        if char == _HORN:
            thousandths += _HORN_WIDTH
        elif unicodedata.category(char) != "Mn":
            thousandths += _WIDTHS.get(char, _COMMON_WIDTH)
    return thousandths / 1000 * size * MILLIMETRES_PER_POINT


def filled(parts: list[str], width: float, size: float) -> list[str]:
    """The words in lines of at most `width` mm, each as full as it gets; a longer word stands alone."""
    lines = parts[:1]
    for part in parts[1:]:
        if width_of(f"{lines[-1]} {part}", size) <= width:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines


def balanced(text: str, width: float, size: float) -> list[str]:
    """The text in the fewest lines that fit a column of `width` mm, as even as possible, broken only at spaces.

    A name over the rule looks wrong as one full line and one lonely word, or torn inside a compound: rather one line
    more. Line breaks already in the text are kept.
    """
    return [
        line for given in text.split("\n") for line in _balanced_line(given.split(), width - COLUMN_AIR, size)
    ]


def _balanced_line(parts: list[str], width: float, size: float) -> list[str]:
    full = filled(parts, width, size)
    if len(full) <= 1 or len(parts) > MOST_WORDS:
        return full
    fewest = _evenest(parts, len(full), width, size)
    if _torn(fewest) and len(full) < len(parts):
        return min(fewest, _evenest(parts, len(full) + 1, width, size), key=_torn)
    return fewest


def _evenest(parts: list[str], count: int, width: float, size: float) -> list[str]:
    """The breaking in `count` lines with no line too long, then no compound torn, then the shortest longest line."""
    widths = [width_of(part, size) for part in parts]
    space = width_of(" ", size)
    found = []
    for breaks in combinations(range(1, len(parts)), count - 1):
        edges = list(pairwise((0, *breaks, len(parts))))
        longest = max(sum(widths[start:end]) + space * (end - start - 1) for start, end in edges)
        lines = [" ".join(parts[start:end]) for start, end in edges]
        found.append((max(0.0, longest - width), _torn(lines), longest, lines))
    return min(found)[-1]


def _torn(lines: list[str]) -> int:
    """How many breaks part a compound, follow an "and" or stand at a dash; one more for a lonely last word."""
    pairs = [(before.split()[-1].upper(), after.split()[0].upper()) for before, after in pairwise(lines)]
    breaks = sum(pair in COMPOUNDS or "-" in pair or pair[0] == "VÀ" for pair in pairs)
    return breaks + (" " not in lines[-1])
