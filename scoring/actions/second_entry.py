"""The blind second entry of paper sheets by another person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from blocs import journal
from blocs.models import User
from blocs.refusals import Refused
from blocs.terms import Level
from scoring.actions.cell_entries import CellAnswer, CellEntry, Outcome
from scoring.actions.cell_rows import second_authors, stored_cells, write_cells
from scoring.actions.cells import asked_leaf, judge
from scoring.actions.sheet_locking import lock_sheets
from scoring.actions.sheet_readiness import Lacking, settle_where_agreed
from scoring.models import Sheet
from scoring.queries import rule_set
from scoring.rules import keeps_sheets
from scoring.sheet_checks import why_not_second
from scoring.sheet_queries import SECOND_ENTRY, missing_codes, paper_title, points_by_criterion


@dataclass(frozen=True, slots=True)
class Finished:
    """Second entries finished now, those that agree with the first throughout among them, and the incomplete ones."""

    now: list[Sheet]
    agreeing: frozenset[int]
    incomplete: Lacking


@transaction.atomic
def save_second(*, actor: User, bloc: str, year: str | int, entries: Sequence[CellEntry]) -> list[CellAnswer]:
    """Save cells of second entries; the answers are those of `save_cells`, and never tell of the first.

    Nothing of it counts, so no window is asked. Raises NotThere, NotAllowed, Refused when results are published.
    """
    if not entries:
        return []
    last = {entry.key: entry for entry in entries}
    ids = {sheet for sheet, _criterion in last}
    sheets = {s.pk: s for s in lock_sheets(actor=actor, bloc=bloc, year=year, ids=ids, may=keeps_sheets)}
    stored = stored_cells(sheets, SECOND_ENTRY)
    faults = why_not_second(actor, next(iter(sheets.values())).year, sheets)
    rules = rule_set(next(iter(sheets.values())).year.current_rules)
    leaves = {node.criterion_id: node for node in rules.leaves}
    judged = {
        key: judge(
            entry, stored.get(key), faults.get(key[0]), asked_leaf(leaves.get(key[1]), sheets[key[0]]), None
        )
        for key, entry in last.items()
    }
    saved = [answer.entry for answer in judged.values() if answer.outcome is Outcome.SAVED]
    changed = [entry for entry in saved if entry.changes(stored.get(entry.key))]
    write_cells(changed, sheets, stored, actor=actor, entry=SECOND_ENTRY, from_form=False)
    # Until it is finished, who has no part in it, as who typed the first, is not told what stands in it either.
    blind = {
        pk: fault
        for pk, fault in faults.items()
        if sheets[pk].second_at is None and actor.pk not in second_authors(pk)
    }
    return [
        CellAnswer(entry, Outcome.CLOSED, None, blind[entry.sheet])
        if entry.sheet in blind
        else judged[entry.key]
        for entry in entries
    ]


@transaction.atomic
def finish_second(*, actor: User, bloc: str, year: str | int, ids: Iterable[int]) -> Finished:
    """End the second entry of every complete sheet of these; from now on both entries may be looked at together.

    Sheets finished before are passed over. Raises Refused for a sheet this person may not enter, NotThere, NotAllowed.
    """
    sheets = lock_sheets(actor=actor, bloc=bloc, year=year, ids=ids, may=keeps_sheets, names=True)
    open_sheets = [sheet for sheet in sheets if sheet.second_at is None]
    if not open_sheets:
        return Finished([], frozenset(), [])
    for fault in why_not_second(actor, sheets[0].year, [sheet.pk for sheet in open_sheets]).values():
        raise Refused(fault)
    rules = rule_set(sheets[0].year.current_rules)
    points = points_by_criterion([sheet.pk for sheet in open_sheets], SECOND_ENTRY)
    missing = {sheet.pk: missing_codes(rules, points[sheet.pk], Level(sheet.level)) for sheet in open_sheets}
    ready = [sheet for sheet in open_sheets if not missing[sheet.pk]]
    now = timezone.now()
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in ready]).update(second_at=now, second_by=actor)
    agreeing = settle_where_agreed(ready, actor)
    by_paper: dict[str, list[Sheet]] = {}
    for sheet in ready:
        by_paper.setdefault(paper_title(Level(sheet.level), sheet.scorer), []).append(sheet)
    for title, group in by_paper.items():
        units = [sheet.scored.name for sheet in group]
        differing = [sheet.scored.name for sheet in group if sheet.pk not in agreeing]
        journal.record(
            year=group[0].year,
            actor=actor,
            action="sheets.entered_twice",
            subject=title,
            new={"units": units, "differing": differing},
        )
    return Finished(ready, frozenset(agreeing), [(s, missing[s.pk]) for s in open_sheets if missing[s.pk]])
