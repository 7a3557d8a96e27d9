"""Changing the award rules (contract §3, sheet `Quy tắc khen`)."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from awards.definitions import AwardRuleRow
from awards.freezing import why_award_rules_stay
from awards.models import Award, AwardRule
from awards.rule_checks import check_award_rules
from awards.stored_rules import award_rule_row, award_rules_of, rule_in_words, rule_of
from blocs import rules
from blocs.actions.locking import lock_year
from blocs.actions.revising import rules_changed
from blocs.changes import changes_between
from blocs.drafting import is_drafting, record_edit, rules_in_edit
from blocs.models import BlocYear, RuleVersion, User
from blocs.refusals import Faults, Refused
from scoring.freezing import hold_scores

GONE = "Quy tắc khen này không còn nữa. Hãy mở lại danh sách."


@transaction.atomic
def add_award_rule(*, actor: User, year: BlocYear, row: AwardRuleRow) -> None:
    """A further award; `order` is where it stands, the others below it move down.

    Raises Faults at the fields of the row that cannot stand, Refused when a score or a vote is in.
    """
    year, stored = _open(actor, year)
    rows = [award_rule_row(rule) for rule in stored]
    place = max(0, min(row.order - 1, len(rows)))
    wanted = _numbered([*rows[:place], row, *rows[place:]])
    _check(wanted, place)
    made = rule_of(wanted[place], Award.objects.get(code=row.award))
    made.rules = rules_in_edit(year)
    _renumber(rules_in_edit(year), [*stored[:place], made, *stored[place:]])
    rules_changed(rules_in_edit(year))
    record_edit(
        year=year,
        actor=actor,
        action="award_rules.added",
        subject=made.award.name,
        new=rule_in_words(wanted[place], _names()),
    )


@transaction.atomic
def change_award_rule(*, actor: User, year: BlocYear, award: str, row: AwardRuleRow) -> bool:
    """`row` instead of the rule of the award with that code, which keeps its place; False when nothing differs."""
    year, stored = _open(actor, year)
    place = _place(stored, award)
    before = award_rule_row(stored[place])
    row = replace(row, order=before.order)
    if row == before:
        return False
    _check([row if index == place else award_rule_row(rule) for index, rule in enumerate(stored)], place)
    rule_of(row, Award.objects.get(code=row.award), stored[place]).save()
    names = _names()
    changes = changes_between(rule_in_words(before, names), rule_in_words(row, names))
    rules_changed(rules_in_edit(year))
    record_edit(
        year=year,
        actor=actor,
        action="award_rules.changed",
        subject=names[before.award],
        old={change.label: change.old for change in changes},
        new={change.label: change.new for change in changes},
    )
    return True


@transaction.atomic
def remove_award_rule(*, actor: User, year: BlocYear, award: str) -> None:
    """The award is not put forward this year; those below it move up."""
    year, stored = _open(actor, year)
    gone = stored.pop(_place(stored, award))
    words = rule_in_words(award_rule_row(gone), _names())
    gone.delete()
    _renumber(rules_in_edit(year), stored)
    rules_changed(rules_in_edit(year))
    record_edit(year=year, actor=actor, action="award_rules.removed", subject=gone.award.name, old=words)


@transaction.atomic
def move_award_rule(*, actor: User, year: BlocYear, award: str, up: bool) -> None:
    """One place up or down in the order in which awards are filled; nothing at the end of the list."""
    year, stored = _open(actor, year)
    place = _place(stored, award)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(stored):
        return
    stored[place], stored[other] = stored[other], stored[place]
    _renumber(rules_in_edit(year), stored)
    rules_changed(rules_in_edit(year))
    record_edit(
        year=year,
        actor=actor,
        action="award_rules.moved",
        subject=stored[other].award.name,
        old={"Thứ tự": str(place + 1)},
        new={"Thứ tự": str(other + 1)},
    )


def _open(actor: User, year: BlocYear) -> tuple[BlocYear, list[AwardRule]]:
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    if not is_drafting(year):
        hold_scores(year)
    if sentence := why_award_rules_stay(year):
        raise Refused(sentence)
    return year, award_rules_of(rules_in_edit(year))


def _place(stored: Sequence[AwardRule], award: str) -> int:
    found = next((index for index, rule in enumerate(stored) if rule.award.code == award), None)
    if found is None:
        raise Refused(GONE)
    return found


def _numbered(rows: Sequence[AwardRuleRow]) -> list[AwardRuleRow]:
    return [replace(row, order=number) for number, row in enumerate(rows, start=1)]


def _check(rows: Sequence[AwardRuleRow], about: int) -> None:
    faults = check_award_rules(rows, set(_names()))
    if faults:
        raise Faults([(fault.column if fault.row == about else "", fault.message) for fault in faults])


def _renumber(version: RuleVersion, wanted: Sequence[AwardRule]) -> None:
    """Orders 1, 2, 3 … as listed. An order is unique in a version: all are lifted before any is set."""
    beyond = len(wanted) + 1 + max((rule.order for rule in wanted), default=0)
    for number, rule in enumerate(AwardRule.objects.filter(rules=version), start=beyond):
        AwardRule.objects.filter(pk=rule.pk).update(order=number)
    for number, rule in enumerate(wanted, start=1):
        rule.order = number
        rule.save()


def _names() -> dict[str, str]:
    return dict(Award.objects.values_list("code", "name"))
