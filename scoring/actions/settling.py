"""Settling what the two entries of a sheet differ in: cell by cell, by a named person."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from blocs import journal
from blocs.models import User
from blocs.refusals import Invalid, Refused
from blocs.terms import CriterionGroup
from scoring.actions.cell_rows import entered_for, source_of
from scoring.actions.sheet_locking import lock_sheets, sheet_name
from scoring.actions.sheet_readiness import open_differences, settle_where_agreed
from scoring.entered_twice import to_enter_twice
from scoring.models import Score, SettledCell, Sheet
from scoring.queries import CriterionNode, rule_set
from scoring.rules import keeps_sheets
from scoring.score_checks import score_fault
from scoring.sheet_checks import two_entries
from scoring.sheet_queries import FIRST_ENTRY, SECOND_ENTRY


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided of one cell, and the two values the page showed."""

    sheet: int
    criterion: int
    first: Decimal | None
    second: Decimal | None
    points: Decimal | None


CHANGED = "Trong lúc đó phiếu đã thay đổi. Hãy tải lại trang rồi đối chiếu tiếp; chưa ô nào được lưu."

# Else one person alone could change a handed-in sheet, and type the second entry over it.
NOT_FINISHED = "Phiếu này chưa nhập xong lần hai nên chưa có gì để đối chiếu. Hãy nhập xong lần hai trước."


@transaction.atomic
def settle(*, actor: User, bloc: str, year: str | int, choices: Sequence[Choice]) -> int:
    """Decide cells in which the two entries differ; how many. The first entry takes the value that was chosen.

    A cell that stands as chosen already is passed over. Raises Refused when either entry is not what the page showed or
    the second is not finished, Invalid for points that cannot stand for the criterion, NotThere, NotAllowed.
    """
    if not choices:
        return 0
    ids = {choice.sheet for choice in choices}
    sheets = lock_sheets(actor=actor, bloc=bloc, year=year, ids=ids, may=keeps_sheets, names=True)
    finished = {sheet.pk for sheet in sheets if sheet.second_at is not None}
    waiting, entries, still_open = to_enter_twice(sheets[0].year), two_entries(ids), open_differences(sheets)
    leaves = {node.criterion_id: node for node in rule_set(sheets[0].year.current_rules).leaves}
    by_sheet: dict[int, list[Choice]] = {}
    for choice in choices:
        first, second = (
            entries[choice.sheet].points(entry).get(choice.criterion) for entry in (FIRST_ENTRY, SECOND_ENTRY)
        )
        if choice.criterion not in still_open[choice.sheet] and first == choice.points:
            continue
        if choice.sheet not in waiting or (first, second) != (choice.first, choice.second):
            raise Refused(CHANGED)
        if choice.sheet not in finished:
            raise Refused(NOT_FINISHED)
        _require_possible(choice, leaves)
        by_sheet.setdefault(choice.sheet, []).append(choice)
    changed = [sheet for sheet in sheets if sheet.pk in by_sheet]
    for sheet in changed:
        _decide(sheet, by_sheet[sheet.pk], actor)
    settle_where_agreed([sheet for sheet in changed if sheet.second_at], actor)
    for sheet in changed:
        _record(sheet, by_sheet[sheet.pk], leaves, actor)
    return sum(len(cells) for cells in by_sheet.values())


def _require_possible(choice: Choice, leaves: dict[int, CriterionNode]) -> None:
    leaf = leaves.get(choice.criterion)
    if leaf is None:
        raise Refused(CHANGED)
    if choice.points is None:
        if leaf.group is CriterionGroup.CONTENT:
            raise Invalid(f"Tiêu chí {leaf.code} phải có điểm; không chọn “để trống” được.")
    elif fault := score_fault(choice.points, leaf.maximum, leaf.step):
        raise Invalid(f"Tiêu chí {leaf.code}: {fault}")


def _decide(sheet: Sheet, cells: Sequence[Choice], actor: User) -> None:
    """Keep what was decided beside the two values; where the first entry stands as chosen it keeps its typist."""
    SettledCell.objects.bulk_create(
        SettledCell(
            sheet=sheet,
            criterion_id=cell.criterion,
            first_points=cell.first,
            second_points=cell.second,
            points=cell.points,
            settled_by=actor,
        )
        for cell in cells
    )
    moved = [cell for cell in cells if cell.points != cell.first]
    Score.objects.bulk_create(
        [
            Score(
                sheet=sheet,
                criterion_id=cell.criterion,
                entry=FIRST_ENTRY,
                points=cell.points,
                source=source_of(sheet, actor),
                entered_by=actor,
                entered_for_id=entered_for(sheet),
                entered_at=timezone.now(),
            )
            for cell in moved
            if cell.points is not None
        ],
        update_conflicts=True,
        unique_fields=["sheet", "criterion", "entry"],
        update_fields=["points", "entered_by", "entered_at"],
    )
    emptied = [cell.criterion for cell in moved if cell.points is None]
    Score.objects.filter(sheet=sheet, criterion__in=emptied, entry=FIRST_ENTRY).delete()


def _record(sheet: Sheet, cells: Sequence[Choice], leaves: dict[int, CriterionNode], actor: User) -> None:
    """Both values and the one chosen, each by the criterion's code."""
    said = {leaves[cell.criterion].code: cell for cell in cells}
    journal.record(
        year=sheet.year,
        actor=actor,
        action="scores.settled",
        subject=sheet_name(sheet),
        old={code: {"Lần một": cell.first, "Lần hai": cell.second} for code, cell in said.items()},
        new={code: cell.points for code, cell in said.items()},
    )
