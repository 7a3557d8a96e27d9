"""Changing how the scoring is done: settings that move no rank (scoring/ways.py)."""

from django.db import transaction

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.actions.revising import rules_changed
from blocs.changes import Change, changes_between
from blocs.drafting import is_drafting, record_edit, rules_in_edit
from blocs.editing import is_needed
from blocs.models import BlocYear, User
from blocs.refusals import Faults
from scoring.freezing import hold_scores
from scoring.sheet_queries import any_handed_in
from scoring.ways import ScoringWays, loosened, set_ways, way_faults, ways_in_words, ways_of

LOOSER_BY_VERSION = "Muốn nới ra thì soạn phiên bản quy tắc mới, hai người ký tên."


@transaction.atomic
def change_ways(*, actor: User, year: BlocYear, ways: ScoringWays, base: str) -> list[Change]:
    """These settings instead of the present ones; what changed, in words.

    They may be edited until publishing, with one exception: once a sheet has been handed in, nothing is shown to units
    that those who scored were promised would stay hidden, and no level is let off its second entry, unless a version
    with two names says so. Raises Faults at the fields of ScoringWays, Stale.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    version = rules_in_edit(year)
    stored = ways_of(version)
    before, after = ways_in_words(stored), ways_in_words(ways)
    if not is_needed(base=base, current=before, wanted=after):
        return []
    faults = way_faults(ways)
    if not is_drafting(year) and (looser := loosened(stored, ways)):
        hold_scores(year)
        if any_handed_in(year):
            faults += [(field, f"{sentence} {LOOSER_BY_VERSION}") for field, sentence in looser]
    if faults:
        raise Faults(faults)
    set_ways(version, ways)
    version.save()
    rules_changed(version)
    changes = changes_between(before, after)
    record_edit(
        year=year,
        actor=actor,
        action="rules.ways_changed",
        subject=str(year),
        old={change.label: change.old for change in changes},
        new={change.label: change.new for change in changes},
    )
    return changes
