"""A unit's evidence as ready strings: for one criterion, for all of them, and for the list of units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from blocs.context import year_url
from blocs.models import BlocYear, Membership, User
from reports.paper.words import short_date
from scoring.evidence_queries import EvidenceKey
from scoring.evidence_rules import Door, door
from scoring.models import Evidence
from scoring.queries import CriterionNode, rule_set


@dataclass(frozen=True, slots=True)
class Proof:
    """One document: what it is, its file's address, which item it stands for, who added it when."""

    text: str
    url: str
    file: str
    item: str
    added: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class CriterionProofs:
    """A criterion with its documents; `lacks`: it wants evidence and has none."""

    code: str
    text: str
    needs: bool
    lacks: bool
    add_url: str
    proofs: list[Proof] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class UnitCount:
    """One unit in the list: how many documents, and how many of the criteria that want evidence have some."""

    name: str
    url: str
    documents: int
    done: int
    wanted: int
    is_own: bool


def document_text(row: Evidence) -> str:
    """ "12/BC-HLG ngày 05/11/2020: Báo cáo tổng kết"; the file's name where nothing else is known."""
    head = " ".join(filter(None, (row.number, f"ngày {short_date(row.dated)}" if row.dated else "")))
    return ": ".join(filter(None, (head, row.title))) or (row.file.name if row.file else "")


def proof(year: BlocYear, row: Evidence, leaf: CriterionNode | None, *, removable: bool) -> Proof:
    item = leaf.parameters.item(row.item) if leaf else None
    for_unit = ", tổ thư ký nhập thay" if row.entered_for else ""
    return Proof(
        text=document_text(row),
        url=year_url("evidence-file", year, pk=row.pk) if row.file_id else "",
        file=row.file.name if row.file else "",
        item=item.text if item else "",
        added=f"{row.added_by.full_name}, {timezone.localtime(row.added_at):%d/%m/%Y}{for_unit}",
        remove_url=year_url("evidence-remove", year, pk=row.pk) if removable else "",
    )


def proofs(
    user: User, year: BlocYear, member: Membership, rows: Iterable[Evidence], leaf: CriterionNode | None
) -> list[Proof]:
    removable = door(user, year, member) is Door.OPEN
    return [proof(year, row, leaf, removable=removable) for row in rows]


def unit_page(
    user: User, year: BlocYear, member: Membership, shown: Mapping[int, list[Evidence]]
) -> tuple[list[CriterionProofs], list[CriterionProofs]]:
    """The criteria that want evidence or have some, and the others; both in the tree's order."""
    may_add = door(user, year, member) is not Door.CLOSED
    first: list[CriterionProofs] = []
    others: list[CriterionProofs] = []
    for leaf in rule_set(year.current_rules).leaves:
        rows = shown.get(leaf.criterion_id, [])
        kwargs = {"pk": member.pk, "criterion": leaf.criterion_id}
        line = CriterionProofs(
            code=leaf.code,
            text=leaf.text,
            needs=bool(leaf.needs_evidence),
            lacks=bool(leaf.needs_evidence) and not rows,
            add_url=year_url("evidence-criterion", year, **kwargs) if may_add else "",
            proofs=proofs(user, year, member, rows, leaf),
        )
        (first if line.needs or rows else others).append(line)
    return first, others


def unit_counts(
    year: BlocYear, units: Iterable[Membership], counts: Mapping[EvidenceKey, int], own: Iterable[int]
) -> list[UnitCount]:
    wanted = [leaf.criterion_id for leaf in rule_set(year.current_rules).leaves if leaf.needs_evidence]
    own = set(own)
    documents: dict[int, int] = {}
    for (member, _criterion), count in counts.items():
        documents[member] = documents.get(member, 0) + count
    return [
        UnitCount(
            name=unit.name,
            url=year_url("evidence-unit", year, pk=unit.pk),
            documents=documents.get(unit.pk, 0),
            done=sum((unit.pk, criterion) in counts for criterion in wanted),
            wanted=len(wanted),
            is_own=unit.pk in own,
        )
        for unit in units
    ]


def count_text(count: int) -> str:
    """ "2 minh chứng"; empty for none."""
    return f"{count} minh chứng" if count else ""
