"""Which sheets can be handed in, and the change itself, for handing in in time and for taking what came late."""

from collections.abc import Sequence

from django.utils import timezone

from blocs.models import BlocYear, User
from blocs.terms import Level, SheetState
from scoring.explaining import asks_reasons, unexplained
from scoring.models import Sheet
from scoring.queries import rule_set, sheet_rows
from scoring.sheet_checks import two_entries
from scoring.sheet_queries import FIRST_ENTRY, SECOND_ENTRY, missing_codes, points_by_criterion, unfit_codes
from scoring.two_entries import differences

# Sheets, each with the codes of what it lacks.
Lacking = list[tuple[Sheet, list[str]]]


def sorted_by_readiness(sheets: Sequence[Sheet]) -> tuple[list[Sheet], Lacking, Lacking]:
    """Of one year's sheets being filled: those that can be handed in, those with empty cells, those without reasons."""
    year = sheets[0].year
    rules = rule_set(year.current_rules)
    points = points_by_criterion([sheet.pk for sheet in sheets])
    missing = {
        sheet.pk: missing_codes(rules, points[sheet.pk], Level(sheet.level))
        + unfit_codes(rules, points[sheet.pk])
        for sheet in sheets
    }
    complete = [sheet for sheet in sheets if not missing[sheet.pk]]
    asked = codes_to_explain(year, complete)
    return (
        [sheet for sheet in complete if sheet.pk not in asked],
        [(sheet, missing[sheet.pk]) for sheet in sheets if missing[sheet.pk]],
        [(sheet, asked[sheet.pk]) for sheet in complete if sheet.pk in asked],
    )


def codes_to_explain(year: BlocYear, sheets: Sequence[Sheet]) -> dict[int, list[str]]:
    """Sheet id -> codes that need a reason and have none, in the tree's order."""
    if not sheets or not asks_reasons(year):
        return {}
    wanted = {sheet.pk for sheet in sheets}
    found = unexplained(year, [row for row in sheet_rows(year) if row.pk in wanted])
    order = [node.code for node in rule_set(year.current_rules).leaves]
    return {pk: [code for code in order if code in cells] for pk, cells in found.items()}


def close_sheets(sheets: Sequence[Sheet], actor: User, **more: str) -> None:
    """Mark sheets as handed in; a second entry that still agrees after a reopening need not be compared again."""
    if not sheets:
        return
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(
        state=SheetState.HANDED_IN, handed_in_at=timezone.now(), handed_in_by=actor, **more
    )
    settle_where_agreed([sheet for sheet in sheets if sheet.second_at and not sheet.settled_at], actor)


def open_differences(sheets: Sequence[Sheet]) -> dict[int, list[int]]:
    """Sheet id -> criteria in which its two entries differ and nobody has settled it, in the tree's order."""
    if not sheets:
        return {}
    order = [node.criterion_id for node in rule_set(sheets[0].year.current_rules).leaves]
    return {
        pk: differences(both.points(FIRST_ENTRY), both.points(SECOND_ENTRY), both.settled, order)
        for pk, both in two_entries([sheet.pk for sheet in sheets]).items()
    }


def settle_where_agreed(sheets: Sequence[Sheet], actor: User) -> list[int]:
    """Mark those sheets as compared in which nothing is left to settle; their ids."""
    agreed = [pk for pk, cells in open_differences(sheets).items() if not cells]
    if agreed:
        Sheet.objects.filter(pk__in=agreed).update(settled_at=timezone.now(), settled_by=actor)
    return agreed
