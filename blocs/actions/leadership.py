"""What a hand-over moves: the terms, the secretariat's seats, the flag's ledger, the units' roles in the years.

Called inside the transaction of blocs/actions/handover.py and blocs/actions/unit_events.py, under the bloc's lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from blocs.actions.seats import write_seat
from blocs.documents import renew_signers
from blocs.journal import record
from blocs.leading import (
    Present,
    middle_of,
    roles_on,
    secretariat_candidates,
    secretariat_in_office,
    terms_of,
)
from blocs.models import (
    Bloc,
    BlocYear,
    FlagHolding,
    HandOver,
    LeadershipTerm,
    Membership,
    Seat,
    SeatKind,
    Unit,
    User,
)
from blocs.refusals import Refused
from blocs.seat_words import one_seat_words
from blocs.terms import Role
from blocs.transactions import locked


def begin_terms(
    hand_over: HandOver, now: Present, year: BlocYear, *, deputies: Sequence[Unit] | None = None
) -> None:
    """End the terms in office on the day, write those of who comes; exactly one leader on every day.

    A bloc whose leader only the year's role named has led since the year began: that term is written too.
    """
    day = hand_over.takes_effect_on
    if now.leader is not None and now.since is None:
        begun = date(year.year, 1, 1)
        known = [(now.leader, Role.LEADER), *((deputy, Role.DEPUTY) for deputy in now.deputies)]
        LeadershipTerm.objects.bulk_create(
            LeadershipTerm(
                bloc=hand_over.bloc,
                unit_id=unit,
                role=role,
                starts_on=begun,
                ends_on=day,
                decision=f"Theo vai trò đã ghi trong năm {year.year}",
            )
            for unit, role in known
        )
    # A deputy's term that would begin on the day or later never holds.
    open_terms = LeadershipTerm.objects.filter(bloc=hand_over.bloc, ends_on=None)
    open_terms.filter(role=Role.DEPUTY, starts_on__gte=day).delete()
    open_terms.update(ends_on=day)
    if deputies is None:
        deputies = [hand_over.deputy_unit] if hand_over.deputy_unit else []
    LeadershipTerm.objects.bulk_create(
        LeadershipTerm(
            bloc=hand_over.bloc,
            unit=unit,
            role=role,
            starts_on=day,
            succession=hand_over.succession,
            decision=hand_over.decision,
        )
        for unit, role in [(hand_over.to_unit, Role.LEADER), *((unit, Role.DEPUTY) for unit in deputies)]
    )


@dataclass(frozen=True, slots=True)
class Moves:
    """Who comes into the secretariat, who stays, and whose seats end."""

    coming: list[User]
    staying: list[User]
    leaving: list[Seat]

    @property
    def new_names(self) -> list[str]:
        return [user.full_name for user in (*self.staying, *self.coming)]

    @property
    def leaving_names(self) -> list[str]:
        return [seat.user.full_name for seat in self.leaving]


def plan_moves(hand_over: HandOver, chosen: Sequence[User]) -> Moves:
    """What the choice means for the seats; Refused for somebody who is neither of the new unit nor in office."""
    wanted = {user.pk for user in chosen}
    possible = {candidate.user.pk for candidate in secretariat_candidates(hand_over)}
    if not wanted <= possible:
        raise Refused("Danh sách người vừa thay đổi. Hãy mở lại trang rồi chọn lại.")
    people = list(locked(User.objects.filter(pk__in=wanted).order_by("pk")))
    in_office = secretariat_in_office(hand_over)
    held = {seat.user_id for seat in in_office}
    return Moves(
        coming=[person for person in people if person.pk not in held],
        staying=[person for person in people if person.pk in held],
        leaving=[seat for seat in in_office if seat.user_id not in wanted],
    )


def move_secretariat(*, actor: User, hand_over: HandOver, moves: Moves) -> None:
    """The seats as planned. They are half-open: the day one ends is the day the other begins."""
    day = hand_over.takes_effect_on
    for person in moves.coming:
        write_seat(actor=actor, person=person, kind=SeatKind.SECRETARIAT, bloc=hand_over.bloc, starts_on=day)
    for seat in moves.leaving:
        _end(actor, seat, max(day, seat.starts_on))


def _end(actor: User, seat: Seat, day: date) -> None:
    old, seat.ends_on = seat.ends_on, day
    seat.save(update_fields=["ends_on"])
    record(
        year=None,
        actor=actor,
        action="people.seat_ended",
        subject=seat.user.full_name,
        old={"Vai trò": one_seat_words(seat), "Thôi từ ngày": old},
        new={"Thôi từ ngày": day},
    )


def register_flag(hand_over: HandOver) -> None:
    """A line of the flag's ledger; the first hand-over also says who held it before."""
    if not FlagHolding.objects.filter(bloc=hand_over.bloc).exists():
        begun = LeadershipTerm.objects.filter(bloc=hand_over.bloc, unit=hand_over.from_unit, role=Role.LEADER)
        since = begun.order_by("-starts_on").values_list("starts_on", flat=True).first()
        if since is not None and since < hand_over.held_on:
            FlagHolding.objects.create(
                bloc=hand_over.bloc,
                unit=hand_over.from_unit,
                received_on=since,
                note="Ghi theo nhiệm kỳ Trưởng khối",
            )
    FlagHolding.objects.create(
        bloc=hand_over.bloc,
        unit=hand_over.to_unit,
        received_on=hand_over.held_on,
        received_from=hand_over.from_unit,
        hand_over=hand_over,
        condition=hand_over.flag_condition,
    )


