"""Scores and score sheets against the units, criteria, levels and assignments of the same workbook (contract §3)."""

from dataclasses import dataclass
from decimal import Decimal

from blocs.terms import Level
from reports.workbook import layout
from reports.workbook.book import canonical_scorer
from reports.workbook.checks import Sheets, not_a_leaf
from reports.workbook.tables import Row, Table
from scoring.definitions import leaf_codes
from scoring.score_checks import score_fault


@dataclass(frozen=True, slots=True)
class _Limits:
    """What a leaf allows; None where unlimited or where it could not be read."""

    maximum: Decimal | None
    step: Decimal | None


@dataclass
class _Facts:
    """What scores are judged by. A part that could not be read is None, and what needs it is not judged."""

    units: set[str] | None
    levels: tuple[Level, ...] | None
    parents: set[str]
    limits: dict[str, _Limits]
    assigned: set[tuple[str, str]] | None


def check_scores(sheets: Sheets) -> None:
    """Every score row and every row of `Phiếu`; also spells their scorers the one way of `canonical_scorer`."""
    facts = _facts(sheets)
    scores = sheets.table(layout.SCORES)
    seen: set[tuple[object, ...]] = set()
    for row in scores.rows:
        if row.values["points"] is not None:
            _check_sheet_of(sheets, scores, row, facts)
            _check_points(sheets, scores, row, facts)
            _check_once(sheets, scores, row, seen)
        elif row.values["reason"]:
            place = row.number, scores.column("reason")
            sheets.collector.notice(scores.title, *place, "Lý do không kèm điểm nên được bỏ qua.")
    states = sheets.table(layout.SHEETS_OF_SCORES)
    listed: set[tuple[object, ...]] = set()
    for row in states.rows:
        _check_sheet_of(sheets, states, row, facts)
        _check_once(sheets, states, row, listed)


def _facts(sheets: Sheets) -> _Facts:
    criteria = sheets.table(layout.CRITERIA)
    codes = sheets.codes(layout.CRITERIA) or set()
    limits: dict[str, _Limits] = {}
    for row in criteria.rows:
        maximum = None if "maximum" in row.bad else row.values["maximum"]
        step = None if "step" in row.bad else row.values["step"]
        if maximum is not None and maximum < 0:
            maximum = None
        if step is not None and step <= 0:
            step = None
        limits.setdefault(row.values["code"], _Limits(maximum, step))
    assignments = sheets.table(layout.ASSIGNMENTS)
    pairs = {(row.values["scorer"], row.values["scored"]) for row in assignments.rows}
    readable = bool(assignments.rows) and not any(row.bad for row in assignments.rows)
    return _Facts(
        units=sheets.codes(layout.UNITS),
        levels=None if "levels" in sheets.settings.bad else sheets.settings.values["levels"],
        parents=codes - leaf_codes(codes),
        limits=limits,
        assigned=pairs if readable else None,
    )


def _check_sheet_of(sheets: Sheets, table: Table, row: Row, facts: _Facts) -> None:
    """The level and the two units of a row of `Điểm` or `Phiếu`."""
    if "level" in row.bad:
        return
    level: Level = row.values["level"]
    if facts.levels is not None and level not in facts.levels:
        sheets.report(
            table,
            row,
            f"Cấp chấm “{level.label}” không có trong Các cấp chấm của trang Khối; hãy sửa lại.",
            "level",
        )
    if not row.bad.isdisjoint(("scored", "scorer")):
        return
    scored, scorer = row.values["scored"], row.values["scorer"]
    if message := _scorer_fault(level, scored, scorer, facts):
        sheets.report(table, row, message, "scorer", "level")
    row.values["scorer"] = canonical_scorer(level, scored, scorer)


def _scorer_fault(level: Level, scored: str, scorer: str, facts: _Facts) -> str:
    if level != Level.PEER:
        if scorer in ("", scored):
            return ""
        return (
            f"Cấp “{level.label}” không do đơn vị khác chấm; hãy để trống Đơn vị chấm “{scorer}” "
            "hoặc ghi chính đơn vị được chấm."
        )
    if not scorer:
        return f"Cấp “{level.label}” phải có Đơn vị chấm; hãy ghi mã đơn vị chấm."
    if scorer == scored:
        return f"Đơn vị “{scorer}” không được chấm chéo chính mình; hãy sửa Đơn vị chấm."
    known = facts.units is None or (scorer in facts.units and scored in facts.units)
    if known and facts.assigned is not None and (scorer, scored) not in facts.assigned:
        return f"Đơn vị “{scorer}” không được phân công chấm “{scored}”; hãy sửa điểm hoặc trang Phân công."
    return ""


def _check_points(sheets: Sheets, table: Table, row: Row, facts: _Facts) -> None:
    if "criterion" in row.bad:
        return
    code = row.values["criterion"]
    if code in facts.parents:
        sheets.report(table, row, not_a_leaf(code), "criterion")
        return
    if "points" in row.bad:
        return
    limits = facts.limits.get(code)
    message = score_fault(
        row.values["points"], limits.maximum if limits else None, limits.step if limits else None
    )
    if message is not None:
        sheets.report(table, row, message, "points")


def _check_once(sheets: Sheets, table: Table, row: Row, seen: set[tuple[object, ...]]) -> None:
    """No cell of a sheet is scored twice, no sheet listed twice."""
    is_score = table.layout is layout.SCORES
    names = ("level", "scored", "scorer", "criterion") if is_score else ("level", "scored", "scorer")
    if not row.bad.isdisjoint(names):
        return
    key = tuple(row.values[name] for name in names)
    if key in seen and is_score:
        message = f"Tiêu chí “{row.values['criterion']}” trong phiếu này đã có điểm ở dòng trên; hãy bỏ bớt một dòng."
        sheets.report(table, row, message, "points")
    elif key in seen:
        sheets.report(table, row, "Phiếu này được ghi hai lần; hãy bỏ bớt một dòng.", "scored")
    seen.add(key)
