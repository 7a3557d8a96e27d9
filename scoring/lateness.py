"""What came after its window had closed: since when a window is over, and the late values that wait beside sheets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from blocs.models import BlocYear, Membership
from blocs.terms import LateState, Level
from scoring.models import LateCell, Score
from scoring.rules import PHASE_OF_LEVEL, scoring_is_open
from scoring.sheet_queries import FIRST_ENTRY


@dataclass(frozen=True, slots=True)
class Late:
    """One late value of a cell, with what is stored; `points` None: the cell was to be emptied."""

    pk: int
    sheet: int
    criterion: int
    points: Decimal | None
    stored: Decimal | None
    who: str
    when: datetime
    state: LateState
    reason: str
    decided_by: str
    decided_at: datetime | None

    @property
    def waits(self) -> bool:
        return self.state is LateState.WAITING


def closed_since(year: BlocYear, level: Level, unit: Membership | None) -> datetime | None:
    """When the level's window closed for this unit; None while it is open, or before it opens, or without an end.

    For a unit that has left the year nothing is late: nothing is expected of it.
    """
    phase = year.phases_by_kind.get(PHASE_OF_LEVEL[level])
    if phase is None or phase.closes_at is None or scoring_is_open(year, level, unit):
        return None
    if unit is not None and unit.left_on is not None:
        return None
    given = year.extensions.get((phase.kind, unit.pk)) if unit is not None else None
    closed = max(phase.closes_at, given.closes_at) if given else phase.closes_at
    return closed if closed <= timezone.now() else None


def late_sentence(closed: datetime) -> str:
    moment = timezone.localtime(closed)
    return (
        f"Đã hết hạn chấm lúc {moment:%H:%M} ngày {moment:%d/%m/%Y}. Điểm này được giữ lại là điểm đến muộn; "
        "tổ thư ký quyết định có nhận hay không."
    )


def late_values(sheets: Iterable[int]) -> list[Late]:
    """Every late value of these sheets, decided ones too, in the order they came; 2 queries, 1 without any."""
    rows = list(
        LateCell.objects.filter(sheet__in=list(sheets))
        .order_by("entered_at", "pk")
        .values_list(
            "pk",
            "sheet_id",
            "criterion_id",
            "points",
            "entered_by__full_name",
            "entered_at",
            "state",
            "reason",
            "decided_by__full_name",
            "decided_at",
        )
    )
    if not rows:
        return []
    scores = Score.objects.filter(sheet__in={row[1] for row in rows}, entry=FIRST_ENTRY)
    stored = {
        (sheet, criterion): points
        for sheet, criterion, points in scores.values_list("sheet_id", "criterion_id", "points")
    }
    return [
        Late(
            pk,
            sheet,
            criterion,
            points,
            stored.get((sheet, criterion)),
            who or "",
            when,
            LateState(state),
            reason,
            by or "",
            at,
        )
        for pk, sheet, criterion, points, who, when, state, reason, by, at in rows
    ]
