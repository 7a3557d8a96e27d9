"""A cell as a person typed it, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from blocs.refusals import Refused
from blocs.terms import Term

CellKey = tuple[int, int]


class Standing(Protocol):
    """What an entry is laid over: the stored cell."""

    @property
    def points(self) -> Decimal: ...
    @property
    def reason(self) -> str: ...
    @property
    def basis(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What a person typed into a cell, and the value it was based on. None: not scored.

    `reason`, `basis`: None leaves what is stored.
    """

    sheet: int
    criterion: int
    value: Decimal | None
    base: Decimal | None
    reason: str | None = None
    basis: Mapping[str, Any] | None = None

    @property
    def key(self) -> CellKey:
        return self.sheet, self.criterion

    def reason_over(self, standing: Standing | None) -> str:
        if self.reason is not None:
            return self.reason
        return standing.reason if standing else ""

    def basis_over(self, standing: Standing | None) -> Any:
        if self.basis is not None:
            return dict(self.basis)
        return standing.basis if standing else None

    def changes(self, standing: Standing | None) -> bool:
        """Whether saving it alters what is stored."""
        if standing is None:
            return self.value is not None
        return (self.value, self.reason_over(standing), self.basis_over(standing)) != (
            standing.points,
            standing.reason,
            standing.basis,
        )


class Outcome(Term):
    SAVED = "saved", "đã lưu"
    STALE = "stale", "người khác đã sửa"
    WRONG = "wrong", "điểm không hợp lệ"
    CLOSED = "closed", "phiếu không nhận điểm"
    LATE = "late", "đến sau hạn, giữ lại chờ quyết định"


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """What became of one entry; `stored` is the value that now stands, with who entered it and when."""

    entry: CellEntry
    outcome: Outcome
    stored: Decimal | None
    sentence: str = ""
    who: str = ""
    when: datetime | None = None


class StaleCell(Refused):
    """The stored value is not the one the entry was based on."""

    def __init__(self, answer: CellAnswer) -> None:
        super().__init__(answer.sentence)
        self.answer = answer


class NotAllSaved(Refused):
    """All or nothing was asked, and some cells could not be saved; nothing was."""

    def __init__(self, answers: Sequence[CellAnswer]) -> None:
        super().__init__("Chưa ô nào được lưu vì có ô đã thay đổi hoặc không hợp lệ.")
        self.answers = answers
