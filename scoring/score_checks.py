"""What a typed score must satisfy, asked by the grid, the Excel form and the workbook alike (contract §3).

Standard library only.
"""

from decimal import Decimal

from reports.paper.words import trimmed


def score_fault(points: Decimal, maximum: Decimal | None, step: Decimal | None) -> str | None:
    """Why these points cannot stand for a leaf with this maximum and step, as a sentence; None when they can."""
    if points < 0:
        return f"{trimmed(points)} là số âm; điểm (kể cả điểm trừ) nhập từ 0 trở lên."
    if maximum is not None and points > maximum:
        return f"{trimmed(points)} vượt điểm tối đa {trimmed(maximum)}."
    if step is not None and points % step != 0:
        return f"{trimmed(points)} không đúng bước chấm; điểm phải là bội của {trimmed(step)}."
    return None
