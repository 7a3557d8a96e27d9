"""Which units have work left in which window, gathered from the apps (`UNFINISHED` in the composition).

One reading for the secretariat's home, for "nhắc" and for the reminders that go out by themselves.
"""

from collections import defaultdict
from collections.abc import Iterable

from blocs.memo import keep, once_per_year
from blocs.models import BlocYear, Membership, PhaseKind, UnitReport
from blocs.offers import offers
from blocs.terms import Checkpoint, ReportState
from blocs.year_phases import kinds_in_use


def units_left(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """Every window units have work in -> those with work left, in bloc order; empty where all have done it."""
    found: dict[PhaseKind, list[Membership]] = {}
    for offer in offers("UNFINISHED"):
        found |= offer(year)
    return {kind: found[kind] for kind in kinds_in_use(year) if kind in found}


def unfinished(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """Window -> the units with work left in it, in bloc order; windows nobody has work in are not there."""
    return {kind: members for kind, members in units_left(year).items() if members}


def standing_members(year: BlocYear) -> list[Membership]:
    """The units that are still in the bloc: from one that left nothing is expected."""
    return [member for member in year.members if member.left_on is None]


def unsigned_pledges(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """What blocs offer: units whose signature has no date."""
    waiting = [member for member in standing_members(year) if not has_signed(member)]
    return {PhaseKind.PLEDGE: waiting}


def has_signed(member: Membership) -> bool:
    """From the signature that comes with the year's members."""
    signature = getattr(member, "pledge_signature", None)
    return signature is not None and signature.signed_on is not None


def unsent_reports(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """What blocs offer: units that have not sent their report of the half-year."""
    sent = sent_reports(year)
    waiting = [member for member in standing_members(year) if (member.pk, Checkpoint.HALF_YEAR) not in sent]
    return {PhaseKind.HALF_YEAR: waiting}


@once_per_year
def sent_reports(year: BlocYear) -> frozenset[tuple[int, Checkpoint]]:
    """(membership id, checkpoint) of the reports that were sent: one query."""
    rows = UnitReport.objects.filter(membership__year=year, state=ReportState.HANDED_IN)
    return frozenset(
        (member, Checkpoint(checkpoint))
        for member, checkpoint in rows.values_list("membership_id", "checkpoint")
    )


def preload(years: Iterable[BlocYear]) -> None:
    """The sent reports of all the years in one query."""
    found: dict[int, set[tuple[int, Checkpoint]]] = defaultdict(set)
    listed = list(years)
    rows = UnitReport.objects.filter(membership__year__in=listed, state=ReportState.HANDED_IN)
    for year, member, checkpoint in rows.values_list("membership__year_id", "membership_id", "checkpoint"):
        found[year].add((member, Checkpoint(checkpoint)))
    for each in listed:
        keep(sent_reports, each, frozenset(found[each.pk]))
