"""What shows a target's result: a document's number and date, a file, or both."""

import hashlib
from typing import Any

from django.db import transaction

from blocs.actions.targets import GONE, lock_for_unit, record_for_unit
from blocs.models import BlocYear, Membership, Target, TargetEvidence, User
from blocs.received_files import ReceivedFile
from blocs.refusals import Invalid, Refused
from blocs.storage import store_received
from blocs.target_rules import HALF_YEAR_CLOSED, can_report
from blocs.terms import Checkpoint


@transaction.atomic
def add_evidence(
    *,
    actor: User,
    year: BlocYear,
    target: Target,
    checkpoint: Checkpoint,
    text: str,
    file: ReceivedFile | None,
) -> TargetEvidence:
    """Keep what shows a target's result; sent twice it is there once. Raises Invalid without text and file, Refused outside the window."""
    if not text and file is None:
        raise Invalid("Hãy ghi minh chứng (số, ngày văn bản) hoặc chọn tệp.")
    year, member = _lock_for_evidence(actor, year, target, checkpoint)
    if (twin := _twin(target, checkpoint, text, file)) is not None:
        return twin
    row = TargetEvidence(target=target, checkpoint=checkpoint, text=text, added_by=actor)
    told = {"Minh chứng": text or (file.name if file else "")}
    if file is None:
        row.save()
        _record(actor, year, member, target, new=told)
        return row
    with store_received(file, year=year, actor=actor) as kept:
        row.file = kept
        row.save()
        told |= {"Tệp": file.name, "Mã băm SHA-256": kept.sha256}
        _record(actor, year, member, target, new=told)
    return row


def _twin(
    target: Target, checkpoint: Checkpoint, text: str, file: ReceivedFile | None
) -> TargetEvidence | None:
    same = TargetEvidence.objects.filter(target=target, checkpoint=checkpoint, text=text)
    if file is None:
        return same.filter(file=None).first()
    return same.filter(file__sha256=hashlib.sha256(file.content).hexdigest()).first()


@transaction.atomic
def remove_evidence(*, actor: User, year: BlocYear, evidence: TargetEvidence) -> None:
    """Take evidence away; the file stays stored, for the journal names it. Gone already is no fault."""
    checkpoint = Checkpoint(evidence.checkpoint)
    year, member = _lock_for_evidence(actor, year, evidence.target, checkpoint)
    if not TargetEvidence.objects.filter(pk=evidence.pk).delete()[0]:
        return
    told = {"Minh chứng": str(evidence)}
    _record(actor, year, member, evidence.target, old=told)


def _lock_for_evidence(
    actor: User, year: BlocYear, target: Target, checkpoint: Checkpoint
) -> tuple[BlocYear, Membership]:
    member = target.membership
    found = lock_for_unit(
        actor, year, member, lambda user, now, unit: can_report(user, now, unit, checkpoint), HALF_YEAR_CLOSED
    )
    if not Target.objects.filter(pk=target.pk, membership=member).exists():
        raise Refused(GONE)
    return found


def _record(
    actor: User,
    year: BlocYear,
    member: Membership,
    target: Target,
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> None:
    record_for_unit(
        actor=actor,
        year=year,
        member=member,
        action="targets.evidence_added" if new else "targets.evidence_removed",
        subject=f"“{target.text}” của {member.short_name}",
        old=old,
        new=new,
    )
