"""Recording and withdrawing why a unit is not considered."""

from django.db import transaction

from awards.models import Finding
from awards.rules import can_record_findings
from blocs.actions.locking import lock_year
from blocs.journal import record
from blocs.models import BlocYear, Membership, User
from blocs.refusals import Invalid
from blocs.terms import Effect


@transaction.atomic
def add_finding(
    *, actor: User, year: BlocYear, membership: Membership, effect: Effect, reason: str
) -> Finding:
    """Record that a unit is not considered; the same finding sent twice stays one."""
    year = lock_year(actor=actor, year=year, may=can_record_findings)
    if membership.year_id != year.pk:
        raise Invalid("Đơn vị này không thuộc năm thi đua đang mở.")
    if not reason:
        raise Invalid("Hãy ghi lý do không xét; lý do được in trong kết quả.")
    same = Finding.objects.filter(membership=membership, effect=effect, reason=reason).first()
    if same is not None:
        return same
    finding = Finding.objects.create(
        membership=membership,
        position=Finding.objects.filter(membership__year=year).count(),
        effect=effect,
        reason=reason,
        recorded_by=actor,
    )
    record(
        year=year,
        actor=actor,
        action="findings.added",
        subject=membership.name,
        new=effect.label,
        reason=reason,
    )
    return finding


@transaction.atomic
def withdraw_finding(*, actor: User, year: BlocYear, finding_id: int, reason: str) -> None:
    """Take a finding back, with a reason; one that is gone already stays gone."""
    year = lock_year(actor=actor, year=year, may=can_record_findings)
    finding = Finding.objects.filter(pk=finding_id, membership__year=year).select_related(
        "membership__unit_name"
    )
    found = finding.first()
    if found is None:
        return
    if not reason:
        raise Invalid("Hãy ghi lý do rút lại.")
    name, effect = found.membership.name, Effect(found.effect).label
    found.delete()
    record(year=year, actor=actor, action="findings.withdrawn", subject=name, old=effect, reason=reason)
