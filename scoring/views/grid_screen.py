"""The grid as ready strings for its template: numbers are written here, not by a filter in every cell (design §10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from blocs.terms import CriterionGroup, SheetState
from reports.paper.words import number, trimmed
from scoring.actions.cell_entries import CellKey
from scoring.claims import claim_mark
from scoring.criterion_rule_words import how_scored
from scoring.evidence_queries import EvidenceKey
from scoring.forms.cells import cell_name, write_bases
from scoring.queries import CriterionNode
from scoring.sheet_queries import Column, ScorePaper
from scoring.sheet_sums import sheet_sums
from scoring.target_queries import Promises
from scoring.workflow import WORDS


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that was not saved: what was typed, why not; `is_stale` when somebody else's value stands there."""

    text: str
    sentence: str
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    sheet: int
    name: str
    short: str
    is_off: bool
    note: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What a unit promised and reached for a criterion; `key` is the element's id, which its cell is described by."""

    key: str
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. A leaf has `cells` (its <td> elements), a parent its `totals` by column."""

    code: str
    name: str
    max_text: str
    depth: int
    group: str
    is_leaf: bool
    criterion: int = 0
    maximum: str = ""
    step: str = ""
    guide: str = ""
    cells: str = ""
    totals: list[tuple[int, str]] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the cells: promises by criterion and unit, how many documents by unit and criterion.

    `root`: the address below which a cell's page is (reversing it for every cell would cost more than the rest).
    """

    promised: Promises
    evidence: Mapping[EvidenceKey, int]
    root: str


def screen(
    paper: ScorePaper, open_sheets: frozenset[int], faults: Mapping[CellKey, Fault], beside: Beside
) -> dict[str, Any]:
    """Everything the table needs. `open_sheets` take scores from this person now; `faults` stand as typed."""
    places = places_of(paper)
    totals = _totals(paper)
    bonus_cap = paper.rules.scoring.bonus_cap
    return {
        "paper": paper,
        "heading": paper.title,
        "heads": [_head(column) for column in paper.columns],
        "lines": [
            _leaf(paper, node, open_sheets, faults, beside)
            if node.is_leaf
            else _parent(node, totals[node.code], places)
            for node in paper.rules.nodes
        ],
        "grand": [(sheet, points_text(total, places)) for sheet, total in grand_totals(paper).items()],
        "grand_max": trimmed(paper.year.current_rules.scale),
        "places": "" if places is None else places,
        "bonus_cap": "" if bonus_cap is None else f"{bonus_cap:f}",
        "bases": write_bases(paper),
        "state": state_line(paper, len(faults)),
    }


def places_of(paper: ScorePaper) -> int | None:
    """Digits after the comma that every total has, so that they stand under each other; None without steps."""
    steps = [leaf.step for leaf in paper.rules.leaves]
    if not steps or None in steps:
        return None
    return max(len(trimmed(step).partition(",")[2]) for step in steps)


def points_text(value: Decimal | None, places: int | None) -> str:
    return trimmed(value) if places is None else number(value, places)


def _head(column: Column) -> Head:
    note = "" if column.state is SheetState.FILLING else WORDS[column.state].staff
    if column.state is SheetState.HANDED_IN and column.late_reason:
        note = "nộp muộn"
    return Head(
        column.sheet, column.member.name, column.member.short_name, column.state is SheetState.RECUSED, note
    )


def _totals(paper: ScorePaper) -> dict[str, dict[int, Decimal | None]]:
    """Parent code -> sheet -> the sum of the leaves under it; None where none is scored yet."""
    sums: dict[str, dict[int, Decimal | None]] = {
        node.code: dict.fromkeys(paper.points) for node in paper.rules.nodes if not node.is_leaf
    }
    for leaf in paper.rules.leaves:
        parents = [leaf.code[:at] for at, char in enumerate(leaf.code) if char == "."]
        for sheet, cells in paper.points.items():
            points = cells.get(leaf.criterion_id)
            if points is not None:
                for parent in parents:
                    sums[parent][sheet] = (sums[parent][sheet] or Decimal(0)) + points
    return sums


def grand_totals(paper: ScorePaper) -> dict[int, Decimal | None]:
    """Sheet -> content + bonus under its cap − penalty, by the one engine; None for a sheet without scores."""
    codes = {leaf.criterion_id: leaf.code for leaf in paper.rules.leaves}
    found: dict[int, Decimal | None] = {}
    for column in paper.columns:
        cells = paper.points[column.sheet]
        points = {codes[criterion]: value for criterion, value in cells.items() if criterion in codes}
        found[column.sheet] = sheet_sums(paper.rules.scoring, points).total if points else None
    return found


def _parent(node: CriterionNode, totals: Mapping[int, Decimal | None], places: int | None) -> Line:
    return Line(
        code=node.code,
        name=node.text,
        max_text=trimmed(node.maximum),
        depth=node.depth,
        group=node.group.value,
        is_leaf=False,
        totals=[(sheet, points_text(value, places)) for sheet, value in totals.items()],
    )


