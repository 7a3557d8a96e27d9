"""Handing in, reopening, recusing and resuming score sheets; each act is recorded and safe to repeat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from blocs import journal
from blocs.models import User
from blocs.refusals import Invalid, Refused
from blocs.terms import Level, SheetState
from blocs.text import clean_lines
from scoring.actions.sheet_locking import (
    lock_sheets,
    paper_of,
    require_open,
    sheet_name,
    was_accepted_late,
)
from scoring.actions.sheet_readiness import Lacking, close_sheets, sorted_by_readiness
from scoring.given_reasons import LEAST_SAID, suffices
from scoring.models import Sheet
from scoring.rules import keeps_sheets
from scoring.sheet_notices import tell_units
from scoring.sheet_queries import paper_title
from scoring.visibility import sight
from scoring.workflow import HAND_IN, RECUSE, REOPEN, RESUME, UNLOCK, WORDS, Step


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a handing-in did: sheets handed in now, those that were already, and what the others lack.

    `incomplete`: with the codes of what is not scored; `unexplained`: complete, with the codes of what needs a reason.
    """

    now: list[Sheet]
    before: list[Sheet]
    incomplete: Lacking
    unexplained: Lacking = field(default_factory=list)


@transaction.atomic
def hand_in(*, actor: User, bloc: str, year: str | int, ids: Iterable[int]) -> HandedIn:
    """Hand in every complete sheet of these; the incomplete ones stay open and are named with what they lack.

    A sheet needs every content leaf scored (contract §4), no points that a change of the rules left out of range, and
    a reason wherever the year's rule asks for one. Those handed in already, recused or locked are passed over. Raises
    NotThere, NotAllowed, Refused outside the window.
    """
    sheets = lock_sheets(actor=actor, bloc=bloc, year=year, ids=ids, may=HAND_IN.may, names=True)
    filling = [sheet for sheet in sheets if sheet.state == HAND_IN.source]
    before = [s for s in sheets if s.state in (SheetState.HANDED_IN, SheetState.LOCKED)]
    if not filling:
        return HandedIn([], before, [])
    late = [sheet for sheet in filling if was_accepted_late(sheet, actor)]
    for sheet in filling:
        if sheet not in late:
            require_open(sheet.year, Level(sheet.level), paper_of(sheet))
    ready, incomplete, unexplained = sorted_by_readiness(filling)
    close_sheets([sheet for sheet in ready if sheet in late], actor)
    close_sheets([sheet for sheet in ready if sheet not in late], actor, late_reason="")
    record_step(HAND_IN, actor, ready)
    return HandedIn(ready, before, incomplete, unexplained)


def reopen(*, actor: User, bloc: str, year: str | int, ids: Iterable[int], reason: str) -> list[Sheet]:
    """Make handed-in sheets changeable again; `handed_in_at` stays, so that later changes are recorded."""
    return _walk(REOPEN, actor=actor, bloc=bloc, year=year, ids=ids, reason=reason)


def recuse(*, actor: User, bloc: str, year: str | int, ids: Iterable[int], reason: str) -> list[Sheet]:
    """Mark sheets "không chấm": neither expected nor missing; their scores stay and do not count."""
    return _walk(RECUSE, actor=actor, bloc=bloc, year=year, ids=ids, reason=reason)


def unlock(*, actor: User, bloc: str, year: str | int, ids: Iterable[int], reason: str) -> list[Sheet]:
    """Make locked sheets changeable again."""
    return _walk(UNLOCK, actor=actor, bloc=bloc, year=year, ids=ids, reason=reason)


def resume(*, actor: User, bloc: str, year: str | int, ids: Iterable[int]) -> list[Sheet]:
    """Take "không chấm" back."""
    return _walk(RESUME, actor=actor, bloc=bloc, year=year, ids=ids, reason="")


def checked_reason(reason: str) -> str:
    """The reason without stray blanks; raises Invalid when it is none."""
    reason = clean_lines(reason)
    if not suffices(reason):
        raise Invalid(f"Hãy ghi rõ lý do ({LEAST_SAID}); lý do được lưu vào nhật ký.")
    return reason


@transaction.atomic
def _walk(
    step: Step, *, actor: User, bloc: str, year: str | int, ids: Iterable[int], reason: str
) -> list[Sheet]:
    """Take one step of the workflow with sheets; those already there are passed over.

    Raises Invalid without a needed reason, Refused when a sheet is in a state the step does not leave from.
    """
    reason = checked_reason(reason) if step.needs_reason else ""
    sheets = lock_sheets(actor=actor, bloc=bloc, year=year, ids=ids, may=step.may, names=True)
    moved = [sheet for sheet in sheets if sheet.state != step.target]
    for sheet in moved:
        require_open(sheet.year, Level(sheet.level), paper_of(sheet))
        _require_blind(step, actor, sheet)
        if sheet.state != step.source:
            words = WORDS[SheetState(sheet.state)].staff
            name = sheet_name(sheet)
            raise Refused(f"{name[0].upper()}{name[1:]} {words}, nên không thể “{step.label}”.")
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in moved]).update(
        state=step.target, **_kept(step, actor, reason)
    )
    record_step(step, actor, moved, reason)
    if step in (REOPEN, UNLOCK):
        tell_units(moved, actor=actor, reason=reason)
    return moved


def _kept(step: Step, actor: User, reason: str) -> dict[str, Any]:
    """What stays on the sheet beside its state, for the unit whose sheet it is."""
    if step in (REOPEN, UNLOCK):
        opened = {"reopening_reason": reason, "reopened_at": timezone.now(), "reopened_by": actor}
        return {**opened, "locked_at": None, "locked_by": None}
    return {"recusal_reason": reason}


def _require_blind(step: Step, actor: User, sheet: Sheet) -> None:
    """Who has seen the others' sheets since saying "không chấm" does not score after all on their own word."""
    level = Level(sheet.level)
    if step is not RESUME or keeps_sheets(actor, sheet.year, level):
        return
    if level in sight(actor, sheet.year).shown:
        raise Refused(
            "Đơn vị đã xem được phiếu của các đơn vị khác nên không tự chấm lại được. Ông, bà đề nghị tổ thư ký cho chấm lại."
        )


def record_step(
    step: Step,
    actor: User,
    sheets: Sequence[Sheet],
    reason: str = "",
    *,
    only: tuple[str, SheetState] | None = None,
) -> None:
    """One entry a paper: the scorer's sheets are one paper, so are all units' of another level.

    `only`: the action's name and the state reached, where a sheet did not get as far as the step leads.
    """
    action, target = only or (step.action, step.target)
    by_paper: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        by_paper.setdefault(paper_title(Level(sheet.level), sheet.scorer), []).append(sheet)
    for title, group in by_paper.items():
        journal.record(
            year=group[0].year,
            actor=actor,
            action=action,
            subject=title,
            old={"state": step.source.label},
            new={"state": target.label, "units": [sheet.scored.name for sheet in group]},
            reason=reason,
        )
