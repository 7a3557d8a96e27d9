"""What of the year's sheets a person may read (design §3): every page, count, log, file and export asks here.

The secretariat and the board read all. A unit reads its own sheets at any time, and what others handed in as
`RuleVersion.sheets_shown` says; whose peer sheet it is it learns only where `scorers_named` says so. What the bloc and
the board gave is shown with the results.

Who is typing the second entry of a sheet reads nothing of its first meanwhile, whatever else they may read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from blocs import rules
from blocs.models import BlocYear, Membership, User
from blocs.refusals import Refused
from blocs.terms import Level, SheetsShown, SheetState
from scoring.entered_twice import being_typed_by
from scoring.queries import COUNTING, SheetRow, sheet_rows
from scoring.rules import PHASE_OF_LEVEL, UNIT_LEVELS

_SETTLED = (*COUNTING, SheetState.RECUSED)
# What stands where a first entry is kept from who types the second.
COVERED = "đang nhập lần hai"
UNCOVER_FIRST = (
    "Ông, bà đang nhập lần hai một số phiếu nên chưa xem được điểm lần một của các phiếu ấy. Hãy nhập xong lần hai ở trang "
    "Kiểm tra và khóa phiếu, sau đó trang này mở lại."
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person reads of one year's sheets.

    `own`: ids of the memberships the person works for. `shown`: the levels of which sheets of others are shown now.
    `drafting`: ids of those whose self-sheet is not in, where self-sheets are shown. `covered`: ids of the sheets whose
    points are kept from this person although they may read the sheet, because they are typing its second entry.
    """

    everything: bool
    own: frozenset[int]
    shown: frozenset[Level]
    names_scorers: bool
    drafting: frozenset[int] = frozenset()
    covered: frozenset[int] = frozenset()

    def reads(self, row: SheetRow) -> bool:
        """Whether this sheet, with whose it is, may be read."""
        return self.reads_sheet(row.level, row.scored, row.scorer, row.state)

    def reads_sheet(self, level: Level, scored: int, scorer: int | None, state: SheetState) -> bool:
        if self.everything or self.is_own(level, scored, scorer):
            return True
        if state not in COUNTING or level not in self.shown:
            return False
        return level is not Level.PEER or self.names_scorers

    def is_own(self, level: Level, scored: int, scorer: int | None) -> bool:
        """Whether the sheet is the work of a unit this person works for."""
        whose = {Level.SELF: scored, Level.PEER: scorer}.get(level)
        return whose is not None and whose in self.own

    def tells_of(self, level: Level, scored: int, scorer: int | None) -> bool:
        """Whether what happened to the sheet, and why, is this person's to know."""
        return self.everything or self.is_own(level, scored, scorer)

    def reads_self_sheet_of(self, unit: Membership | int) -> bool:
        """Whether a unit's claims (its handed-in self-sheet's points, its evidence) are open to this person.

        What a unit gathers while it still fills its self-sheet is its own, as the points are.
        """
        pk = unit if isinstance(unit, int) else unit.pk
        return self.everything or pk in self.own or (Level.SELF in self.shown and pk not in self.drafting)

    @property
    def lists_peer_values(self) -> bool:
        """Whether what peers gave is listed value by value; else only how many there were and what came of them."""
        return Level.PEER in self.shown

    @property
    def names_peer_values(self) -> bool:
        """Whether it is said which unit gave which of them."""
        return self.everything or (self.lists_peer_values and self.names_scorers)

    def keeps_unnamed(self, scorers: Iterable[int]) -> bool:
        """Whether figures of these scorers' sheets, or their average, may be told without saying whose they are.

        Beside one's own a single other one has a name: what is left of two values, or of their average, is its.
        """
        return self.everything or self.names_peer_values or sum(pk not in self.own for pk in scorers) > 1

    def opens_cells_of(self, unit: Membership) -> bool:
        """Whether published results open down to the cells for this unit; peer cells in aggregate, without names."""
        return self.everything or unit.pk in self.own or bool(self.shown)

    def opens_column(self, row: SheetRow) -> bool:
        """Whether a sheet about a unit whose cells are opened has its own column there: whose it is, is told with it."""
        return self.reads(row) or row.level is not Level.PEER


