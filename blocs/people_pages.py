"""What the people's pages show: who is within reach, known as what, in which seats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from blocs import rules
from blocs.models import Seat, User
from blocs.queries import people_within_reach
from blocs.seat_words import seat_place, unit_labels
from blocs.text import fold, sort_key

PAGE = 50


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat in words: "Lãnh đạo đơn vị", "Hội Nhà báo"; `is_held` today, `may_end` by who looks."""

    pk: int
    kind: str
    place: str
    starts_on: date
    ends_on: date | None
    is_held: bool
    may_end: bool

    @property
    def words(self) -> str:
        return f"{self.kind} · {self.place}" if self.place else self.kind


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of the list; `state` says why they cannot be at work here, empty when all is well."""

    person: User
    known_as: list[str]
    seats: list[SeatLine]
    state: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    lines: list[PersonLine]
    total: int
    number: int
    older: int | None
    newer: int | None


def people_page(viewer: User, *, search: str = "", number: int = 1) -> PeoplePage:
    """The people within reach, by given name in the Vietnamese alphabet; three queries whatever their number."""
    found = people_within_reach(viewer)
    for word in fold(search).split():
        found = found.filter(search__contains=word)
    named = sorted(found.values_list("full_name", "pk"), key=lambda row: (given_name_first(row[0]), row[1]))
    last = max(1, -(-len(named) // PAGE))
    number = min(max(1, number), last)
    wanted = [pk for _, pk in named[(number - 1) * PAGE : number * PAGE]]
    people = User.objects.in_bulk(wanted)
    seats = list(
        Seat.objects.filter(user__in=wanted)
        .select_related("bloc", "unit__home_bloc", "province")
        .order_by("pk")
    )
    lines = seat_lines(viewer, seats)
    own: dict[int, list[SeatLine]] = {pk: [] for pk in wanted}
    for seat in seats:
        if seat.pk in lines and lines[seat.pk].is_held:
            own[seat.user_id].append(lines[seat.pk])
    return PeoplePage(
        lines=[person_line(people[pk], own[pk]) for pk in wanted],
        total=len(named),
        number=number,
        older=number + 1 if number < last else None,
        newer=number - 1 if number > 1 else None,
    )


def given_name_first(full_name: str) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The key Vietnamese lists are sorted by: "Trần Văn An" before "Lê Thị Bình"."""
    return [sort_key(word) for word in reversed(full_name.split())]


def seat_lines(viewer: User, seats: Iterable[Seat]) -> dict[int, SeatLine]:
    """Seat id → its line, for the seats the viewer may see; one query for the names of units."""
    seen = [seat for seat in seats if rules.can_see_seat(viewer, seat)]
    labels = unit_labels(seat.unit_id for seat in seen)
    today = timezone.localdate()
    return {
        seat.pk: SeatLine(
            pk=seat.pk,
            kind=str(seat),
            place=seat_place(seat, labels),
            starts_on=seat.starts_on,
            ends_on=seat.ends_on,
            is_held=seat.is_held_on(today),
            may_end=rules.can_end(viewer, seat) and (seat.ends_on is None or seat.ends_on > today),
        )
        for seat in seen
    }


def person_line(person: User, seats: list[SeatLine]) -> PersonLine:
    known_as = [person.username, *filter(None, (person.phone, person.email))]
    if not person.is_active:
        state = "Đã ngừng"
    elif not person.has_usable_password():
        state = "Chưa nhận lời mời"
    elif not seats:
        state = "Không giữ vai trò"
    else:
        state = ""
    return PersonLine(person=person, known_as=known_as, seats=seats, state=state)