def _leaf(
    paper: ScorePaper,
    node: CriterionNode,
    open_sheets: frozenset[int],
    faults: Mapping[CellKey, Fault],
    beside: Beside,
) -> Line:
    promised = beside.promised.get(node.criterion_id, {})
    told = {
        column.sheet: Promise(
            f"h{node.criterion_id}-{column.sheet}",
            column.member.short_name,
            "; ".join(promised[column.member.pk]),
        )
        for column in paper.columns
        if column.member.pk in promised and column.state is not SheetState.RECUSED
    }
    return Line(
        code=node.code,
        name=node.text,
        max_text=trimmed(node.maximum) if node.maximum is not None else "–",
        depth=node.depth,
        group=node.group.value,
        is_leaf=True,
        criterion=node.criterion_id,
        maximum="" if node.maximum is None else f"{node.maximum:f}",
        step="" if node.step is None else f"{node.step:f}",
        guide=guide(node),
        cells=_cells(paper, node, open_sheets, faults, _asides(paper, node, told, beside)),
        promises=list(told.values()),
    )


def guide(node: CriterionNode) -> str:
    """What the line under the grid says of a criterion while one of its cells is in focus."""
    parts = []
    if node.maximum is not None:
        parts.append(f"từ 0 đến {trimmed(node.maximum)}")
    if node.step is not None:
        parts.append(f"bước {trimmed(node.step)}")
    if node.group is CriterionGroup.PENALTY:
        parts.append("ghi số điểm bị trừ")
    if how := how_scored(node):
        parts.append(f"cách chấm: {how}")
    return " · ".join(parts)


def _cells(
    paper: ScorePaper,
    node: CriterionNode,
    open_sheets: frozenset[int],
    faults: Mapping[CellKey, Fault],
    asides: Mapping[int, "Aside"],
) -> SafeString:
    """One row's cells. Written here: 900 of them through template tags cost more than the rest of the page."""
    made = []
    for column in paper.columns:
        sheet = column.sheet
        if column.state is SheetState.RECUSED:
            made.append(
                '<td><span class="cell-off">×<span class="visually-hidden">không chấm</span></span></td>'
            )
            continue
        if not node.is_asked_at(column.level):
            made.append(_not_asked(paper.points[sheet].get(node.criterion_id)))
            continue
        name = cell_name(sheet, node.criterion_id)
        points = paper.points[sheet].get(node.criterion_id)
        value = "" if points is None else trimmed(points)
        shown, mark = value, ""
        fault = faults.get((sheet, node.criterion_id))
        if fault is not None:
            shown = escape(fault.text)
            mark = f' aria-invalid="true" title="{escape(fault.sentence)}" data-base="{value}"'
        state = "" if fault is None else " is-stale" if fault.is_stale else " is-wrong"
        closed = "" if sheet in open_sheets else " readonly"
        aside = asides[sheet]
        if aside.promise:
            mark += f' aria-describedby="{aside.promise}"'
        made.append(
            f'<td><input class="cell{state}" id="{name}" name="{name}" value="{shown}" inputmode="decimal"'
            f' aria-labelledby="k{node.criterion_id} p{sheet}"{mark}{closed}>'
            f"{claim_mark(points, paper.claims.get(column.member.pk, {}).get(node.criterion_id))}{aside.proofs}</td>"
        )
    return mark_safe("".join(made))  # noqa: S308 – every text in it is a number or escaped above


@dataclass(frozen=True, slots=True)
class Aside:
    """Beside one cell: the id of the promise that describes it, the link to its page where there is evidence."""

    promise: str
    proofs: str


def _asides(
    paper: ScorePaper, node: CriterionNode, told: Mapping[int, Promise], beside: Beside
) -> dict[int, Aside]:
    return {
        column.sheet: Aside(
            told[column.sheet].key if column.sheet in told else "",
            _proofs(paper, column, node, beside),
        )
        for column in paper.columns
    }


def _proofs(paper: ScorePaper, column: Column, node: CriterionNode, beside: Beside) -> str:
    """ "2 minh chứng" where one unit stands alone, else the number."""
    if not (count := beside.evidence.get((column.member.pk, node.criterion_id), 0)):
        return ""
    word = " minh chứng" if len(paper.columns) == 1 else ""
    url = f"{beside.root}{column.sheet}/{node.criterion_id}/"
    return f'<a class="cell-proofs" href="{url}" aria-label="{count} minh chứng">{count}{word}</a>'


def _not_asked(points: Decimal | None) -> str:
    """A cell only the appraisal fills; what another level had given before the rule changed stays to be read."""
    text = "–" if points is None else trimmed(points)
    return f'<td><span class="cell-off">{text}<span class="visually-hidden">chỉ cấp thẩm định chấm</span></span></td>'


@dataclass(frozen=True, slots=True)
class StateLine:
    tone: str
    text: str
    waiting_text: str = ""


def state_line(paper: ScorePaper, wrong: int) -> StateLine:
    """ "Đã lưu 84/220 ô": cells scored, of the content cells and those bonus or penalty cells that are scored."""
    done = expected = 0
    for column in paper.columns:
        if column.state is not SheetState.RECUSED:
            cells = paper.points[column.sheet]
            done += len(cells)
            expected += len(cells) + len(paper.missing(column))
    text = f"Đã lưu {done}/{expected} ô"
    return StateLine("wrong" if wrong else "done", text, f"{wrong} ô chưa lưu" if wrong else "")
