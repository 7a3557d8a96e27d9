"""A criterion's values in words."""

from blocs.terms import CriterionGroup
from reports.paper.words import trimmed
from scoring.criterion_rule_words import rule_text
from scoring.definitions import CriterionRow

EVIDENCE = {None: "", True: "Có", False: "Không"}


def criterion_in_words(row: CriterionRow) -> dict[str, str]:
    """Column heading of the workbook -> value, for the journal."""
    return {
        "Mã": row.code,
        "Nội dung": row.text,
        "Nhóm": row.group.label,
        "Điểm tối đa": trimmed(row.maximum),
        "Bước": trimmed(row.step),
        "Cách chấm": row.method,
        "Minh chứng": EVIDENCE[row.needs_evidence],
        "Quy tắc tính điểm": rule_text(
            row.rule, row.parameters, is_penalty=row.group is CriterionGroup.PENALTY
        ),
    }
