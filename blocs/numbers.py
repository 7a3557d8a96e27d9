"""Numbers as people type them: a comma or a point as the decimal mark, never a thousands mark.

Standard library only.
"""

import re
from decimal import Decimal

MAX_PLACES = 6
LARGEST = Decimal(10**12)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?|[+-]?[.,]\d+")


def whole(text: str) -> int | None:
    """The number of an address or a hidden field; None for what is none, or is longer than any of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def read_number(text: str) -> Decimal:
    """The number that `text` spells.

    Raises ValueError with a Vietnamese sentence when it is not a number, is ambiguous ("1.234,5"), has more than
    6 decimals or is 10¹² or larger (contract §3).
    """
    stripped = text.strip().replace("\u2212", "-")
    if not stripped:
        raise ValueError("Chưa nhập số.")
    if not _NUMBER.fullmatch(stripped):
        raise ValueError(
            f"“{text.strip()}” không phải là số. Chỉ dùng một dấu phẩy hoặc dấu chấm cho phần thập phân."
        )
    value = Decimal(stripped.replace(",", "."))
    if abs(value) >= LARGEST:
        raise ValueError(f"“{text.strip()}” quá lớn.")
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MAX_PLACES:
        raise ValueError(f"“{text.strip()}” có hơn {MAX_PLACES} chữ số thập phân.")
    return value
