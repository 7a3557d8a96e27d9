"""Saving cells of score sheets: the protocol of (cell, value, base), safe to send again (design §4)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from blocs.models import BlocYear, User
from blocs.refusals import Invalid, Refused
from blocs.terms import Level, SheetState
from reports.paper.words import trimmed
from scoring.actions.cell_entries import (
    CellAnswer,
    CellEntry,
    NotAllSaved,
    Outcome,
    StaleCell,
)
from scoring.actions.cell_rows import (
    StoredCell,
    journal_cells,
    keep_late,
    second_authors,
    stored_cells,
    unsettle,
    withdraw_late,
    write_cells,
)
from scoring.actions.sheet_locking import closed_sentence, lock_sheets, paper_of, takes_scores_now
from scoring.entered_twice import being_typed_by
from scoring.lateness import closed_since, late_sentence
from scoring.models import Sheet
from scoring.queries import CriterionNode, rule_set
from scoring.readiness import contradictions
from scoring.score_checks import score_fault
from scoring.sheet_queries import FIRST_ENTRY
from scoring.workflow import TAKES_SCORES, WORDS

_STOPS = {Outcome.WRONG: Invalid, Outcome.CLOSED: Refused}
# What is late is kept, so it does not stand in the way of the rest.
_KEPT = (Outcome.SAVED, Outcome.LATE)
SECOND_BY_YOU = "Ông, bà đã nhập lần hai phiếu này, nên người khác phải sửa lần một. Việc đó giữ cho hai lần nhập là của hai người."


def save_cell(
    *,
    actor: User,
    bloc: str,
    year: str | int,
    sheet: int,
    criterion: int,
    value: Decimal | None,
    base: Decimal | None,
) -> CellAnswer:
    """Save one cell. Raises StaleCell (409), Invalid (422), Refused when the sheet takes no scores."""
    entry = CellEntry(sheet, criterion, value, base)
    (answer,) = save_cells(actor=actor, bloc=bloc, year=year, entries=[entry])
    if answer.outcome is Outcome.STALE:
        raise StaleCell(answer)
    if (stop := _STOPS.get(answer.outcome)) is not None:
        raise stop(answer.sentence)
    return answer


@transaction.atomic
def save_cells(
    *,
    actor: User,
    bloc: str,
    year: str | int,
    entries: Sequence[CellEntry],
    from_form: bool = False,
    whole: bool = False,
) -> list[CellAnswer]:
    """Save what can be saved, in one upsert; one answer an entry, in their order.

    An entry equal to what is stored is acknowledged again; one based on another value is refused with what is
    stored; one that comes after the window has closed is kept beside the sheet and answered LATE; what is typed and
    taken afterwards withdraws it. A cell given twice is taken as its last entry. `from_form`: the points come from an
    uploaded Excel form. `whole`: all or nothing, NotAllSaved otherwise. Raises NotThere, NotAllowed, Refused for all.
    """
    if not entries:
        return []
    last = {entry.key: entry for entry in entries}
    sheets = {s.pk: s for s in lock_sheets(actor=actor, bloc=bloc, year=year, ids={k[0] for k in last})}
    _require_agreeing_rules(_any(sheets).year)
    stored = stored_cells(sheets, FIRST_ENTRY)
    faults = _closed(sheets, actor)
    late = _late((sheet for pk, sheet in sheets.items() if faults.get(pk) != SECOND_BY_YOU), actor)
    leaves = {node.criterion_id: node for node in rule_set(_any(sheets).year.current_rules).leaves}
    judged = {
        key: judge(
            entry,
            stored.get(key),
            faults.get(key[0]),
            asked_leaf(leaves.get(key[1]), sheets[key[0]]),
            late.get(key[0]),
        )
        for key, entry in last.items()
    }
    covered = _covered(sheets, actor)
    answers = [
        CellAnswer(entry, Outcome.CLOSED, None, SECOND_BY_YOU)
        if entry.sheet in covered
        else judged[entry.key]
        for entry in entries
    ]
    if whole and any(answer.outcome not in _KEPT for answer in answers):
        raise NotAllSaved(answers)
    saved = [answer.entry for answer in judged.values() if answer.outcome is Outcome.SAVED]
    changed = [entry for entry in saved if entry.changes(stored.get(entry.key))]
    write_cells(changed, sheets, stored, actor=actor, entry=FIRST_ENTRY, from_form=from_form)
    keep_late([a.entry for a in judged.values() if a.outcome is Outcome.LATE], actor=actor)
    withdraw_late([entry.key for entry in saved if sheets[entry.sheet].has_late])
    unsettle(sheets[entry.sheet] for entry in changed)
    journal_cells(changed, sheets, stored, leaves, actor=actor)
    return answers


def _require_agreeing_rules(year: BlocYear) -> None:
    """The first score freezes the rules, so it is not taken while they contradict themselves."""
    if why := contradictions(year):
        raise Refused(
            f"Chưa nhập điểm được vì quy tắc và tiêu chí của năm chưa khớp: {why[0]} Tổ thư ký sửa ở trang Thiết lập."
        )


def _any(sheets: Mapping[int, Sheet]) -> Sheet:
    return next(iter(sheets.values()))


def _closed(sheets: Mapping[int, Sheet], actor: User) -> dict[int, str]:
    """Sheet id -> why it takes no scores of this person now."""
    found = {}
    for pk, sheet in sheets.items():
        if sheet.state != TAKES_SCORES:
            words = WORDS[SheetState(sheet.state)]
            found[pk] = f"Phiếu này {words.staff} nên không sửa được. {words.way_back}"
        elif sheet.has_second and actor.pk in second_authors(pk):
            found[pk] = SECOND_BY_YOU
        elif not takes_scores_now(sheet, actor):
            found[pk] = closed_sentence(Level(sheet.level))
    return found


def _covered(sheets: Mapping[int, Sheet], actor: User) -> frozenset[int]:
    """The sheets whose second entry this person is typing: they are not told here either what the first says."""
    if not any(sheet.has_second for sheet in sheets.values()):
        return frozenset()
    return being_typed_by(actor.pk, _any(sheets).year)


def _late(sheets: Iterable[Sheet], actor: User) -> dict[int, str]:
    """Sheet id -> what is said of a cell that comes now, of sheets being filled whose window was open and is over."""
    return {
        sheet.pk: late_sentence(closed)
        for sheet in sheets
        if sheet.state == TAKES_SCORES
        and not takes_scores_now(sheet, actor)
        and (closed := closed_since(sheet.year, Level(sheet.level), paper_of(sheet))) is not None
    }


def asked_leaf(leaf: CriterionNode | None, sheet: Sheet) -> CriterionNode | None:
    """The criterion, where the sheet's level scores it."""
    return leaf if leaf is not None and leaf.is_asked_at(Level(sheet.level)) else None


