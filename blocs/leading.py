"""Who leads a bloc on which day, who is proposed next, and what stands in the ledger of the rotating flag: reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, Q, Value
from django.db.models.functions import Cast

from blocs.models import (
    UNIT_SEATS,
    Bloc,
    BlocYear,
    FlagHolding,
    HandOver,
    LeadershipTerm,
    Membership,
    RotationPlace,
    Seat,
    SeatKind,
    Unit,
    UnitName,
    User,
)
from blocs.queries import heirs
from blocs.terms import Role, Succession

# Who leads on this day is the year's leader: from hand-over to hand-over, the second half is what counts
# (as in rules.kept_from_term).
_MIDDLE = (7, 1)


def middle_of(year: int) -> date:
    return date(year, *_MIDDLE)


def terms_of(bloc_id: int) -> list[LeadershipTerm]:
    """Every term of the bloc, the earliest first; one query."""
    return list(LeadershipTerm.objects.filter(bloc=bloc_id).order_by("starts_on", "pk"))


def covers(term: LeadershipTerm, day: date) -> bool:
    return term.starts_on <= day and (term.ends_on is None or day < term.ends_on)


def roles_on(terms: Iterable[LeadershipTerm], day: date) -> dict[int, Role]:
    """Unit id -> its role on that day; empty where no leader's term covers the day."""
    held = [term for term in terms if covers(term, day)]
    if not any(term.role == Role.LEADER for term in held):
        return {}
    return {term.unit_id: Role(term.role) for term in sorted(held, key=lambda term: term.role == Role.LEADER)}


@dataclass(frozen=True, slots=True)
class Present:
    """The leader in office or to come: `since` None where only the year's roles say so."""

    leader: int | None
    deputies: tuple[int, ...]
    since: date | None


def present(year: BlocYear, terms: Iterable[LeadershipTerm] | None = None) -> Present:
    """From the terms without an end; a bloc without terms is led by whom the year's roles name."""
    open_terms = [
        term for term in (terms_of(year.bloc_id) if terms is None else terms) if term.ends_on is None
    ]
    leader = next((term for term in open_terms if term.role == Role.LEADER), None)
    if leader is not None:
        deputies = tuple(term.unit_id for term in open_terms if term.role == Role.DEPUTY)
        return Present(leader.unit_id, deputies, leader.starts_on)
    members = [member for member in year.members if member.left_on is None]
    led = next((member.unit_id for member in members if member.role == Role.LEADER), None)
    return Present(led, tuple(member.unit_id for member in members if member.role == Role.DEPUTY), None)


def current_units(year: BlocYear, on: date, members: list[Membership] | None = None) -> dict[int, str]:
    """Unit id -> name of the units that belong to the bloc on that day, in bloc order.

    Those of the bloc's latest year (`members`, where they are at hand), or who stands in their place; a unit that
    ended or moved away is not there.
    """
    ids = standing_units(year, on, members)
    names = names_of(ids, on)
    return {unit: names[unit] for unit in ids}


def standing_units(year: BlocYear, on: date, members: list[Membership] | None = None) -> list[int]:
    """The ids of `current_units`."""
    if members is None:
        latest = Membership.objects.filter(
            year__bloc=year.bloc_id, year__is_practice=False, year__year__gte=year.year
        ).order_by("-year__year", "position", "pk")
        rows = list(latest.values_list("year__year", "unit_id"))
        listed = [unit for number, unit in rows if number == rows[0][0]]
    else:
        listed = [member.unit_id for member in members]
    standing = heirs(listed, on, bloc=year.bloc_id)
    return list(dict.fromkeys(unit for member in listed for unit in standing.get(member, [])))


def names_of(units: Iterable[int], on: date) -> dict[int, str]:
    """Unit id -> the name it bears on that day, its latest where none covers it, its code without any name."""
    wanted = set(units)
    found: dict[int, str] = {}
    later: dict[int, str] = {}
    rows = UnitName.objects.filter(unit__in=wanted).order_by(F("valid_from").asc(nulls_first=True), "pk")
    for name in rows:
        if name.valid_from is None or name.valid_from <= on:
            found[name.unit_id] = name.name
        else:
            later.setdefault(name.unit_id, name.name)
    found = later | found
    if nameless := wanted - found.keys():
        found |= dict(Unit.objects.filter(pk__in=nameless).values_list("pk", "code"))
    return found


def rotation(bloc: Bloc) -> list[int]:
    """Unit ids in the agreed order of leading."""
    return list(RotationPlace.objects.filter(bloc=bloc).values_list("unit_id", flat=True))


