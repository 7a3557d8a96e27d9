"""Which units have work left in which window, gathered from the apps (`UNFINISHED` in the composition).

One reading for the secretariat's home, for "nhắc" and for the reminders that go out by themselves.
"""

from blocs.models import BlocYear, Membership, PhaseKind
from blocs.offers import offers


def unfinished(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """Window -> the units with work left in it, in bloc order; windows nobody has work in are not there."""
    found: dict[PhaseKind, list[Membership]] = {}
    for offer in offers("UNFINISHED"):
        found |= {kind: members for kind, members in offer(year).items() if members}
    return found


def unsigned_pledges(year: BlocYear) -> dict[PhaseKind, list[Membership]]:
    """What blocs offer: units whose signature has no date."""
    waiting = [
        member
        for member in year.members
        if member.left_on is None
        and ((signature := getattr(member, "pledge_signature", None)) is None or signature.signed_on is None)
    ]
    return {PhaseKind.PLEDGE: waiting}
