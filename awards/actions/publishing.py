"""Publishing the year's results to its units, and opening them for correction.

The first approval is version 1: what the secretariat publishes is stored as it stands, with its papers. Once a version
is on record nothing is published by one name again: `awards.actions.result_versions` proposes and approves what follows.
"""

from contextlib import ExitStack

from django.db import transaction
from django.utils import timezone

from awards.actions.objections import credit_version
from awards.models import ResultPaper, ResultVersion
from awards.obstacles import obstacle
from awards.recomputing import digest
from awards.result_notices import tell_of_results
from awards.result_papers import Prints, keep_prints, print_results
from awards.result_versions import last_approved
from awards.results import YearResults, results_json, year_results
from awards.rules import can_publish
from awards.snapshots import Snapshot, take_snapshot
from blocs.actions.locking import lock_year
from blocs.editing import Stale
from blocs.journal import Anchor, record
from blocs.models import BlocYear, User
from blocs.refusals import Invalid, Refused
from blocs.transactions import locked
from scoring.models import Sheet

CHANGED = "Kết quả đã thay đổi từ lúc ông, bà mở trang này. Hãy xem lại kết quả hiện có rồi duyệt."

_APPROVAL = ("approved_by", "approved_at", "anchor_number", "anchor_hash")


def results_hash(found: YearResults) -> str:
    """SHA-256 of the results as the contract's JSON (§4), keys sorted."""
    return digest(results_json(found))


@transaction.atomic
def publish_results(
    *, actor: User, year: BlocYear, shown: str | None = None, prints: Prints | None = None, site: str = ""
) -> Anchor | None:
    """Store version 1 with its papers, show it to the year's units and close its numbers; None when that is done.

    `shown`: the hash of what the person saw and approved; `prints`: the papers printed beforehand of what stood then,
    printed here without. Stale when the results are no longer those. Raises Refused when no unit is ranked yet, while
    a draft of the rules is open, and when a version is on record already: a later one has two names.
    """
    year = lock_year(actor=actor, year=year, may=can_publish, even_published=True)
    if year.is_published:
        return None
    if year.results_version:
        raise Refused(
            f"Phiên bản {year.results_version} đã duyệt và lưu. Hãy đề nghị phiên bản {year.results_version + 1}"
            " để người thứ hai duyệt."
        )
    snapshot = snapshot_under_lock(year)
    if shown is not None and shown != snapshot.results_hash:
        raise Stale(CHANGED)
    now = timezone.now()
    version = new_version(year, snapshot, actor, number=1)
    version.proposed_at = version.approved_at = now
    version.approved_by = actor
    return approve_and_publish(version, snapshot, prints, actor=actor, site=site)


def snapshot_under_lock(year: BlocYear) -> Snapshot:
    """The results as they stand now and until the transaction ends. Raises Refused when no unit is ranked, and while
    a draft of the rules is open."""
    # Whoever is saving cells holds its sheets: wait, so that what is published is what stands afterwards.
    list(locked(Sheet.objects.filter(year=year).order_by("pk")).values_list("pk", flat=True))
    snapshot = take_snapshot(year)
    if (found := obstacle(year, snapshot.found.ranking)) is not None:
        raise Refused(found.text)
    if snapshot.results_hash != results_hash(year_results(year)):
        raise RuntimeError(f"the stored inputs of {year} give other results than the page")
    return snapshot


def new_version(year: BlocYear, snapshot: Snapshot, actor: User, *, number: int) -> ResultVersion:
    """The version with the snapshot's content, unsaved."""
    return ResultVersion(
        year=year,
        number=number,
        rules=snapshot.rules,
        inputs=snapshot.inputs,
        inputs_hash=snapshot.inputs_hash,
        table=snapshot.table,
        results_hash=snapshot.results_hash,
        arithmetic=snapshot.arithmetic,
        proposed_by=actor,
    )


def approve_and_publish(
    version: ResultVersion, snapshot: Snapshot, prints: Prints | None, *, actor: User, site: str
) -> Anchor:
    """Save the version as approved, keep its papers, publish the year, tell its heads, journal all of it in one entry.

    A practice copy keeps the version and no papers: whatever is tried there is no paper of the bloc.
    """
    year = version.year
    if prints is None and not year.is_practice:
        prints = print_results(
            year, number=version.number, people=names_under(version.proposed_by, actor), site=site
        )
    if prints is not None and (prints.mark, prints.number) != (snapshot.mark, version.number):
        raise Stale(CHANGED)
    with ExitStack() as files:
        if prints is not None:
            version.anchor_number, version.anchor_hash = prints.anchor.number, prints.anchor.hash
        version.save(update_fields=_APPROVAL if version.pk else None)
        papers = keep_prints(files, version, prints, actor) if prints is not None else []
        year.results_published_at, year.results_published_by = version.approved_at, actor
        year.results_version = version.number
        year.save(update_fields=["results_published_at", "results_published_by", "results_version"])
        credit_version(version)
        tell_of_results(version)
        return _record(version, papers, actor)


def names_under(proposed_by: User, approved_by: User) -> str:
    """Whose names stand under a version: "Trần Thị A đề nghị, Nguyễn Văn B duyệt", or the one name of version 1."""
    if proposed_by == approved_by:
        return approved_by.full_name
    return f"{proposed_by.full_name} đề nghị, {approved_by.full_name} duyệt"


def _record(version: ResultVersion, papers: list[ResultPaper], actor: User) -> Anchor:
    return record(
        year=version.year,
        actor=actor,
        action="results.published",
        subject=str(version.year),
        new={
            "Phiên bản": version.number,
            "sha256": version.results_hash,
            "Mã băm số liệu đầu vào": version.inputs_hash,
            "Văn bản lưu": [
                f"{paper.title} ({paper.format}), mã {paper.code}: {paper.sha256}" for paper in papers
            ],
        },
        reason=version.reason,
    )


@transaction.atomic
def withdraw_results(*, actor: User, year: BlocYear, reason: str) -> None:
    """Open published results for correction, with a reason every unit sees beside the version it still reads."""
    year = lock_year(actor=actor, year=year, may=can_publish, even_published=True)
    if not year.is_published:
        return
    if not reason:
        raise Invalid("Hãy ghi lý do mở đính chính.")
    version = last_approved(year)
    if version is not None and version.is_in_force:
        version.withdrawn_at, version.withdrawn_by = timezone.now(), actor
        version.withdrawal_reason = reason
        version.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    year.results_published_at = year.results_published_by = None
    year.save(update_fields=["results_published_at", "results_published_by"])
    record(
        year=year,
        actor=actor,
        action="results.withdrawn",
        subject=str(year),
        new={"Phiên bản": year.results_version} if year.results_version else None,
        reason=reason,
    )
