"""How saved cells are stored and told: the upsert, what came late, the journal's entries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from blocs import journal
from blocs.models import User
from blocs.rules import works_for
from blocs.terms import LateState, Level
from scoring.actions.cell_entries import CellEntry, CellKey
from scoring.actions.sheet_locking import NAMES, paper_of, sheet_name
from scoring.models import LateCell, Score, ScoreSource, Sheet
from scoring.queries import CriterionNode
from scoring.sheet_queries import SECOND_ENTRY


@dataclass(frozen=True, slots=True)
class StoredCell:
    """A cell as it stands, with who entered it and when."""

    pk: int
    points: Decimal
    reason: str
    basis: Any
    who: str
    when: datetime


def stored_cells(sheets: Iterable[int], entry: int) -> dict[CellKey, StoredCell]:
    """The cells of these sheets, of the first or the second entry; one query."""
    rows = Score.objects.filter(sheet__in=list(sheets), entry=entry).values_list(
        "sheet_id", "criterion_id", "pk", "points", "reason", "basis", "entered_by__full_name", "entered_at"
    )
    return {
        (sheet, criterion): StoredCell(pk, points, reason, basis, who or "", when)
        for sheet, criterion, pk, points, reason, basis, who, when in rows
    }


def write_cells(
    changed: Sequence[CellEntry],
    sheets: Mapping[int, Sheet],
    stored: Mapping[CellKey, StoredCell],
    *,
    actor: User,
    entry: int,
    from_form: bool,
) -> None:
    """One upsert for the scored cells, one delete for those emptied."""
    now = timezone.now()
    rows = [
        Score(
            sheet_id=cell.sheet,
            criterion_id=cell.criterion,
            entry=entry,
            points=cell.value,
            reason=cell.reason_over(stored.get(cell.key)),
            basis=cell.basis_over(stored.get(cell.key)),
            source=ScoreSource.FORM if from_form else source_of(sheets[cell.sheet], actor),
            entered_by=actor,
            entered_for_id=entered_for(sheets[cell.sheet]),
            entered_at=now,
        )
        for cell in changed
        if cell.value is not None
    ]
    if rows:
        Score.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["sheet", "criterion", "entry"],
            update_fields=[
                "points",
                "reason",
                "basis",
                "source",
                "entered_by",
                "entered_for",
                "entered_at",
            ],
        )
    emptied = [stored[cell.key].pk for cell in changed if cell.value is None and cell.key in stored]
    if emptied:
        Score.objects.filter(pk__in=emptied).delete()


def keep_late(late: Sequence[CellEntry], *, actor: User) -> None:
    """Keep what came after the window had closed; the newest value of a cell takes the place of an older one."""
    if not late:
        return
    wanted = {cell.key for cell in late}
    waiting = LateCell.objects.filter(
        sheet__in=[sheet for sheet, _criterion in wanted], state=LateState.WAITING
    )
    older = [
        pk for pk, *key in waiting.values_list("pk", "sheet_id", "criterion_id") if (key[0], key[1]) in wanted
    ]
    LateCell.objects.filter(pk__in=older).delete()
    LateCell.objects.bulk_create(
        LateCell(
            sheet_id=cell.sheet,
            criterion_id=cell.criterion,
            points=cell.value,
            entered_by=actor,
            entered_at=timezone.now(),
        )
        for cell in late
    )


def withdraw_late(keys: Sequence[CellKey]) -> None:
    """Drop late values still waiting for these cells: what was typed since takes their place."""
    if not keys:
        return
    wanted = set(keys)
    waiting = LateCell.objects.filter(
        sheet__in={sheet for sheet, _criterion in wanted}, state=LateState.WAITING
    ).values_list("pk", "sheet_id", "criterion_id")
    LateCell.objects.filter(pk__in=[pk for pk, *key in waiting if (key[0], key[1]) in wanted]).delete()


def unsettle(sheets: Iterable[Sheet]) -> None:
    """A first entry that changes has to be compared with the second once more."""
    compared = {sheet.pk for sheet in sheets if sheet.settled_at is not None}
    if compared:
        Sheet.objects.filter(pk__in=compared).update(settled_at=None, settled_by=None)


def second_authors(sheet: int) -> frozenset[int]:
    """Ids of those who typed a sheet's second entry."""
    rows = Score.objects.filter(sheet=sheet, entry=SECOND_ENTRY).values_list("entered_by", flat=True)
    return frozenset(pk for pk in rows if pk is not None)


def source_of(sheet: Sheet, actor: User) -> ScoreSource:
    """What people type for themselves is their own; what the secretariat types for a unit or the board is from paper."""
    unit = paper_of(sheet)
    if sheet.level == Level.BLOC or (unit is not None and works_for(actor, unit)):
        return ScoreSource.OWN
    is_board = not any(seat.bloc_id == sheet.year.bloc_id for seat in actor.seats)
    return ScoreSource.OWN if sheet.level == Level.APPRAISAL and is_board else ScoreSource.PAPER


def entered_for(sheet: Sheet) -> int | None:
    """The membership whose paper it is; None for the bloc's and the board's."""
    if sheet.level == Level.SELF:
        return sheet.scored_id
    return sheet.scorer_id


def journal_cells(
    changed: Sequence[CellEntry],
    sheets: Mapping[int, Sheet],
    stored: Mapping[CellKey, StoredCell],
    leaves: Mapping[int, CriterionNode],
    *,
    actor: User,
) -> None:
    """A draft cell keeps who and when on its row; what changes after a first handing-in is recorded."""
    by_sheet: dict[int, list[CellEntry]] = {}
    for cell in changed:
        if sheets[cell.sheet].handed_in_at is not None:
            by_sheet.setdefault(cell.sheet, []).append(cell)
    named = Sheet.objects.select_related(*NAMES).in_bulk(by_sheet) if by_sheet else {}
    for pk, cells in by_sheet.items():
        journal.record(
            year=sheets[pk].year,
            actor=actor,
            action="scores.changed",
            subject=sheet_name(named[pk]),
            old={
                leaves[cell.criterion].code: old.points if (old := stored.get(cell.key)) else None
                for cell in cells
            },
            new={leaves[cell.criterion].code: cell.value for cell in cells},
            reason="; ".join(
                f"{leaves[cell.criterion].code}: {cell.reason}" for cell in cells if cell.reason
            ),
        )
