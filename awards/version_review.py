"""What the second person looks at before a draft of the rules becomes the rules, and a mark of exactly that."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from awards.rule_differences import version_differences
from blocs.changes import ChangeGroup
from blocs.editing import fingerprint
from blocs.models import BlocYear, RuleVersion, User
from blocs.rules import can_confirm_rules
from blocs.terms import Level
from scoring.actions.preparing import SheetKey
from scoring.readiness import contradictions_in
from scoring.rule_effects import Fate, SheetEffect
from scoring.version_sheets import sheet_effects, sheets_to_make


@dataclass(frozen=True, slots=True)
class VersionReview:
    """A draft beside the rules in force. `to_make`: sheets it asks for anew; `faults`: what in it contradicts itself;
    `mark`: a fingerprint of the differences and of the sheets they send back."""

    draft: RuleVersion
    differences: list[ChangeGroup]
    effects: list[SheetEffect]
    to_make: list[SheetKey]
    faults: Sequence[str]
    mark: str

    @property
    def made(self) -> dict[Level, int]:
        """How many sheets it asks for anew, by level."""
        return Counter(level for level, _scored, _scorer in self.to_make)

    def with_fate(self, fate: Fate) -> list[SheetEffect]:
        return [effect for effect in self.effects if effect.fate is fate]


def review(year: BlocYear, draft: RuleVersion) -> VersionReview:
    """What confirming `draft` would change and do, now."""
    rules = year.current_rules
    found = sheet_effects(year, rules, draft)
    reopened = [effect.sheet for effect in found if effect.fate is Fate.REOPENED]
    return VersionReview(
        draft=draft,
        differences=version_differences(rules, draft),
        effects=found,
        to_make=sheets_to_make(year, rules, draft),
        faults=contradictions_in(draft),
        mark=fingerprint([rules.pk, str(rules.revision), draft.pk, str(draft.revision), reopened]),
    )


def wrote_on(user: User, draft: RuleVersion) -> bool:
    """Whoever began or edited a draft is its first name and cannot be its second."""
    return user.pk == draft.created_by_id or user.pk in draft.editors


def writers_of(draft: RuleVersion) -> list[User]:
    """Everybody who wrote on the draft, in the order they began; one query."""
    found = {user.pk: user for user in User.objects.filter(pk__in=draft.editors)}
    return [found[pk] for pk in draft.editors]


def may_confirm(user: User, year: BlocYear, draft: RuleVersion) -> bool:
    return can_confirm_rules(user, year) and not wrote_on(user, draft)
