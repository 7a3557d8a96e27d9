"""A signed file that waits for a look by hand: the secretariat lets it count, or gives it back, each with a reason."""

from django.db import transaction
from django.utils import timezone

from blocs import pledge_rules
from blocs.actions.pledge_acting import Ready, acts_told, append_acts, begin, let_stand, require_unlocked
from blocs.actions.pledge_signing import Signed
from blocs.journal import record
from blocs.models import BlocYear, PledgeAct, User
from blocs.pledge_queries import waits_for_check
from blocs.refusals import Invalid, Refused
from blocs.terms import PledgeDeed, SigningWay


@transaction.atomic
def accept_signed_file(
    *, actor: User, year: BlocYear, unit: int, shown: str, seen: str, reason: str
) -> Signed:
    """Let the file count that was compared by hand. `seen`: the hash of the act whose file was looked at.

    Raises Invalid where none waits or no reason is given, Refused where the unit has sent another file since.
    """
    ready = _begin(actor, year, unit, shown)
    if ready.line.is_signed:
        return Signed(ready.line.act, is_new=False)
    kept = _waiting(ready, seen)
    if not reason:
        raise Invalid("Ghi lý do chấp nhận: đã đối chiếu thế nào, với ai.")
    require_unlocked(ready)
    act = PledgeAct(
        text=ready.text,
        membership=ready.member,
        deed=PledgeDeed.SIGNED,
        way=SigningWay.DIGITAL,
        signer=kept.signer,
        signer_title=kept.signer_title,
        signed_on=kept.signed_on,
        reason=reason,
        file=kept.file,
        evidence=kept.evidence | {"needs_check": False, "accepts": kept.hash},
        by=actor,
        entered_for=True,
        at=timezone.now(),
    )
    append_acts(ready.year, [act])
    let_stand([act])
    record(year=ready.year, actor=actor, action="pledge.file_accepted", **acts_told([act]))
    return Signed(act, is_new=True)


@transaction.atomic
def return_signed_file(
    *, actor: User, year: BlocYear, unit: int, shown: str, seen: str, reason: str
) -> PledgeAct:
    """Give the file back with a reason the unit sees; it stays stored, and the same file is not taken again.

    Raises as `accept_signed_file` does; Refused where the unit has signed meanwhile. Given back twice it is once.
    """
    ready = _begin(actor, year, unit, shown)
    last = ready.line.act
    if last is not None and last.evidence.get("returns") == seen:
        return last
    if ready.line.is_signed:
        raise Refused("Đơn vị đã ký giao ước nên không còn tệp nào để trả lại.")
    kept = _waiting(ready, seen)
    if not reason:
        raise Invalid("Ghi lý do trả lại để đơn vị biết phải ký lại thế nào.")
    act = PledgeAct(
        text=ready.text,
        membership=ready.member,
        deed=PledgeDeed.RETURNED,
        way=SigningWay.DIGITAL,
        reason=reason,
        evidence={"returns": kept.hash, "returned_sha256": kept.evidence.get("signed_sha256", "")},
        by=actor,
        at=timezone.now(),
    )
    append_acts(ready.year, [act])
    record(year=ready.year, actor=actor, action="pledge.file_returned", **acts_told([act]))
    return act


def _begin(actor: User, year: BlocYear, unit: int, shown: str) -> Ready:
    return begin(
        actor=actor,
        year=year,
        unit=unit,
        shown=shown,
        may=lambda user, y, _: pledge_rules.can_write_pledge(user, y),
    )


def _waiting(ready: Ready, seen: str) -> PledgeAct:
    kept = ready.line.act
    if kept is None or not waits_for_check(kept):
        raise Invalid("Đơn vị không có tệp ký số nào đang chờ kiểm tra. Hãy mở lại trang Giao ước.")
    if kept.hash != seen:
        raise Refused("Đơn vị vừa gửi tệp khác. Hãy mở lại trang, đối chiếu tệp mới rồi quyết định.")
    return kept