def next_in_rotation(order: list[int], leader: int | None, among: Iterable[int]) -> int | None:
    """The first after the leader, in a circle, that still belongs to the bloc; None where nobody does."""
    left = set(among)
    start = order.index(leader) + 1 if leader in order else 0
    return next((unit for unit in order[start:] + order[:start] if unit in left and unit != leader), None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who the bloc's own way of choosing puts next; `unit` None where a conference or the council decides."""

    way: Succession
    unit: int | None
    sentence: str


def proposal(year: BlocYear, now: Present, units: dict[int, str], order: list[int]) -> Proposal:
    """What the page proposes before anybody has chosen."""
    way = Succession(year.bloc.succession)
    if way is Succession.ROTATION:
        unit = next_in_rotation(order, now.leader, units)
        if unit is None:
            return Proposal(way, None, "Chưa có danh sách luân phiên. Ghi thứ tự để hệ thống đề xuất.")
        return Proposal(way, unit, f"Theo danh sách luân phiên, đơn vị kế tiếp là {units[unit]}.")
    if way is Succession.DEPUTY:
        unit = next((deputy for deputy in now.deputies if deputy in units), None)
        if unit is None:
            return Proposal(way, None, "Phó khối năm trước kế nhiệm, nhưng khối chưa ghi Phó khối.")
        return Proposal(way, unit, f"Phó khối kế nhiệm: {units[unit]}.")
    if way is Succession.ELECTED:
        return Proposal(way, None, "Hội nghị khối bầu; ghi kết quả vào bàn giao.")
    return Proposal(way, None, "Hội đồng TĐKT tỉnh chỉ định; ghi số, ngày văn bản vào bàn giao.")


@dataclass(frozen=True, slots=True)
class Books:
    """What the page of the leader's role shows of a bloc: terms, the flag's ledger, the rotation."""

    terms: list[LeadershipTerm]
    ledger: list[FlagHolding]
    rotation: list[int]


_TERM, _FLAG, _PLACE = range(3)
_BOOK_FIELDS = ("kind", "id", "unit", "day", "end", "other", "first", "second", "third")


def books_of(bloc_id: int) -> Books:
    """Terms and ledger, the earliest first, and the order of the rotation: one compound query."""
    no_day = Cast(Value(None), DateField())
    nothing, no_number = Value("", output_field=CharField()), Cast(Value(None), IntegerField())
    terms = LeadershipTerm.objects.filter(bloc=bloc_id).order_by()
    flags = FlagHolding.objects.filter(bloc=bloc_id).order_by()
    places = RotationPlace.objects.filter(bloc=bloc_id).order_by()
    rows = _rows(terms, _TERM, "starts_on", "ends_on", no_number, "role", "succession", "decision").union(
        _rows(flags, _FLAG, "received_on", no_day, "received_from_id", "condition", "note", nothing),
        _rows(places, _PLACE, no_day, no_day, "position", nothing, nothing, nothing),
        all=True,
    )
    found = sorted(rows, key=lambda row: (row[3] or date.min, row[1]))
    return Books(
        [_term_of(bloc_id, row) for row in found if row[0] == _TERM],
        [_holding_of(bloc_id, row) for row in found if row[0] == _FLAG],
        [row[2] for row in sorted(found, key=lambda row: row[5] or 0) if row[0] == _PLACE],
    )


def _rows(found: Any, kind: int, *columns: Any) -> Any:
    values = [F(column) if isinstance(column, str) else column for column in columns]
    named = dict(zip(_BOOK_FIELDS[3:], values, strict=True))
    picked = {f"book_{name}": value for name, value in named.items()}
    book = found.annotate(book_kind=Value(kind, output_field=IntegerField()), **picked)
    return book.values_list("book_kind", "pk", "unit_id", *picked)


def _term_of(bloc_id: int, row: tuple[Any, ...]) -> LeadershipTerm:
    _, pk, unit, starts_on, ends_on, _, role, succession, decision = row
    return LeadershipTerm(
        pk=pk,
        bloc_id=bloc_id,
        unit_id=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        role=role,
        succession=succession,
        decision=decision,
    )


def _holding_of(bloc_id: int, row: tuple[Any, ...]) -> FlagHolding:
    _, pk, unit, received_on, _, giver, condition, note, _ = row
    return FlagHolding(
        pk=pk,
        bloc_id=bloc_id,
        unit_id=unit,
        received_on=received_on,
        received_from_id=giver,
        condition=condition,
        note=note,
    )


def secretariat_in_office(hand_over: HandOver) -> list[Seat]:
    """The seats of the bloc's secretariat that are held on the day of the hand-over or later, with their people."""
    held = Seat.objects.filter(kind=SeatKind.SECRETARIAT, bloc=hand_over.bloc_id)
    return list(
        held.filter(_held_from(hand_over.takes_effect_on)).select_related("user", "bloc").order_by("pk")
    )


def _held_from(day: date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gt=day)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the new secretariat: of the unit that takes over, or in office now."""

    user: User
    seat: str
    is_of_unit: bool


def secretariat_candidates(hand_over: HandOver) -> list[Candidate]:
    """The head and officers of the unit that takes over, then who is in office and could stay; 2 queries."""
    kinds = [kind.value for kind in UNIT_SEATS]
    theirs = Seat.objects.filter(kind__in=kinds, unit=hand_over.to_unit_id, user__is_active=True)
    held = theirs.filter(_held_from(hand_over.takes_effect_on)).select_related("user").order_by("kind", "pk")
    found: dict[int, Candidate] = {}
    for seat in sorted(held, key=lambda seat: seat.kind != SeatKind.HEAD):
        found.setdefault(seat.user_id, Candidate(seat.user, str(seat), is_of_unit=True))
    for seat in secretariat_in_office(hand_over):
        if seat.user.is_active:
            found.setdefault(
                seat.user_id, Candidate(seat.user, "đang ở tổ thư ký, ở lại giúp", is_of_unit=False)
            )
    return list(found.values())
