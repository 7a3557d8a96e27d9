"""The cells of a year's sheets that need a reason and have none, read in bulk (scoring/reasons.py has the rule)."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from blocs.memo import once_per_year
from blocs.models import BlocYear
from blocs.terms import CriterionRule, Level
from scoring.criterion_rules import basis_from_json, suggestion
from scoring.given_reasons import suffices
from scoring.memory import Memory
from scoring.models import Score
from scoring.queries import COUNTING, Points, SheetRow, points_of, rule_set, sheet_rows
from scoring.reasons import Why, departures, outliers
from scoring.sheet_queries import FIRST_ENTRY
from scoring.visibility import level_is_over, shows_self_sheets_to

Outliers = Mapping[int, frozenset[str]]
_outliers_memory: Memory[tuple[Hashable, ...], Outliers] = Memory(16)


@dataclass(frozen=True, slots=True)
class Asked:
    """A cell that needs a reason: what its points are far from, and the reason it has (or ""), if it is one."""

    whys: tuple[Why, ...]
    reason: str

    @property
    def is_open(self) -> bool:
        return not suffices(self.reason)


def asks_reasons(year: BlocYear) -> bool:
    rules = year.current_rules
    return rules.reason_percent is not None or rules.outlier_percent is not None


def unexplained(year: BlocYear, rows: Iterable[SheetRow]) -> dict[int, dict[str, Asked]]:
    """Sheet id -> leaf code -> what a reason is still to be given for; sheets without any are left out."""
    asked = asked_cells(year, rows)
    open_cells = {
        sheet: {code: cell for code, cell in cells.items() if cell.is_open} for sheet, cells in asked.items()
    }
    return {sheet: cells for sheet, cells in open_cells.items() if cells}


def asked_cells(year: BlocYear, rows: Iterable[SheetRow]) -> dict[int, dict[str, Asked]]:
    """Sheet id -> leaf code -> why a reason is asked, and the one there is; at most 3 queries beyond the sheets.

    The self-sheet is compared with only where it is handed in and the unit whose sheet it is may read it: nobody is
    asked about what must not be known. Outliers are asked of handed-in peer sheets once no more are to come, so that
    the middle stands still and nobody can feel for it.
    """
    sheets = list(rows)
    if not sheets or not asks_reasons(year):
        return {}
    rules = year.current_rules
    maxima = {node.code: node.maximum for node in rule_set(rules).leaves}
    far = _far(year)
    points = points_of(year, sheets)
    claims, suggested = _claims(year, sheets), _suggested(year, sheets)
    shown = {
        scorer: shows_self_sheets_to(year, scorer) for scorer in {row.scorer for row in sheets} if scorer
    }
    whys: dict[int, dict[str, tuple[Why, ...]]] = {}
    for row in sheets:
        is_shown = row.level is not Level.SELF and (row.scorer is None or shown[row.scorer])
        own = claims.get(row.scored) if is_shown else None
        found = departures(
            points[row.pk], maxima, rules.reason_percent, own=own, suggested=suggested.get(row.pk)
        )
        for code in far.get(row.pk, ()):
            found[code] = (*found.get(code, ()), Why.OUTLIER)
        if found:
            whys[row.pk] = found
    reasons = _reasons(year, whys)
    return {
        sheet: {code: Asked(why, reasons.get((sheet, code), "")) for code, why in cells.items()}
        for sheet, cells in whys.items()
    }


def _claims(year: BlocYear, sheets: Iterable[SheetRow]) -> dict[int, Points]:
    """Membership id -> the points of its handed-in self-sheet, of the units these sheets are about."""
    if year.current_rules.reason_percent is None:
        return {}
    about = {row.scored for row in sheets if row.level is not Level.SELF}
    own = [
        row
        for row in sheet_rows(year)
        if row.level is Level.SELF and row.scored in about and row.state in COUNTING
    ]
    points = points_of(year, own)
    return {row.scored: points[row.pk] for row in own}


def _suggested(year: BlocYear, sheets: Iterable[SheetRow]) -> dict[int, dict[str, Decimal]]:
    """Sheet id -> leaf code -> what the criterion's rule suggests for what its scorer told; one query.

    None where no criterion has a rule, or nothing was told: then there is nothing to depart from.
    """
    leaves = {
        leaf.criterion_id: leaf
        for leaf in rule_set(year.current_rules).leaves
        if leaf.rule not in (CriterionRule.MANUAL, CriterionRule.APPRAISER_ONLY)
    }
    if year.current_rules.reason_percent is None or not leaves:
        return {}
    told = Score.objects.filter(
        sheet__in=[row.pk for row in sheets],
        criterion__in=list(leaves),
        entry=FIRST_ENTRY,
        basis__isnull=False,
    )
    found: dict[int, dict[str, Decimal]] = {}
    for sheet, criterion, basis in told.values_list("sheet_id", "criterion_id", "basis"):
        leaf = leaves[criterion]
        points = suggestion(leaf.leaf_rule, basis_from_json(basis)).points
        if points is not None:
            found.setdefault(sheet, {})[leaf.code] = points
    return found


@once_per_year
def _far(year: BlocYear) -> Outliers:
    """Sheet id -> codes of its cells far from the median of the peer sheets about the same unit."""
    rules = year.current_rules
    if rules.outlier_percent is None or not level_is_over(year, Level.PEER):
        return {}
    counted = tuple(row for row in sheet_rows(year) if row.level is Level.PEER and row.state in COUNTING)
    key = (rules.pk, rules.revision, rules.outlier_percent, counted)
    kept = _outliers_memory.get(key)
    if kept is None:
        kept = _count_far(year, counted, rules.outlier_percent)
        _outliers_memory.keep({key: kept})
    return kept


def _count_far(year: BlocYear, counted: Iterable[SheetRow], percent: Decimal) -> Outliers:
    rows = list(counted)
    maxima = {node.code: node.maximum for node in rule_set(year.current_rules).leaves}
    points = points_of(year, rows)
    about: dict[int, dict[int, Points]] = {}
    for row in rows:
        about.setdefault(row.scored, {})[row.pk] = points[row.pk]
    found: dict[int, frozenset[str]] = {}
    for sheets in about.values():
        found |= outliers(sheets, maxima, percent)
    return found


def _reasons(year: BlocYear, cells: Mapping[int, Iterable[str]]) -> dict[tuple[int, str], str]:
    if not cells:
        return {}
    codes = {node.criterion_id: node.code for node in rule_set(year.current_rules).leaves}
    rows = (
        Score.objects.filter(sheet__in=list(cells), entry=FIRST_ENTRY)
        .exclude(reason="")
        .values_list("sheet_id", "criterion_id", "reason")
    )
    return {(sheet, codes[criterion]): reason for sheet, criterion, reason in rows if criterion in codes}
