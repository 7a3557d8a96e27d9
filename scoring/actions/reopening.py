"""Sheets that another version of the rules sends back to be scored further."""

from collections.abc import Collection

from blocs.fields import new_revision
from blocs.journal import record
from blocs.models import BlocYear, User
from blocs.terms import Level, SheetState
from scoring.models import Sheet
from scoring.sheet_queries import paper_title
from scoring.workflow import REOPEN


def reopen_for_rules(*, actor: User, year: BlocYear, ids: Collection[int], reason: str) -> None:
    """Make handed-in and locked sheets changeable again; one entry a paper.

    Inside the transaction that changes the rules, which holds the year and its sheets. `handed_in_at` stays, so that
    later changes are recorded; what was entered a second time no longer settles the sheet.
    """
    sheets = list(
        Sheet.objects.filter(year=year, pk__in=ids)
        .select_related("scored__unit_name", "scorer__unit_name")
        .order_by("pk")
    )
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(
        state=SheetState.FILLING,
        revision=new_revision(),
        locked_at=None,
        locked_by=None,
        second_at=None,
        second_by=None,
        settled_at=None,
        settled_by=None,
    )
    papers: dict[tuple[str, str], list[str]] = {}
    for sheet in sheets:
        key = paper_title(Level(sheet.level), sheet.scorer), SheetState(sheet.state).label
        papers.setdefault(key, []).append(sheet.scored.name)
    for (title, state), units in papers.items():
        record(
            year=year,
            actor=actor,
            action=REOPEN.action,
            subject=title,
            old={"state": state},
            new={"state": REOPEN.target.label, "units": units},
            reason=reason,
        )
