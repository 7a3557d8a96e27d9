"""The states of a score sheet as a table: from, to, who may, and the words for them (design §4).

Nothing here writes; scoring/actions/sheets.py walks these rows and no others.
"""

from collections.abc import Callable
from dataclasses import dataclass

from blocs.models import BlocYear, Membership, User
from blocs.terms import Level, SheetState
from scoring.rules import hands_in_paper, keeps_sheets

# By the person, the year, the level, and the unit whose paper it is (None: the bloc's or the board's).
May = Callable[[User, BlocYear, Level, Membership | None], bool]


@dataclass(frozen=True, slots=True)
class StateWords:
    """What a state is called: for those who keep the sheets, and for the units they are about.

    `way_back`: what has to happen before the sheet takes scores again.
    """

    staff: str
    member: str
    way_back: str = "Hãy mở lại phiếu trước."


@dataclass(frozen=True, slots=True)
class Step:
    """One allowed change of state. `action` is its name in the journal."""

    action: str
    source: SheetState
    target: SheetState
    may: May
    label: str
    needs_reason: bool = False


WORDS = {
    SheetState.FILLING: StateWords("đang nhập", "chưa nộp"),
    SheetState.HANDED_IN: StateWords("đã nộp", "đã nộp"),
    SheetState.RECUSED: StateWords("không chấm", "không chấm"),
    SheetState.LOCKED: StateWords(
        "đã khóa", "đã nộp, đã khóa", "Muốn sửa, tổ thư ký mở khóa phiếu và ghi lý do."
    ),
}

HAND_IN = Step("sheets.handed_in", SheetState.FILLING, SheetState.HANDED_IN, hands_in_paper, "Nộp phiếu")
REOPEN = Step("sheets.reopened", SheetState.HANDED_IN, SheetState.FILLING, keeps_sheets, "Mở lại phiếu", True)
RECUSE = Step("sheets.recused", SheetState.FILLING, SheetState.RECUSED, hands_in_paper, "Không chấm", True)
RESUME = Step("sheets.resumed", SheetState.RECUSED, SheetState.FILLING, hands_in_paper, "Chấm lại")
TAKE_LATE = Step(
    "sheets.taken_late", SheetState.FILLING, SheetState.HANDED_IN, keeps_sheets, "Nhận phiếu nộp muộn", True
)
LOCK = Step("sheets.locked", SheetState.HANDED_IN, SheetState.LOCKED, keeps_sheets, "Khóa phiếu")
UNLOCK = Step("sheets.unlocked", SheetState.LOCKED, SheetState.FILLING, keeps_sheets, "Mở khóa phiếu", True)

STEPS = (HAND_IN, REOPEN, RECUSE, RESUME, TAKE_LATE, LOCK, UNLOCK)

# Only a sheet in this state takes scores.
TAKES_SCORES = SheetState.FILLING


def steps_from(state: SheetState) -> tuple[Step, ...]:
    return tuple(step for step in STEPS if step.source is state)
