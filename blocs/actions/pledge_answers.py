"""What a unit says of a pledge without signing it: it declines, asks for a change, or takes its signature back."""

from django.db import transaction
from django.utils import timezone

from blocs.actions.pledge_acting import (
    acts_told,
    append_acts,
    begin,
    let_fall,
    require_unlocked,
    require_window,
)
from blocs.journal import record
from blocs.models import BlocYear, PledgeAct, User
from blocs.pledge_notices import tell_secretariat
from blocs.pledge_now import ANSWERS
from blocs.pledge_rules import can_act_for
from blocs.pledge_windows import why_closed
from blocs.refusals import Invalid, Refused
from blocs.rules import may_enter_for
from blocs.terms import PledgeDeed


@transaction.atomic
def answer(*, actor: User, year: BlocYear, unit: int, shown: str, deed: PledgeDeed, reason: str) -> PledgeAct:
    """Decline or ask for a change, with the reason; the same answer sent twice is one."""
    if deed not in ANSWERS:
        raise ValueError(f"{deed} is no answer")
    if not reason:
        raise Invalid("Ghi lý do để tổ thư ký biết cần sửa điều gì.")
    ready = begin(actor=actor, year=year, unit=unit, shown=shown, may=can_act_for)
    last = ready.line.act
    if last is not None and (last.deed, last.reason) == (deed, reason):
        return last
    require_unlocked(ready)
    require_window(ready)
    if ready.line.is_signed:
        raise Refused("Đơn vị đã ký giao ước. Muốn trả lời khác, hãy rút lại chữ ký trước.")
    act = PledgeAct(
        text=ready.text,
        membership=ready.member,
        deed=deed,
        reason=reason,
        by=actor,
        entered_for=may_enter_for(actor, ready.member, ready.year),
        at=timezone.now(),
    )
    append_acts(ready.year, [act])
    tell_secretariat(act)
    record(
        year=ready.year,
        actor=actor,
        action="pledge.declined" if deed is PledgeDeed.DECLINED else "pledge.change_asked",
        **acts_told([act]),
    )
    return act


@transaction.atomic
def withdraw(*, actor: User, year: BlocYear, unit: int, shown: str, reason: str = "") -> PledgeAct | None:
    """Take the signature back, until the secretariat locks the text; None when there was none to take back."""
    ready = begin(actor=actor, year=year, unit=unit, shown=shown, may=can_act_for)
    last = ready.line.act
    kept = last is not None and last.deed == PledgeDeed.SIGNED
    if not ready.line.is_signed and not kept:
        return None
    require_unlocked(ready)
    if ready.member.left_on is not None:
        raise Refused(why_closed(ready.year, ready.member))
    act = PledgeAct(
        text=ready.text,
        membership=ready.member,
        deed=PledgeDeed.WITHDRAWN,
        way=last.way if last is not None and kept else "",
        signer=last.signer if last is not None and kept else "",
        signer_title=last.signer_title if last is not None and kept else "",
        reason=reason,
        evidence={"withdraws": last.hash} if last is not None and kept else {},
        by=actor,
        entered_for=may_enter_for(actor, ready.member, ready.year),
        at=timezone.now(),
    )
    append_acts(ready.year, [act])
    let_fall([ready.member])
    record(year=ready.year, actor=actor, action="pledge.withdrawn", **acts_told([act]))
    return act
