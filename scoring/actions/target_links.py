"""Which criterion each target of the pledge feeds, and with what weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from blocs import rules
from blocs.actions.locking import lock_year
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, Target, User
from blocs.refusals import Invalid
from reports.paper.words import trimmed
from scoring.models import TargetCriterion
from scoring.target_queries import codes_by_criterion, links_of, targets_in_order


@dataclass(frozen=True, slots=True)
class Link:
    """The code of a leaf of the rules in force ("" for none), and the target's weight within it."""

    code: str = ""
    weight: Decimal | None = None


def stored_links(year: BlocYear, targets: Sequence[Target]) -> dict[int, Link]:
    """Target id -> its link as stored, an empty one where there is none."""
    codes, stored = codes_by_criterion(year), links_of(year)
    found = {}
    for target in targets:
        row = stored.get(target.pk)
        found[target.pk] = Link(codes.get(row.criterion_id or 0, ""), row.weight) if row else Link()
    return found


def links_state(links: Mapping[int, Link]) -> list[Any]:
    """What the page showed, for its fingerprint."""
    return [[pk, link.code, trimmed(link.weight)] for pk, link in sorted(links.items())]


@transaction.atomic
def save_links(*, actor: User, year: BlocYear, wanted: Mapping[int, Link], base: str) -> int:
    """Store the links that differ; how many did. They say what a scorer sees, and move no rank.

    Raises Stale when somebody else changed them meanwhile, Invalid for a code that is no leaf or for targets that
    changed since the page was opened.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_run_year)
    targets = {target.pk: target for target in targets_in_order(year)}
    if wanted.keys() != targets.keys():
        raise Invalid("Danh sách chỉ tiêu đã thay đổi. Hãy tải lại trang rồi ghi lại.")
    current = stored_links(year, list(targets.values()))
    if not is_needed(base=base, current=links_state(current), wanted=links_state(wanted)):
        return 0
    criteria = {code: criterion for criterion, code in codes_by_criterion(year).items()}
    if unknown := sorted({link.code for link in wanted.values() if link.code} - criteria.keys()):
        raise Invalid(f"Không có tiêu chí chấm điểm {', '.join(unknown)}. Hãy chọn trong danh sách.")
    changed = {pk: link for pk, link in wanted.items() if link != current[pk]}
    TargetCriterion.objects.filter(target__in=changed).delete()
    TargetCriterion.objects.bulk_create(
        TargetCriterion(target=targets[pk], criterion_id=criteria.get(link.code), weight=link.weight)
        for pk, link in changed.items()
        if link.code or link.weight is not None
    )
    record(
        year=year,
        actor=actor,
        action="targets.linked",
        subject=str(year),
        old={_name(targets[pk]): _words(current[pk]) for pk in changed},
        new={_name(targets[pk]): _words(link) for pk, link in changed.items()},
    )
    return len(changed)


def _name(target: Target) -> str:
    return f"{target.membership.short_name}: {target.text}"


def _words(link: Link) -> str:
    weight = "" if link.weight is None else f"trọng số {trimmed(link.weight)}"
    return ", ".join(filter(None, (link.code, weight)))
