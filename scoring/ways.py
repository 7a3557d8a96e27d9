"""How the scoring is done: who sees what when, when a reason is asked, what is entered twice. None of it moves a rank.

These settings of a version are not in the workbook (contract §3); they are edited on a page of their own.
"""

from dataclasses import dataclass, fields
from decimal import Decimal

from blocs.models import RuleVersion
from blocs.terms import Level, SheetsShown
from reports.paper.words import trimmed

HUNDRED = Decimal(100)
# From the tightest to the loosest.
_LOOSENESS = (
    SheetsShown.NEVER,
    SheetsShown.AFTER_PUBLISHING,
    SheetsShown.AFTER_CLOSING,
    SheetsShown.AFTER_OWN,
)


@dataclass(frozen=True, slots=True)
class ScoringWays:
    """The settings as people write them; percents are of a criterion's maximum, None: never asked, never marked."""

    sheets_shown: SheetsShown
    scorers_named: bool
    reason_percent: Decimal | None
    outlier_percent: Decimal | None
    second_entry_levels: tuple[Level, ...]


WAYS_LABELS = {
    "sheets_shown": "Đơn vị xem phiếu của nơi khác",
    "scorers_named": "Cho đơn vị biết tên đơn vị chấm chéo",
    "reason_percent": "Lệch quá thì phải ghi lý do (%)",
    "outlier_percent": "Cách trung vị quá thì đánh dấu (%)",
    "second_entry_levels": "Cấp chấm nhập hai lần",
}


def ways_of(rules: RuleVersion) -> ScoringWays:
    values = {field.name: getattr(rules, field.name) for field in fields(ScoringWays)}
    values["sheets_shown"] = SheetsShown(rules.sheets_shown)
    values["second_entry_levels"] = tuple(level for level in Level if level in rules.second_entry_levels)
    return ScoringWays(**values)


def set_ways(rules: RuleVersion, ways: ScoringWays) -> None:
    """Put the settings on the version's fields, unsaved."""
    rules.sheets_shown = ways.sheets_shown.value
    rules.scorers_named = ways.scorers_named
    rules.reason_percent, rules.outlier_percent = ways.reason_percent, ways.outlier_percent
    rules.second_entry_levels = [level.value for level in Level if level in ways.second_entry_levels]


def ways_in_words(ways: ScoringWays) -> dict[str, str]:
    """Label -> value, for comparing and for the journal."""
    return {
        WAYS_LABELS["sheets_shown"]: ways.sheets_shown.label,
        WAYS_LABELS["scorers_named"]: "Có" if ways.scorers_named else "Không",
        WAYS_LABELS["reason_percent"]: trimmed(ways.reason_percent),
        WAYS_LABELS["outlier_percent"]: trimmed(ways.outlier_percent),
        WAYS_LABELS["second_entry_levels"]: "; ".join(level.label for level in ways.second_entry_levels),
    }


def way_faults(ways: ScoringWays) -> list[tuple[str, str]]:
    """What cannot stand: (field, sentence)."""
    return [
        (name, "Tỷ lệ phải lớn hơn 0 và không quá 100; để trống nếu không đặt.")
        for name, percent in (
            ("reason_percent", ways.reason_percent),
            ("outlier_percent", ways.outlier_percent),
        )
        if percent is not None and not 0 < percent <= HUNDRED
    ]


def loosened(before: ScoringWays, after: ScoringWays) -> list[tuple[str, str]]:
    """What would show units more than those who have handed in were promised, or take the second pair of eyes from what
    is in: (field, sentence).
    """
    found = []
    if _LOOSENESS.index(after.sheets_shown) > _LOOSENESS.index(before.sheets_shown):
        found.append(("sheets_shown", "Đã có phiếu được nộp theo mức kín đáo cũ nên chỉ có thể kín hơn."))
    if after.scorers_named and not before.scorers_named:
        found.append(("scorers_named", "Đã có phiếu được nộp khi tên đơn vị chấm được giữ kín."))
    if set(before.second_entry_levels) - set(after.second_entry_levels):
        why = "Đã có phiếu được nộp khi cấp chấm này phải nhập hai lần."
        found.append(("second_entry_levels", why))
    return found
