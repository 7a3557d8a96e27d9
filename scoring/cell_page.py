"""One cell of a score sheet with all that helps to fill it: rule, evidence, targets, the unit's own claim."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from blocs.context import year_url
from blocs.models import BlocYear, Membership, Target
from blocs.target_results import promise_and_result
from blocs.terms import CriterionRule, Level
from reports.paper.words import trimmed
from scoring.criterion_rules import Basis, LeafRule, TargetResult, basis_from_json, suggestion
from scoring.evidence_queries import evidence_for
from scoring.models import Evidence, Score
from scoring.queries import COUNTING, CriterionNode, SheetRow, rule_set, sheet_rows
from scoring.sheet_queries import FIRST_ENTRY, LEVEL_SLUGS, paper_title
from scoring.visibility import Sight


@dataclass(frozen=True, slots=True)
class StoredScore:
    """A cell as it stands."""

    points: Decimal
    reason: str
    basis: Any
    who: str
    when: datetime

    @property
    def told(self) -> str:
        """ "40 điểm · Nguyễn Thị Hoa lúc 14:05 ngày 21/11/2020"."""
        who = f"{self.who} lúc" if self.who else "lúc"
        return f"{self.points_text} · {who} {timezone.localtime(self.when):%H:%M ngày %d/%m/%Y}"

    @property
    def points_text(self) -> str:
        return f"{trimmed(self.points)} điểm"


@dataclass(frozen=True, slots=True)
class Feeding:
    """The pledge targets that feed a criterion: as numbers, and as lines to read."""

    results: tuple[TargetResult, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """`claim`: the unit's own score where it may be read. `evidence` None: not to be seen by this person."""

    year: BlocYear
    sheet: SheetRow
    leaf: CriterionNode
    member: Membership
    scorer: Membership | None
    stored: StoredScore | None
    claim: StoredScore | None
    evidence: list[Evidence] | None
    feeding: Feeding
    # The points are kept from the reader, who is typing the sheet's second entry (scoring.visibility).
    is_covered: bool = False

    @property
    def by(self) -> Membership | None:
        """Whose paper the sheet is."""
        return self.member if self.sheet.level is Level.SELF else self.scorer

    @property
    def paper(self) -> str:
        return paper_title(self.sheet.level, self.scorer)

    @property
    def told(self) -> Basis:
        """What the stored score was told with; the targets as they are now."""
        return self.with_targets(basis_from_json(self.stored.basis if self.stored else None))

    def with_targets(self, basis: Basis) -> Basis:
        return Basis(basis.met, basis.rung, basis.counts, basis.is_told, self.feeding.results)

    def address(self, leaf: CriterionNode) -> str:
        return year_url("cell", self.year, sheet=self.sheet.pk, criterion=leaf.criterion_id)

    @property
    def paper_url(self) -> str:
        more = {"level": LEVEL_SLUGS[self.sheet.level]}
        if self.scorer is None:
            return year_url("grid", self.year, **more)
        return year_url("grid-peer", self.year, scorer=self.scorer.code, **more)

    @property
    def beside(self) -> tuple[CriterionNode | None, CriterionNode | None]:
        """The criteria before and after this one on the same sheet."""
        leaves = [n for n in rule_set(self.year.current_rules).leaves if n.is_asked_at(self.sheet.level)]
        codes = [node.code for node in leaves]
        if self.leaf.code not in codes:
            return None, None
        at = codes.index(self.leaf.code)
        return leaves[at - 1] if at else None, leaves[at + 1] if at + 1 < len(leaves) else None


def read_cell(year: BlocYear, seen: Sight, sheet: int, criterion: int) -> Cell | None:
    """The cell, None for who may not know of it; three queries besides the year's sheets and rules."""
    rows = {row.pk: row for row in sheet_rows(year)}
    row = rows.get(sheet)
    leaf = next((n for n in rule_set(year.current_rules).leaves if n.criterion_id == criterion), None)
    if row is None or leaf is None or not seen.reads(row):
        return None
    members = {member.pk: member for member in year.members}
    claim = next((pk for pk, one in rows.items() if _is_claim(one, row, seen)), 0)
    is_covered = sheet in seen.covered
    scores = _scores([0 if is_covered else sheet, claim], criterion)
    member = members[row.scored]
    return Cell(
        year=year,
        sheet=row,
        leaf=leaf,
        member=member,
        scorer=members[row.scorer] if row.scorer else None,
        stored=scores.get(sheet),
        claim=scores.get(claim),
        evidence=evidence_for(member.pk, criterion) if seen.reads_self_sheet_of(member) else None,
        feeding=feeding(member, criterion),
        is_covered=is_covered,
    )


def _is_claim(one: SheetRow, of: SheetRow, seen: Sight) -> bool:
    """Whether `one` is the handed-in self-sheet of the unit that the sheet `of` scores, and may be read."""
    is_claim = one.level is Level.SELF and one.scored == of.scored and one.pk != of.pk
    return is_claim and one.state in COUNTING and one.pk not in seen.covered and seen.reads(one)


def _scores(sheets: Iterable[int], criterion: int) -> dict[int, StoredScore]:
    rows = Score.objects.filter(sheet__in=list(sheets), criterion=criterion, entry=FIRST_ENTRY).values_list(
        "sheet_id", "points", "reason", "basis", "entered_by__full_name", "entered_at"
    )
    return {
        sheet: StoredScore(points, why, basis, who or "", at) for sheet, points, why, basis, who, at in rows
    }


def feeding(member: Membership, criterion: int) -> Feeding:
    """The unit's targets that feed the criterion, in the pledge's order; one query."""
    rows = (
        Target.objects.filter(membership=member, feeds__criterion=criterion)
        .order_by("position", "pk")
        .values_list("text", "measure", "planned", "half_year", "year_end", "feeds__weight")
    )
    results, lines = [], []
    for text, measure, planned, half_year, year_end, weight in rows:
        results.append(TargetResult(text, planned, year_end, weight))
        share = "" if weight is None else f"; trọng số {trimmed(weight)}"
        lines.append(promise_and_result(text, measure, planned, half_year, year_end) + share)
    return Feeding(tuple(results), tuple(lines))


def told_words(leaf: LeafRule, stored: Any) -> list[str]:
    """What a score was told with, in words: the working of the rule; empty where nothing was told."""
    return list(suggestion(leaf, basis_from_json(stored)).working)


def claimed_counts(cell: Cell) -> dict[str, str]:
    """Item key -> "đơn vị ghi 2 lần", or of a ladder "đơn vị chọn bậc này"."""
    claim = basis_from_json(cell.claim.basis if cell.claim else None)
    if cell.leaf.rule is CriterionRule.LADDER:
        return {claim.rung: "đơn vị chọn bậc này"} if claim.rung else {}
    return {key: f"đơn vị ghi {count} lần" for key, count in claim.counts.items() if count}