def give_roles(*, actor: User, bloc: Bloc, since: date) -> None:
    """Trưởng khối and Phó khối in the bloc's years from that day on, but those published; each says so in its journal."""
    terms = terms_of(bloc.pk)
    years = locked(
        BlocYear.objects.filter(
            bloc=bloc, is_practice=False, results_published_at=None, year__gte=since.year
        ).order_by("pk")
    )
    for year in years:
        day = middle_of(year.year)
        if day < since:
            continue
        changed = set_roles(year, roles_on(terms, day))
        if changed:
            rows = Membership.objects.filter(year=year).select_related("unit_name")
            members = {member.unit_id: member for member in rows}
            names = [f"{Role(role).label}: {members[unit].name}" for unit, role in changed.items() if role]
            record(year=year, actor=actor, action="leading.roles", subject=str(year), new={"Vai trò": names})


def set_roles(year: BlocYear, roles: dict[int, Role]) -> dict[int, Role]:
    """The year's members as these terms say, all others plain members; what was changed by unit id.

    A year whose leader is not among its members keeps the roles it has.
    """
    members = list(Membership.objects.filter(year=year))
    if not any(roles.get(member.unit_id) == Role.LEADER for member in members):
        return {}
    wanted = {member.pk: roles.get(member.unit_id, Role.MEMBER) for member in members}
    changed = [member for member in members if member.role != wanted[member.pk]]
    # One leader a year: who stops is written before who begins.
    Membership.objects.filter(pk__in=[member.pk for member in changed]).update(role=Role.MEMBER)
    for member in changed:
        member.role = wanted[member.pk]
    Membership.objects.bulk_update(changed, ["role"])
    if any(member.role == Role.LEADER for member in changed):
        renew_signers(year)
    year.__dict__.pop("members", None)
    return {member.unit_id: wanted[member.pk] for member in changed}


def pass_terms(bloc: Bloc, units: list[int], successor: Unit | None, on: date, decision: str) -> None:
    """Terms of units that end go over to the successor on that day; without one they end.

    Where a leader and its deputy become one unit, it leads.
    """
    held = list(LeadershipTerm.objects.filter(bloc=bloc, unit__in=units, ends_on=None).order_by("pk"))
    if not held:
        return
    own = LeadershipTerm.objects.filter(bloc=bloc, unit=successor, ends_on=None) if successor else None
    roles = {Role(term.role) for term in held} | {Role(term.role) for term in own or ()}
    for term in [*held, *(own or ())]:
        if term.starts_on >= on:
            term.delete()
        else:
            LeadershipTerm.objects.filter(pk=term.pk).update(ends_on=on)
    if successor is not None:
        LeadershipTerm.objects.create(
            bloc=bloc,
            unit=successor,
            role=Role.LEADER if Role.LEADER in roles else Role.DEPUTY,
            starts_on=max([on, *(term.starts_on for term in held)]),
            decision=decision,
        )
