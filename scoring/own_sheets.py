"""A unit's own sheets: how far each is, what was told of it, and whose hands entered it; constant queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from blocs.models import UNIT_SEATS, BlocYear, Membership, Seat
from blocs.terms import Level, SheetState
from reports.paper.words import short_date
from scoring.models import Score, ScoreSource, Sheet
from scoring.queries import COUNTING, rule_set, sheet_rows
from scoring.sheet_queries import FIRST_ENTRY, missing_codes


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """One sheet that is a unit's work. `filled` of `required`: content criteria scored."""

    pk: int
    level: Level
    scored: Membership
    state: SheetState
    filled: int
    required: int
    handed_in_at: datetime | None
    handed_in_by: str
    recusal_reason: str
    reopening_reason: str
    reopened_at: datetime | None
    late_reason: str

    @property
    def is_in(self) -> bool:
        return self.state in COUNTING

    @property
    def is_settled(self) -> bool:
        return self.is_in or self.state is SheetState.RECUSED

    @property
    def is_full(self) -> bool:
        return self.filled >= self.required


def own_sheets(year: BlocYear, unit: Membership) -> list[OwnSheet]:
    """The unit's self-sheet and its peer sheets, in the order of levels and bloc; one query."""
    members = {member.pk: member for member in year.members}
    content = required_criteria(year)
    rows = (
        Sheet.objects.filter(year=year)
        .filter(Q(level=Level.SELF, scored=unit) | Q(level=Level.PEER, scorer=unit))
        .annotate(filled=Count("scores", filter=Q(scores__entry=FIRST_ENTRY, scores__criterion__in=content)))
        .values_list(
            "pk", "level", "scored_id", "state", "filled", "handed_in_at", "handed_in_by__full_name",
            "recusal_reason", "reopening_reason", "reopened_at", "late_reason",
        )
    )  # fmt: skip
    found = [
        OwnSheet(
            pk,
            Level(level),
            members[scored],
            SheetState(state),
            filled,
            len(content),
            at,
            by or "",
            recusal,
            reopening,
            reopened_at,
            late,
        )
        for pk, level, scored, state, filled, at, by, recusal, reopening, reopened_at, late in rows
    ]
    levels = list(Level)
    return sorted(found, key=lambda sheet: (levels.index(sheet.level), sheet.scored.position, sheet.pk))


def required_criteria(year: BlocYear) -> list[int]:
    """Ids of the criteria without which a sheet cannot be handed in."""
    rules = rule_set(year.current_rules)
    needed = set(missing_codes(rules, {}, Level.PEER))
    return [leaf.criterion_id for leaf in rules.leaves if leaf.code in needed]


def entered_for(unit: Membership, sheets: Iterable[int]) -> dict[int, str]:
    """Sheet id -> "tổ thư ký nhập thay (Nguyễn Văn A, 12 ô, ngày 20/11/2020)" of cells that no one of the unit typed.

    Whoever holds or held a seat of the unit is its own. One query.
    """
    own = Seat.objects.filter(
        user=OuterRef("entered_by"), unit=unit.unit_id, kind__in=[kind.value for kind in UNIT_SEATS]
    )
    rows = (
        Score.objects.filter(sheet__in=list(sheets), entry=FIRST_ENTRY)
        .exclude(source=ScoreSource.OWN)
        .filter(~Exists(own))
        .order_by()
        .values_list("sheet_id", "entered_by__full_name", "source")
        .annotate(cells=Count("pk"), last=Max("entered_at"))
    )
    found: dict[int, list[str]] = {}
    for sheet, who, source, cells, last in rows:
        day = short_date(timezone.localtime(last).date())
        how = "theo sổ Excel của năm" if source == ScoreSource.WORKBOOK else "tổ thư ký nhập thay"
        hand = ", ".join(filter(None, (who, f"{cells} ô", f"ngày {day}")))
        found.setdefault(sheet, []).append(f"{how} ({hand})")
    return {sheet: "; ".join(parts) for sheet, parts in found.items()}


@dataclass(frozen=True, slots=True)
class OwnCount:
    """How many of a unit's sheets of a level are in, of those expected, and how many it does not score."""

    done: int
    expected: int
    recused: int

    @property
    def is_done(self) -> bool:
        return self.done == self.expected


def own_counts(year: BlocYear, unit: Membership) -> dict[Level, OwnCount]:
    """Of the levels the unit has sheets of; no query beyond the year's sheets. As `waiting_sheets` counts them:
    a sheet about a unit that has left is expected only when it is in."""
    left = {member.pk for member in year.members if member.left_on is not None}
    states: dict[Level, list[SheetState]] = {}
    for row in sheet_rows(year):
        whose = {Level.SELF: row.scored, Level.PEER: row.scorer}.get(row.level)
        if whose == unit.pk and (row.scored not in left or row.state in COUNTING):
            states.setdefault(row.level, []).append(row.state)
    return {
        level: OwnCount(
            done=sum(state in COUNTING for state in found),
            expected=sum(state is not SheetState.RECUSED for state in found),
            recused=sum(state is SheetState.RECUSED for state in found),
        )
        for level, found in states.items()
    }
