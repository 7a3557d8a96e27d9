"""The year's rules of registration: read, asked before anything is sent, accepted or ticked."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from awards.models import Award, Registration, RegistrationLimit
from awards.queries import COUNTING, award_lines, awards_of
from awards.registration_limits import Entry, Limit, broken_limits
from awards.registration_wording import limit_sentence
from blocs.models import BlocYear, RuleVersion
from blocs.refusals import Faults


def limits_of(rules: RuleVersion) -> dict[str, Limit]:
    """Award code -> its limit; one query."""
    rows = RegistrationLimit.objects.filter(rules=rules).values_list("award__code", "per_unit", "in_bloc")
    return {code: Limit(per_unit, in_bloc) for code, per_unit, in_bloc in rows}


def check_limits(year: BlocYear, rows: Sequence[Registration], *, gone: Sequence[int] = ()) -> None:
    """Raise Faults, a sentence each, when these would break a rule on top of what counts already.

    `rows` need not be stored; `gone`: ids of registrations that are about to go. The year is locked, so that two
    units do not take the same last place.
    """
    rules = year.current_rules
    limits = limits_of(rules)
    if not limits and not rules.one_collective_title:
        return
    left_out = {row.pk for row in rows if row.pk} | set(gone)
    counting = Registration.objects.filter(membership__year=year, state__in=COUNTING).exclude(pk__in=left_out)
    codes = {member.pk: member.code for member in year.members}
    standing = counting.values_list("membership_id", "award__code", "collective", "person")
    broken = broken_limits(
        one_title=rules.one_collective_title,
        limits=limits,
        standing=[
            Entry(codes[member], award, for_unit=not collective and not person)
            for member, award, collective, person in standing
        ],
        added=[
            Entry(codes[row.membership_id], row.award.code, for_unit=not row.collective and not row.person)
            for row in rows
        ],
    )
    if broken:
        awards = dict(Award.objects.values_list("code", "name"))
        units = {member.code: member.name for member in year.members}
        raise Faults([("", limit_sentence(each, awards, units)) for each in broken])


def asked_codes(year: BlocYear) -> list[str]:
    """The awards the year has a rule for, in their order."""
    return [line.rule.award for line in award_lines(year.current_rules)]


def registrable_awards(year: BlocYear, used: str = "") -> list[Award]:
    """What units may choose from, with conditions: the year's awards first, then the catalogue; two or three queries.

    Left out: awards not valid in the year, and those whose limit is none; `used` is offered whatever holds.
    """
    limits = limits_of(year.current_rules)
    asked = asked_codes(year)
    awards = [
        award
        for award in awards_of(year, [used])
        if award.code == used or not _is_closed(limits.get(award.code))
    ]
    prefetch_related_objects(awards, "conditions")
    places = {code: place for place, code in enumerate(asked)}
    return sorted(awards, key=lambda award: places.get(award.code, len(places)))


def _is_closed(limit: Limit | None) -> bool:
    return limit is not None and 0 in (limit.per_unit, limit.in_bloc)
