"""Changing the settings of a year's rules (contract §3, sheet `Khối`)."""

from django.db import transaction

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.actions.revising import rules_changed, year_changed
from blocs.changes import Change, changes_between
from blocs.drafting import is_drafting, record_edit, rules_in_edit
from blocs.editing import is_needed
from blocs.models import BlocYear, User
from blocs.refusals import Faults
from scoring.definitions import YearRules
from scoring.freezing import refuse_edit_of_rules
from scoring.rule_checks import SettingFault, check_scale, check_settings
from scoring.rule_words import settings_in_words
from scoring.stored_rules import criterion_rows, known_awards, set_year_rules, year_rules

# Only when one of these changes is the sum of the criteria asked: a tree that is still being typed in does not
# forbid another setting.
_SCALE_FIELDS = ("scale", "bonus_cap", "bonus_inside_scale")


@transaction.atomic
def change_rules(
    *, actor: User, year: BlocYear, settings: YearRules, base: str | None = None
) -> list[Change]:
    """These settings instead of the present ones; what changed, in words.

    `base` is the fingerprint of `settings_in_words` the page showed (None: not asked). Raises Faults at the fields of
    YearRules that contradict each other, the criteria or the scale; Refused when a score is in and no draft is open;
    Stale.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    version = rules_in_edit(year)
    stored = year_rules(version)
    before, after = settings_in_words(stored), settings_in_words(settings)
    if base is not None and not is_needed(base=base, current=before, wanted=after):
        return []
    changes = changes_between(before, after)
    if not changes:
        return []
    refuse_edit_of_rules(year)
    faults = setting_faults(year, stored, settings)
    if faults:
        raise Faults([(fault.field, fault.message) for fault in faults])
    set_year_rules(version, settings)
    version.save()
    rules_changed(version)
    if stored.levels != settings.levels and not is_drafting(year):
        year_changed(year)
    record_edit(
        year=year,
        actor=actor,
        action="rules.changed",
        subject=str(year),
        old={change.label: change.old for change in changes},
        new={change.label: change.new for change in changes},
    )
    return changes


def setting_faults(year: BlocYear, stored: YearRules, settings: YearRules) -> list[SettingFault]:
    """What contradicts itself in `settings` on this year's criteria; the sum only where the scale changes."""
    rows = criterion_rows(rules_in_edit(year))
    faults = check_settings(settings, rows, known_awards(settings))
    scale_changes = any(getattr(stored, name) != getattr(settings, name) for name in _SCALE_FIELDS)
    if scale_changes and (rows or settings.bonus_inside_scale):
        faults += [fault for fault in check_scale(settings, rows) if rows or fault.field == "bonus_cap"]
    return faults
