"""The measures of an official paper: page, margins and sizes of NĐ 30/2020, Phụ lục I.

One table for all three writers: the PDF's style sheet, Word's styles and Excel's page set-up are made from it.
Lengths in millimetres, sizes in points.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

FONT = "Times New Roman"
# Times New Roman's metrics under a free licence: what the PDF embeds.
EMBEDDED_FONT = "Liberation Serif"

NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "DỰ THẢO"

# The letterhead's columns: at 13 pt bold the national title needs 95.7 mm of the 165 mm column.
LEFT_PERCENT = 40
# A single signer's column, right of the recipients.
SIGNER_PERCENT = 56
FIRST_LINE_INDENT = 10
SIGNING_SPACE = 24
QR_SIDE = 19
# The heights a form's rows may be given.
LOWEST_ROW, HIGHEST_ROW = 4, 60

# Measured in Times at one point, in millimetres: capitals and spaces of a bold line, a plain line's mean letter,
# and the motto and national title, the same on every paper.
CAPITAL_WIDTH = 0.206
LETTER_WIDTH = 0.15
MOTTO_WIDTH = 4.32
NATIONAL_WIDTH = 7.36
MILLIMETRES_PER_POINT = 25.4 / 72
COLUMN_AIR = 4

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


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes of one set; those of one paper move together (12/13 or 13/14)."""

    national: int = 13
    motto: int = 14
    issuer: int = 13
    number: int = 13
    place_date: int = 14
    title: int = 14
    body: int = 14
    table: int = 12
    recipients_heading: int = 12
    recipients: int = 11
    note: int = 11
    proof: int = 9
    page_number: int = 13


@dataclass(frozen=True, slots=True)
class PageFormat:
    """A page: width × height and margins; the wide left margin is the binding edge."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    sizes: Sizes

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def left_column(self) -> float:
        """The width of the letterhead's left cell."""
        return self.text_width * LEFT_PERCENT / 100

    @property
    def issuer_letters(self) -> int:
        """How many capitals of the issuer's bold name fit on one line of the left cell."""
        return capitals_across(self.left_column, self.sizes.issuer)


PORTRAIT = PageFormat(210, 297, top=20, bottom=20, left=30, right=15, sizes=Sizes())
LANDSCAPE = PageFormat(297, 210, top=20, bottom=20, left=30, right=20, sizes=Sizes())
# Half a sheet, for ballots: the set of sizes at which the national title still fits its cell.
A5 = PageFormat(
    148, 210, top=12, bottom=12, left=15, right=10,
    sizes=Sizes(
        national=9, motto=10, issuer=9, number=9, place_date=10, title=12, body=12, table=11,
        recipients_heading=10, recipients=10, note=10, proof=8, page_number=11,
    ),
)  # fmt: skip


def capitals_across(width: float, size: int) -> int:
    """How many bold capitals of this size fit side by side in `width` millimetres, with a little air."""
    return max(1, int((width - COLUMN_AIR) / (CAPITAL_WIDTH * size)))


def balanced(text: str, most: int) -> list[str]:
    """The text in the fewest lines of at most `most` letters, as even as possible, broken only at spaces.

    A name over the rule looks wrong as one full line and one lonely word, or torn inside a compound. A word longer
    than `most` stays whole. Line breaks already in the text are kept.
    """
    return [line for given in text.split("\n") for line in _balanced_line(given.split(), most)]


def _balanced_line(parts: list[str], most: int) -> list[str]:
    full = filled(parts, most)
    if len(full) <= 1 or len(parts) > MOST_WORDS:
        return full
    fewest = _evenest(parts, len(full), most)
    if _torn(fewest) and len(full) < len(parts):
        return min(fewest, _evenest(parts, len(full) + 1, most), key=_torn)
    return fewest


def _evenest(parts: list[str], count: int, most: int) -> list[str]:
    """The breaking in `count` lines with no line too long, then no compound torn, then the shortest longest line."""
    found = []
    for breaks in combinations(range(1, len(parts)), count - 1):
        lines = [" ".join(parts[start:end]) for start, end in pairwise((0, *breaks, len(parts)))]
        longest = max(map(len, lines))
        found.append((max(0, longest - most), _torn(lines), longest, lines))
    return min(found)[-1]


def _torn(lines: list[str]) -> int:
    """How many breaks part a compound or stand at a dash, and one more for a last line of a single word."""
    pairs = ((before.split()[-1].upper(), after.split()[0].upper()) for before, after in pairwise(lines))
    return sum(pair in COMPOUNDS or "-" in pair for pair in pairs) + (" " not in lines[-1])


def filled(parts: list[str], most: int) -> list[str]:
    """The words in lines of at most `most` letters, each as full as it gets."""
    lines = parts[:1]
    for part in parts[1:]:
        if len(lines[-1]) + 1 + len(part) <= most:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return lines


def shares(weights: tuple[int, ...]) -> tuple[int, ...]:
    """Whole percents in proportion to the weights, at least 1 each and 100 together (largest remainders)."""
    total = sum(weights)
    exact = [Fraction(100 * weight, total) for weight in weights]
    percents = [max(1, int(share)) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: (percents[index] - exact[index], index))
    for step in range(abs(100 - sum(percents))):
        if sum(percents) < 100:
            percents[by_remainder[step % len(percents)]] += 1
        else:
            percents[percents.index(max(percents))] -= 1
    return tuple(percents)
