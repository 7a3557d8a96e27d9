"""How a unit comes to another name: a spelling put right, or a new name from a day on."""

from dataclasses import dataclass
from datetime import date

from blocs.terms import Term


class NameChange(Term):
    CORRECTION = "correction", "Sửa cho đúng"
    RENAMED = "renamed", "Đơn vị đổi tên"


@dataclass(frozen=True, slots=True)
class Naming:
    """The wanted name; `since` is the first day of a new name, None for a correction; `decision` its number and date."""

    name: str
    short_name: str
    change: NameChange
    since: date | None = None
    decision: str = ""
