"""Reading sheets for entering scores: one paper as a grid, and who has handed in what, in constant queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from django.db.models import Count, Q

from blocs.memo import once_per_year
from blocs.models import BlocYear, Membership
from blocs.terms import CriterionGroup, Level, SheetState
from scoring.memory import Memory
from scoring.models import Score, Sheet
from scoring.queries import COUNTING, RuleSet, SheetRow, rule_set, sheet_rows
from scoring.score_checks import score_fault
from scoring.visibility import Sight

LEVEL_SLUGS = {
    Level.SELF: "tu-cham",
    Level.PEER: "cheo",
    Level.BLOC: "khoi",
    Level.APPRAISAL: "tham-dinh",
}
FIRST_ENTRY, SECOND_ENTRY = 1, 2

# In place of the reasons of a sheet of another unit.
_UNTOLD = ("", "", "")

CellPoints = Mapping[int, Decimal]

# Points of a sheet under its id and revision: a paper that is looked at again reads only what has changed.
_points_memory: Memory[tuple[int, int], CellPoints] = Memory(4000)


@dataclass(frozen=True, slots=True)
class Column:
    """One sheet of a paper: the unit scored, at which level and by whom, its state, who handed it in and when."""

    sheet: int
    level: Level
    member: Membership
    scorer: Membership | None
    state: SheetState
    handed_in_at: datetime | None
    handed_in_by: str
    revision: int
    late_reason: str
    recusal_reason: str = ""
    reopening_reason: str = ""
    reopened_at: datetime | None = None
    second_by: str | None = None
    second_at: datetime | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None
    locked_by: str | None = None
    locked_at: datetime | None = None
    # Its points are kept from the reader, who is typing its second entry (scoring.visibility).
    is_covered: bool = False

    @property
    def by(self) -> Membership | None:
        """Whose paper the sheet comes from: the scorer, the unit itself, or None for the bloc and the board."""
        return self.member if self.level is Level.SELF else self.scorer


@dataclass(frozen=True, slots=True)
class SheetTable:
    """Sheets beside each other, criteria down: what a grid shows.

    `points`: sheet id -> criterion id -> points, cells not scored left out, as are all of a covered sheet. `claims`: membership id -> what the unit
    gave itself, where it is shown beside the cells (scoring/claims.py).
    """

    year: BlocYear
    rules: RuleSet
    columns: tuple[Column, ...]
    points: Mapping[int, CellPoints]
    claims: Mapping[int, CellPoints] = field(default_factory=dict, kw_only=True)

    def only(self, columns: Iterable[Column]) -> Self:
        """The table with these of its columns."""
        kept = tuple(columns)
        return replace(self, columns=kept, points={c.sheet: self.points[c.sheet] for c in kept})

    def missing(self, column: Column) -> list[str]:
        """Codes of the content leaves not scored yet; without them a sheet cannot be handed in."""
        return missing_codes(self.rules, self.points.get(column.sheet, {}), column.level)


@dataclass(frozen=True, slots=True)
class ScorePaper(SheetTable):
    """What one scorer fills: a peer scorer's sheets, or all units' sheets of another level.

    A unit's own column is not on its peer paper, because that sheet cannot exist.
    """

    level: Level
    scorer: Membership | None

    @property
    def slug(self) -> str:
        return LEVEL_SLUGS[self.level]

    @property
    def address(self) -> dict[str, str]:
        """What an address of this paper takes beside bloc and year."""
        return {"level": self.slug} | ({"scorer": self.scorer.code} if self.scorer else {})

    @property
    def title(self) -> str:
        if self.level is Level.SELF and len(self.columns) == 1:
            return f"Phiếu tự chấm của {self.columns[0].member.name}"
        return paper_title(self.level, self.scorer)

    def names(self, column: Column) -> tuple[str, str]:
        """What a column is called, whole and short: the unit scored."""
        return column.member.name, column.member.short_name


@dataclass(frozen=True, slots=True)
class UnitPaper(SheetTable):
    """All sheets about one unit: its own, each peer scorer's, the bloc's and the board's, as far as they may be read."""

    member: Membership

    @property
    def title(self) -> str:
        return f"Phiếu về {self.member.name}"

    def names(self, column: Column) -> tuple[str, str]:
        """What a column is called, whole and short: who scored."""
        if column.scorer is None:
            return column.level.label, column.level.label
        return f"{column.scorer.name} chấm chéo", column.scorer.short_name


