"""What follows a correction: a proposal with its differences, and the second name under it."""

from django.db import transaction
from django.utils import timezone

from awards.actions.publishing import (
    CHANGED,
    approve_and_publish,
    new_version,
    snapshot_under_lock,
)
from awards.models import ResultVersion
from awards.result_papers import Prints
from awards.result_versions import waiting_proposal
from awards.rules import can_approve_version, can_publish
from awards.snapshot_differences import differences
from blocs.actions.locking import lock_year
from blocs.editing import Stale
from blocs.journal import Anchor, record
from blocs.models import BlocYear, RuleVersion, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.transactions import locked_before_reading

GONE = "Đề nghị này không còn chờ duyệt: đã được duyệt, đã rút, hoặc đã có đề nghị khác. Hãy mở lại trang."
_NOT_YET = "Năm này chưa có phiên bản kết quả nào được duyệt. Hãy duyệt và niêm yết kết quả lần đầu."
_IN_FORCE = "Kết quả đang niêm yết. Muốn đính chính, hãy mở đính chính trước rồi sửa số liệu."


@transaction.atomic
def propose_version(*, actor: User, year: BlocYear, reason: str) -> ResultVersion:
    """Store the results as they stand now as the next version, with what is different and why; nobody else sees it yet.

    A proposal that waits already is withdrawn for it. Raises Invalid without a reason, Refused when nothing is being
    corrected or no unit is ranked.
    """
    year = lock_year(actor=actor, year=year, may=can_publish, even_published=True)
    _require_correction(year)
    if not reason.strip():
        raise Invalid("Hãy ghi lý do đính chính.")
    if (waiting := waiting_proposal(year)) is not None:
        _withdraw(waiting, actor, "Thay bằng đề nghị mới")
    snapshot = snapshot_under_lock(year)
    version = new_version(year, snapshot, actor, number=year.results_version + 1)
    version.reason = reason.strip()
    version.differences = differences_to(_last(year), version)
    version.save()
    record(
        year=year,
        actor=actor,
        action="results.proposed",
        subject=str(year),
        new={
            "Phiên bản": version.number,
            "sha256": version.results_hash,
            "Mã băm số liệu đầu vào": version.inputs_hash,
            "Số chỗ khác": len(version.differences),
        },
        reason=version.reason,
    )
    return version


def _require_correction(year: BlocYear) -> None:
    if not year.results_version:
        raise Refused(_NOT_YET)
    if year.is_published:
        raise Refused(_IN_FORCE)


def _last(year: BlocYear) -> ResultVersion:
    return ResultVersion.objects.get(year=year, number=year.results_version, approved_at__isnull=False)


def differences_to(last: ResultVersion, version: ResultVersion) -> list[dict[str, str]]:
    """Between the last approved version and this one; settings by the names their form gives them."""
    labels = {field.name: str(field.verbose_name) for field in RuleVersion._meta.concrete_fields}
    labels = {name: f"{label[:1].upper()}{label[1:]}" for name, label in labels.items()}
    return differences(last.inputs, last.table, version.inputs, version.table, labels)


@transaction.atomic
def withdraw_proposal(*, actor: User, year: BlocYear, proposal: int) -> None:
    """Take back the proposal with this id, by whoever may propose; it stays on record. Refused when it no longer waits."""
    year = lock_year(actor=actor, year=year, may=can_publish, even_published=True)
    waiting = _waiting(year, proposal)
    _withdraw(waiting, actor, "Rút đề nghị")


def _waiting(year: BlocYear, proposal: int) -> ResultVersion:
    waiting = ResultVersion.objects.filter(year=year, pk=proposal, approved_at=None, withdrawn_at=None)
    found = locked_before_reading(waiting.select_related("proposed_by")).first()
    if found is None:
        raise Refused(GONE)
    return found


def _withdraw(proposal: ResultVersion, actor: User, reason: str) -> None:
    proposal.withdrawn_at, proposal.withdrawn_by = timezone.now(), actor
    proposal.withdrawal_reason = reason
    proposal.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    record(
        year=proposal.year,
        actor=actor,
        action="results.proposal_withdrawn",
        subject=str(proposal.year),
        old={"Phiên bản": proposal.number, "sha256": proposal.results_hash},
        reason=reason,
    )


@transaction.atomic
def approve_version(
    *, actor: User, year: BlocYear, proposal: int, shown: str, prints: Prints | None = None, site: str = ""
) -> Anchor:
    """Be the second name under the proposal with this id, publish it and keep its papers.

    `shown` is the mark of what the person saw (`mark_of`). Computed again under the lock, the year must still be
    exactly what was proposed and what was seen: otherwise Stale. Raises NotAllowed for who proposed it, Refused when
    it no longer waits.
    """
    year = lock_year(actor=actor, year=year, may=can_approve_version, even_published=True)
    version = _waiting(year, proposal)
    if version.proposed_by == actor:
        raise NotAllowed(
            "Người duyệt phải khác người đề nghị. Hãy nhờ người khác trong tổ thư ký hoặc Hội đồng TĐKT."
        )
    snapshot = snapshot_under_lock(year)
    stored = (version.inputs_hash, version.results_hash)
    if stored != (snapshot.inputs_hash, snapshot.results_hash):
        raise Stale(
            "Số liệu của năm đã thay đổi sau khi đề nghị. Hãy rút đề nghị này và đề nghị lại theo số liệu hiện có."
        )
    if shown != mark_of(version):
        raise Stale(CHANGED)
    version.year = year
    version.approved_by, version.approved_at = actor, timezone.now()
    return approve_and_publish(version, snapshot, prints, actor=actor, site=site)


def mark_of(version: ResultVersion) -> str:
    """What the page of a proposal showed, in one word: no other content has the same."""
    return f"{version.pk}:{version.inputs_hash}:{version.results_hash}"
