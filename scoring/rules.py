"""Who may fill, hand in and reopen score sheets: pure reads over seats, phases and the year's state (design §3)."""

from datetime import datetime

from blocs import rules
from blocs.models import BlocYear, Membership, User
from blocs.terms import Level
from blocs.year_phases import LEVEL_OF_PHASE

PHASE_OF_LEVEL = {level: kind for kind, level in LEVEL_OF_PHASE.items()}


def keeps_sheets(user: User, year: BlocYear, level: Level) -> bool:
    """By seat alone: the secretariat enters every level, the province's board its own appraisal."""
    if rules.is_secretariat_of(user, year.bloc_id):
        return True
    return level is Level.APPRAISAL and rules.is_board_of(user, year.province_id)


def scoring_is_open(
    year: BlocYear, level: Level, unit: Membership | None = None, at: datetime | None = None
) -> bool:
    """Whether the level's window is open for the unit whose paper it is (None: the bloc or the board)."""
    return rules.is_open(year, PHASE_OF_LEVEL[level], unit, at)


def can_enter_scores(
    user: User, year: BlocYear, level: Level, unit: Membership | None = None, at: datetime | None = None
) -> bool:
    """Whether cells of this level may be changed now: the seat, an open window, results not published."""
    return (
        keeps_sheets(user, year, level) and not year.is_published and scoring_is_open(year, level, unit, at)
    )
