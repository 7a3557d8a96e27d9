"""Recording the counts of an award's paper vote."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from awards.definitions import VoteCountRow
from awards.models import Award, Vote, VoteResult
from awards.rule_checks import check_vote_counts
from awards.rules import can_record_votes
from blocs.actions.locking import lock_year
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, User
from blocs.refusals import Invalid


@dataclass(frozen=True, slots=True)
class Ballots:
    """The numbers of ballots of one vote."""

    called: int
    present: int
    issued: int
    collected: int
    valid: int
    invalid: int

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


def vote_state(year: BlocYear, award: Award) -> dict[str, Any]:
    """What is stored of an award's vote, plain: counts and approvals by unit code; empty without a count."""
    vote = Vote.objects.filter(year=year, award=award).first()
    if vote is None:
        return {}
    counts = {name: getattr(vote, name) for name in Ballots.__slots__}
    return {"counts": counts, "approvals": dict(vote.results.values_list("membership__code", "approvals"))}


def ballot_faults(ballots: Ballots, approvals: Mapping[str, int]) -> list[tuple[str, str]]:
    """Every contradiction in a count by the workbook's own checks: (name of the count or code of the unit, sentence)."""
    count_faults = check_vote_counts([VoteCountRow(award="", **ballots.as_dict())])
    return [(fault.column, fault.message) for fault in count_faults] + [
        (unit, f"Đồng ý {count} nhiều hơn số phiếu hợp lệ {ballots.valid}.")
        for unit, count in approvals.items()
        if count > ballots.valid
    ]


@transaction.atomic
def record_vote(
    *, actor: User, year: BlocYear, award: Award, ballots: Ballots, approvals: Mapping[str, int], base: str
) -> bool:
    """Store the count of an award's vote; False when exactly this is stored already.

    Raises Invalid when the numbers contradict each other (contract §3, "Votes"), Stale when somebody else
    recorded meanwhile.
    """
    year = lock_year(actor=actor, year=year, may=can_record_votes)
    current = vote_state(year, award)
    wanted = {"counts": ballots.as_dict(), "approvals": dict(approvals)}
    if not is_needed(base=base, current=current, wanted=wanted):
        return False
    if faults := ballot_faults(ballots, approvals):
        raise Invalid(" ".join(message for _where, message in faults))
    members = {member.code: member for member in year.members}
    if not members.keys() >= approvals.keys():
        raise Invalid("Có đơn vị không còn trong năm này. Hãy tải lại trang.")
    Vote.objects.filter(year=year, award=award).delete()
    vote = Vote.objects.create(year=year, award=award, **ballots.as_dict())
    VoteResult.objects.bulk_create(
        VoteResult(vote=vote, membership=members[code], approvals=count) for code, count in approvals.items()
    )
    record(
        year=year,
        actor=actor,
        action="votes.recorded",
        subject=award.name,
        old=_named(current, year) or None,
        new=_named(wanted, year),
    )
    return True


def _named(state: dict[str, Any], year: BlocYear) -> dict[str, Any]:
    """A vote as the journal tells it: units by the names they bear now."""
    if not state:
        return {}
    names = {member.code: member.short_name for member in year.members}
    approvals = {names.get(code, code): count for code, count in state["approvals"].items()}
    return {"counts": state["counts"], "approvals": approvals}


@transaction.atomic
def clear_vote(*, actor: User, year: BlocYear, award: Award, reason: str) -> None:
    """Remove a count entered by mistake, with a reason."""
    year = lock_year(actor=actor, year=year, may=can_record_votes)
    current = vote_state(year, award)
    if not current:
        return
    if not reason:
        raise Invalid("Hãy ghi lý do xóa số phiếu.")
    Vote.objects.filter(year=year, award=award).delete()
    record(
        year=year,
        actor=actor,
        action="votes.cleared",
        subject=award.name,
        old=_named(current, year),
        reason=reason,
    )
