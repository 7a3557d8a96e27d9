"""Who may fill, hand in and reopen score sheets: pure reads over seats, phases and the year's state (design §3)."""

from datetime import datetime

from blocs import rules
from blocs.models import BlocYear, Membership, User
from blocs.terms import Level
from blocs.year_phases import LEVEL_OF_PHASE

PHASE_OF_LEVEL = {level: kind for kind, level in LEVEL_OF_PHASE.items()}
# Levels whose sheets are a unit's own work.
UNIT_LEVELS = (Level.SELF, Level.PEER)


def keeps_sheets(user: User, year: BlocYear, level: Level, unit: Membership | None = None) -> bool:
    """By seat alone: the secretariat enters every level (for a unit: "nhập thay"), the board its own appraisal.

    `unit` is whose paper it is; these seats keep it whosesoever it is.
    """
    if rules.is_secretariat_of(user, year.bloc_id):
        return True
    return level is Level.APPRAISAL and rules.is_board_of(user, year.province_id)


def fills_paper(user: User, year: BlocYear, level: Level, unit: Membership | None = None) -> bool:
    """By seat alone: who keeps the sheets, and a unit's people for the unit's own self and peer paper.

    A practice copy holds the real year's scores, so units take no part in it.
    """
    return keeps_sheets(user, year, level) or (
        _is_own_paper(year, level, unit) and unit is not None and rules.works_for(user, unit)
    )


def hands_in_paper(user: User, year: BlocYear, level: Level, unit: Membership | None = None) -> bool:
    """Handing in and declaring "không chấm" are the head's; officers draft."""
    return keeps_sheets(user, year, level) or (
        _is_own_paper(year, level, unit) and unit is not None and rules.is_head_of(user, unit)
    )


def _is_own_paper(year: BlocYear, level: Level, unit: Membership | None) -> bool:
    return level in UNIT_LEVELS and unit is not None and not year.is_practice


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
        fills_paper(user, year, level, unit)
        and not year.is_published
        and scoring_is_open(year, level, unit, at)
    )
