"""Locking sheets: the end of entering. What cannot be locked yet is passed over and named with what it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from blocs.models import User
from blocs.terms import SheetState
from scoring.actions.sheet_locking import lock_sheets
from scoring.actions.sheets import record_step
from scoring.models import Sheet
from scoring.queries import sheet_rows
from scoring.sheet_checks import waits
from scoring.workflow import LOCK, WORDS


@dataclass(frozen=True, slots=True)
class Locked:
    """What a locking did: sheets locked now, those that were already, and why each of the others was passed over."""

    now: list[Sheet]
    before: list[Sheet]
    passed_over: list[tuple[Sheet, str]]


@transaction.atomic
def lock(*, actor: User, bloc: str, year: str | int, ids: Iterable[int]) -> Locked:
    """Lock every handed-in sheet of these that waits for nothing more; sheets "không chấm" have nothing to lock.

    The window need not be open. Raises NotThere, NotAllowed, Refused when results are published.
    """
    sheets = lock_sheets(actor=actor, bloc=bloc, year=year, ids=ids, may=LOCK.may, names=True)
    found = sheets[0].year
    wanted = {sheet.pk for sheet in sheets}
    waiting = waits(found, [row for row in sheet_rows(found) if row.pk in wanted])
    ready = [sheet for sheet in sheets if sheet.state == LOCK.source and sheet.pk not in waiting]
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in ready]).update(
        state=LOCK.target, locked_at=timezone.now(), locked_by=actor
    )
    record_step(LOCK, actor, ready)
    passed = [
        (sheet, "; ".join(why.label for why in waiting[sheet.pk])) for sheet in sheets if sheet.pk in waiting
    ]
    unfinished = [
        (sheet, WORDS[SheetState.FILLING].member) for sheet in sheets if sheet.state == SheetState.FILLING
    ]
    return Locked(ready, [s for s in sheets if s.state == LOCK.target], unfinished + passed)
