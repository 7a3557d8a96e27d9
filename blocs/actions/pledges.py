"""Recording who signed the year's pledge, when and how: years whose pledge has no text on the site."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from blocs.actions.locking import lock_year
from blocs.editing import is_needed
from blocs.journal import record
from blocs.models import BlocYear, Membership, PhaseKind, PledgeSignature, User
from blocs.pledge_queries import texts_of
from blocs.refusals import Invalid, Refused
from blocs.rules import can_run_year, is_open
from blocs.terms import SigningWay


@dataclass(frozen=True, slots=True)
class Signature:
    """One unit's line: without a date the pledge is not signed yet."""

    unit: str
    signer: str = ""
    signer_title: str = ""
    signed_on: date | None = None
    way: SigningWay | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.signer or self.signer_title or self.signed_on or self.way)


def can_record_pledges(user: User, year: BlocYear) -> bool:
    return can_run_year(user, year) and is_open(year, PhaseKind.PLEDGE)


def signature_state(year: BlocYear) -> list[dict[str, Any]]:
    """Every unit's line as stored, plain, in bloc order."""
    return [asdict(line) for line in signatures(year)]


def signatures(year: BlocYear) -> list[Signature]:
    """Every unit's line, in bloc order; an empty one where nothing is stored."""
    lines = []
    for member in year.members:
        stored = getattr(member, "pledge_signature", None)
        lines.append(
            Signature(member.code)
            if stored is None
            else Signature(
                member.code,
                stored.signer,
                stored.signer_title,
                stored.signed_on,
                SigningWay(stored.way) if stored.way else None,
            )
        )
    return lines


@transaction.atomic
def record_signatures(*, actor: User, year: BlocYear, wanted: Iterable[Signature], base: str) -> int:
    """Store the lines that differ; returns how many did.

    Raises Stale when somebody else changed them meanwhile, Invalid for a date without a way of signing.
    """
    year = lock_year(actor=actor, year=year, may=can_record_pledges)
    if texts_of(year).in_force is not None:
        raise Refused("Năm này ký giao ước trên hệ thống. Hãy ghi chữ ký giấy ở trang Giao ước.")
    lines = {line.unit: line for line in wanted}
    current = {line.unit: line for line in signatures(year)}
    if lines.keys() != current.keys():
        raise Invalid("Danh sách đơn vị đã thay đổi. Hãy tải lại trang.")
    target = [asdict(lines[code]) for code in current]
    if not is_needed(base=base, current=signature_state(year), wanted=target):
        return 0
    members = {member.code: member for member in year.members}
    changed = [line for code, line in lines.items() if line != current[code]]
    for line in changed:
        if line.signed_on and line.way is None:
            raise Invalid(f"{members[line.unit].name}: đã có ngày ký thì chọn hình thức ký.")
        PledgeSignature.objects.filter(membership=members[line.unit]).delete()
        if not line.is_empty:
            PledgeSignature.objects.create(
                membership=members[line.unit],
                signer=line.signer,
                signer_title=line.signer_title,
                signed_on=line.signed_on,
                way=line.way or "",
            )
    record(
        year=year,
        actor=actor,
        action="pledges.recorded",
        subject=str(year),
        old=[_told(current[line.unit], members) for line in changed],
        new=[_told(line, members) for line in changed],
    )
    return len(changed)


def _told(line: Signature, members: dict[str, Membership]) -> dict[str, Any]:
    """A line as the journal tells it: the unit by the name it bears now."""
    return asdict(line) | {"unit": members[line.unit].short_name}
