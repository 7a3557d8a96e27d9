"""Inviting people, closing accounts, and the first administrator."""

import re
import secrets
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from blocs import journal, rules
from blocs.actions.access_codes import new_access_code, withdraw_codes
from blocs.actions.seats import grant_seat, has_other_administrator
from blocs.backends import phone_digits
from blocs.codes import ALPHABET
from blocs.models import AccessCode, Bloc, Province, Seat, SeatKind, Unit, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.text import clean, fold, slug
from blocs.transactions import locked

FIRST_ADMINISTRATOR = "quan-tri"
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,149}")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A person, the seat given, and the code for the slip; none for somebody who can sign in already."""

    person: User
    seat: Seat
    code: str | None


@dataclass(frozen=True, slots=True)
class Contact:
    """How a person may be known; in the one form in which it is stored, None where not given."""

    username: str | None
    email: str | None
    phone: str | None


def contact(*, username: str = "", email: str = "", phone: str = "") -> Contact:
    """Read what was typed. Raises Invalid for a user name or telephone number that is none.

    A user name begins with a letter and has no @, so that it is never also an e-mail or a telephone number.
    """
    name = fold(username) or None
    if name and not _USERNAME.fullmatch(name):
        raise Invalid(
            "Tên đăng nhập cần ít nhất 3 ký tự, bắt đầu bằng chữ, chỉ gồm chữ không dấu, số, chấm và gạch."
        )
    address = clean(email).lower() or None
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise Invalid("Thư điện tử chưa đúng; ví dụ ten@example.vn.") from error
    digits = phone_digits(clean(phone)) or None
    if clean(phone) and (digits is None or len(digits) > 15):
        raise Invalid("Số điện thoại chưa đúng; ví dụ 0912 345 678.")
    return Contact(username=name, email=address, phone=digits)


@transaction.atomic
def invite_person(
    *,
    actor: User,
    full_name: str,
    kind: SeatKind,
    position: str = "",
    email: str = "",
    phone: str = "",
    username: str = "",
    bloc: Bloc | None = None,
    unit: Unit | None = None,
    province: Province | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Invitation:
    """Create the person, or find the one with this user name, e-mail or telephone number, and give the seat.

    Somebody found keeps their password and contact; a code is made only where no password is set yet. Raises NotAllowed,
    Refused (seat already held, account closed) and Invalid (unreadable contact, one that belongs to another).
    """
    actor.forget_seats()
    if not rules.can_grant(actor, kind, bloc=bloc, unit=unit):
        raise NotAllowed("Bạn không được giao vai trò này. Hãy nhờ quản trị hệ thống.")
    known_as = contact(username=username, email=email, phone=phone)
    person = _found(known_as, clean(full_name))
    if person is None:
        person = _created(known_as, clean(full_name), clean(position))
        journal.record(year=None, actor=actor, action="people.invited", subject=person.full_name)
    seat = grant_seat(
        actor=actor,
        person=person,
        kind=kind,
        bloc=bloc,
        unit=unit,
        province=province,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    person.forget_seats()
    code = None
    if not person.has_usable_password() and rules.can_make_slip(actor, person):
        code = new_access_code(actor, person, AccessCode.Purpose.INVITE)
    return Invitation(person=person, seat=seat, code=code)


def _found(known_as: Contact, full_name: str) -> User | None:
    """The one person known so. The name must agree: a mistyped number would let a stranger in."""
    known = Q(pk=None)
    for name in ("username", "email", "phone"):
        if value := getattr(known_as, name):
            known |= Q(**{name: value})
    people = list(User.objects.filter(known))
    if len(people) > 1:
        raise Invalid("Thư điện tử, điện thoại hoặc tên đăng nhập này thuộc về hai người khác nhau.")
    if people and fold(people[0].full_name) != fold(full_name):
        raise Invalid(
            "Thư điện tử, điện thoại hoặc tên đăng nhập này đã là của một người tên khác. Hãy kiểm tra lại."
        )
    return people[0] if people else None


def _created(known_as: Contact, full_name: str, position: str) -> User:
    username = known_as.username or _free_username(full_name)
    try:
        with transaction.atomic():
            return User.objects.create_user(
                username, full_name=full_name, position=position, email=known_as.email, phone=known_as.phone
            )
    except IntegrityError as error:
        raise Invalid("Người này vừa được mời ở một nơi khác. Hãy gửi lại.") from error


def _free_username(full_name: str) -> str:
    stem = slug(full_name)[:140]
    stem = stem if _USERNAME.fullmatch(stem) else f"nguoi-dung-{stem}".rstrip("-")
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    if stem not in taken:
        return stem
    return next(name for number in range(2, len(taken) + 3) if (name := f"{stem}-{number}") not in taken)


@transaction.atomic
def set_active(*, actor: User, person: User, active: bool) -> User:
    """Close an account, which signs it out everywhere, or open it again; its seats stay as they are.

    Raises NotAllowed without the right to make this person a slip, Refused for the last administrator.
    """
    found = locked(User.objects.filter(pk=person.pk)).get()
    if rules.is_admin(found):
        list(locked(Seat.objects.filter(kind=SeatKind.ADMIN).order_by("pk")))
    actor.forget_seats()
    if not rules.can_make_slip(actor, found):
        raise NotAllowed("Người này còn có vai trò ở nơi khác. Hãy nhờ quản trị hệ thống.")
    if found.is_active == active:
        return found
    if not active and rules.is_admin(found) and not has_other_administrator(found):
        raise Refused("Đây là người quản trị cuối cùng. Hãy giao quyền quản trị cho người khác trước.")
    found.is_active = active
    found.save(update_fields=["is_active"])
    withdraw_codes(found)
    journal.record(
        year=None,
        actor=actor,
        action="people.account_opened" if active else "people.account_closed",
        subject=found.full_name,
    )
    return found


@transaction.atomic
def create_first_administrator() -> tuple[User, str] | None:
    """The installation's first administrator and the password, or None when somebody has that seat already.

    The password is known only to the caller and must be changed at the first sign-in.
    """
    if Seat.objects.filter(kind=SeatKind.ADMIN).exists():
        return None
    password = "".join(secrets.choice(ALPHABET.lower()) for _ in range(16))
    person, _ = User.objects.get_or_create(
        username=FIRST_ADMINISTRATOR, defaults={"full_name": "Quản trị hệ thống"}
    )
    person.is_active = True
    person.must_change_password = True
    person.set_password(password)
    person.save()
    Seat.objects.create(user=person, kind=SeatKind.ADMIN, starts_on=timezone.localdate())
    journal.record(year=None, actor=None, action="people.administrator_created", subject=person.full_name)
    return person, password
