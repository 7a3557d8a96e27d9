"""Reading a chain page by page, by entry number, newest first."""

import json
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from blocs.models import Chain, JournalEntry
from blocs.sentences import ShownEntry, shown

PAGE = 50


@dataclass(frozen=True, slots=True)
class JournalPage:
    """`days` are (day, its entries); `older` and `newer` are the numbers to page from, None at an end."""

    total: int
    anchor: str
    days: list[tuple[date, list[ShownEntry]]]
    older: int | None
    newer: int | None


def journal_page(
    chain: Chain | None, *, before: int | None = None, after: int | None = None, tells_scores: bool = False
) -> JournalPage:
    """The newest PAGE entries, or those next before or after a number; two queries.

    `tells_scores`: for who reads the year's sheets; the others learn that a sheet was changed, not what stands on it.
    """
    entries = JournalEntry.objects.filter(chain=chain)
    last = entries.order_by("-number").first() if chain else None
    if last is None:
        return JournalPage(total=0, anchor="", days=[], older=None, newer=None)
    if after is not None:
        rows = list(entries.filter(number__gt=after).order_by("number")[:PAGE])[::-1]
    else:
        older = entries.filter(number__lt=before) if before is not None else entries
        rows = list(older.order_by("-number")[:PAGE])
    read = [shown(row, json.loads(row.text), tells_scores=tells_scores) for row in rows]
    return JournalPage(
        total=last.number,
        anchor=f"{last.number}:{last.hash[:16]}",
        days=[(day, list(group)) for day, group in groupby(read, key=lambda entry: entry.day)],
        older=rows[-1].number if rows and rows[-1].number > 1 else None,
        newer=rows[0].number if rows and rows[0].number < last.number else None,
    )
