"""The secretariat accepts what units sent, or returns it with a reason."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from awards.actions.unit_registrations import OTHERS_CHANGED, named, registrations_of, state_of
from awards.limits import check_limits
from awards.models import Registration
from awards.registration_flow import ACCEPT, RETURN, Step
from awards.rules import can_decide_registrations
from blocs.actions.locking import lock_year
from blocs.editing import Stale, fingerprint
from blocs.journal import record
from blocs.models import BlocYear, Membership, User
from blocs.refusals import Invalid, Refused


@transaction.atomic
def accept_registrations(
    *, actor: User, year: BlocYear, member: Membership, base: str, pk: int | None = None
) -> int:
    """Accept one registration of the unit, or all it sent (`pk` None); how many.

    `base`: fingerprint of all the unit's registrations as shown, so that nothing is accepted unseen. Raises Stale,
    Refused when the one is no longer waiting, Faults when a limit would be broken (it was lowered meanwhile).
    """
    year, rows = _open(actor, year, member)
    chosen = _chosen(rows, ACCEPT, pk)
    if not chosen:
        return 0
    _require_seen(rows, base)
    check_limits(year, chosen)
    _decide(actor, chosen, ACCEPT)
    record(
        year=year,
        actor=actor,
        action=ACCEPT.action,
        subject=member.name,
        new=[named(row) for row in chosen],
    )
    return len(chosen)


@transaction.atomic
def return_registrations(
    *, actor: User, year: BlocYear, member: Membership, reason: str, base: str, pk: int | None = None
) -> int:
    """Give one back, or all the unit sent, with a reason it sees; an accepted one only by itself."""
    if not reason:
        raise Invalid("Hãy ghi lý do trả lại để đơn vị biết mà sửa.")
    year, rows = _open(actor, year, member)
    chosen = _chosen(rows, RETURN, pk)
    if not chosen:
        return 0
    _require_seen(rows, base)
    _decide(actor, chosen, RETURN, reason)
    record(
        year=year,
        actor=actor,
        action=RETURN.action,
        subject=member.name,
        new=[named(row) for row in chosen],
        reason=reason,
    )
    return len(chosen)


def _open(actor: User, year: BlocYear, member: Membership) -> tuple[BlocYear, list[Registration]]:
    found = lock_year(actor=actor, year=year, may=can_decide_registrations)
    if member.year_id != found.pk:
        raise Refused("Đơn vị này không thuộc năm thi đua đang mở.")
    return found, registrations_of(member)


def _chosen(rows: Sequence[Registration], step: Step, pk: int | None) -> list[Registration]:
    """The one, or all that wait. Sent twice: what is there already gives nothing to do."""
    if pk is None:
        return [row for row in rows if row.state in ACCEPT.sources]
    row = next((row for row in rows if row.pk == pk), None)
    if row is not None and row.state == step.target:
        return []
    if row is None or row.state not in step.sources:
        raise Refused(f"{step.refusal} Hãy xem lại trang đăng ký của đơn vị.")
    return [row]


def _require_seen(rows: Sequence[Registration], base: str) -> None:
    if fingerprint(state_of(rows)) != base:
        raise Stale(OTHERS_CHANGED)


def _decide(actor: User, rows: Sequence[Registration], step: Step, reason: str = "") -> None:
    for row in rows:
        row.state, row.reason = step.target, reason
        row.decided_by, row.decided_at = actor, timezone.now()
        row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