def reads_sections(user: User, year: BlocYear) -> bool:
    """Whether what every unit got section by section may be read with the results: a section may be a single cell."""
    return rules.can_read_scores(user, year) or shows_sections(year)


def shows_sections(year: BlocYear) -> bool:
    """The same, of who does not read every sheet."""
    return year.current_rules.sheets_shown != SheetsShown.NEVER


# For whatever was not told who is looking: no single sheet.
BLIND = Sight(False, frozenset(), frozenset(), False)
# The secretariat and the board.
EVERYTHING = Sight(True, frozenset(), frozenset(Level), True)


def sight(user: User, year: BlocYear) -> Sight:
    """No query beyond the year's sheets, which the page's frame reads anyway, unless a second entry is waited for."""
    if rules.can_read_scores(user, year):
        covered = being_typed_by(user.pk, year)
        return replace(EVERYTHING, covered=covered) if covered else EVERYTHING
    own = frozenset() if year.is_practice else frozenset(m.pk for m in rules.own_members(user, year))
    named = year.current_rules.scorers_named
    shown = _shown_levels(year, own) if _may_know(user, year, own) else frozenset()
    return Sight(False, own, shown, named, _drafting(year) if Level.SELF in shown else frozenset())


def why_kept(user: User, year: BlocYear) -> str:
    """Why whatever shows the points of many sheets at once is kept from this person now; empty where it is not."""
    return UNCOVER_FIRST if being_typed_by(user.pk, year) else ""


def require_uncovered(user: User, year: BlocYear) -> None:
    """Raise Refused where this person types a second entry."""
    if why := why_kept(user, year):
        raise Refused(why)


def shows_self_sheets_to(year: BlocYear, scorer: int) -> bool:
    """Whether the unit with this membership id may read what the others claim, when it is asked to compare with it."""
    return not year.is_practice and Level.SELF in _shown_levels(year, frozenset({scorer}))


def level_is_over(year: BlocYear, level: Level) -> bool:
    """Whether nothing more is to come at this level: closed for everybody, or every sheet is in or not scored."""
    left = {member.pk for member in year.members if member.left_on is not None}
    return _has_closed(year, level, frozenset()) or all(
        row.state in _SETTLED or bool({row.scored, row.scorer} & left)
        for row in sheet_rows(year)
        if row.level is level
    )


def _drafting(year: BlocYear) -> frozenset[int]:
    return frozenset(
        row.scored for row in sheet_rows(year) if row.level is Level.SELF and row.state not in COUNTING
    )


def _may_know(user: User, year: BlocYear, own: frozenset[int]) -> bool:
    return not year.is_practice and (bool(own) or rules.can_see_results(user, year))


def _shown_levels(year: BlocYear, own: frozenset[int]) -> frozenset[Level]:
    shown = SheetsShown(year.current_rules.sheets_shown)
    if shown is SheetsShown.NEVER:
        return frozenset()
    if year.is_published:
        return frozenset(Level)
    if shown is SheetsShown.AFTER_PUBLISHING or not own:
        return frozenset()
    asks = _has_closed if shown is SheetsShown.AFTER_CLOSING else _own_are_in
    return frozenset(level for level in UNIT_LEVELS if asks(year, level, own))


def _has_closed(year: BlocYear, level: Level, _own: frozenset[int]) -> bool:
    """Closed for everybody: while one unit has an extension nobody sees the others' sheets."""
    kind = PHASE_OF_LEVEL[level]
    phase = year.phases_by_kind.get(kind)
    if phase is None or phase.closes_at is None:
        return False
    later = [given.closes_at for (of, _unit), given in year.extensions.items() if of == kind.value]
    return max([phase.closes_at, *later]) <= timezone.now()


def _own_are_in(year: BlocYear, level: Level, own: frozenset[int]) -> bool:
    """Every sheet of this level that is the own unit's work is in; a unit that has none to hand in waits."""
    mine = [
        row
        for row in sheet_rows(year)
        if row.level is level and (row.scored if level is Level.SELF else row.scorer) in own
    ]
    return any(row.state in COUNTING for row in mine) and all(row.state in _SETTLED for row in mine)
