"""The results on the screen of a hall: large, page by page, or shown one rank after another from the last up."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from awards.results import UnitResult, YearResults
from awards.wording import describe_undecided
from blocs.context import year_url
from reports.paper.words import number

PAGE_ROWS = 16
FROM, PAGE = "tu", "trang"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the screen: `since`, the best rank shown so far (None: all); `page` from 1 on (None: where `since` is)."""

    since: int | None = None
    page: int | None = None


def shown_from(asked: Any) -> Shown:
    """From an address' parameters; what is no number from 1 on is as if it were not there."""

    def whole(name: str) -> int | None:
        text = asked.get(name, "")
        return int(text) or None if len(text) < 6 and text.isascii() and text.isdecimal() else None

    return Shown(whole(FROM), whole(PAGE))


def hall_context(results: YearResults, shown: Shown) -> dict[str, Any]:
    """Keys: templates/awards/results_hall.html; no rows before the first score. Of a unit still hidden nothing is there."""
    units = results.in_rank_order() if any(one.score.combined for one in results.units.values()) else []
    ranks = sorted({rank for unit in units if (rank := unit.standing.rank) is not None})
    since = None if shown.since is None or not ranks else max(one for one in ranks if one <= shown.since)
    pages = max(-(-len(units) // PAGE_ROWS), 1)
    first_shown = [unit.standing.rank for unit in units].index(since) if since is not None else 0
    page = min(shown.page or first_shown // PAGE_ROWS + 1, pages)
    awards = _nominated(results)
    rows = [_row(results, unit, since, awards) for unit in units]
    year = results.year
    return {
        "year": year.year,
        "bloc": year.bloc_label,
        "is_practice": year.is_practice,
        "is_published": year.is_published,
        "rows": rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS],
        "has_classes": bool(results.consolidation.rules.bands),
        "has_awards": bool(results.awards),
        "density": _density(min(len(rows), PAGE_ROWS)),
        "undecided": _undecided(results) if since is None else [],
        "page_text": f"Trang {page}/{pages}" if pages > 1 else "",
        "links": _links(results, ranks, since, page, pages),
        "back_url": year_url("results", year),
    }


def _density(rows: int) -> str:
    return "is-few" if rows <= 8 else "is-dense" if rows <= 12 else "is-crowded"


def _row(
    results: YearResults,
    unit: UnitResult,
    since: int | None,
    awards: dict[str, list[str]],
) -> dict[str, Any]:
    rank = unit.standing.rank
    if since is not None and rank is not None and rank < since:
        return {"hidden": True}
    return {
        "hidden": False,
        "rank": "–" if rank is None else str(rank),
        "is_first": rank == 1,
        "is_new": since is not None and rank == since,
        "name": unit.member.short_name,
        "points": number(unit.score.final, results.decimals) or "–",
        "note": "" if rank is not None else "không xếp hạng" if unit.standing.barred else "chưa có tổng điểm",
        "class_name": unit.standing.band or "",
        "awards": awards.get(unit.member.code, []),
    }


def _nominated(results: YearResults) -> dict[str, list[str]]:
    """Unit -> the awards it is proposed for, in `Thứ tự`."""
    found: dict[str, list[str]] = {}
    for line, nomination in zip(results.awards, results.nominations, strict=True):
        for code in nomination.nominated:
            found.setdefault(code, []).append(line.short_name)
    return found


def _undecided(results: YearResults) -> list[str]:
    return [
        f"{line.name}: {describe_undecided(nomination)}"
        for line, nomination in zip(results.awards, results.nominations, strict=True)
        if nomination.undecided
    ]


def _links(
    results: YearResults, ranks: list[int], since: int | None, page: int, pages: int
) -> list[dict[str, str]]:
    """`rel` next and prev follow the arrow keys: rank by rank while ranks are hidden, else page by page."""

    def link(label: str, rel: str = "", asked: dict[str, int] | None = None) -> dict[str, str]:
        address = year_url("results-hall", results.year)
        return {"label": label, "rel": rel, "url": f"{address}?{urlencode(asked)}" if asked else address}

    links = []
    if since is not None:
        place = ranks.index(since)
        if place + 1 < len(ranks):
            links.append(link("Lùi lại một hạng", "prev", {FROM: ranks[place + 1]}))
        if place:
            links.append(link("Công bố hạng tiếp theo", "next", {FROM: ranks[place - 1]}))
        links.append(link("Hiện tất cả"))
        return links
    if page > 1:
        links.append(link("Trang trước", "prev", {PAGE: page - 1}))
    if page < pages:
        links.append(link("Trang sau", "next", {PAGE: page + 1}))
    if len(ranks) > 1:
        links.append(link("Công bố dần từ hạng cuối", asked={FROM: ranks[-1]}))
    return links
