"""What the tests of registration share: a bloc's half-year as the news gave it, and acts in one line."""

from typing import Any

from awards.actions.registration_decisions import accept_registrations, return_registrations
from awards.actions.unit_registrations import (
    Wanted,
    change_registration,
    draft_registration,
    registrations_of,
    remove_registration,
    send_registrations,
    state_of,
    take_back_registration,
    wanted_of,
)
from awards.models import Award, Registration
from blocs.editing import fingerprint
from blocs.models import BlocYear, Membership, SeatKind, User
from blocs.terms import RegistrationState
from tests.awards.scenes import fresh
from tests.builders import bloc_year, person, seat

# Half-year of 2022, as reported: 11 units, what each registered for itself.
HALF_YEAR_2022 = ["FLAG_GOV", "FLAG_PROV", *["MERIT_PROV"] * 9]


def half_year_2022(**rules: Any) -> BlocYear:
    year = bloc_year("yen-bai", 2022, units=11, **rules)
    for member, code in zip(year.members, HALF_YEAR_2022, strict=True):
        registered(member, code)
    return fresh(year)


def registered(
    member: Membership,
    code: str = "MERIT_PROV",
    state: RegistrationState = RegistrationState.ACCEPTED,
    **more: Any,
) -> Registration:
    reason = {"reason": "Thiếu căn cứ"} if state == RegistrationState.RETURNED else {}
    return Registration.objects.create(
        membership=member, award=Award.objects.get(code=code), state=state, **reason | more
    )


def head_of(member: Membership, kind: SeatKind = SeatKind.HEAD) -> User:
    user = person(f"{kind.value}-{member.code}-{member.year_id}")
    seat(user, kind, unit=member.unit)
    return user


def base_of(member: Membership) -> str:
    return fingerprint(state_of(registrations_of(member)))


def row_base(row: Registration) -> str:
    return fingerprint(state_of([Registration.objects.select_related("award").get(pk=row.pk)]))


def draft(actor: User, member: Membership, code: str = "MERIT_PROV", **more: Any) -> Registration:
    return draft_registration(
        actor=actor, year=fresh(member.year), member=member, wanted=Wanted(code, **more)
    )


def change(actor: User, row: Registration, base: str = "", **more: Any) -> bool:
    stored = wanted_of(row)
    values = {name: getattr(stored, name) for name in Wanted.__slots__} | more
    return change_registration(
        actor=actor,
        year=fresh(row.membership.year),
        member=row.membership,
        pk=row.pk,
        wanted=Wanted(**values),
        base=base or row_base(row),
    )


def remove(actor: User, row: Registration, base: str = "") -> None:
    remove_registration(
        actor=actor,
        year=fresh(row.membership.year),
        member=row.membership,
        pk=row.pk,
        base=base or row_base(row),
    )


def send(actor: User, member: Membership, base: str = "") -> int:
    return send_registrations(
        actor=actor, year=fresh(member.year), member=member, base=base or base_of(member)
    )


def take_back(actor: User, row: Registration) -> None:
    take_back_registration(actor=actor, year=fresh(row.membership.year), member=row.membership, pk=row.pk)


def accept(actor: User, member: Membership, base: str = "", pk: int | None = None) -> int:
    return accept_registrations(
        actor=actor, year=fresh(member.year), member=member, base=base or base_of(member), pk=pk
    )


def give_back(actor: User, member: Membership, pk: int | None = None, reason: str = "Thiếu căn cứ") -> int:
    return return_registrations(
        actor=actor, year=fresh(member.year), member=member, reason=reason, base=base_of(member), pk=pk
    )


def states(member: Membership) -> list[str]:
    return [row.state for row in registrations_of(member)]
