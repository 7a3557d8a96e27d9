"""Giving and ending dated seats."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from blocs import journal, rules
from blocs.models import BLOC_SEATS, UNIT_SEATS, AccessCode, Bloc, Province, Seat, SeatKind, Unit, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.seat_words import one_seat_words
from blocs.transactions import locked

# How far from today a seat may begin: a hand-over is entered some weeks late or early, not years.
REACH = timedelta(days=366)


@transaction.atomic
def grant_seat(
    *,
    actor: User,
    person: User,
    kind: SeatKind,
    bloc: Bloc | None = None,
    unit: Unit | None = None,
    province: Province | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Seat:
    """Give a person a seat on `starts_on <= day < ends_on` (default: from today, open).

    Open codes made by somebody who may not give this seat are withdrawn: with one of them they could become its
    holder. Raises NotAllowed, Invalid for a place or dates that do not fit, Refused when it is already held.
    """
    person = locked(User.objects.filter(pk=person.pk)).get()
    actor.forget_seats()
    starts_on = starts_on or timezone.localdate()
    check_place(kind, bloc, unit, province)
    _check_dates(starts_on, ends_on)
    if not rules.can_grant(actor, kind, bloc=bloc, unit=unit):
        raise NotAllowed("Bạn không được giao vai trò này. Hãy nhờ quản trị hệ thống.")
    if not person.is_active:
        raise Refused("Tài khoản này đã ngừng. Hãy mở lại tài khoản trước khi giao vai trò.")
    held = Seat.objects.filter(user=person, kind=kind, bloc=bloc, unit=unit, province=province)
    if held.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on)).exists():
        raise Refused(f"{person.full_name} đang giữ vai trò này rồi.")
    return write_seat(
        actor=actor,
        person=person,
        kind=kind,
        bloc=bloc,
        unit=unit,
        province=province,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def write_seat(
    *,
    actor: User,
    person: User,
    kind: SeatKind,
    starts_on: date,
    bloc: Bloc | None = None,
    unit: Unit | None = None,
    province: Province | None = None,
    ends_on: date | None = None,
) -> Seat:
    """The seat, written and journalled, inside the transaction of an act that has asked for the right to give it."""
    seat = Seat.objects.create(
        user=person,
        kind=kind,
        bloc=bloc,
        unit=unit,
        province=province,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=actor,
    )
    _withdraw_codes_of_lesser_makers(seat)
    journal.record(
        year=None,
        actor=actor,
        action="people.seat_given",
        subject=person.full_name,
        new={"Vai trò": one_seat_words(seat), "Từ ngày": starts_on, "Thôi từ ngày": ends_on},
    )
    return seat


@transaction.atomic
def end_seat(*, actor: User, seat: Seat) -> Seat:
    """End a seat today (one that has not begun yet: on its first day, so that it never holds).

    Raises NotAllowed, Refused for a seat already over and for the last administrator's.
    """
    locked(User.objects.filter(pk=seat.user_id)).get()
    if seat.kind == SeatKind.ADMIN:
        list(locked(Seat.objects.filter(kind=SeatKind.ADMIN).order_by("pk")))
    found = Seat.objects.select_related("user", "bloc", "unit__home_bloc", "province").get(pk=seat.pk)
    actor.forget_seats()
    if not rules.can_end(actor, found):
        raise NotAllowed("Bạn không được thôi vai trò này. Hãy nhờ quản trị hệ thống.")
    today = timezone.localdate()
    if found.ends_on is not None and found.ends_on <= today:
        raise Refused("Vai trò này đã thôi từ trước.")
    if found.kind == SeatKind.ADMIN and found.is_held_on(today) and not has_other_administrator(found.user):
        raise Refused("Đây là người quản trị cuối cùng. Hãy giao quyền quản trị cho người khác trước.")
    old = found.ends_on
    found.ends_on = max(today, found.starts_on)
    found.save(update_fields=["ends_on"])
    journal.record(
        year=None,
        actor=actor,
        action="people.seat_ended",
        subject=found.user.full_name,
        old={"Vai trò": one_seat_words(found), "Thôi từ ngày": old},
        new={"Thôi từ ngày": found.ends_on},
    )
    return found


def has_other_administrator(person: User) -> bool:
    """Whether somebody else administers the installation today, without an end in sight."""
    return (
        Seat.objects.filter(
            kind=SeatKind.ADMIN, ends_on=None, starts_on__lte=timezone.localdate(), user__is_active=True
        )
        .exclude(user=person)
        .exists()
    )


def check_place(kind: SeatKind, bloc: Bloc | None, unit: Unit | None, province: Province | None) -> None:
    """Raise Invalid unless a seat of this kind stands at such a place."""
    if kind in BLOC_SEATS:
        fits = bloc is not None and unit is None and province is None
        wanted = "chọn một khối"
    elif kind in UNIT_SEATS:
        fits = unit is not None and bloc is None and province is None
        wanted = "chọn một đơn vị"
    else:
        fits = bloc is None and unit is None and (kind == SeatKind.BOARD or province is None)
        wanted = "chọn một tỉnh hoặc mọi tỉnh" if kind == SeatKind.BOARD else "chọn toàn hệ thống"
    if not fits:
        raise Invalid(f"Vai trò {kind.label} cần {wanted}.")


def _check_dates(starts_on: date, ends_on: date | None) -> None:
    if abs(starts_on - timezone.localdate()) > REACH:
        raise Invalid("Ngày bắt đầu chỉ được cách hôm nay nhiều nhất một năm.")
    if ends_on is not None and ends_on <= starts_on:
        raise Invalid("Ngày thôi phải sau ngày bắt đầu.")


def _withdraw_codes_of_lesser_makers(seat: Seat) -> None:
    codes = AccessCode.objects.filter(
        user=seat.user, used_at=None, withdrawn_at=None, created_by__isnull=False
    ).select_related("created_by")
    lesser = [code.pk for code in codes if code.created_by and not rules.can_end(code.created_by, seat)]
    AccessCode.objects.filter(pk__in=lesser).update(withdrawn_at=timezone.now())
