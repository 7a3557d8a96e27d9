"""The year's rules of registration: one title for the unit itself, and how many of an award.

They move no rank and no nomination, so a first score does not freeze them; published results do.
"""

from collections.abc import Mapping

from django.db import transaction

from awards.limits import limits_of
from awards.models import Award, RegistrationLimit
from awards.registration_limits import Limit
from blocs import rules
from blocs.actions.locking import lock_year
from blocs.actions.revising import rules_changed
from blocs.changes import Change, changes_between
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, RuleVersion, User
from blocs.refusals import Invalid

ONE_TITLE = "Mỗi đơn vị chỉ đăng ký một danh hiệu, hình thức cho tập thể đơn vị"


def rules_in_words(one_title: bool, limits: Mapping[str, Limit], names: Mapping[str, str]) -> dict[str, str]:
    """Label -> value; an award without a limit is left out. `names`: award code -> name."""
    told = {ONE_TITLE: "Có" if one_title else "Không"}
    for code, limit in limits.items():
        parts = [] if limit.per_unit is None else [f"mỗi đơn vị {limit.per_unit}"]
        parts += [] if limit.in_bloc is None else [f"cả khối {limit.in_bloc}"]
        if parts:
            told[names.get(code, code)] = ", ".join(parts)
    return told


def stored_in_words(version: RuleVersion) -> dict[str, str]:
    names = dict(Award.objects.values_list("code", "name"))
    return rules_in_words(version.one_collective_title, limits_of(version), names)


@transaction.atomic
def change_registration_rules(
    *, actor: User, year: BlocYear, one_title: bool, limits: Mapping[str, Limit], base: str
) -> list[Change]:
    """These rules instead of the present ones; what changed. What is registered already stays, whatever they say.

    Raises Stale, Invalid for an unknown award, Refused once results are published.
    """
    year = lock_year(actor=actor, year=year, may=rules.can_set_up_year)
    version = year.current_rules
    awards = {award.code: award for award in Award.objects.all()}
    if any(code not in awards for code in limits):
        raise Invalid("Có danh hiệu không còn trong danh mục. Hãy tải lại trang.")
    names = {code: award.name for code, award in awards.items()}
    before, after = stored_in_words(version), rules_in_words(one_title, limits, names)
    if not is_needed(base=base, current=before, wanted=after):
        return []
    version.one_collective_title = one_title
    version.save(update_fields=["one_collective_title"])
    RegistrationLimit.objects.filter(rules=version).delete()
    RegistrationLimit.objects.bulk_create(
        RegistrationLimit(rules=version, award=awards[code], per_unit=limit.per_unit, in_bloc=limit.in_bloc)
        for code, limit in limits.items()
        if limit != Limit()
    )
    rules_changed(version)
    changes = changes_between(before, {label: after.get(label, "") for label in (*after, *before)})
    record(
        year=year,
        actor=actor,
        action="registration_rules.changed",
        subject=str(year),
        old={change.label: change.old for change in changes},
        new={change.label: change.new for change in changes},
    )
    return changes
