"""Reading the versions of a year's results, and whether what is stored still gives what was approved."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from awards.models import ResultVersion
from awards.recomputing import digest, recompute
from awards.snapshot_arithmetic import arithmetic
from blocs.models import BlocYear
from blocs.refusals import Refused
from blocs.storage import read

# Heavy, and not needed to say who approved what.
_CONTENT = ("inputs", "table", "arithmetic", "differences")


def versions_of(year: BlocYear) -> QuerySet[ResultVersion]:
    """Every version and proposal, with the names of its people, without its content."""
    people = ("proposed_by", "approved_by", "withdrawn_by")
    return ResultVersion.objects.filter(year=year).defer(*_CONTENT).select_related(*people)


def approved_versions(year: BlocYear) -> QuerySet[ResultVersion]:
    """The approved ones: all that anybody but the secretariat and the board knows of."""
    return versions_of(year).filter(approved_at__isnull=False)


def last_approved(year: BlocYear) -> ResultVersion | None:
    """The newest approved version, in force or being corrected."""
    return approved_versions(year).order_by("-number").first()


def shown_versions(year: BlocYear) -> QuerySet[ResultVersion]:
    """As `versions_of`, with what a page shows of the content: the table, the differences, `award_names` as they were."""
    people = ("proposed_by", "approved_by", "withdrawn_by")
    names = F("inputs__rules__award_names")
    rows = ResultVersion.objects.filter(year=year).defer("inputs", "arithmetic").select_related(*people)
    return rows.annotate(award_names=names)


def waiting_proposal(year: BlocYear) -> ResultVersion | None:
    """The proposal that waits for its second name, without its content."""
    return versions_of(year).filter(Q(approved_at=None, withdrawn_at=None)).first()


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version as a file: what anybody needs to compute it again by themselves."""

    number: int
    approved_at: str
    proposed_by: str
    approved_by: str
    reason: str
    anchor: str
    inputs: dict[str, Any]
    inputs_sha256: str
    table: dict[str, Any]
    table_sha256: str
    arithmetic: dict[str, Any]
    differences: list[dict[str, Any]]


def stored_version(version: ResultVersion) -> StoredVersion:
    """An approved version, with its people loaded."""
    if version.approved_by is None or version.approved_at is None:
        raise ValueError("a proposal is no version yet")
    return StoredVersion(
        number=version.number,
        approved_at=version.approved_at.isoformat(),
        proposed_by=version.proposed_by.full_name,
        approved_by=version.approved_by.full_name,
        reason=version.reason,
        anchor=f"{version.anchor_number}:{version.anchor_hash}" if version.anchor_number else "",
        inputs=version.inputs,
        inputs_sha256=version.inputs_hash,
        table=version.table,
        table_sha256=version.results_hash,
        arithmetic=version.arithmetic,
        differences=version.differences,
    )


@dataclass(frozen=True, slots=True)
class Check:
    """What a version was found to be, in sentences; `faults` is empty when everything agrees."""

    faults: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return not self.faults


def check_version(version: ResultVersion) -> Check:
    """Compute the version again from its stored inputs alone, and read its papers' bytes again."""
    faults = []
    if digest(version.inputs) != version.inputs_hash:
        faults.append("Số liệu đầu vào của bản lưu không còn đúng mã băm của nó.")
    if digest(version.table) != version.results_hash:
        faults.append("Bảng kết quả của bản lưu không còn đúng mã băm của nó.")
    try:
        found = recompute(version.inputs)
        table, working = found.table, arithmetic(found)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        faults.append("Số liệu đầu vào của bản lưu không đọc được.")
    else:
        if table != version.table:
            faults.append("Tính lại từ số liệu đầu vào ra bảng kết quả khác với bảng đã duyệt.")
        if working != version.arithmetic:
            faults.append("Tính lại ra cách tính khác với cách tính đã lưu.")
    return Check((*faults, *_paper_faults(version)))


def _paper_faults(version: ResultVersion) -> list[str]:
    faults = []
    for paper in version.papers.select_related("file"):
        try:
            read(paper.file)
        except Refused as refusal:
            faults.append(f"{paper.title}: {refusal}")
        else:
            if paper.file.sha256 != paper.sha256:
                faults.append(f"{paper.title}: tệp đang lưu không phải tệp đã duyệt.")
    return faults
