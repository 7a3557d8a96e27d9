"""The pages of one criterion after another as ready strings for their templates."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from blocs.models import User
from blocs.terms import CriterionGroup, CriterionRule, Level, SheetState
from reports.paper.words import trimmed
from scoring.actions.cell_entries import CellKey
from scoring.forms.cells import cell_name
from scoring.queries import CriterionNode
from scoring.rules import hands_in_paper
from scoring.sheet_queries import Column, ScorePaper
from scoring.views.grid_screen import Beside, Fault, grand_totals, places_of, points_text
from scoring.visibility import COVERED
from scoring.workflow import TAKES_SCORES, WORDS


@dataclass(frozen=True, slots=True)
class OneField:
    """A sheet's field for the criterion at hand. `base`: what is stored, where something else stands as typed.

    `claim`: what the unit gave itself, where it may be read. `more`: what the cell's own page has, as its button says.
    """

    sheet: int
    name: str
    label: str
    short: str
    value: str
    base: str
    fault: str
    is_open: bool
    note: str
    promise: str
    claim: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """What a sheet still lacks, with its total so far."""

    name: str
    total: str
    state: str
    missing: list[str]


def asked_leaves(paper: ScorePaper) -> list[CriterionNode]:
    """The criteria this level scores, in the tree's order."""
    return [leaf for leaf in paper.rules.leaves if leaf.is_asked_at(paper.level)]


def criterion_screen(
    paper: ScorePaper,
    leaf: CriterionNode,
    taking: frozenset[int],
    faults: Mapping[CellKey, Fault],
    *,
    beside: Beside,
    readable: frozenset[int],
) -> dict[str, Any]:
    """Everything the page of one criterion shows; `readable` are the units whose evidence this person may read."""
    leaves = asked_leaves(paper)
    place = leaves.index(leaf)
    told = beside.promised.get(leaf.criterion_id, {})
    columns = [column for column in paper.columns if column.state is not SheetState.RECUSED]
    return {
        "leaf": leaf,
        "path": _path(paper, leaf),
        "facts": _facts(leaf),
        "method": leaf.method,
        "fields": [
            replace(
                _field(
                    paper,
                    column,
                    leaf,
                    faults.get((column.sheet, leaf.criterion_id)),
                    "; ".join(told.get(column.member.pk, [])),
                ),
                is_open=column.sheet in taking,
                more=_more(leaf, column, beside, readable),
            )
            for column in columns
        ],
        "bases": _bases(paper, leaf),
        "place": place + 1,
        "count": len(leaves),
        "width": f"{100 * (place + 1) / len(leaves):.1f}",
        "is_first": place == 0,
        "is_last": place + 1 == len(leaves),
        "maximum": "" if leaf.maximum is None else f"{leaf.maximum:f}",
        "max_text": "" if leaf.maximum is None else trimmed(leaf.maximum),
        "step": "" if leaf.step is None else f"{leaf.step:f}",
    }


def _path(paper: ScorePaper, leaf: CriterionNode) -> str:
    """ "I. Nhiệm vụ chính trị": the sections the criterion stands in."""
    above = [node for node in paper.rules.nodes if leaf.code.startswith(f"{node.code}.")]
    return " › ".join(f"{node.code}. {node.text}" for node in above)


def _facts(leaf: CriterionNode) -> list[tuple[str, str]]:
    facts = []
    if leaf.maximum is not None:
        facts.append(("Điểm tối đa", trimmed(leaf.maximum)))
    if leaf.step is not None:
        facts.append(("Bước chấm", trimmed(leaf.step)))
    if leaf.group is CriterionGroup.PENALTY:
        facts.append(("Điểm trừ", "ghi số điểm bị trừ; không có thì để trống"))
    elif leaf.group is CriterionGroup.BONUS:
        facts.append(("Điểm thưởng", "không có thì để trống"))
    return facts


def _field(
    paper: ScorePaper,
    column: Column,
    leaf: CriterionNode,
    fault: Fault | None,
    promise: str,
) -> OneField:
    """Closed for typing; the caller opens what takes scores."""
    name, short = paper.names(column)
    points = paper.points[column.sheet].get(leaf.criterion_id)
    base = "" if points is None else trimmed(points)
    return OneField(
        sheet=column.sheet,
        name=cell_name(column.sheet, leaf.criterion_id),
        label="Điểm tự chấm" if paper.level is Level.SELF and len(paper.columns) == 1 else name,
        short=short,
        value=fault.text if fault else base,
        base=base,
        fault=fault.sentence if fault else "",
        is_open=False,
        note=_note(column),
        promise=promise,
        claim=trimmed(paper.claims.get(column.member.pk, {}).get(leaf.criterion_id)),
    )


def _note(column: Column) -> str:
    if column.is_covered:
        return COVERED
    return "" if column.state is TAKES_SCORES else WORDS[column.state].staff


def _more(leaf: CriterionNode, column: Column, beside: Beside, readable: frozenset[int]) -> str:
    """ "Điểm gợi ý, minh chứng (2), lý do": what stands on the cell's own page."""
    parts = [] if leaf.rule is CriterionRule.MANUAL else ["điểm gợi ý"]
    if column.member.pk in readable:
        count = beside.evidence.get((column.member.pk, leaf.criterion_id), 0)
        parts.append(f"minh chứng ({count})" if count else "minh chứng")
    text = ", ".join([*parts, "lý do"])
    return text[0].upper() + text[1:]


def _bases(paper: ScorePaper, leaf: CriterionNode) -> str:
    """The stored values of this criterion only, as forms.cells.write_bases writes them for the whole paper."""
    return json.dumps(
        {
            f"{sheet}-{leaf.criterion_id}": f"{cells[leaf.criterion_id]:f}"
            for sheet, cells in paper.points.items()
            if leaf.criterion_id in cells
        }
    )


def _left_heading(paper: ScorePaper, ready: list[Column], lacking: int) -> str:
    """How far the paper is, in one line; `ready` are the sheets that take scores now."""
    one = len(paper.columns) == 1
    if not ready:
        is_over = all(column.state is not TAKES_SCORES for column in paper.columns)
        return (
            ("Phiếu đã nộp" if one else "Các phiếu đã xong") if is_over else "Phiếu không nhận điểm lúc này"
        )
    if not lacking:
        return "Đã chấm đủ, xem lại rồi nộp"
    return (
        f"Còn {len(paper.missing(ready[0]))} tiêu chí chưa chấm"
        if one
        else f"Còn {lacking} phiếu chưa đủ điểm"
    )


def overview_screen(user: User, paper: ScorePaper, taking: frozenset[int]) -> dict[str, Any]:
    """What each sheet lacks, and whether this person may hand them in now."""
    places, totals = places_of(paper), grand_totals(paper)
    left = [
        Left(
            name=paper.names(column)[0],
            total="" if column.state is SheetState.RECUSED else points_text(totals[column.sheet], places),
            state=_note(column),
            missing=paper.missing(column) if column.state is TAKES_SCORES and not column.is_covered else [],
        )
        for column in paper.columns
    ]
    ready = [c for c in paper.columns if c.sheet in taking]
    lacking = sum(bool(paper.missing(column)) for column in ready)
    return {
        "left": left,
        "heading": _left_heading(paper, ready, lacking),
        "lacking": lacking,
        "ready": len(ready) - lacking,
        "is_open": bool(ready),
        "first": next((leaf.code for leaf in asked_leaves(paper)), ""),
        "hands_in": any(hands_in_paper(user, paper.year, c.level, c.by) for c in ready),
    }
