"""The measures of an official paper: page, margins and sizes of NĐ 30/2020, Phụ lục I.

One table for all three writers: the PDF's style sheet, Word's styles and Excel's page set-up are made from it.
Lengths in millimetres, sizes in points.
"""

from dataclasses import dataclass
from fractions import Fraction

FONT = "Times New Roman"
# Times New Roman's metrics under a free licence: what the PDF embeds.
EMBEDDED_FONT = "Liberation Serif"

NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "DỰ THẢO"
PRACTICE = "LUYỆN TẬP"

# The letterhead's columns: at 13 pt bold the national title needs 95.7 mm of the 165 mm column.
LEFT_PERCENT = 40
# A single signer's column, right of the recipients.
SIGNER_PERCENT = 56
FIRST_LINE_INDENT = 10
SIGNING_SPACE = 24
QR_SIDE = 19
# The heights a form's rows may be given.
LOWEST_ROW, HIGHEST_ROW = 4, 60

MILLIMETRES_PER_POINT = 25.4 / 72
# Kept free beside a name in its column.
COLUMN_AIR = 2


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


PORTRAIT = PageFormat(210, 297, top=20, bottom=20, left=30, right=15, sizes=Sizes())
# Landscape is for broad tables: the smaller of NĐ 30's two sets of sizes, and the smallest usual in a table.
LANDSCAPE = PageFormat(
    297, 210, top=20, bottom=20, left=30, right=20,
    sizes=Sizes(national=12, motto=13, issuer=12, place_date=13, title=13, body=13, table=11),
)  # fmt: skip
# Half a sheet, for ballots: the set of sizes at which the national title still fits its cell.
A5 = PageFormat(
    148, 210, top=12, bottom=12, left=15, right=10,
    sizes=Sizes(
        national=9, motto=10, issuer=9, number=9, place_date=10, title=12, body=12, table=11,
        recipients_heading=10, recipients=10, note=10, proof=8, page_number=11,
    ),
)  # fmt: skip


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
