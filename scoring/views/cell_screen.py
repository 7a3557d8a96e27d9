"""The page of one cell as ready strings: the criterion, its rule, claim, evidence, suggestion, and the ways on."""

from collections import Counter
from typing import Any
from urllib.parse import quote

from blocs.context import year_url
from blocs.models import User
from blocs.terms import CriterionGroup, CriterionRule, Level
from reports.paper.words import trimmed
from scoring.actions.sheet_locking import closed_sentence
from scoring.cell_page import Cell, claimed_counts, told_words
from scoring.criterion_rule_words import how_scored, limit_lines
from scoring.criterion_rules import Suggestion
from scoring.evidence_page import proofs
from scoring.evidence_rules import Door, door
from scoring.forms.cell_detail import CellForm
from scoring.rules import fills_paper, scoring_is_open
from scoring.sheet_queries import LEVEL_SLUGS
from scoring.visibility import UNCOVER_FIRST
from scoring.workflow import TAKES_SCORES, WORDS

# In an address: the person came from the pages of one criterion after another, and goes back there.
FROM_ONE = "ve=tung-muc"


def screen(user: User, cell: Cell, form: CellForm, found: Suggestion, *, from_one: bool) -> dict[str, Any]:
    """Context of templates/scoring/cell.html but for the base of what is typed."""
    leaf = cell.leaf
    per_item = Counter(row.item for row in cell.evidence or ())
    return {
        "cell": cell,
        "leaf": leaf,
        "form": form,
        "title": f"{leaf.code} · {cell.member.short_name}",
        "bounds": _bounds(cell),
        "method": how_scored(leaf),
        "rule": "" if leaf.rule is CriterionRule.MANUAL else leaf.rule.label,
        "limits": limit_lines(leaf.parameters),
        "choices": form.choices(claimed_counts(cell), per_item),
        "suggested": trimmed(found.points),
        "working": found.working,
        "is_trial": form.is_bound and not form.errors,
        "claim_working": told_words(leaf.leaf_rule, cell.claim.basis) if cell.claim else [],
        "neighbours": [] if from_one else _neighbours(cell),
        "back_url": one_url(cell) if from_one else cell.paper_url,
        "back_label": "Chấm từng tiêu chí" if from_one else cell.paper,
        **_evidence(user, cell, more=f"&{FROM_ONE}" if from_one else ""),
        **_taking(user, cell),
    }


def one_url(cell: Cell) -> str:
    """The criterion among those of its paper one after another."""
    more = {"level": LEVEL_SLUGS[cell.sheet.level]} | ({"scorer": cell.scorer.code} if cell.scorer else {})
    return f"{year_url('grid-one', cell.year, **more)}?muc={quote(cell.leaf.code)}"


def _bounds(cell: Cell) -> str:
    leaf = cell.leaf
    parts = ["điểm không giới hạn" if leaf.maximum is None else f"từ 0 đến {trimmed(leaf.maximum)} điểm"]
    if leaf.step is not None:
        parts.append(f"bước {trimmed(leaf.step)}")
    if leaf.group is CriterionGroup.PENALTY:
        parts.append("ghi số điểm bị trừ")
    return " · ".join(parts)


def _neighbours(cell: Cell) -> list[tuple[str, str]]:
    before, after = cell.beside
    return [
        (f"{way} {node.code}", cell.address(node))
        for way, node in (("Trước:", before), ("Tiếp:", after))
        if node is not None
    ]


def _evidence(user: User, cell: Cell, *, more: str) -> dict[str, Any]:
    if cell.evidence is None:
        return {"proofs": None, "proof_url": ""}
    address = {"pk": cell.member.pk, "criterion": cell.leaf.criterion_id}
    is_shut = door(user, cell.year, cell.member) is Door.CLOSED
    return {
        "proofs": proofs(user, cell.year, cell.member, cell.evidence, cell.leaf),
        "proof_url": ""
        if is_shut
        else f"{year_url('evidence-criterion', cell.year, **address)}?phieu={cell.sheet.pk}{more}",
    }


def _taking(user: User, cell: Cell) -> dict[str, Any]:
    """Whether this person may type here now, and what is said where not, or where the window is over."""
    level, year = cell.sheet.level, cell.year
    if not cell.leaf.is_asked_at(level):
        return {"takes": False, "closed": f"Tiêu chí này chỉ chấm ở cấp {Level.APPRAISAL.label}."}
    if not fills_paper(user, year, level, cell.by):
        return {"takes": False, "closed": ""}
    if year.is_published:
        return {"takes": False, "closed": "Kết quả đã niêm yết nên các phiếu đã khóa."}
    if cell.is_covered:
        return {"takes": False, "closed": UNCOVER_FIRST}
    if cell.sheet.state is not TAKES_SCORES:
        words = WORDS[cell.sheet.state].staff
        return {"takes": False, "closed": f"Phiếu {words} nên không sửa được. Hãy mở lại phiếu trước."}
    is_open = scoring_is_open(year, level, cell.by)
    return {"takes": True, "closed": "" if is_open else closed_sentence(level)}
