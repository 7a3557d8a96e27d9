"""Giving reasons for points that lie far from others, without changing the points."""

from collections.abc import Mapping

from django.db import transaction

from blocs import journal
from blocs.models import User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.terms import Level, SheetState
from blocs.text import clean_lines
from scoring.actions.cell_entries import CellKey
from scoring.actions.sheet_locking import lock_sheets, paper_of, sheet_name
from scoring.given_reasons import LEAST_SAID, suffices
from scoring.models import Score, Sheet
from scoring.queries import rule_set
from scoring.rules import hands_in_paper
from scoring.sheet_queries import FIRST_ENTRY
from scoring.workflow import WORDS

MOST_REASON = 500


@transaction.atomic
def explain_cells(*, actor: User, bloc: str, year: str | int, reasons: Mapping[CellKey, str]) -> int:
    """Write the reasons of scored cells; how many changed. An unchanged reason is passed over.

    While a sheet is being filled whoever fills it may; what is handed in is explained by who hands it in, on record.
    The window need not be open, because far points are asked about after it. Raises Invalid for a reason too short or
    too long, NotThere, NotAllowed, Refused for locked sheets and for cells without points.
    """
    cleaned = {key: clean_lines(text) for key, text in reasons.items()}
    if not all(suffices(text) for text in cleaned.values()):
        raise Invalid(f"Hãy ghi rõ mỗi lý do ({LEAST_SAID}).")
    if any(len(text) > MOST_REASON for text in cleaned.values()):
        raise Invalid(f"Mỗi lý do dài không quá {MOST_REASON} chữ cái.")
    if not cleaned:
        return 0
    sheets = lock_sheets(actor=actor, bloc=bloc, year=year, ids={key[0] for key in cleaned}, names=True)
    for sheet in sheets:
        _require_explainable(actor, sheet)
    rows = Score.objects.filter(sheet__in=sheets, entry=FIRST_ENTRY)
    scores = {(score.sheet_id, score.criterion_id): score for score in rows}
    if cleaned.keys() - scores.keys():
        raise Refused("Có ô vừa được để trống nên không còn điểm để giải thích. Hãy tải lại trang.")
    changed = {key: text for key, text in cleaned.items() if scores[key].reason != text}
    old = {key: scores[key].reason for key in changed}
    for key, text in changed.items():
        scores[key].reason = text
    Score.objects.bulk_update([scores[key] for key in changed], ["reason"])
    for sheet in sheets:
        _record(sheet, {c: t for (s, c), t in old.items() if s == sheet.pk}, changed, actor)
    return len(changed)


def _require_explainable(actor: User, sheet: Sheet) -> None:
    state = SheetState(sheet.state)
    if state in (SheetState.LOCKED, SheetState.RECUSED):
        name = sheet_name(sheet)
        raise Refused(f"{name[0].upper()}{name[1:]} {WORDS[state].staff}. {WORDS[state].way_back}")
    if state is SheetState.HANDED_IN and not hands_in_paper(
        actor, sheet.year, Level(sheet.level), paper_of(sheet)
    ):
        raise NotAllowed("Phiếu đã nộp thì lãnh đạo đơn vị giải thích; cán bộ giúp soạn lời.")


def _record(sheet: Sheet, old: Mapping[int, str], changed: Mapping[CellKey, str], actor: User) -> None:
    """A sheet never handed in is a draft; its reasons are recorded with the sheet."""
    if not old or sheet.handed_in_at is None:
        return
    codes = {node.criterion_id: node.code for node in rule_set(sheet.year.current_rules).leaves}
    journal.record(
        year=sheet.year,
        actor=actor,
        action="scores.explained",
        subject=sheet_name(sheet),
        old={codes[criterion]: text for criterion, text in old.items() if criterion in codes},
        new={codes[c]: changed[sheet.pk, c] for c in old if c in codes},
    )
