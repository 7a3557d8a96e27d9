"""Saving cells of score sheets: the protocol of (cell, value, base), safe to send again (design §4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from blocs import journal
from blocs.models import BlocYear, User
from blocs.refusals import Invalid, Refused
from blocs.terms import Level, SheetState, Term
from reports.paper.words import trimmed
from scoring.actions.sheet_locking import NAMES, closed_sentence, lock_sheets, paper_of, sheet_name
from scoring.models import Score, ScoreSource, Sheet
from scoring.queries import CriterionNode, rule_set
from scoring.readiness import contradictions
from scoring.rules import scoring_is_open
from scoring.score_checks import score_fault
from scoring.sheet_queries import FIRST_ENTRY
from scoring.workflow import TAKES_SCORES, WORDS

CellKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What a person typed into a cell, and the value it was based on. None: not scored."""

    sheet: int
    criterion: int
    value: Decimal | None
    base: Decimal | None

    @property
    def key(self) -> CellKey:
        return self.sheet, self.criterion


class Outcome(Term):
    SAVED = "saved", "đã lưu"
    STALE = "stale", "người khác đã sửa"
    WRONG = "wrong", "điểm không hợp lệ"
    CLOSED = "closed", "phiếu không nhận điểm"


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """What became of one entry; `stored` is the value that now stands, with who entered it and when."""

    entry: CellEntry
    outcome: Outcome
    stored: Decimal | None
    sentence: str = ""
    who: str = ""
    when: datetime | None = None


class StaleCell(Refused):
    """The stored value is not the one the entry was based on."""

    def __init__(self, answer: CellAnswer) -> None:
        super().__init__(answer.sentence)
        self.answer = answer


class NotAllSaved(Refused):
    """All or nothing was asked, and some cells could not be saved; nothing was."""

    def __init__(self, answers: Sequence[CellAnswer]) -> None:
        super().__init__("Chưa ô nào được lưu vì có ô đã thay đổi hoặc không hợp lệ.")
        self.answers = answers


