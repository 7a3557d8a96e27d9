"""What was decided on the page that shows both entries of a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from blocs.numbers import read_number
from blocs.refusals import Invalid

_LARGEST_ID = 2**63 - 1
_MALFORMED = "Dữ liệu gửi lên không đúng dạng. Hãy tải lại trang rồi chọn lại."


_BOTH = "Đã chọn lần một hoặc lần hai mà vẫn ghi điểm khác. Hãy xóa số ở ô điểm khác, hoặc chọn “Điểm khác”."


@dataclass(frozen=True, slots=True)
class ChosenCell:
    """A cell somebody decided: the two values the page showed, the one chosen, or why that is none."""

    sheet: int
    criterion: int
    first: Decimal | None
    second: Decimal | None
    points: Decimal | None = None
    fault: str = ""

    @property
    def name(self) -> str:
        return f"{self.sheet}-{self.criterion}"


def chosen_cells(data: Mapping[str, str]) -> list[ChosenCell]:
    """The fields thay-<sheet>-<criterion> (what was shown), chon-… (1, 2 or khac) and khac-… (another value).

    A cell without a choice is not decided yet and left out; one of the two values with another written is a fault. Raises Invalid for what no page sends.
    """
    found = []
    for field, shown in data.items():
        name = field.removeprefix("thay-")
        other = data.get(f"khac-{name}", "").strip()
        # Who writes another value and forgets to mark it has decided all the same.
        chosen = data.get(f"chon-{name}", "") or ("khac" if other else "")
        if name == field or not chosen:
            continue
        sheet, criterion = _ids(name)
        first, second = _shown(shown)
        if chosen not in ("1", "2", "khac"):
            raise Invalid(_MALFORMED)
        points, fault = (first if chosen == "1" else second), ""
        if chosen == "khac":
            points, fault = _other(other)
        elif other:
            fault = _BOTH
        found.append(ChosenCell(sheet, criterion, first, second, points, fault))
    return found


def _ids(name: str) -> tuple[int, int]:
    try:
        sheet, criterion = (int(part) for part in name.split("-"))
    except ValueError as error:
        raise Invalid(_MALFORMED) from error
    if not all(0 < part <= _LARGEST_ID for part in (sheet, criterion)):
        raise Invalid(_MALFORMED)
    return sheet, criterion


def _shown(text: str) -> tuple[Decimal | None, Decimal | None]:
    try:
        first, second = (read_number(part) if part else None for part in text.split("|"))
    except ValueError as error:
        raise Invalid(_MALFORMED) from error
    return first, second


def _other(text: str) -> tuple[Decimal | None, str]:
    try:
        return read_number(text), ""
    except ValueError as error:
        return None, str(error)