AnyPaper = ScorePaper | UnitPaper


def paper_title(level: Level, scorer: Membership | None) -> str:
    """ "Phiếu chấm chéo của Hội Nhà báo": what the page and the journal call a paper."""
    match level:
        case Level.PEER:
            return f"Phiếu chấm chéo của {scorer.name if scorer else 'đơn vị'}"
        case Level.SELF:
            return "Phiếu tự chấm của các đơn vị"
        case Level.BLOC:
            return "Phiếu chấm của Khối"
        case _:
            return "Phiếu thẩm định"


def missing_codes(rules: RuleSet, scored: Mapping[int, object], level: Level) -> list[str]:
    """Content leaves that `scored` (by criterion id) leaves out, in the tree's order (contract §4, One sheet).

    What only the appraisal scores is not missing at another level.
    """
    return [
        node.code
        for node in rules.leaves
        if node.group is CriterionGroup.CONTENT
        and node.criterion_id not in scored
        and node.is_asked_at(level)
    ]


def unfit_codes(rules: RuleSet, scored: CellPoints) -> list[str]:
    """Leaves whose points cannot stand any more, as after a change of the rules; to be put right before handing in."""
    return [
        f"{node.code} (điểm không còn hợp lệ)"
        for node in rules.leaves
        if node.criterion_id in scored and score_fault(scored[node.criterion_id], node.maximum, node.step)
    ]


def level_of(slug: str) -> Level | None:
    return next((level for level, name in LEVEL_SLUGS.items() if name == slug), None)


def read_paper(
    year: BlocYear, level: Level, scorer: Membership | None, sight: Sight | None = None
) -> ScorePaper:
    """A paper with its columns in bloc order: at most 2 queries besides members and rules.

    `sight`: only the sheets this person may read (None: all of them), with the claims that may stand beside them.
    """
    columns = _columns(year, sight, level=level, scorer=scorer)
    columns.sort(key=lambda column: (column.member.position, column.member.pk))
    claimed = _claim_sheets(year, columns, sight) if sight and level is not Level.SELF else []
    read = _points(_uncovered(columns) | {row.pk: row.revision for row in claimed})
    return ScorePaper(
        year,
        rule_set(year.current_rules),
        tuple(columns),
        {column.sheet: read.get(column.sheet, {}) for column in columns},
        level,
        scorer,
        claims={row.scored: read[row.pk] for row in claimed},
    )


def read_unit_paper(year: BlocYear, member: Membership, sight: Sight | None = None) -> UnitPaper:
    """The sheets about a unit, by level and then in the scorers' order: at most 2 queries besides members and rules."""
    columns = _columns(year, sight, scored=member, level__in=year.current_rules.levels)
    order = list(Level)
    columns.sort(key=lambda c: (order.index(c.level), c.scorer.position if c.scorer else 0, c.sheet))
    read = _points(_uncovered(columns))
    points = {column.sheet: read.get(column.sheet, {}) for column in columns}
    return UnitPaper(year, rule_set(year.current_rules), tuple(columns), points, member)


def _uncovered(columns: Iterable[Column]) -> dict[int, int]:
    """Sheet id -> revision of the sheets whose points the reader may see."""
    return {column.sheet: column.revision for column in columns if not column.is_covered}


def _claim_sheets(year: BlocYear, columns: Iterable[Column], sight: Sight) -> list[SheetRow]:
    """The handed-in self-sheets of the units scored here whose claims this person may read."""
    units = {column.member.pk for column in columns}
    return [
        row
        for row in sheet_rows(year)
        if row.level is Level.SELF
        and row.state in COUNTING
        and row.scored in units
        and row.pk not in sight.covered
        and sight.reads_self_sheet_of(row.scored)
    ]


