"""What the page of a paper says of its sheets beside their state: late, waiting for what, entered twice, locked by whom.

Told to those who keep the sheets and to the unit whose sheets they are; others read the state alone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from blocs.models import BlocYear, Membership, User
from blocs.terms import Level, SheetState
from blocs.year_phases import moment_in_words
from scoring.lateness import closed_since
from scoring.queries import SheetRow, late_waiting, sheet_rows
from scoring.rules import fills_paper, keeps_sheets
from scoring.sheet_checks import Waits, waits
from scoring.sheet_queries import Column, ScorePaper
from scoring.views.papers import paper_url
from scoring.visibility import sight

LATE_TONE, WAITS_TONE = "due", "due"


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Tag:
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One sheet of which there is something to say."""

    name: str
    tags: list[Tag]
    told: list[str]


@dataclass(frozen=True, slots=True)
class CheckPanel:
    """`links`: what is to be done, with its page where this person may open it."""

    links: list[Link] = field(default_factory=list)
    lines: list[CheckLine] = field(default_factory=list)


def check_panel(user: User, paper: ScorePaper) -> CheckPanel:
    """At most 3 queries, and none where the year's rule asks for neither reasons nor second entries."""
    seen = sight(user, paper.year)
    columns = {
        column.sheet: column
        for column in paper.columns
        if seen.everything or seen.is_own(column.level, column.member.pk, _pk(column.scorer))
    }
    rows = [row for row in sheet_rows(paper.year) if row.pk in columns]
    waiting = waits(paper.year, rows)
    late = {row.pk: late_waiting(paper.year)[row.pk] for row in rows if row.pk in late_waiting(paper.year)}
    lines = [
        line
        for row in rows
        if (line := _line(row, columns[row.pk], waiting.get(row.pk, ()), late.get(row.pk, 0)))
    ]
    return CheckPanel(_links(user, paper, list(columns.values()), waiting, sum(late.values())), lines)


def _pk(member: Membership | None) -> int | None:
    return member.pk if member else None


def _line(
    row: SheetRow,
    column: Column,
    waiting: Sequence[Waits],
    late: int,
) -> CheckLine | None:
    tags = [Tag("nộp muộn", LATE_TONE)] if row.came_late and row.state is not SheetState.FILLING else []
    if late:
        tags.append(Tag(f"{late} điểm đến muộn", LATE_TONE))
    tags += [Tag(why.label, WAITS_TONE) for why in waiting if why is not Waits.LATE]
    told = _hands(column)
    return CheckLine(column.member.name, tags, told) if tags or told else None


def _hands(column: Column) -> list[str]:
    """Who entered the sheet a second time, compared and locked it, and when."""
    return [
        f"{what}: {who or ''}, {moment_in_words(when)}"
        for what, who, when in (
            ("Nhập lần hai", column.second_by, column.second_at),
            ("Đối chiếu", column.settled_by, column.settled_at),
            ("Khóa", column.locked_by, column.locked_at),
        )
        if when is not None
    ]


def _links(
    user: User,
    paper: ScorePaper,
    columns: Sequence[Column],
    waiting: Mapping[int, Sequence[Waits]],
    late: int,
) -> list[Link]:
    year = paper.year
    keeps = keeps_sheets(user, year, paper.level, paper.scorer)
    counts = Counter(why for found in waiting.values() for why in found)
    links = [Link(f"{late} điểm đến muộn", paper_url("sheet-late", paper))] if late else []
    if counts[Waits.REASONS]:
        may = any(fills_paper(user, year, column.level, column.by) for column in columns)
        links.append(
            Link(
                f"{counts[Waits.REASONS]} phiếu chờ giải thích điểm chênh lệch",
                paper_url("sheet-reasons", paper) if may else "",
            )
        )
    for why, name in ((Waits.SECOND, "sheet-second"), (Waits.COMPARING, "sheet-compare")):
        if counts[why]:
            links.append(Link(f"{counts[why]} phiếu {why.label}", paper_url(name, paper) if keeps else ""))
    if not keeps or year.is_published:
        return links
    over = [c for c in columns if c.state is SheetState.FILLING and _is_over(year, c) and not c.late_reason]
    if over:
        links.append(Link("Nhận phiếu nộp muộn", paper_url("sheet-take-late", paper)))
    states = {column.state for column in columns}
    if SheetState.HANDED_IN in states:
        links.append(Link("Khóa phiếu", paper_url("sheet-lock", paper)))
    if SheetState.LOCKED in states:
        links.append(Link("Mở khóa phiếu", paper_url("sheet-unlock", paper)))
    return links


def _is_over(year: BlocYear, column: Column) -> bool:
    return closed_since(year, Level(column.level), column.by) is not None
