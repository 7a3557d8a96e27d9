"""The grid as ready strings for its template: numbers are written here, not by a filter in every cell (design §10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from blocs.terms import CriterionGroup, Level, SheetState
from reports.paper.words import number, trimmed
from scoring.actions.cell_entries import CellKey
from scoring.claims import claim_mark
from scoring.criterion_rule_words import how_scored
from scoring.evidence_queries import EvidenceKey
from scoring.far_scores import FAR_WORDS, FarScores
from scoring.forms.cells import write_bases
from scoring.queries import CriterionNode
from scoring.sheet_queries import AnyPaper, CellPoints, Column
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
    """A row of the table. A leaf is written whole but for its promises: `opening` is before them, `cells` after; a parent has its `totals` by column."""

    code: str
    name: str
    max_text: str
    depth: int
    group: str
    is_leaf: bool
    guide: str = ""
    opening: str = ""
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
    slots = _slots(paper, marks, beside)
    return {
        "paper": paper,
        "heading": paper.title,
        "heads": [_head(paper, column, head_urls.get(column.sheet, "")) for column in paper.columns],
        "lines": [
            _leaf(paper, node, slots, marks, beside)
            if node.is_leaf
            else _parent(node, totals[node.code], places)
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


def _leaf(paper: AnyPaper, node: CriterionNode, slots: list["_Slot"], marks: Marks, beside: Beside) -> Line:
    told = promises_of(paper, node, beside.promised.get(node.criterion_id, {}))
    return Line(
        code=node.code,
        name=node.text,
        max_text="",
        depth=node.depth,
        group=node.group.value,
        is_leaf=True,
        guide=(guided := guide(node)),
        opening=_opening(node, guided),
        cells=_cells(node, slots, marks, told, beside),
        promises=list({one.key: one for one in told.values()}.values()),
    )


def _opening(node: CriterionNode, guided: str) -> SafeString:
    """The row's start tag, which tells the script what the row takes, and its head, left open."""
    maximum = "" if node.maximum is None else f"{node.maximum:f}"
    step = "" if node.step is None else f"{node.step:f}"
    top = "" if node.depth else ' class="is-top"'
    return mark_safe(  # noqa: S308 – every text in it is a number or escaped
        f'<tr data-criterion="{node.criterion_id}" data-code="{escape(node.code)}" data-group="{node.group.value}"'
        f' data-max="{maximum}" data-step="{step}" data-guide="{escape(guided)}"{top}>'
        f'<th scope="row" class="grid-name" id="k{node.criterion_id}"><span class="grid-code">{escape(node.code)}</span> {escape(node.text)}'
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


@dataclass(frozen=True, slots=True)
class _Slot:
    """What is the same for every row of a column, read once: rows times columns is what the page costs."""

    sheet: int
    member: int
    level: Level
    is_off: bool
    is_covered: bool
    readonly: str
    points: CellPoints
    claims: CellPoints
    proof_word: str
    proof_url: str


def _slots(paper: AnyPaper, marks: Marks, beside: Beside) -> list[_Slot]:
    none: CellPoints = {}
    return [
        _Slot(
            sheet=column.sheet,
            member=column.member.pk,
            level=column.level,
            is_off=column.state is SheetState.RECUSED,
            is_covered=column.is_covered,
            readonly="" if column.sheet in marks.open_sheets else " readonly",
            points=paper.points[column.sheet],
            claims=paper.claims.get(column.member.pk, none),
            proof_word=" minh chứng" if len(paper.columns) == 1 else "",
            proof_url=f"{beside.root}{column.sheet}/",
        )
        for column in paper.columns
    ]


def _cells(
    node: CriterionNode, slots: list[_Slot], marks: Marks, told: Mapping[int, Promise], beside: Beside
) -> SafeString:
    """The rest of a row after its head: its maximum and its cells. Written here: 900 of them through template tags cost more than the rest of the page."""
    criterion, evidence = node.criterion_id, beside.evidence
    most = "–" if node.maximum is None else trimmed(node.maximum)
    made = [f'</th><td class="grid-max">{most}</td>']
    for slot in slots:
        if slot.is_off:
            made.append(_OFF)
            continue
        if slot.is_covered:
            made.append(_COVERED_CELL)
            continue
        points = slot.points.get(criterion)
        if not node.is_asked_at(slot.level):
            made.append(_not_asked(points))
            continue
        key = (slot.sheet, criterion)
        shown = "" if points is None else trimmed(points)
        state = mark = sign = ""
        if (fault := marks.faults.get(key)) is not None:
            mark = f' aria-invalid="true" title="{escape(fault.sentence)}" data-base="{shown}"'
            state = " is-stale" if fault.is_stale else " is-wrong"
            shown = escape(fault.text)
        if (promise := told.get(slot.sheet)) is not None:
            mark += f' aria-describedby="{promise.key}"'
        if (far := marks.far.get(key)) is not None:
            sign = far_sign(far)
        name = f"c{slot.sheet}-{criterion}"
        count = evidence.get((slot.member, criterion), 0)
        made.append(
            f'<td{" class=is-far" if sign else ""}><input class="cell{state}" id="{name}" name="{name}" value="{shown}" inputmode="decimal"'
            f' aria-labelledby="k{criterion} p{slot.sheet}"{mark}{slot.readonly}>{sign}'
            f"{claim_mark(points, slot.claims.get(criterion))}{_proofs(slot, criterion, count) if count else ''}</td>"
        )
    return mark_safe("".join(made))  # noqa: S308 – every text in it is a number or escaped above


_OFF = '<td><span class="cell-off">×<span class="visually-hidden">không chấm</span></span></td>'
_COVERED_CELL = (
    '<td><span class="cell-off"><span aria-hidden="true">•</span>'
    f'<span class="visually-hidden">{COVERED}</span></span></td>'
)


def _proofs(slot: _Slot, criterion: int, count: int) -> str:
    """ "2 minh chứng" where one unit stands alone, else the number."""
    return (
        f'<a class="cell-proofs" href="{slot.proof_url}{criterion}/" aria-label="{count} minh chứng">'
        f"{count}{slot.proof_word}</a>"
    )


def far_sign(far: Fraction) -> str:
    """ "▲" above the middle, "▼" below, with the words for whoever cannot see it."""
    return (
        f'<span class="far" title="{FAR_WORDS}"><span aria-hidden="true">{"▲" if far > 0 else "▼"}</span>'
        f'<span class="visually-hidden">{FAR_WORDS}</span></span>'
    )


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
