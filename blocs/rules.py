"""Who may do what: pure reads over seats, year, phase and state (design §3). Deny by default."""

from datetime import date, datetime

from django.utils import timezone

from blocs.models import (
    UNIT_SEATS,
    Bloc,
    BlocYear,
    Membership,
    Phase,
    PhaseKind,
    Province,
    Seat,
    SeatKind,
    Unit,
    User,
)


def holds(user: User, kind: SeatKind) -> bool:
    return any(seat.kind == kind for seat in user.seats)


def is_admin(user: User) -> bool:
    return holds(user, SeatKind.ADMIN)


def is_board_of(user: User, province_id: int | None) -> bool:
    """A seat of the board without a province is for all of them."""
    return any(
        seat.kind == SeatKind.BOARD and (seat.province_id is None or seat.province_id == province_id)
        for seat in user.seats
    )


def is_secretariat_of(user: User, bloc_id: int) -> bool:
    return any(seat.kind == SeatKind.SECRETARIAT and seat.bloc_id == bloc_id for seat in user.seats)


def kept_from_term(seat: Seat, year: BlocYear) -> bool:
    """Whether an ended seat of the secretariat covered the second half of the year: its holder keeps reading."""
    return (
        seat.kind == SeatKind.SECRETARIAT
        and seat.bloc_id == year.bloc_id
        and seat.starts_on <= date(year.year, 12, 31)
        and (seat.ends_on is None or seat.ends_on > date(year.year, 7, 1))
    )


def led_the_year(user: User, year: BlocYear) -> bool:
    return any(kept_from_term(seat, year) for seat in user.all_seats)


def can_read_scores(user: User, year: BlocYear) -> bool:
    """All sheets and unpublished results: the secretariat, also of that year's past, and the board."""
    return (
        is_secretariat_of(user, year.bloc_id)
        or is_board_of(user, year.province_id)
        or led_the_year(user, year)
    )


def can_run_year(user: User, year: BlocYear) -> bool:
    """Enter, record, hand in, publish, issue papers."""
    return is_secretariat_of(user, year.bloc_id)


def can_set_up_year(user: User, year: BlocYear) -> bool:
    """Members, rules, criteria, phases, import of the workbook."""
    return is_secretariat_of(user, year.bloc_id) or is_admin(user)


def can_confirm_rules(user: User, year: BlocYear) -> bool:
    """Be the second name under rules changed after the first score, where somebody else wrote them."""
    return can_set_up_year(user, year) or is_board_of(user, year.province_id)


def can_hand_over(user: User, year: BlocYear) -> bool:
    """Prepare and enact the hand-over of the leader's role: the secretariat in office, or the board for it."""
    return is_secretariat_of(user, year.bloc_id) or is_board_of(user, year.province_id)


def can_record_unit_events(user: User, year: BlocYear) -> bool:
    """Rename, merge, split, dissolve: decisions of others that the bloc's books follow."""
    return can_set_up_year(user, year) or is_board_of(user, year.province_id)


def can_move_units(user: User, year: BlocYear) -> bool:
    """To another bloc: who composes the blocs decides that, not a bloc's own secretariat."""
    return is_admin(user) or is_board_of(user, year.province_id)


def can_see_results(user: User, year: BlocYear) -> bool:
    """Until the secretariat publishes, only it and the board.

    A practice copy holds the real year's scores: trying out publishing there shows them to nobody else.
    """
    return (year.is_published and not year.is_practice) or can_read_scores(user, year)


def can_see_approved_results(user: User, year: BlocYear) -> bool:
    """The versions of the results as they were approved; also while the last one is being corrected."""
    return can_see_results(user, year) or (year.results_version > 0 and not year.is_practice)


def can_read_journal(user: User, year: BlocYear) -> bool:
    return can_read_scores(user, year) or is_admin(user)


def can_read_installation_journal(user: User) -> bool:
    return is_admin(user)


def can_create_bloc(user: User) -> bool:
    return is_admin(user) or holds(user, SeatKind.BOARD)


def can_add_province(user: User) -> bool:
    """A seat of the board without a province looks after all of them, the next one too."""
    return is_admin(user) or is_board_of(user, None)


def can_found_bloc_in(user: User, province: Province | None) -> bool:
    return is_admin(user) or is_board_of(user, province.pk if province else None)


def can_create_year(user: User, bloc: Bloc) -> bool:
    return is_admin(user) or is_board_of(user, bloc.province_id) or is_secretariat_of(user, bloc.pk)


