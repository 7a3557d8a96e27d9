"""The grid as ready strings for its template: numbers are written here, not by a filter in every cell (design §10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from blocs.terms import CriterionGroup, SheetState
from reports.paper.words import number, trimmed
from scoring.actions.cell_entries import CellKey
from scoring.claims import claim_mark
from scoring.criterion_rule_words import how_scored
from scoring.evidence_queries import EvidenceKey
from scoring.far_scores import FAR_WORDS, FarScores
from scoring.forms.cells import cell_name, write_bases
from scoring.queries import CriterionNode
from scoring.sheet_queries import AnyPaper, Column
from scoring.sheet_sums import sheet_sums
from scoring.target_queries import Promises
from scoring.visibility import COVERED
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
    url: str


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


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said of single cells beside their value.

    `open_sheets` take scores from this person now; `faults` stand as typed; `far` lie far from the others' middle.
    """

    open_sheets: frozenset[int]
    faults: Mapping[CellKey, Fault] = field(default_factory=dict)
    far: FarScores = field(default_factory=dict)


def screen(paper: AnyPaper, marks: Marks, beside: Beside, head_urls: Mapping[int, str]) -> dict[str, Any]:
    """Everything the table needs. `head_urls`: sheet -> where its column's head leads."""
    places = places_of(paper)
    totals = _totals(paper)
    bonus_cap = paper.rules.scoring.bonus_cap
    return {
        "paper": paper,
        "heading": paper.title,
        "heads": [_head(paper, column, head_urls.get(column.sheet, "")) for column in paper.columns],
        "lines": [
            _leaf(paper, node, marks, beside) if node.is_leaf else _parent(node, totals[node.code], places)
            for node in paper.rules.nodes
        ],
        "grand": [(sheet, points_text(total, places)) for sheet, total in grand_totals(paper).items()],
        "grand_max": trimmed(paper.year.current_rules.scale),
        "places": "" if places is None else places,
        "bonus_cap": "" if bonus_cap is None else f"{bonus_cap:f}",
        "bases": write_bases(paper),
        "state": state_line(paper, len(marks.faults)),
    }


def places_of(paper: AnyPaper) -> int | None:
    """Digits after the comma that every total has, so that they stand under each other; None without steps."""
    steps = [leaf.step for leaf in paper.rules.leaves]
    if not steps or None in steps:
        return None
    return max(len(trimmed(step).partition(",")[2]) for step in steps)


def points_text(value: Decimal | None, places: int | None) -> str:
    return trimmed(value) if places is None else number(value, places)


def _head(paper: AnyPaper, column: Column, url: str) -> Head:
    note = "" if column.state is SheetState.FILLING else WORDS[column.state].staff
    if column.state is SheetState.HANDED_IN and column.late_reason:
        note = "nộp muộn"
    if column.is_covered:
        note = COVERED
    return Head(column.sheet, *paper.names(column), column.state is SheetState.RECUSED, note, url)


def _totals(paper: AnyPaper) -> dict[str, dict[int, Decimal | None]]:
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


def grand_totals(paper: AnyPaper) -> dict[int, Decimal | None]:
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
    paper: AnyPaper,
    node: CriterionNode,
    marks: Marks,
    beside: Beside,
) -> Line:
    told = promises_of(paper, node, beside.promised.get(node.criterion_id, {}))
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
        cells=_cells(paper, node, marks, _asides(paper, node, told, beside)),
        promises=list({one.key: one for one in told.values()}.values()),
    )


def promises_of(
    paper: AnyPaper, node: CriterionNode, promised: Mapping[int, list[str]]
) -> dict[int, Promise]:
    """Sheet -> what its unit promised for this criterion; sheets about one unit share one promise."""
    return {
        column.sheet: Promise(
            f"h{node.criterion_id}-{column.member.pk}",
            column.member.short_name,
            "; ".join(promised[column.member.pk]),
        )
        for column in paper.columns
        if column.member.pk in promised and column.state is not SheetState.RECUSED
    }


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
    paper: AnyPaper,
    node: CriterionNode,
    marks: Marks,
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
        if column.is_covered:
            made.append(_COVERED_CELL)
            continue
        if not node.is_asked_at(column.level):
            made.append(_not_asked(paper.points[sheet].get(node.criterion_id)))
            continue
        name = cell_name(sheet, node.criterion_id)
        points = paper.points[sheet].get(node.criterion_id)
        value = "" if points is None else trimmed(points)
        shown, mark = value, ""
        fault = marks.faults.get((sheet, node.criterion_id))
        if fault is not None:
            shown = escape(fault.text)
            mark = f' aria-invalid="true" title="{escape(fault.sentence)}" data-base="{value}"'
        state = "" if fault is None else " is-stale" if fault.is_stale else " is-wrong"
        closed = "" if sheet in marks.open_sheets else " readonly"
        aside = asides[sheet]
        if aside.promise:
            mark += f' aria-describedby="{aside.promise}"'
        far = marks.far.get((sheet, node.criterion_id))
        sign = far_sign(far) if far is not None else ""
        made.append(
            f'<td{" class=is-far" if sign else ""}><input class="cell{state}" id="{name}" name="{name}" value="{shown}" inputmode="decimal"'
            f' aria-labelledby="k{node.criterion_id} p{sheet}"{mark}{closed}>{sign}'
            f"{claim_mark(points, paper.claims.get(column.member.pk, {}).get(node.criterion_id))}{aside.proofs}</td>"
        )
    return mark_safe("".join(made))  # noqa: S308 – every text in it is a number or escaped above


_COVERED_CELL = (
    '<td><span class="cell-off"><span aria-hidden="true">•</span>'
    f'<span class="visually-hidden">{COVERED}</span></span></td>'
)


def far_sign(far: Fraction) -> str:
    """ "▲" above the middle, "▼" below, with the words for whoever cannot see it."""
    return (
        f'<span class="far" title="{FAR_WORDS}"><span aria-hidden="true">{"▲" if far > 0 else "▼"}</span>'
        f'<span class="visually-hidden">{FAR_WORDS}</span></span>'
    )


@dataclass(frozen=True, slots=True)
class Aside:
    """Beside one cell: the id of the promise that describes it, the link to its page where there is evidence."""

    promise: str
    proofs: str


def _asides(
    paper: AnyPaper, node: CriterionNode, told: Mapping[int, Promise], beside: Beside
) -> dict[int, Aside]:
    return {
        column.sheet: Aside(
            told[column.sheet].key if column.sheet in told else "",
            _proofs(paper, column, node, beside),
        )
        for column in paper.columns
    }


def _proofs(paper: AnyPaper, column: Column, node: CriterionNode, beside: Beside) -> str:
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


def state_line(paper: AnyPaper, wrong: int) -> StateLine:
    """ "Đã lưu 84/220 ô": cells scored, of the content cells and those bonus or penalty cells that are scored."""
    done = expected = 0
    for column in paper.columns:
        if column.state is not SheetState.RECUSED and not column.is_covered:
            cells = paper.points[column.sheet]
            done += len(cells)
            expected += len(cells) + len(paper.missing(column))
    text = f"Đã lưu {done}/{expected} ô"
    return StateLine("wrong" if wrong else "done", text, f"{wrong} ô chưa lưu" if wrong else "")
