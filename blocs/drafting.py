"""Rules changed after the first score: which version the pages of setting up edit, and how an edit is recorded.

Once scores freeze the rules, a change is written on a draft (`BlocYear.draft_rules`) that nothing computes with or shows
results by, until a second person confirms it. The pages and actions that edit the rules ask `rules_in_edit`; everything
else reads `current_rules`.
"""

from typing import Any

from blocs.journal import record
from blocs.models import BlocYear, RuleVersion, User

DRAFT_ACTION = "draft."


def is_drafting(year: BlocYear) -> bool:
    """Whether a further version is being written; while results are published a draft rests. No query."""
    return year.draft_rules_id is not None and not year.is_published


def rules_in_edit(year: BlocYear) -> RuleVersion:
    """The draft where there is one, else the version in force."""
    return (year.draft_rules if is_drafting(year) else None) or year.current_rules


def record_edit(*, year: BlocYear, actor: User, action: str, **more: Any) -> None:
    """The journal's entry of an edit of `rules_in_edit`; on a draft under a name of its own, with its writer noted.

    Called last, under the year's lock. `more` as `blocs.journal.record` takes it.
    """
    draft = year.draft_rules
    if draft is None:
        record(year=year, actor=actor, action=action, **more)
        return
    if actor.pk not in draft.editors:
        draft.editors = [*draft.editors, actor.pk]
        RuleVersion.objects.filter(pk=draft.pk).update(editors=draft.editors)
    record(year=year, actor=actor, action=f"{DRAFT_ACTION}{action}", **more)