def can_manage_people(user: User) -> bool:
    """Whether there is anybody this person may invite."""
    return is_admin(user) or holds(user, SeatKind.SECRETARIAT) or holds(user, SeatKind.BOARD)


def can_grant(user: User, kind: SeatKind, *, bloc: Bloc | None = None, unit: Unit | None = None) -> bool:
    """Who may give or end a seat of this kind at this place.

    The administrator: any. The board: those of the blocs of its province and of their units. The secretariat: those
    of its own bloc and of its units. Seats of the installation and of the board only the administrator gives.
    """
    if is_admin(user):
        return True
    if kind in (SeatKind.ADMIN, SeatKind.BOARD):
        return False
    home = bloc or (unit.home_bloc if unit else None)
    return home is not None and manages_people_of(user, home)


def manages_people_of(user: User, bloc: Bloc) -> bool:
    """Whether the seats of this bloc and of its units are this person's to give."""
    return is_admin(user) or is_board_of(user, bloc.province_id) or is_secretariat_of(user, bloc.pk)


def can_end(user: User, seat: Seat) -> bool:
    """What one may give, one may end."""
    return can_grant(user, SeatKind(seat.kind), bloc=seat.bloc, unit=seat.unit)


def can_see_seat(user: User, seat: Seat) -> bool:
    """A seat of another bloc does not exist for the secretariat; the board sees its own colleagues too."""
    if seat.kind == SeatKind.BOARD and is_board_of(user, seat.province_id):
        return True
    return can_end(user, seat)


def can_make_slip(user: User, person: User) -> bool:
    """Whether the actor may let this person set a new password.

    A slip is as good as being that person, so it takes the right to give every seat the person has or had;
    a former secretary still reads the years they led. Nobody makes one for themselves: that is what changing
    the password, with the old one, is for.
    """
    if user == person:
        return False
    held = person.all_seats
    return is_admin(user) or (bool(held) and all(can_end(user, seat) for seat in held))


def window_is_open(phase: Phase | None, at: datetime) -> bool:
    """An absent phase or an empty bound is open; the closing time itself is closed."""
    if phase is None:
        return True
    opened = phase.opens_at is None or phase.opens_at <= at
    return opened and (phase.closes_at is None or at < phase.closes_at)


def is_open(
    year: BlocYear, kind: PhaseKind, unit: Membership | None = None, at: datetime | None = None
) -> bool:
    """Whether the phase of this kind is open for this unit at that time (default: now).

    Every rule that a phase gives asks here. `unit` is who acts, or for whom somebody acts: an extension moves the
    closing time for that unit alone. For a unit that has left the year nothing is open any more.
    """
    if unit is not None and unit.left_on is not None:
        return False
    at = at or timezone.now()
    phases: dict[str, Phase] = year.phases_by_kind
    phase = phases.get(kind)
    if window_is_open(phase, at) or phase is None or unit is None:
        return window_is_open(phase, at)
    extension = year.extensions.get((kind.value, unit.pk))
    begun = phase.opens_at is None or phase.opens_at <= at
    return begun and extension is not None and at < extension.closes_at


def can_remind(user: User, year: BlocYear) -> bool:
    """Remind units of what they have left, by hand: who runs the year."""
    return can_run_year(user, year)


def is_head_of(user: User, member: Membership) -> bool:
    return any(seat.kind == SeatKind.HEAD and seat.unit_id == member.unit_id for seat in user.seats)


def works_for(user: User, member: Membership) -> bool:
    """The unit's head and its officers: they draft; the head signs, sends and votes."""
    return any(seat.kind in UNIT_SEATS and seat.unit_id == member.unit_id for seat in user.seats)


def own_members(user: User, year: BlocYear) -> list[Membership]:
    """The units of the year this person works for, in bloc order."""
    return [member for member in year.members if works_for(user, member)]


def can_open_sheets(user: User, year: BlocYear) -> bool:
    """Whether there is any sheet of the year for this person to look at: all of them, or those of the own unit."""
    if can_read_scores(user, year):
        return True
    return not year.is_practice and bool(own_members(user, year))


def may_enter_for(user: User, member: Membership, year: BlocYear) -> bool:
    """Whether what this person does for the unit is entered for it by the secretariat (design §3, "nhập thay")."""
    return can_run_year(user, year) and not works_for(user, member)