def judge(
    entry: CellEntry,
    stored: StoredCell | None,
    closed: str | None,
    leaf: CriterionNode | None,
    late: str | None,
) -> CellAnswer:
    """What becomes of an entry: laid over what is stored, on a sheet that is closed or late, or neither."""
    standing = stored.points if stored else None
    if entry.value == standing and (closed is None or not entry.changes(stored)):
        return CellAnswer(entry, Outcome.SAVED, standing)
    if closed is not None and late is None:
        return CellAnswer(entry, Outcome.CLOSED, standing, closed)
    if leaf is None:
        return CellAnswer(
            entry,
            Outcome.WRONG,
            standing,
            "Tiêu chí này không còn nhận điểm ở cấp này. Hãy tải lại trang.",
        )
    fault = None if entry.value is None else score_fault(entry.value, leaf.maximum, leaf.step)
    if fault is not None:
        return CellAnswer(entry, Outcome.WRONG, standing, fault)
    if late is not None:
        return CellAnswer(entry, Outcome.LATE, standing, late)
    if entry.base != standing:
        who, when = (stored.who, stored.when) if stored else ("", None)
        return CellAnswer(entry, Outcome.STALE, standing, _stale_sentence(stored), who, when)
    return CellAnswer(entry, Outcome.SAVED, entry.value)


def _stale_sentence(stored: StoredCell | None) -> str:
    if stored is None:
        return "Trong lúc đó điểm của ô này đã bị xóa; hiện ô để trống."
    moment = timezone.localtime(stored.when)
    who = stored.who or "Người khác"
    return f"{who} đã lưu {trimmed(stored.points)} lúc {moment:%H:%M} ngày {moment:%d/%m/%Y}."
