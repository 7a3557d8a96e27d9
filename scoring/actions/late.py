"""What came after its window had closed: single values taken in or refused, and whole sheets accepted late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from blocs import journal
from blocs.models import User
from blocs.refusals import Refused
from blocs.terms import LateState, Level, SheetState
from scoring.actions.cell_entries import CellKey
from scoring.actions.cell_rows import source_of, unsettle
from scoring.actions.sheet_locking import lock_sheets, paper_of, sheet_name
from scoring.actions.sheet_readiness import Lacking, close_sheets, sorted_by_readiness
from scoring.actions.sheets import checked_reason, record_step
from scoring.lateness import closed_since
from scoring.models import LateCell, Score, Sheet
from scoring.queries import CriterionNode, rule_set
from scoring.rules import keeps_sheets
from scoring.score_checks import score_fault
from scoring.sheet_queries import FIRST_ENTRY
from scoring.workflow import TAKE_LATE, WORDS

_DECIDABLE = (SheetState.FILLING, SheetState.HANDED_IN)


@dataclass(frozen=True, slots=True)
class TakenLate:
    """Sheets handed in late now, and those accepted but still to be completed, with what they lack."""

    now: list[Sheet]
    incomplete: Lacking
    unexplained: Lacking


@transaction.atomic
def decide_late(
    *, actor: User, bloc: str, year: str | int, ids: Iterable[int], take: bool, reason: str
) -> int:
    """Take late values in, or refuse them; how many were still waiting. Sent twice it does nothing more.

    A value taken in keeps who typed it and when; the journal has both values. Raises Invalid without a reason, NotThere,
    NotAllowed, Refused where the sheet is locked or not scored, or a value fits the criterion no more.
    """
    reason = checked_reason(reason)
    wanted = list(ids)
    about = LateCell.objects.filter(pk__in=wanted).values_list("sheet_id", flat=True)
    sheets = lock_sheets(actor=actor, bloc=bloc, year=year, ids=about, may=keeps_sheets, names=True)
    waiting = _waiting(sheets, pk__in=wanted)
    for sheet in sheets:
        if sheet.pk in waiting:
            _require_decidable(sheet)
    old = _stored(waiting)
    if take:
        _take_in(waiting, sheets)
    rows = [late for cells in waiting.values() for late in cells]
    _mark(rows, LateState.TAKEN if take else LateState.REFUSED, reason, actor)
    action = "scores.late_taken" if take else "scores.late_refused"
    _journal(action, waiting, old, sheets, actor=actor, reason=reason)
    return len(rows)


@transaction.atomic
def take_sheets_late(
    *, actor: User, bloc: str, year: str | int, ids: Iterable[int], reason: str
) -> TakenLate:
    """Accept sheets although their window is over, with the late values that wait beside them.

    Those that are complete then are handed in; the others stay open for those who keep the sheets, who type them from
    paper and hand them in. Either way the sheet says that it came late, and why. Raises Invalid without a reason,
    NotThere, NotAllowed, Refused while the window is open or for a sheet that is not being filled.
    """
    reason = checked_reason(reason)
    sheets = lock_sheets(actor=actor, bloc=bloc, year=year, ids=ids, may=TAKE_LATE.may, names=True)
    moved = [sheet for sheet in sheets if sheet.state != TAKE_LATE.target]
    if not moved:
        return TakenLate([], [], [])
    for sheet in moved:
        _require_late(sheet)
    waiting = _waiting(moved)
    old = _stored(waiting)
    _take_in(waiting, moved)
    _mark([late for cells in waiting.values() for late in cells], LateState.TAKEN, reason, actor)
    ready, incomplete, unexplained = sorted_by_readiness(moved)
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in moved]).update(late_reason=reason)
    close_sheets(ready, actor)
    _journal("scores.late_taken", waiting, old, moved, actor=actor, reason=reason)
    record_step(TAKE_LATE, actor, ready, reason)
    still_open = [sheet for sheet, _codes in (*incomplete, *unexplained)]
    record_step(TAKE_LATE, actor, still_open, reason, only=("sheets.accepted_late", SheetState.FILLING))
    return TakenLate(ready, incomplete, unexplained)


def _waiting(sheets: Sequence[Sheet], **wanted: Any) -> dict[int, list[LateCell]]:
    """Sheet id -> its waiting late values, locked along with their sheet."""
    rows = LateCell.objects.filter(sheet__in=sheets, state=LateState.WAITING, **wanted)
    found: dict[int, list[LateCell]] = {}
    for late in rows.select_related("entered_by").order_by("pk"):
        found.setdefault(late.sheet_id, []).append(late)
    return found


def _require_decidable(sheet: Sheet) -> None:
    state = SheetState(sheet.state)
    if state not in _DECIDABLE:
        name = sheet_name(sheet)
        raise Refused(
            f"{name[0].upper()}{name[1:]} {WORDS[state].staff} nên chưa quyết định được điểm đến muộn. {WORDS[state].way_back}"
        )


def _require_late(sheet: Sheet) -> None:
    name = sheet_name(sheet)
    name = f"{name[0].upper()}{name[1:]}"
    if sheet.state != TAKE_LATE.source:
        raise Refused(f"{name} {WORDS[SheetState(sheet.state)].staff}, nên không thể “{TAKE_LATE.label}”.")
    if closed_since(sheet.year, Level(sheet.level), paper_of(sheet)) is None:
        raise Refused(f"{name} chưa hết hạn, nên nộp như bình thường; chưa phải là phiếu nộp muộn.")


def _take_in(waiting: Mapping[int, Sequence[LateCell]], sheets: Sequence[Sheet]) -> None:
    """Late values become the first entry, under the name and the time of who typed them."""
    if not waiting:
        return
    leaves = _leaves(sheets[0])
    people = {late.entered_by_id: late.entered_by for cells in waiting.values() for late in cells}
    rows, emptied = [], []
    for sheet in sheets:
        for late in waiting.get(sheet.pk, ()):
            leaf = leaves.get(late.criterion_id)
            points: Decimal | None = late.points
            if leaf is None or (points is not None and score_fault(points, leaf.maximum, leaf.step)):
                raise Refused(
                    "Tiêu chí đã thay đổi nên có điểm đến muộn không còn dùng được. Hãy không nhận điểm ấy và nhập lại."
                )
            if points is None:
                emptied.append((sheet.pk, late.criterion_id))
                continue
            rows.append(
                Score(
                    sheet=sheet,
                    criterion_id=late.criterion_id,
                    entry=FIRST_ENTRY,
                    points=points,
                    source=source_of(sheet, people[late.entered_by_id]),
                    entered_by_id=late.entered_by_id,
                    entered_for=paper_of(sheet),
                    entered_at=late.entered_at,
                )
            )
    Score.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["sheet", "criterion", "entry"],
        update_fields=["points", "source", "entered_by", "entered_for", "entered_at"],
    )
    for sheet_pk, criterion in emptied:
        Score.objects.filter(sheet=sheet_pk, criterion=criterion, entry=FIRST_ENTRY).delete()
    unsettle(sheet for sheet in sheets if sheet.pk in waiting)


def _mark(rows: Sequence[LateCell], state: LateState, reason: str, actor: User) -> None:
    LateCell.objects.filter(pk__in=[late.pk for late in rows]).update(
        state=state, reason=reason, decided_by=actor, decided_at=timezone.now()
    )


def _leaves(sheet: Sheet) -> dict[int, CriterionNode]:
    return {node.criterion_id: node for node in rule_set(sheet.year.current_rules).leaves}


def _stored(waiting: Mapping[int, Sequence[LateCell]]) -> dict[CellKey, Decimal]:
    """What stands in the cells that late values wait for."""
    rows = Score.objects.filter(sheet__in=list(waiting), entry=FIRST_ENTRY)
    return {
        (sheet, criterion): points
        for sheet, criterion, points in rows.values_list("sheet_id", "criterion_id", "points")
    }


def _journal(
    action: str,
    waiting: Mapping[int, Sequence[LateCell]],
    old: Mapping[CellKey, Decimal],
    sheets: Sequence[Sheet],
    *,
    actor: User,
    reason: str,
) -> None:
    """One entry a sheet, with what stood and what came late of each cell, by the criterion's code."""
    for sheet in sheets:
        cells = waiting.get(sheet.pk, ())
        if not cells:
            continue
        codes = {pk: leaf.code for pk, leaf in _leaves(sheet).items()}
        names = {late.pk: codes.get(late.criterion_id, f"#{late.criterion_id}") for late in cells}
        journal.record(
            year=sheet.year,
            actor=actor,
            action=action,
            subject=sheet_name(sheet),
            old={names[late.pk]: old.get((sheet.pk, late.criterion_id)) for late in cells},
            new={names[late.pk]: late.points for late in cells},
            reason=reason,
        )