def _points(revisions: Mapping[int, int]) -> dict[int, CellPoints]:
    """Sheet id -> criterion id -> points, first entries; one query for the sheets whose revision is not in memory.

    `revisions`: sheet id -> its revision, read before this is called: what is written meanwhile is then kept under a
    revision that nobody asks for again.
    """
    found = {pk: kept for pk, key in revisions.items() if (kept := _points_memory.get((pk, key))) is not None}
    if wanted := [pk for pk in revisions if pk not in found]:
        fresh = points_by_criterion(wanted)
        _points_memory.keep({(pk, revisions[pk]): points for pk, points in fresh.items()})
        found |= fresh
    return found


def _columns(year: BlocYear, sight: Sight | None, **wanted: Any) -> list[Column]:
    members = {member.pk: member for member in year.members}
    rows = (
        Sheet.objects.filter(year=year, **wanted)
        .order_by("pk")
        .values_list(
            "pk",
            "level",
            "scored_id",
            "scorer_id",
            "state",
            "handed_in_at",
            "handed_in_by__full_name",
            "revision",
            "late_reason",
            "recusal_reason",
            "reopening_reason",
            "reopened_at",
            "second_by__full_name",
            "second_at",
            "settled_by__full_name",
            "settled_at",
            "locked_by__full_name",
            "locked_at",
        )
    )
    found = [
        Column(
            pk,
            Level(level),
            members[scored],
            members[scorer] if scorer else None,
            SheetState(state),
            at,
            by or "",
            revision,
            *(told if sight is None or sight.tells_of(Level(level), scored, scorer) else _UNTOLD),
        )
        for pk, level, scored, scorer, state, at, by, revision, *told in rows
        if sight is None or sight.reads_sheet(Level(level), scored, scorer, SheetState(state))
    ]
    covered = sight.covered if sight else frozenset()
    return [replace(column, is_covered=True) if column.sheet in covered else column for column in found]


def points_by_criterion(sheets: Sequence[int], entry: int = FIRST_ENTRY) -> dict[int, dict[int, Decimal]]:
    """Sheet id -> criterion id -> points as they are stored now; one query."""
    found: dict[int, dict[int, Decimal]] = {sheet: {} for sheet in sheets}
    rows = Score.objects.filter(sheet__in=sheets, entry=entry).values_list(
        "sheet_id", "criterion_id", "points"
    )
    for sheet, criterion, points in rows:
        found[sheet][criterion] = points
    return found


@once_per_year
def filled_counts(year: BlocYear) -> dict[int, int]:
    """Sheet id -> how many of its cells are scored; one query."""
    rows = (
        Score.objects.filter(sheet__year=year, entry=FIRST_ENTRY)
        .order_by()
        .values_list("sheet_id")
        .annotate(cells=Count("pk"))
    )
    return dict(rows)


@once_per_year
def sheets_by_paper(year: BlocYear) -> dict[tuple[Level, int | None], list[SheetRow]]:
    """The year's sheets by level and, for the peer level, scorer id."""
    papers: dict[tuple[Level, int | None], list[SheetRow]] = {}
    for row in sheet_rows(year):
        papers.setdefault((row.level, row.scorer), []).append(row)
    return papers


def scored_by(year: BlocYear, scorer: Membership) -> list[Membership]:
    """The units a scorer scores, in bloc order: itself is never among them, nor whom it has said not to score."""
    rows = sheets_by_paper(year).get((Level.PEER, scorer.pk), ())
    scored = {row.scored for row in rows if row.state is not SheetState.RECUSED}
    return [member for member in year.members if member.pk in scored]


def any_handed_in(year: BlocYear) -> bool:
    """Whether any sheet of the year was ever handed in, reopened since or not; one query."""
    ever = Q(handed_in_at__isnull=False) | Q(state__in=COUNTING)
    return Sheet.objects.filter(ever, year=year).exists()
