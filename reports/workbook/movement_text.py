"""What a movement has many of, in one cell: the codes of its units, and its reviews.

A code never holds a line break (see `kinds.Code`), so a code stands on each line; codes separated by semicolons are
read too. A review begins with "[Sơ kết 30/06/2022]" or "[Tổng kết 15/12/2022]".
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from blocs.text import clean
from reports.paper.words import short_date

Review = tuple[bool, date, str]
"""(is final, held on, text)."""

_WORDS = {"Sơ kết": False, "Tổng kết": True}
_BEGINS = re.compile(r"^\[(Sơ kết|Tổng kết) (\d{1,2})/(\d{1,2})/(\d{4})\] ?", re.MULTILINE)


def codes_text(codes: Iterable[str]) -> str:
    return "\n".join(codes)


def _codes(text: str, known: Collection[str]) -> tuple[list[str], list[str]]:
    """(codes that are known, those that are not), in order, each once."""
    by_text = {clean(code): code for code in known}
    found: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for line in filter(None, map(clean, text.split("\n"))):
        parts = [line] if line in by_text else filter(None, map(clean, line.split(";")))
        for part in parts:
            if part in by_text:
                found[by_text[part]] = None
            else:
                unknown[part] = None
    return list(found), list(unknown)


def read_codes(text: str, known: Collection[str]) -> list[str]:
    return _codes(text, known)[0]


def unknown_codes(text: str, known: Collection[str]) -> list[str]:
    return _codes(text, known)[1]


def reviews_text(reviews: Sequence[Review]) -> str:
    return "\n".join(
        f"[{'Tổng kết' if is_final else 'Sơ kết'} {short_date(held_on)}] {text}"
        for is_final, held_on, text in reviews
    )


def read_reviews(text: str, starts_on: date | None, year: int) -> list[Review]:
    """The reviews of a cell; text without a beginning is one review on the way, on the movement's first day."""
    found: list[Review] = []
    pieces = list(_BEGINS.finditer(text))
    before = text[: pieces[0].start()].strip() if pieces else text.strip()
    if before:
        found.append((False, starts_on or date(year, 1, 1), before))
    for place, piece in enumerate(pieces):
        end = pieces[place + 1].start() if place + 1 < len(pieces) else len(text)
        word, day, month, number = piece.groups()
        try:
            held_on = date(int(number), int(month), int(day))
        except ValueError:
            held_on = starts_on or date(year, 1, 1)
        found.append((_WORDS[word], held_on, text[piece.end() : end].strip()))
    return found