@dataclass(frozen=True, slots=True)
class _Stored:
    pk: int
    points: Decimal
    who: str
    when: datetime


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
    if answer.outcome is Outcome.WRONG:
        raise Invalid(answer.sentence)
    if answer.outcome is Outcome.CLOSED:
        raise Refused(answer.sentence)
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
    stored. A cell given twice is taken as its last entry. `from_form`: the points come from an uploaded Excel
    form. `whole`: all or nothing, NotAllSaved otherwise. Raises NotThere, NotAllowed, Refused for all of them.
    """
    if not entries:
        return []
    last = {entry.key: entry for entry in entries}
    sheets = {s.pk: s for s in lock_sheets(actor=actor, bloc=bloc, year=year, ids={k[0] for k in last})}
    _require_agreeing_rules(_any(sheets).year)
    stored = _stored(sheets)
    faults = _closed(sheets)
    leaves = {node.criterion_id: node for node in rule_set(_any(sheets).year.current_rules).leaves}
    judged = {
        key: _judge(entry, stored.get(key), faults.get(key[0]), leaves.get(key[1]), actor)
        for key, entry in last.items()
    }
    answers = [judged[entry.key] for entry in entries]
    if whole and any(answer.outcome is not Outcome.SAVED for answer in answers):
        raise NotAllSaved(answers)
    changed = [answer.entry for key, answer in judged.items() if _is_change(answer, stored.get(key))]
    _write(changed, sheets, stored, actor, from_form)
    _journal(changed, sheets, stored, leaves, actor)
    return answers


def _require_agreeing_rules(year: BlocYear) -> None:
    """The first score freezes the rules, so it is not taken while they contradict themselves."""
    if why := contradictions(year):
        raise Refused(
            f"Chưa nhập điểm được vì quy tắc và tiêu chí của năm chưa khớp: {why[0]} Tổ thư ký sửa ở trang Thiết lập."
        )


def _any(sheets: Mapping[int, Sheet]) -> Sheet:
    return next(iter(sheets.values()))


def _stored(sheets: Iterable[int]) -> dict[CellKey, _Stored]:
    rows = Score.objects.filter(sheet__in=list(sheets), entry=FIRST_ENTRY).values_list(
        "sheet_id", "criterion_id", "pk", "points", "entered_by__full_name", "entered_at"
    )
    return {
        (sheet, criterion): _Stored(pk, points, who or "", when)
        for sheet, criterion, pk, points, who, when in rows
    }


def _closed(sheets: Mapping[int, Sheet]) -> dict[int, str]:
    """Sheet id -> why it takes no scores now."""
    found = {}
    for pk, sheet in sheets.items():
        if sheet.state != TAKES_SCORES:
            found[pk] = (
                f"Phiếu này {WORDS[SheetState(sheet.state)].staff} nên không sửa được. Hãy mở lại phiếu trước."
            )
        elif not scoring_is_open(sheet.year, Level(sheet.level), paper_of(sheet)):
            found[pk] = closed_sentence(Level(sheet.level))
    return found


def _judge(
    entry: CellEntry, stored: _Stored | None, closed: str | None, leaf: CriterionNode | None, actor: User
) -> CellAnswer:
    standing = stored.points if stored else None
    if entry.value == standing:
        return CellAnswer(entry, Outcome.SAVED, standing)
    if closed is not None:
        return CellAnswer(entry, Outcome.CLOSED, standing, closed)
    if leaf is None:
        return CellAnswer(
            entry, Outcome.WRONG, standing, "Tiêu chí này không còn nhận điểm. Hãy tải lại trang."
        )
    fault = None if entry.value is None else score_fault(entry.value, leaf.maximum, leaf.step)
    if fault is not None:
        return CellAnswer(entry, Outcome.WRONG, standing, fault)
    if entry.base != standing:
        who, when = (stored.who, stored.when) if stored else ("", None)
        return CellAnswer(entry, Outcome.STALE, standing, _stale_sentence(stored), who, when)
    return CellAnswer(entry, Outcome.SAVED, entry.value)


def _stale_sentence(stored: _Stored | None) -> str:
    if stored is None:
        return "Trong lúc đó điểm của ô này đã bị xóa; hiện ô để trống."
    moment = timezone.localtime(stored.when)
    who = stored.who or "Người khác"
    return f"{who} đã lưu {trimmed(stored.points)} lúc {moment:%H:%M} ngày {moment:%d/%m/%Y}."


def _is_change(answer: CellAnswer, stored: _Stored | None) -> bool:
    return answer.outcome is Outcome.SAVED and answer.entry.value != (stored.points if stored else None)


def _write(
    changed: Sequence[CellEntry],
    sheets: Mapping[int, Sheet],
    stored: Mapping[CellKey, _Stored],
    actor: User,
    from_form: bool,
) -> None:
    """One upsert for the scored cells, one delete for those emptied."""
    now = timezone.now()
    rows = [
        Score(
            sheet_id=entry.sheet,
            criterion_id=entry.criterion,
            entry=FIRST_ENTRY,
            points=entry.value,
            source=ScoreSource.FORM if from_form else _source(sheets[entry.sheet], actor),
            entered_by=actor,
            entered_for_id=_entered_for(sheets[entry.sheet]),
            entered_at=now,
        )
        for entry in changed
        if entry.value is not None
    ]
    if rows:
        Score.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["sheet", "criterion", "entry"],
            update_fields=["points", "source", "entered_by", "entered_for", "entered_at"],
        )
    emptied = [stored[entry.key].pk for entry in changed if entry.value is None]
    if emptied:
        Score.objects.filter(pk__in=emptied).delete()


def _source(sheet: Sheet, actor: User) -> ScoreSource:
    """The bloc's and the board's own sheets are typed by themselves; a unit's from its paper."""
    if sheet.level == Level.BLOC:
        return ScoreSource.OWN
    is_board = not any(seat.bloc_id == sheet.year.bloc_id for seat in actor.seats)
    return ScoreSource.OWN if sheet.level == Level.APPRAISAL and is_board else ScoreSource.PAPER


def _entered_for(sheet: Sheet) -> int | None:
    if sheet.level == Level.SELF:
        return sheet.scored_id
    return sheet.scorer_id


def _journal(
    changed: Sequence[CellEntry],
    sheets: Mapping[int, Sheet],
    stored: Mapping[CellKey, _Stored],
    leaves: Mapping[int, CriterionNode],
    actor: User,
) -> None:
    """A draft cell keeps who and when on its row; what changes after a first handing-in is recorded."""
    by_sheet: dict[int, list[CellEntry]] = {}
    for entry in changed:
        if sheets[entry.sheet].handed_in_at is not None:
            by_sheet.setdefault(entry.sheet, []).append(entry)
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
        )
