"""One-time codes and passwords. Neither a code nor a password ever reaches the journal."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from blocs import journal, rules
from blocs.codes import LIFETIME, code_hash, new_code
from blocs.models import AccessCode, User
from blocs.refusals import Invalid, NotAllowed, Refused
from blocs.transactions import locked

DEAD_CODE = "Mã này không dùng được: gõ sai, đã dùng hoặc đã hết hạn. Hãy xin tổ thư ký khối một phiếu mới."
# A form sent twice (a double click, a slow line) finds its code used by itself.
SENT_AGAIN = timedelta(minutes=2)


@transaction.atomic
def issue_reset_code(*, actor: User, person: User) -> str:
    """A code with which the person sets a new password; older ones no longer work. Returned once, never stored.

    Raises NotAllowed where the actor may not stand in for every seat of the person, Refused for a closed account.
    """
    found = locked(User.objects.filter(pk=person.pk)).get()
    actor.forget_seats()
    if not rules.can_make_slip(actor, found):
        raise NotAllowed("Người này còn có vai trò ở nơi khác. Hãy nhờ quản trị hệ thống cấp phiếu.")
    if not found.is_active:
        raise Refused("Tài khoản này đã ngừng. Hãy mở lại tài khoản trước khi cấp phiếu.")
    purpose = AccessCode.Purpose.RESET if found.has_usable_password() else AccessCode.Purpose.INVITE
    return new_access_code(actor, found, purpose)


def new_access_code(actor: User, person: User, purpose: AccessCode.Purpose) -> str:
    """Make and journal a code, inside the caller's transaction, in which the person is locked or new."""
    withdraw_codes(person)
    code = new_code()
    AccessCode.objects.create(
        user=person,
        purpose=purpose,
        code_hash=code_hash(code),
        created_by=actor,
        expires_at=timezone.now() + LIFETIME,
    )
    journal.record(
        year=None,
        actor=actor,
        action="people.slip_made",
        subject=person.full_name,
        new={"Loại phiếu": purpose.label.lower()},
    )
    return code


def withdraw_codes(person: User) -> None:
    """No open code of this person works any more."""
    open_codes = AccessCode.objects.filter(user=person, used_at=None, withdrawn_at=None)
    open_codes.update(withdrawn_at=timezone.now())


def usable_code(code: str) -> AccessCode | None:
    """The row of a code that still works, with its person."""
    return (
        AccessCode.objects.select_related("user")
        .filter(
            code_hash=code_hash(code),
            used_at=None,
            withdrawn_at=None,
            expires_at__gt=timezone.now(),
            user__is_active=True,
        )
        .first()
    )


@transaction.atomic
def redeem_code(*, code: str, password: str) -> User:
    """Set the person's password and use the code up. The same form sent again shortly after is acknowledged again.

    Raises Refused for every code that does not work, in the same words.
    """
    known = AccessCode.objects.filter(code_hash=code_hash(code)).values_list("pk", "user_id").first()
    if known is None:
        raise Refused(DEAD_CODE)
    person = locked(User.objects.filter(pk=known[1])).get()
    row = locked(AccessCode.objects.filter(pk=known[0])).get()
    now = timezone.now()
    if not person.is_active or row.withdrawn_at is not None:
        raise Refused(DEAD_CODE)
    if row.used_at is not None:
        if now - row.used_at < SENT_AGAIN and person.check_password(password):
            return person
        raise Refused(DEAD_CODE)
    if row.expires_at <= now:
        raise Refused(DEAD_CODE)
    row.used_at = now
    row.save(update_fields=["used_at"])
    withdraw_codes(person)
    _store(person, password)
    journal.record(year=None, actor=person, action="people.code_redeemed", subject=person.full_name)
    return person


@transaction.atomic
def change_password(*, person: User, old: str, new: str) -> User:
    """Replace one's own password; open slips no longer work. Raises Invalid when the old one is wrong."""
    found = locked(User.objects.filter(pk=person.pk)).get()
    if not found.check_password(old):
        raise Invalid("Mật khẩu hiện nay chưa đúng.")
    withdraw_codes(found)
    _store(found, new)
    journal.record(year=None, actor=found, action="people.password_changed", subject=found.full_name)
    return found


def _store(person: User, password: str) -> None:
    person.set_password(password)
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
