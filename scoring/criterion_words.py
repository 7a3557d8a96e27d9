"""A criterion's values in words."""

from reports.paper.words import trimmed
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
    }
